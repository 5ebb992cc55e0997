"""A Bot API server, the bot on it, and people with a chat of their own each."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.knowledge import Knowledge
from tests.fakes import BotApiServer
from tests.telegram.people import BotThread, Person

_ids = count(7_000_123_001)


@pytest.fixture(scope="session")
def assistant(shipped: Knowledge) -> Assistant:
    return Assistant(shipped)


@pytest.fixture(scope="module")
def api() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture(scope="module")
def staff_chat() -> int:
    return next(_ids)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def bot(
    api: BotApiServer, shipped: Knowledge, assistant: Assistant, folder: Path, staff_chat: int
) -> Iterator[BotThread]:
    with BotThread(api, shipped, assistant, folder / "bot.db", (staff_chat,)) as thread:
        yield thread


@pytest.fixture
def newcomer(api: BotApiServer, bot: BotThread) -> Callable[..., Person]:  # noqa: ARG001 - has to run
    def make(language: str | None = "ru", chat_id: int | None = None) -> Person:
        return Person(api, chat_id or next(_ids), language)

    return make


@pytest.fixture
def person(newcomer: Callable[..., Person]) -> Person:
    return newcomer()


@pytest.fixture
def english_person(newcomer: Callable[..., Person]) -> Person:
    return newcomer("en")


@pytest.fixture
def group(newcomer: Callable[..., Person]) -> Person:
    """Somebody in a group."""
    return newcomer("ru", -next(_ids))
