"""A Bot API server and bots of a test's own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.knowledge import Knowledge
from tests.fakes import BotApiServer
from tests.telegram.people import BotThread, Json

Start = Callable[..., BotThread]
QUESTION = "горячая линия в Бишкеке"
NUMBER = "\n1899\n"


@pytest.fixture
def api() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture
def start(
    api: BotApiServer,
    shipped: Knowledge,
    assistant: Assistant,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,  # noqa: ARG001 - what a test patches holds until its bots have ended
) -> Iterator[Start]:
    """Start a bot; all of one test have the same database. It ends with the test if not before."""
    with ExitStack() as stack:

        def make(server: BotApiServer = api, **changes: Any) -> BotThread:
            return stack.enter_context(BotThread(server, shipped, assistant, tmp_path / "bot.db", **changes))

        yield make


def message(chat_id: int, text: str, update_id: int) -> Json:
    """Return an update with a message as the Bot API writes it."""
    person = {"id": chat_id, "is_bot": False, "first_name": "Person", "language_code": "ru"}
    chat = {"id": chat_id, "type": "private", "first_name": "Person"}
    content = {"message_id": update_id, "date": 1_770_000_000, "from": person, "chat": chat, "text": text}
    return {"update_id": update_id, "message": content}
