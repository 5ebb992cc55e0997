"""Messages on their way when Telegram refuses, fails or asks to wait, or when the bot itself is at fault."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.error import RetryAfter, TimedOut

from bot.assistant import Assistant
from bot.knowledge import Knowledge
from bot.metrics import Metrics
from bot.telegram import sending
from bot.telegram.desk import Desk
from tests.fakes import BotApiServer
from tests.telegram.people import FIRST_CONTACTS, BotThread, Json, Person, buttons, entity_types

Newcomer = Callable[..., Person]
QUESTION, NUMBER = "горячая линия в Бишкеке", "\n1899\n"
MALFORMED: Json = {"status": 400, "description": "Bad Request: can't parse entities: Unsupported start tag"}


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a call that failed be made again at once."""
    monkeypatch.setattr(sending, "_FIRST_PAUSE", 0.01)


def errors(bot: BotThread, method: str, kind: str) -> float:
    return bot.metric("telegram_errors_total", method=method, kind=kind)


def failed(bot: BotThread, kind: str) -> float:
    return bot.metric("updates_total", kind=kind, result="failed")


# Refused


def test_a_reply_refused_as_malformed_comes_as_plain_text_with_the_numbers(
    person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    person.api.fail("sendMessage", chat_id=person.chat_id, **MALFORMED)
    reply = person.ask(QUESTION)
    assert NUMBER in reply["text"]
    assert "<" not in reply["text"]
    assert not entity_types(reply)
    assert not buttons(reply)
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_the_plain_text_says_what_the_reply_would_have_said(newcomer: Newcomer) -> None:
    marked, plain = newcomer(), newcomer()
    plain.api.fail("sendMessage", chat_id=plain.chat_id, **MALFORMED)
    question = "сколько листовок раздали в Таджикистане <b>&"
    assert marked.ask(question)["text"] == plain.ask(question)["text"]


def test_an_edit_refused_as_malformed_comes_as_plain_text_below(person: Person) -> None:
    start = person.ask("/start")
    person.api.fail("editMessageText", chat_id=person.chat_id, **MALFORMED)
    person.api.fail("sendMessage", chat_id=person.chat_id, **MALFORMED)
    person.api.press(start, "country:KG")
    assert NUMBER in person.api.wait_reply(person.chat_id, after=start)["text"]
    assert person.shown(start) == start


def test_a_reply_refused_for_good_keeps_no_others(
    person: Person, bot: BotThread, caplog: pytest.LogCaptureFixture
) -> None:
    person.api.fail("sendMessage", 400, times=2, chat_id=person.chat_id, description="Bad Request: chat not found")
    before = failed(bot, "message")
    person.say(QUESTION)
    assert NUMBER in person.ask(QUESTION)["text"]
    assert "the Bot API refused an answer: BadRequest" in caplog.text
    person.api.wait_for(lambda: not person.api.pending)
    assert bot.metric("updates_in_flight") == 0
    assert failed(bot, "message") == before


def test_a_chat_that_is_gone_keeps_no_others(person: Person) -> None:
    for description in ("Forbidden: bot was kicked from the group chat", "Forbidden: user is deactivated"):
        person.api.fail("sendMessage", 403, chat_id=person.chat_id, description=description)
        person.say(QUESTION)
    assert NUMBER in person.ask(QUESTION)["text"]
    assert len(person.messages) == 1


def test_a_screen_that_is_shown_already_is_no_error(
    person: Person, bot: BotThread, caplog: pytest.LogCaptureFixture
) -> None:
    before = errors(bot, "editMessageText", "BadRequest")
    start = person.ask("/start")
    person.press(start, "KG")
    person.api.wait_answer(person.api.press(start, "country:KG"))
    person.api.wait_for(lambda: person.calls("editMessageText") == 2)
    person.settle()
    assert errors(bot, "editMessageText", "BadRequest") == before
    assert caplog.records == []


# Failed on the way


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 502},
        {"status": 200},
        {"status": 200, "body": '{"ok":true}'},
        {"status": 200, "body": '{"ok":true,"result":' + "[" * 100_000},
        {"status": 404},
        {"close": True},
    ],
    ids=["500", "502", "broken JSON", "no result", "deep", "404", "cut off"],
)
@pytest.mark.usefixtures("brief")
def test_an_answer_that_fails_five_times_in_a_row_is_given_once(person: Person, bot: BotThread, fault: Json) -> None:
    kind = "InvalidToken" if fault.get("status") == 404 else "NetworkError"
    before = errors(bot, "sendMessage", kind)
    person.api.fail("sendMessage", times=5, chat_id=person.chat_id, **fault)
    assert NUMBER in person.ask(QUESTION)["text"]
    assert person.calls("sendMessage") == 6
    assert len(person.messages) == 1
    assert errors(bot, "sendMessage", kind) == before + 5


@pytest.mark.usefixtures("brief")
def test_an_answer_whose_receipt_is_lost_is_given_again_rather_than_never(person: Person) -> None:
    person.api.fail("sendMessage", chat_id=person.chat_id, close=True, carried_out=True)
    person.say(QUESTION)
    person.api.wait_for(lambda: len(person.messages) == 2)


@pytest.mark.usefixtures("brief")
def test_an_answer_is_given_up_after_a_day_and_counted_as_failed(
    person: Person, bot: BotThread, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = failed(bot, "message")
    monkeypatch.setattr(sending, "_GIVE_UP_SECONDS", 0.05)
    failure = person.api.fail("sendMessage", 500, times=None, chat_id=person.chat_id)
    person.say(QUESTION)
    person.api.wait_for(lambda: failed(bot, "message") == before + 1)
    assert "the Bot API refused an answer: NetworkError" in caplog.text
    failure.times = 0
    assert NUMBER in person.ask(QUESTION)["text"]


def test_nobody_waits_for_more_than_a_day(person: Person, bot: BotThread, caplog: pytest.LogCaptureFixture) -> None:
    before = failed(bot, "callback_query")
    start = person.ask("/start")
    person.api.fail("editMessageText", 429, chat_id=person.chat_id, retry_after=86_401)
    person.api.press(start, "country:KG")
    person.api.wait_for(lambda: failed(bot, "callback_query") == before + 1)
    assert "the Bot API refused an answer: RetryAfter" in caplog.text
    assert NUMBER in person.ask(QUESTION)["text"]


async def test_a_message_that_may_have_been_taken_each_time_is_sent_for_an_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = 0.0

    async def sleep(seconds: float) -> None:
        nonlocal clock
        clock += seconds

    async def send() -> None:
        raise TimedOut

    monkeypatch.setattr(sending, "asyncio", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(sending, "time", SimpleNamespace(monotonic=lambda: clock))
    with pytest.raises(TimedOut):
        await sending.Patience(1000, Metrics()).process_request(send, (), {}, "sendMessage", {}, None)
    assert 3500 < clock <= 3600


async def test_hours_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    waited, errors = [], [RetryAfter(6 * 3600)]

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    async def send() -> str:
        if errors:
            raise errors.pop()
        return "sent"

    monkeypatch.setattr(sending, "asyncio", SimpleNamespace(sleep=sleep))
    assert await sending.Patience(1, Metrics()).process_request(send, (), {}, "sendMessage", {}, None) == "sent"
    assert waited == [6 * 3600]


def test_an_inline_query_that_fails_on_the_way_is_no_failed_update(person: Person, bot: BotThread) -> None:
    before, answered = failed(bot, "inline_query"), bot.metric("updates_total", kind="inline_query", result="answered")
    person.api.fail("answerInlineQuery", 500)
    person.api.inline("Бишкек", user_id=person.chat_id)
    person.api.wait_for(lambda: bot.metric("updates_total", kind="inline_query", result="answered") == answered + 1)
    assert failed(bot, "inline_query") == before


def test_what_only_eases_the_conversation_is_worth_no_wait(person: Person) -> None:
    start = person.ask("/start")
    person.api.fail("answerCallbackQuery", 429, retry_after=3600)
    assert NUMBER in person.press(start, "KG")["text"]


# The rate


def test_no_more_messages_go_out_than_the_rate_allows(shipped: Knowledge, assistant: Assistant, tmp_path: Path) -> None:
    rate, people = 50, 125
    with BotApiServer() as api:
        api.fail("sendMessage", 500, times=5)  # what is sent again counts, too
        began = time.monotonic()
        for chat_id in range(1, people + 1):
            api.say(QUESTION, chat_id=chat_id)
        with BotThread(api, shipped, assistant, tmp_path / "bot.db", messages_per_second=rate):
            api.wait_for(lambda: len(api.sent()) == people)
        times = [call.time - began for call in api.called("sendMessage")]
    assert len(times) == people + 5
    # As many as in a second may go out at once; each of the others after its share of a second.
    assert all(moment >= (number - rate) / rate for number, moment in enumerate(times))


async def test_a_rate_below_one_in_a_second_is_one_in_several() -> None:
    limit = sending.Patience(0.25, Metrics())._limit
    assert (limit.max_rate, limit.time_period) == (1, 4)


# Faults of our own


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("саксаул")

    monkeypatch.setattr(Desk, "answer", fail)


@pytest.mark.usefixtures("broken")
def test_after_a_fault_of_ours_a_person_is_told_and_gets_the_contacts(
    person: Person, bot: BotThread, caplog: pytest.LogCaptureFixture
) -> None:
    before = bot.metric("updates_total", kind="message", result="failed")
    lines = person.ask(QUESTION)["text"].split("\n")
    assert [value for value in FIRST_CONTACTS if value in lines] == FIRST_CONTACTS
    person.api.wait_for(lambda: bot.metric("updates_total", kind="message", result="failed") == before + 1)
    assert [record.message for record in caplog.records] == ["an update failed: RuntimeError"]
    assert caplog.records[0].levelno == logging.ERROR


def test_after_a_fault_at_a_button_a_person_is_told(person: Person, request: pytest.FixtureRequest) -> None:
    asked = person.ask("горячая линия")
    request.getfixturevalue("broken")
    person.api.press(asked, "country:KG")
    assert NUMBER in person.api.wait_reply(person.chat_id, after=asked)["text"]


@pytest.mark.usefixtures("broken")
def test_after_a_fault_in_a_group_nobody_is_bothered(group: Person, bot: BotThread) -> None:
    before = bot.metric("updates_total", kind="message", result="failed")
    group.say(f"@migrant_support_test_bot {QUESTION}", entities=[{"type": "mention", "offset": 0, "length": 25}])
    group.api.wait_for(lambda: bot.metric("updates_total", kind="message", result="failed") == before + 1)
    assert not group.messages


def test_a_fault_while_a_person_is_told_ends_there(
    person: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(Desk, "visitor", fail)
        person.say(QUESTION)
        person.api.wait_for(lambda: "a person could not be told: RuntimeError" in caplog.text)
    assert NUMBER in person.ask(QUESTION)["text"]
