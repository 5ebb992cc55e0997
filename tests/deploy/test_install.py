"""install.sh: done for real in a folder of its own, but for the packages, which are those of the tests."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.deploy.page import blocks, do
from tests.deploy.tools import ROOT, run, tool
from tests.fakes.bot_api import PATIENCE

IDENTITY = ("-c", "user.name=test", "-c", "user.email=test@example.org")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout whose lock files ask for nothing."""
    folder = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, folder)
    for name in ("bot", "knowledge", "deploy"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    for name in ("build.lock", "requirements.lock"):
        (folder / "deploy" / name).write_text("")
    run(tool("git"), "init", "--quiet", cwd=folder)
    commit(folder, "1.0")
    return folder


def commit(checkout: Path, tag: str) -> None:
    run(tool("git"), *IDENTITY, "add", "--all", cwd=checkout)
    run(tool("git"), *IDENTITY, "commit", "--quiet", "--allow-empty", "--message", tag, cwd=checkout)
    run(tool("git"), *IDENTITY, "tag", tag, cwd=checkout)


def install(checkout: Path, root: Path) -> subprocess.CompletedProcess[str]:
    python = Path(sys.executable).parent
    return subprocess.run(
        [checkout / "deploy/install.sh"], capture_output=True, text=True, check=False, timeout=4 * PATIENCE,
        env={
            **os.environ, "DESTDIR": str(root), "PATH": f"{python}:{os.environ['PATH']}",
            "PYTHONPATH": sysconfig.get_path("purelib"), "PIP_NO_COMPILE": "0",
        },
    )  # fmt: skip


@pytest.fixture(scope="module")
def root(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which version 1.0 is installed."""
    folder = tmp_path_factory.mktemp("root")
    done = install(checkout, folder)
    assert done.returncode == 0, done.stderr
    return folder


def in_use(root: Path) -> Path:
    """Return the environment of the version in use."""
    return (root / "opt/migrant-bot/current").resolve(strict=True)


def test_the_installed_program_answers(root: Path) -> None:
    done = subprocess.run(
        [in_use(root) / "bin/migrant-bot", "ask", "hotline Tajikistan"],
        capture_output=True, text=True, check=False, timeout=PATIENCE, cwd=root,
        env={**os.environ, "PYTHONPATH": sysconfig.get_path("purelib")},
    )  # fmt: skip
    assert "+992900800800" in done.stdout


def test_the_program_is_where_the_units_look_for_it(root: Path) -> None:
    units = root / "etc/systemd/system"
    assert sorted(path.name for path in units.iterdir()) == [
        "migrant-bot-backup.service", "migrant-bot-backup.timer", "migrant-bot.service",
    ]  # fmt: skip
    service = (units / "migrant-bot.service").read_text(encoding="utf-8")
    assert "ExecStart=/opt/migrant-bot/current/bin/migrant-bot run\n" in service


def test_the_environment_holds_the_program_alone(root: Path) -> None:
    packages = root.glob("opt/migrant-bot/current/lib/*/site-packages/*.dist-info")
    assert [path.name.partition("-")[0] for path in packages] == ["migrant_bot"]


def test_the_version_that_is_there_is_not_made_again(checkout: Path, root: Path) -> None:
    made = in_use(root).stat().st_mtime_ns
    assert install(checkout, root).returncode == 0
    assert in_use(root).stat().st_mtime_ns == made


def test_an_operator_goes_back_to_another_version(root: Path, tmp_path: Path) -> None:
    (root / "opt/migrant-bot/releases/0.9").mkdir()
    _, back = blocks("Upgrade and roll back")
    do(back.replace("OLD=…", "OLD=0.9").replace("/opt/", f"{root}/opt/"), tmp_path)
    assert in_use(root).name == "0.9"


def test_a_version_that_is_not_fit_for_use_leaves_the_one_that_is(checkout: Path, root: Path) -> None:
    before = in_use(root)
    commit(checkout, "2.0")
    program = root / "opt/migrant-bot/releases/2.0/bin/migrant-bot"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\n[ "$1" != check ]\n')  # its knowledge has an error
    program.chmod(0o755)
    assert install(checkout, root).returncode != 0
    assert in_use(root) == before
