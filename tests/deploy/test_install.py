"""The page's way from nothing to a bot that runs, and on to other versions, done for real in a folder of its own.

Only the packages are those of the tests, and systemd is not there: what its unit says is done by the test.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.deploy.page import blocks, do
from tests.deploy.tools import ROOT, run, tool
from tests.fakes import BotApiServer
from tests.fakes.bot_api import PATIENCE
from tests.fakes.ports import lasting_port

PACKAGES = sysconfig.get_path("purelib")
TOKEN = "123:a-token-of-the-tests"  # noqa: S105 - of nobody
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


def follow(commands: str, root: Path) -> str:
    """Do commands of the page with another root and return what they print."""
    return do(
        re.sub("(?=/(?:etc|opt)/)", str(root), commands), root, TOKEN=TOKEN, DESTDIR=str(root),
        PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        PYTHONPATH=PACKAGES, PIP_NO_COMPILE="0",
    )  # fmt: skip


@pytest.fixture(scope="module")
def root(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which version 1.0 is installed."""
    folder = tmp_path_factory.mktemp("root")
    install, _, _ = blocks("One server, systemd")
    follow(install.replace("REPOSITORY=https://…", f"REPOSITORY={checkout}"), folder)
    return folder


def in_use(root: Path) -> Path:
    """Return the environment of the version in use."""
    return (root / "opt/migrant-bot/current").resolve(strict=True)


def test_the_installed_program_answers(root: Path) -> None:
    done = subprocess.run(
        [in_use(root) / "bin/migrant-bot", "ask", "hotline Tajikistan"],
        capture_output=True, text=True, check=False, timeout=PATIENCE, cwd=root,
        env={**os.environ, "PYTHONPATH": PACKAGES},
    )  # fmt: skip
    assert "+992900800800" in done.stdout


def test_the_settings_are_for_root_alone_and_hold_the_token(root: Path) -> None:
    settings = root / "etc/migrant-bot/bot.env"
    assert settings.stat().st_mode & 0o777 == 0o600
    assert f"\nTELEGRAM_BOT_TOKEN={TOKEN}\n" in settings.read_text(encoding="utf-8")


def test_the_bot_is_ready_when_the_page_asks(root: Path, tmp_path: Path) -> None:
    tool("curl")
    port = str(lasting_port())
    settings = re.findall(r"^(\w+)=(.*)$", (root / "etc/migrant-bot/bot.env").read_text(encoding="utf-8"), re.MULTILINE)
    _, ask, _ = blocks("One server, systemd")
    with BotApiServer(token=TOKEN) as api, subprocess.Popen(
        [root / "opt/migrant-bot/current/bin/migrant-bot", "run"], cwd="/",
        env={
            **dict(settings), "PATH": os.defpath, "PYTHONPATH": PACKAGES, "STATE_DIRECTORY": str(tmp_path),
            "TELEGRAM_API_URL": api.url, "HTTP_PORT": port,
        },
    ) as process:  # fmt: skip
        try:
            ask = ask.replace(":8080/", f":{port}/").replace("--retry 20", "--retry 120")  # on a slow machine
            assert '"ready":true' in do(ask, tmp_path)
        finally:
            process.kill()


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


def test_the_version_that_is_there_is_not_made_again(root: Path) -> None:
    upgrade, _ = blocks("Upgrade and roll back")
    made = in_use(root).stat().st_mtime_ns
    follow(upgrade, root)
    assert in_use(root).stat().st_mtime_ns == made


def test_an_operator_goes_back_to_another_version(root: Path) -> None:
    (root / "opt/migrant-bot/releases/0.9").mkdir()
    _, back = blocks("Upgrade and roll back")
    follow(back.replace("OLD=…", "OLD=0.9"), root)
    assert in_use(root).name == "0.9"


def release(checkout: Path, root: Path, version: str, program: str) -> None:
    """Make a new version whose environment is there already, with another program in it."""
    commit(checkout, version)
    path = root / f"opt/migrant-bot/releases/{version}/bin/migrant-bot"
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\n{program}\n")
    path.chmod(0o755)


def test_an_operator_goes_on_to_a_new_version(checkout: Path, root: Path) -> None:
    release(checkout, root, "1.1", "exit 0")
    upgrade, _ = blocks("Upgrade and roll back")
    follow(upgrade, root)
    assert in_use(root).name == "1.1"


def test_a_version_that_is_not_fit_for_use_leaves_the_one_that_is(
    checkout: Path, root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = in_use(root)
    release(checkout, root, "2.0", '[ "$1" != check ] || { echo "contacts.yaml:3:1: error"; exit 1; }')
    upgrade, _ = blocks("Upgrade and roll back")
    with pytest.raises(subprocess.CalledProcessError):
        follow(upgrade, root)
    assert in_use(root) == before
    assert "contacts.yaml:3:1: error" in capfd.readouterr().err


def test_a_machine_without_packages_for_it_is_told_so(root: Path, tmp_path: Path) -> None:
    (tmp_path / "uname").write_text("#!/bin/sh\necho aarch64\n")
    (tmp_path / "uname").chmod(0o700)
    done = subprocess.run(
        [root / "opt/migrant-bot/source/deploy/install.sh"], capture_output=True, text=True, check=False,
        timeout=PATIENCE, env={"PATH": f"{tmp_path}:{os.defpath}", "DESTDIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("This is aarch64; ")
    assert [path.name for path in tmp_path.iterdir()] == ["uname"]
