"""The image, as far as it can be judged without Docker: the linter, and its own steps done in an empty environment."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.deploy.serving import serving
from tests.deploy.tools import DEPLOY, ROOT, run, tool
from tests.fakes.bot_api import PATIENCE
from tests.fakes.ports import lasting_port

DOCKERFILE = DEPLOY / "Dockerfile"


class Instruction(NamedTuple):
    name: str
    value: str


def stages() -> list[list[Instruction]]:
    """Return the instructions of the Dockerfile, stage by stage."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    found: list[list[Instruction]] = []
    for line in filter(None, text.splitlines()):
        name, _, value = line.partition(" ")
        if name == "FROM":
            found.append([])
        found[-1].append(Instruction(name, value.strip()))
    return found


BUILD, LAST = stages()


def values(stage: list[Instruction], name: str) -> list[str]:
    return [instruction.value for instruction in stage if instruction.name == name]


def test_the_linter_finds_nothing() -> None:
    run(tool("hadolint"), DOCKERFILE)


def test_both_stages_come_from_the_same_pinned_base() -> None:
    bases = {values(stage, "FROM")[0].split()[0] for stage in (BUILD, LAST)}
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", bases.pop())


def test_the_program_does_not_run_as_root() -> None:
    assert values(LAST, "USER") == ["10001"]


def test_the_last_stage_installs_no_tools() -> None:
    (command,) = values(LAST, "RUN")
    assert re.findall(r"apt|pip install|gcc", command) == []
    assert "pip uninstall" in command


# What goes into the build


def ignored_but_for() -> list[str]:
    """Return the paths that .dockerignore lets into the build."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in lines
    return [line.removeprefix("!") for line in lines if line.startswith("!")]


def test_no_secret_and_no_history_can_get_into_the_image() -> None:
    assert {".git", "deploy", ".env", "deploy/.env", "deploy/tls", "tests", "."} & set(ignored_but_for()) == set()


def pins(lock: Path) -> set[str]:
    return set(re.findall(r"^[\w.-]+==\S+", lock.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_image_is_built_with_the_tools_that_the_tests_use() -> None:
    assert pins(DEPLOY / "build.lock")
    assert pins(DEPLOY / "build.lock") <= pins(ROOT / "tests/requirements.lock") | pins(DEPLOY / "requirements.lock")


# Its steps, done


@pytest.mark.skipif(not os.environ.get("CI"), reason="fetches packages; CI=1 lets it")
def test_the_steps_of_the_build_make_an_environment_that_answers(tmp_path: Path) -> None:
    environment = tmp_path / "migrant-bot"
    _do_build(tmp_path, environment)
    answer = run(environment / "bin/migrant-bot", "ask", "горячая линия в Бишкеке", "--format", "json", cwd=tmp_path)
    assert json.loads(answer)["contacts"][0]["value"] == "1899"
    installed = {path.name.partition("-")[0] for path in environment.glob("lib/*/site-packages/*.dist-info")}
    assert installed & {"pip", "setuptools", "hatchling", "pytest"} == set()


def _do_build(folder: Path, environment: Path) -> None:
    """Do what the first stage says, with the files that .dockerignore lets in."""
    source, base = folder / "source", folder / "base"
    source.mkdir()
    run(sys.executable, "-m", "venv", base)
    # Nothing is run from here often enough to be worth compiling. For pip, 0 turns this “no” on.
    variables = {**os.environ, "PATH": f"{base}/bin:{os.environ['PATH']}", "PIP_NO_COMPILE": "0"}
    for name, value in BUILD:
        if name == "COPY":
            *origins, target = value.split()
            for path in ignored_but_for() if origins == ["."] else origins:
                assert path in ignored_but_for()
                _copy(ROOT / path, source / target / (path if origins == ["."] else Path(path).name))
        elif name == "RUN":
            command = value.replace("/opt/migrant-bot", str(environment))
            done = subprocess.run(
                ["/bin/sh", "-ec", command], cwd=source, env=variables, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr


def _copy(origin: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if origin.is_dir():
        shutil.copytree(origin, target, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    else:
        shutil.copy(origin, target)


# Its health check


class _Health(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's interface
        """Say nothing."""


@pytest.fixture
def health() -> Iterator[HTTPServer]:
    with serving(HTTPServer(("127.0.0.1", 0), _Health)) as server:
        yield server


def is_healthy(port: int) -> bool:
    """Do the health check of the image, at another port."""
    (check,) = values(LAST, "HEALTHCHECK")
    check = check[check.index("[") :].replace(":8080/", f":{port}/").replace("timeout=4", f"timeout={PATIENCE}")
    program, *arguments = json.loads(check)
    assert program == "python"
    return subprocess.run([sys.executable, *arguments], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_the_health_check_asks_the_bot(
    health: HTTPServer, monkeypatch: pytest.MonkeyPatch, status: int, healthy: bool
) -> None:
    monkeypatch.setattr(_Health, "status", status)
    assert is_healthy(health.server_port) is healthy


def test_a_bot_that_does_not_answer_is_not_healthy() -> None:
    assert not is_healthy(lasting_port())
