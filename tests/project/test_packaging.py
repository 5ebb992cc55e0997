"""The wheel: what is in it, and that it answers from another directory, without the checkout."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_string
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from bot import __version__
from tests.fakes.bot_api import PATIENCE

ROOT = Path(__file__).parents[2]
LOCKS = ("deploy/requirements.lock", "tests/requirements.lock")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")


def pip(*arguments: str | Path) -> None:
    command = [*PIP, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=4 * PATIENCE)
    assert done.returncode == 0, done.stderr


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> dict[str, str]:
    """Return the pinned versions of a lock by the name of the package."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {normalised(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)}


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(data, dict)
    return data


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of what belongs to the project, so that nothing compiled here gets into it."""
    folder = tmp_path_factory.mktemp("build")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, source)
    for name in ("bot", "knowledge", "deploy", "tests"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, source)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def metadata(wheel: Path, names: set[str]) -> Message:
    (path,) = (name for name in names if name.endswith(".dist-info/METADATA"))
    with zipfile.ZipFile(wheel) as archive:
        return message_from_string(archive.read(path).decode())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--no-deps", "--no-index", "--no-compile", "--target", folder, wheel)
    return folder


def run_installed(installed: Path, cwd: Path, *command: str | Path) -> str:
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(installed)},
        timeout=4 * PATIENCE,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout.decode()


# What is in it


def test_the_wheel_carries_the_whole_knowledge_folder(names: set[str]) -> None:
    folder = ROOT / "knowledge"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    shipped = "bot/knowledge/shipped/"
    assert {name.removeprefix(shipped) for name in names if name.startswith(shipped)} == files


@pytest.mark.parametrize(
    "pattern", [r"contacts\.yaml", r"countries\.yaml", r"topics\.yaml", r"bulletins/.*\.yaml", r"sources/.*\.txt"]
)
def test_the_wheel_carries_each_kind_of_knowledge(names: set[str], pattern: str) -> None:
    assert [name for name in names if re.fullmatch(rf"bot/knowledge/shipped/{pattern}", name)]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_wheel_carries_the_compiled_catalogs(names: set[str], language: str) -> None:
    assert f"bot/locales/{language}/LC_MESSAGES/bot.mo" in names


def test_the_wheel_carries_every_module(names: set[str]) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "bot").rglob("*.py")}
    assert modules - names == set()


def test_the_wheel_carries_nothing_else(names: set[str]) -> None:
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"bot", "migrant_bot"}
    assert [name for name in names if "test" in Path(name).name or name.endswith(".pyc")] == []


def test_the_wheel_carries_the_licence(names: set[str]) -> None:
    assert [name for name in names if name.endswith("/LICENSE")]


def test_the_version_is_that_of_the_program(metadata: Message) -> None:
    assert (metadata["Name"], metadata["Version"]) == ("migrant-bot", __version__)


def test_the_wheel_requires_what_the_project_names_and_no_tool_of_development(
    metadata: Message, project: dict[str, Any]
) -> None:
    assert sorted(metadata.get_all("Requires-Dist", [])) == sorted(project["dependencies"])


# Installed


def test_the_installed_program_answers_from_another_directory(installed: Path, tmp_path: Path) -> None:
    command = (sys.executable, "-m", "bot", "ask", "горячая линия в Бишкеке", "--format", "json")
    found = json.loads(run_installed(installed, tmp_path, *command))
    assert found["contacts"][0]["value"] == "1899"


def test_the_installed_program_speaks_russian(installed: Path, tmp_path: Path) -> None:
    out = run_installed(installed, tmp_path, sys.executable, "-m", "bot", "ask", "горячая линия в Бишкеке")
    assert "Кыргызстан" in out
    assert "Контакты:" in out


def test_the_installed_program_runs_by_itself(installed: Path, tmp_path: Path) -> None:
    code = "import bot, bot.knowledge; print(bot.__file__, bot.knowledge.DEFAULT_DIRECTORY, sep='\\n')"
    paths = run_installed(installed, tmp_path, sys.executable, "-c", code).splitlines()
    assert [installed in Path(path).parents for path in paths] == [True, True]


@pytest.mark.parametrize("arguments", [("--help",), ("contacts", "--format", "json"), ("ask", "hotline Tajikistan")])
def test_the_script_is_the_same_program(installed: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    module = run_installed(installed, tmp_path, sys.executable, "-m", "bot", *arguments)
    script = run_installed(installed, tmp_path, sys.executable, installed / "bin" / "migrant-bot", *arguments)
    assert script == module


# Locks


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_with_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines
    loose = [line for line in lines if not re.match(r"[\w.-]+==\S+.*\s--hash=sha256:[0-9a-f]{64}", line)]
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert (
        re.findall(r"--(?:extra-)?index-url|--find-links|--trusted-host|\w+://|file:|localhost|/tmp|/home", text) == []
    )


def test_the_lock_of_the_program_pins_what_the_project_needs(project: dict[str, Any]) -> None:
    needed = {normalised(re.split(r"[<>=!~;\[ ]", line)[0]) for line in project["dependencies"]}
    assert needed - pins(LOCKS[0]).keys() == set()


def test_the_lock_of_the_program_holds_no_tool_of_development() -> None:
    assert pins(LOCKS[0]).keys() & {"pytest", "mypy", "ruff", "hatchling", "import-linter", "pip-audit", "uv"} == set()


def test_both_locks_pin_the_same_versions() -> None:
    program, development = map(pins, LOCKS)
    both = program.keys() & development.keys()
    assert {name: program[name] for name in both} == {name: development[name] for name in both}
