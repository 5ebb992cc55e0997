"""What the program is made of: audited, under known licences, listed; and what SECURITY.md and THREATS.md say of it."""

import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from bot.ingest.docx_file import _MAX_UNPACKED
from bot.ingest.reading import _MAX_BYTES
from bot.report import PERIOD, TROUBLED_FROM
from bot.storage.storage import PERIODS_KEPT_DAYS, UNUSED_DAYS
from bot.telegram.pace import MOST_MESSAGES, MOST_PRESSES, WINDOW_SECONDS
from tests.project import audit, licences

ROOT = Path(__file__).parents[2]
LOCKS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("[dt]*/**/*.lock"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PAGES = ("SECURITY.md", "deploy/THREATS.md", "deploy/LICENCES.md")
Json = dict[str, Any]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# Audit


@contextmanager
def service(answer: Json) -> Iterator[str]:
    """Serve what a service for vulnerabilities answers to every question (OSV: POST /v1/query)."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.lock"
    path.write_text(f"idna==3.10 --hash=sha256:{'0' * 64}\n", "utf-8")
    return path


def asking(url: str, folder: Path) -> list[str]:
    return ["--vulnerability-service", "osv", "--osv-url", url, "--cache-dir", str(folder / "cache")]


def test_a_known_weakness_fails_the_audit(lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.11"}]}]
    affected = [{"package": {"name": "idna", "ecosystem": "PyPI"}, "ranges": ranges}]
    with service({"vulns": [{"id": "PYSEC-0000-1", "summary": "bad", "affected": affected}]}) as url:
        assert audit.main(lock, asking(url, lock.parent)) == 1
    assert "idna 3.10: PYSEC-0000-1, mended in 3.11" in capsys.readouterr().err


def test_an_audit_without_findings_passes_and_says_of_how_many(lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with service({}) as url:
        assert audit.main(lock, asking(url, lock.parent)) == 0
    assert capsys.readouterr() == ("1 packages audited, 0 weaknesses known\n", "")


def test_a_service_that_cannot_be_asked_is_told_and_no_failure(lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(lock, asking("http://127.0.0.1:9/v1/query", lock.parent)) == 0
    assert capsys.readouterr().err.startswith("NOT AUDITED: the vulnerability service cannot be asked (")


def test_a_lock_that_cannot_be_read_fails_the_audit(lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock.write_text("idna==3.10\n", "utf-8")
    assert audit.main(lock, asking("http://127.0.0.1:9/v1/query", lock.parent)) == 1
    assert capsys.readouterr().err.startswith("requirements.lock cannot be read:")


def test_packages_that_the_service_does_not_know_are_not_called_audited(capsys: pytest.CaptureFixture[str]) -> None:
    known, unknown = {"name": "idna", "version": "3.10", "vulns": []}, {"name": "yarl", "skip_reason": "not found"}
    assert (audit.tell([known, unknown]), audit.tell([unknown])) == (0, 0)
    assert capsys.readouterr().err.splitlines() == [
        "NOT AUDITED: the vulnerability service does not know yarl",
        "NOT AUDITED: the vulnerability service knows none of the 1 packages",
    ]


def test_the_audit_is_a_part_of_the_checks() -> None:
    assert re.search(r"^check:.*\baudit\b", text("Makefile"), re.MULTILINE)


def test_the_rules_on_security_hold_for_the_program() -> None:
    settings = tomllib.loads(text("pyproject.toml"))["tool"]["ruff"]["lint"]
    assert "S" in settings["select"]
    assert [rule for rule in settings["ignore"] if re.fullmatch(r"S\d*", rule)] == []
    assert [path for path in settings["per-file-ignores"] if not path.startswith("tests/")] == []


# Licences


def test_the_table_of_licences_is_up_to_date() -> None:
    names = licences.pinned()
    stated = licences.installed(names)
    assert names - stated.keys() == set()
    assert licences.table(stated) == text("deploy/LICENCES.md")


@pytest.mark.parametrize("licence", ["GPL-3.0-or-later", "AGPL-3.0", "MIT AND Proprietary", "none", "text 0123"])
def test_a_licence_that_nobody_has_looked_at_fails(licence: str) -> None:
    with pytest.raises(licences.UnknownLicenceError, match=re.escape(f"example: {licence}")):
        licences.table({"idna": "BSD-3-Clause", "example": licence})


def test_only_packages_that_are_pinned_for_another_system_have_no_row() -> None:
    rows = set(re.findall(r"^\| ([\w.-]+) \|", text("deploy/LICENCES.md"), re.MULTILINE))
    pins = map(Requirement, re.findall(r"^[\w.-]+==[^\\\n]+", text("deploy/requirements.lock"), re.MULTILINE))
    assert {pin.name for pin in pins} - rows == {"colorama"}  # of Windows


# What it is made of


def test_the_list_of_parts_names_every_pin_and_no_host_but_the_public_index(tmp_path: Path) -> None:
    recipe = re.search(r"-m (cyclonedx_py .*?)\n\n", text("Makefile").replace("\\\n", " "), re.DOTALL)
    assert recipe
    command = [part.replace("dist/", f"{tmp_path}/") for part in shlex.split(recipe[1])]
    subprocess.run([sys.executable, "-W", "ignore", "-m", *command], check=True, cwd=ROOT)
    parts = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    pins = re.findall(r"^([\w.-]+)==([^\s;]+)", text("deploy/requirements.lock"), re.MULTILINE)
    assert sorted((part["name"], part["version"]) for part in parts["components"]) == sorted(pins)
    hosts = {
        re.sub(r"https?://([^/]+)/.*", r"\1", reference["url"])
        for part in parts["components"]
        for reference in part["externalReferences"]
    }
    assert hosts == {"pypi.org"}


@pytest.mark.parametrize("name", LOCKS)
def test_every_lock_pins_with_hashes(name: str) -> None:
    lines = re.findall(r"^[\w.-]+(?:\[\w+\])?[^#\n]*", text(name).replace("\\\n", " "), re.MULTILINE)
    assert lines
    assert [line for line in lines if not re.match(r"[\w.\[\]-]+==\S.*--hash=sha256:[0-9a-f]{64}", line)] == []


def watched() -> dict[str, Json]:
    """Return what Dependabot is told of each ecosystem."""
    updates: list[Json] = yaml.safe_load(text(".github/dependabot.yml"))["updates"]
    return {update["package-ecosystem"]: update for update in updates}


@pytest.mark.parametrize(
    ("ecosystem", "file"),
    [
        ("pip", "pyproject.toml"),
        ("npm", "package-lock.json"),
        ("github-actions", ".github/workflows/knowledge.yml"),
        ("docker", "Dockerfile"),
        ("docker-compose", "compose.yaml"),
    ],
)
def test_dependabot_looks_where_the_versions_are_and_waits_a_week(ecosystem: str, file: str) -> None:
    update = watched()[ecosystem]
    assert (ROOT / update["directory"].lstrip("/") / file).is_file()
    assert update["cooldown"] == {"default-days": 7}


def test_dependabot_proposes_no_postgresql_that_cannot_read_the_files_of_the_one_before() -> None:
    ignored = {"dependency-name": "postgres", "update-types": ["version-update:semver-major"]}
    assert watched()["docker-compose"]["ignore"] == [ignored]
    assert re.search(r"image: postgres:\d", text("deploy/compose.yaml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read_and_sees_no_secret(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(source)
    assert workflow["permissions"] == {"contents": "read"}
    assert not re.search(r"pull_request_target|workflow_run|secrets\.", source)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_installs_nothing_that_is_not_pinned(path: Path) -> None:
    installs = re.findall(r"pip install (.*)", path.read_text(encoding="utf-8"))
    ours = [line for line in installs if "--require-hashes" not in line]
    assert [line for line in ours if line != "--no-deps --no-build-isolation ."] == []


def test_the_code_is_tried_with_each_python_it_is_installed_on() -> None:
    job = yaml.safe_load(text(".github/workflows/code.yml"))["jobs"]["check"]
    tried = job["strategy"]["matrix"]["python"]
    assert f">={tried[0]}" == tomllib.loads(text("pyproject.toml"))["project"]["requires-python"]
    assert f"FROM python:{tried[-1]}-" in text("deploy/Dockerfile")
    assert f"{tried[0]} to {tried[-1]}" in text("deploy/install.sh")
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]


# What the pages say


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_no_file_and_no_target_that_is_not_there(name: str) -> None:
    page, folder = text(name), (ROOT / name).parent
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page)
    paths = re.findall(r"`((?:bot|deploy|tests)/[\w./-]+)`", page)
    assert [link for link in links if not (folder / link).exists()] == []
    assert [path for path in paths if not (ROOT / path).exists()] == []
    targets = re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE)
    assert set(re.findall(r"`make ([a-z]+)`", page)) - set(targets) == set()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_gives_no_address_of_a_person(name: str) -> None:
    assert re.findall(r"[\w.]+@[\w.]+\.\w+", text(name)) == []


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("SECURITY.md", f"{UNUSED_DAYS} days after the last use"),
        ("deploy/THREATS.md", f"{MOST_MESSAGES} messages and {MOST_PRESSES} presses of buttons a minute"),
        ("deploy/THREATS.md", f"within {PERIOD.days} days"),
        ("deploy/THREATS.md", f"over {_MAX_BYTES // 1_000_000} MB"),
        ("deploy/THREATS.md", f"DOCX over {_MAX_UNPACKED // 1_000_000} MB unpacked"),
    ],
)
def test_a_figure_on_a_page_is_that_of_the_program(page: str, words: str) -> None:
    assert words in " ".join(text(page).split())


def test_the_figures_that_pages_spell_out_are_those_of_the_program() -> None:
    assert (TROUBLED_FROM, WINDOW_SECONDS, PERIODS_KEPT_DAYS) == (3, 60.0, 7)


def test_the_running_bot_loads_no_reader_of_bulletins() -> None:
    program = "import sys, bot.cli.run; print([name for name in sys.modules if name.split('.')[0] in sys.argv[1:]])"
    readers = ["pdfminer", "docx", "selectolax", "lxml", "markdown_it"]
    done = subprocess.run(
        [sys.executable, "-c", program, *readers], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"
