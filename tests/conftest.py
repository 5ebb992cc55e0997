"""What the tests of several rooms share: a clean environment, far limits, knowledge folders, a PostgreSQL server."""

import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.knowledge import DEFAULT_DIRECTORY, Knowledge, load
from tests.fakes.postgres import PostgresServer, find_binaries
from tests.limits import far_limits

WriteFolder = Callable[..., Path]

# How long an example takes says nothing of the code, and everything of what else the machine does.
settings.register_profile(
    "steady", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "BOT_KNOWLEDGE",
        "BOT_SECRET",
        "DATABASE_URL",
        "HTTP_HOST",
        "HTTP_PORT",
        "LOG_FORMAT",
        "LOG_LEVEL",
        "MESSAGES_PER_SECOND",
        "STAFF_CHATS",
        "STATE_DIRECTORY",
        "TELEGRAM_API_URL",
        "TELEGRAM_BOT_TOKEN",
        "WEBHOOK_URL",
        "XDG_STATE_HOME",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def _far_limits() -> Iterator[None]:
    with far_limits():
        yield


@pytest.fixture(scope="session")
def shipped() -> Knowledge:
    return load(DEFAULT_DIRECTORY)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed")
    with PostgresServer(binaries) as server:
        yield server


@pytest.fixture
def write_folder(tmp_path: Path) -> WriteFolder:
    """Write a knowledge folder from texts by file name: `write_folder({"contacts.yaml": "- …"})`."""

    def write(files: dict[str, str], name: str = "knowledge") -> Path:
        folder = tmp_path / name
        for path, text in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(textwrap.dedent(text), encoding="utf-8")
        folder.mkdir(exist_ok=True)
        return folder

    return write
