"""Polling: what Telegram may answer instead of updates, tried with a poller that asks often and gives up soon."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram.error import InvalidToken

from bot.assistant import Assistant
from bot.knowledge import Knowledge
from bot.logs import Seldom
from bot.telegram.intake import polling
from tests.cli.conftest import SMALL
from tests.conftest import WriteFolder
from tests.fakes import BotApiServer
from tests.telegram.intake.conftest import NUMBER, QUESTION, Start
from tests.telegram.people import BotThread, Json, Person, running


@pytest.fixture(scope="module", autouse=True)
def swift() -> Iterator[None]:
    """Let the poller ask often and give up soon."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(polling, "_LONG_POLL", 0)
        patch.setattr(polling, "_SHORT_PAUSE", 0.02)
        patch.setattr(polling, "_ANSWER_SECONDS", 0.3)
        patch.setattr(polling, "_LONGEST_PAUSE", 0.05)
        patch.setattr(polling, "_CONFLICT_SECONDS", (0.02, 0.05))
        patch.setattr(polling, "_QUIET_SECONDS", 0.0)
        yield


def nested(depth: int) -> str:
    return '{"ok":true,"result":' + "[" * depth + "]" * depth + "}"


FAULTS: dict[str, tuple[Json, str]] = {
    "500": ({"status": 500}, "NetworkError"),
    "502": ({"status": 502}, "NetworkError"),
    "503 with a deep answer": ({"status": 503, "body": nested(100_000)}, "NetworkError"),
    "500 with odd parameters": ({"status": 500, "body": '{"ok":false,"parameters":[1]}'}, "AttributeError"),
    "400": ({"status": 400}, "BadRequest"),
    "403": ({"status": 403}, "Forbidden"),
    "429": ({"status": 429, "retry_after": 0.1}, "RetryAfter"),
    "429 of a proxy": ({"status": 429, "body": "<html>"}, "NetworkError"),
    "409": ({"status": 409, "description": "Conflict: terminated by other getUpdates request"}, "Conflict"),
    "broken JSON": ({"status": 200}, "JSONDecodeError"),
    "no JSON": ({"status": 200, "body": "\x00garbage"}, "JSONDecodeError"),
    "nothing": ({"status": 200, "body": ""}, "JSONDecodeError"),
    "no result": ({"status": 200, "body": '{"ok":true}'}, "ValueError"),
    "another result": ({"status": 200, "body": '{"ok":true,"result":{"update_id":1}}'}, "ValueError"),
    "a list": ({"status": 200, "body": "[]"}, "ValueError"),
    "a number too long to be read": ({"status": 200, "body": '{"result":[' + "9" * 5000 + "]}"}, "ValueError"),
    "deep": ({"status": 200, "body": nested(100_000)}, "ValueError"),
    "huge": ({"status": 200, "body": '{"ok":true,"result":"' + "x" * 20_000_000 + '"}'}, "ValueError"),
    "cut off": ({"close": True}, "NetworkError"),
    "silence": ({"hang": 3.0}, "TimeoutError"),
}


@pytest.fixture(scope="module")
def shared_api() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture(scope="module")
def shared_bot(
    shared_api: BotApiServer,
    shipped: Knowledge,
    assistant: Assistant,
    tmp_path_factory: pytest.TempPathFactory,
    swift: None,  # noqa: ARG001
) -> Iterator[BotThread]:
    with BotThread(shared_api, shipped, assistant, tmp_path_factory.mktemp("state") / "bot.db") as bot:
        yield bot


@pytest.mark.parametrize("name", FAULTS)
def test_polling_recovers_from(name: str, shared_api: BotApiServer, shared_bot: BotThread) -> None:
    fault, kind = FAULTS[name]
    before = shared_bot.metric("telegram_errors_total", method="getUpdates", kind=kind)
    failure = shared_api.fail("getUpdates", **fault)
    shared_api.wait_for(lambda: failure.times == 0)
    assert NUMBER in Person(shared_api, 1_000 + list(FAULTS).index(name)).ask(QUESTION)["text"]
    assert shared_bot.metric("telegram_errors_total", method="getUpdates", kind=kind) == before + 1


def test_the_log_tells_how_to_unset_a_webhook_and_polling_goes_on_once_it_is(
    shared_api: BotApiServer, shared_bot: BotThread, caplog: pytest.LogCaptureFixture
) -> None:
    bot = shared_bot.service.application.bot
    shared_bot.call(bot.set_webhook("http://127.0.0.1:9/nobody"))
    shared_api.wait_for(lambda: "`migrant-bot webhook delete`" in caplog.text)
    shared_bot.call(bot.delete_webhook())
    assert NUMBER in Person(shared_api, 2).ask(QUESTION)["text"]


def test_the_log_tells_of_another_program_that_polls(
    shared_api: BotApiServer,
    shared_bot: BotThread,  # noqa: ARG001 - has to run
    caplog: pytest.LogCaptureFixture,
) -> None:
    shared_api.fail("getUpdates", 409, description="Conflict: terminated by other getUpdates request")
    shared_api.wait_for(lambda: "another program asks for updates with the same token" in caplog.text)


def test_trouble_that_lasts_is_told_once_in_a_while(
    shared_api: BotApiServer,
    shared_bot: BotThread,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "_QUIET_SECONDS", 600.0)
    monkeypatch.setattr(shared_bot.service._poller, "_trouble", Seldom())
    failure = shared_api.fail("getUpdates", 500, times=6)
    shared_api.wait_for(lambda: failure.times == 0)
    assert len([record for record in caplog.records if "gives no updates" in record.message]) == 1


def test_a_token_that_is_refused_ends_the_bot_also_while_an_answer_waits(
    api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "DRAIN_SECONDS", 0.1)
    bot = start()
    api.fail("sendMessage", 429, retry_after=600)
    Person(api, 1).say(QUESTION)
    api.wait_for(lambda: api.called("sendMessage"))
    api.fail("getUpdates", 401)
    bot._thread.join(10)
    error, bot._error = bot._error, None
    assert isinstance(error, InvalidToken)


def test_a_token_that_is_revoked_ends_the_program_with_one_line(
    api: BotApiServer, write_folder: WriteFolder, tmp_path: Path
) -> None:
    api.fail("getUpdates", 401)
    with running(api.url, api.token, tmp_path / "log", BOT_KNOWLEDGE=str(write_folder(SMALL))) as program:
        assert program.exit_code() == 1
    assert program.log.splitlines()[-1].startswith("error: Telegram refuses the token;")
    assert "Traceback" not in program.log


def test_the_log_tells_neither_words_nor_ids(api: BotApiServer, start: Start, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    api.push({"message": {"message_id": "саксаул", "chat": {"id": 7_000_123_001}}})
    for fault, _ in FAULTS.values():
        if "hang" not in fault and len(fault.get("body", "")) < 1000:
            api.fail("getUpdates", **fault)
    start()
    api.wait_for(lambda: not api.pending)
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert "an update cannot be read" in ours
    assert not re.search(f"саксаул|7000123001|{re.escape(api.token)}", ours)
