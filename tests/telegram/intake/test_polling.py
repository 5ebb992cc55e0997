"""Polling: what is confirmed and when, what Telegram may answer instead of updates, order, the end."""

import asyncio
import json
import math
import time
from collections.abc import Callable, Collection
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from telegram import Update

from bot.telegram.application import Reception
from bot.telegram.intake import polling
from tests.fakes import BotApiServer
from tests.limits import FAR
from tests.telegram.intake.conftest import NUMBER, QUESTION, Start, message
from tests.telegram.people import Person, values

LONG = 600  # seconds that no test waits


def offsets(api: BotApiServer) -> list[int]:
    return [int(call.params["offset"]) for call in api.called("getUpdates")]


def people(api: BotApiServer, number: int) -> list[Person]:
    return [Person(api, 5_000 + place) for place in range(number)]


def unanswered(api: BotApiServer) -> list[int]:
    """Return the chats whose updates are not confirmed."""
    return [update["message"]["chat"]["id"] for update in api.pending]


def assert_no_haste(api: BotApiServer) -> None:
    """See that there are pauses between the requests for updates, however long we look in truth."""
    before, began = len(offsets(api)), time.monotonic()
    Event().wait(0.7)
    asked = len(offsets(api)) - before
    # One was on its way, one was due, and one may have come at once for what it brought.
    assert asked <= 3 + (time.monotonic() - began) / polling._SHORT_PAUSE


# Confirmed when answered


def test_an_update_is_confirmed_once_it_is_answered_and_not_before(api: BotApiServer, start: Start) -> None:
    start()
    waiting, other = Person(api, 1), Person(api, 2)
    with api.hold("sendMessage", chat_id=1) as held:
        waiting.say(QUESTION)
        api.wait_for(lambda: held.times == 0)
        other.ask(QUESTION)
        api.wait_for(lambda: len(offsets(api)) > 3)
        assert unanswered(api) == [1, 2]  # Telegram can confirm no update without those before it
    api.wait_reply(1)
    api.wait_for(lambda: not api.pending)
    assert len(other.messages) == 1


def test_one_that_waits_keeps_no_more_than_those_behind_the_next_hundred(
    api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_HELD_SECONDS", math.inf)
    everybody = people(api, 115)
    for person in everybody:
        person.say(QUESTION)
    with api.hold("sendMessage", chat_id=everybody[0].chat_id):
        start()
        api.wait_for(lambda: len(api.sent()) == 99)
        asked = len(offsets(api))
        api.wait_for(lambda: len(offsets(api)) > asked + 1)
        assert (len(api.sent()), len(api.pending)) == (99, 115)
    api.wait_for(lambda: len(api.sent()) == 115)
    api.wait_for(lambda: not api.pending)
    assert all(len(person.messages) == 1 for person in everybody)


def test_one_that_waits_long_lets_the_others_through_and_is_still_answered(
    api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_HELD_SECONDS", 0.2)
    everybody = people(api, 120)
    for person in everybody:
        person.say(QUESTION)
    with api.hold("sendMessage", chat_id=everybody[0].chat_id):
        bot = start()
        api.wait_for(lambda: len(api.sent()) == 119)
        api.wait_for(lambda: bot.metric("updates_in_flight") == 1)
        assert not everybody[0].messages
        assert_no_haste(api)
    api.wait_reply(everybody[0].chat_id)


def test_what_has_just_been_taken_is_not_confirmed_while_one_before_it_waits_long(
    api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_HELD_SECONDS", 0.2)
    everybody = people(api, 130)
    ids = [api.push(message(person.chat_id, QUESTION, 0)) for person in everybody]
    api.fail("sendMessage", 429, chat_id=everybody[0].chat_id, retry_after=LONG)
    held = api.fail("sendMessage", 429, chat_id=everybody[120].chat_id, retry_after=LONG)
    bot = start()
    api.wait_for(lambda: held.times == 0)
    api.wait_for(lambda: bot.metric("updates_in_flight") == 2)
    assert max(offsets(api)) <= ids[120]
    monkeypatch.setattr(polling, "DRAIN_SECONDS", 0.0)


def test_nothing_is_let_through_while_telegram_takes_no_message_at_all(
    api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_HELD_SECONDS", 0.0)
    monkeypatch.setattr(polling, "DRAIN_SECONDS", 0.0)
    api.fail("sendMessage", 429, times=None, retry_after=LONG)
    first = min(api.push(message(person.chat_id, QUESTION, 0)) for person in people(api, 130))
    bot = start()
    api.wait_for(lambda: len(api.called("sendMessage")) == 100)
    asked = len(offsets(api))
    api.wait_for(lambda: len(offsets(api)) > asked + 1)
    assert max(offsets(api)) <= first
    assert bot.metric("updates_in_flight") == 100


def test_one_that_cannot_be_read_blocks_nobody(api: BotApiServer, start: Start) -> None:
    before, behind = Person(api, 1), Person(api, 2)
    before.say(QUESTION)
    api.push({"message": {"message_id": "nine"}})
    behind.say(QUESTION)
    bot = start()
    for person in (before, behind):
        assert NUMBER in api.wait_reply(person.chat_id)["text"]
    api.wait_for(lambda: not api.pending)
    assert bot.metric("updates_total", kind="message", result="unreadable") == 1


def test_what_has_no_number_is_passed_over(api: BotApiServer, start: Start) -> None:
    updates = [
        {"message": {}}, 5, None, "x", [], {"update_id": "7"}, {"update_id": True}, {"update_id": -1},
        {"update_id": 2**63}, message(1, QUESTION, 7),
    ]  # fmt: skip
    failure = api.fail("getUpdates", 200, body=json.dumps({"ok": True, "result": updates}))
    start()
    assert NUMBER in api.wait_reply(1, after=0)["text"]
    assert failure.times == 0
    api.wait_for(lambda: offsets(api)[-1] == 8)


def test_one_at_which_the_bot_itself_fails_is_not_tried_again(
    api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried = []

    async def fail(_: Reception, update: Update) -> bool:
        tried.append(update.update_id)
        raise RuntimeError

    monkeypatch.setattr(Reception, "handle", fail)
    for person in people(api, 3):
        person.say(QUESTION)
    start()
    api.wait_for(lambda: not api.pending)
    assert len(tried) == len(set(tried)) == 3
    assert {record.message for record in caplog.records} == {"an update failed: RuntimeError"}


def test_numbers_that_begin_anew_after_a_week_of_silence_are_followed(api: BotApiServer, start: Start) -> None:
    start()
    person = Person(api, 1)
    for number in (500_000_000, 70):
        api.renumber(number)
        person.ask(QUESTION)
        api.wait_for(lambda: not api.pending)
    assert offsets(api)[-1] == 71
    assert len(person.messages) == 2


def test_more_than_a_hundred_at_once_are_all_answered(api: BotApiServer, start: Start) -> None:
    updates = [message(6_000 + number, QUESTION, number) for number in range(1, 121)]
    api.fail("getUpdates", 200, body=json.dumps({"ok": True, "result": updates}))
    start()
    api.wait_for(lambda: len(api.sent()) == 120)
    api.wait_for(lambda: offsets(api)[-1] == 121)


def test_what_was_answered_before_a_crash_is_not_answered_again(api: BotApiServer, start: Start) -> None:
    person, given = Person(api, 1), message(1, QUESTION, 5)
    for _ in range(2):  # the second has not seen the first confirm it
        api.fail("getUpdates", 200, body=json.dumps({"ok": True, "result": [given]}))
        bot = start()
        api.wait_for(lambda: 6 in offsets(api))
        bot.stop()
        api._door.calls.clear()
    assert len(person.messages) == 1


def test_a_lock_that_is_lost_and_found_again_answers_nothing_twice(
    api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[None] = []

    async def confirm(_: object) -> bool:
        asked.append(None)
        return len(asked) not in (3, 6, 9)

    monkeypatch.setattr(polling, "_CONFIRM_SECONDS", -1.0)
    monkeypatch.setattr(polling, "_SHORT_PAUSE", 0.01)
    monkeypatch.setattr("bot.storage.sqlite._FileLock.confirm", confirm)
    everybody = people(api, 30)
    with api.hold("sendMessage", chat_id=everybody[0].chat_id):
        start()
        for person in everybody:
            person.say(QUESTION)
        api.wait_for(lambda: len(asked) > 9)
    api.wait_for(lambda: not api.pending)
    assert all(len(person.messages) == 1 for person in everybody)


# No haste


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(lambda api: api.fail("sendMessage", 429, chat_id=1, retry_after=LONG), id="one waits"),
        pytest.param(
            lambda api: api.fail("getUpdates", 200, times=None, body='{"ok":true,"result":[]}'), id="empty answers"
        ),
        pytest.param(
            lambda api: api.fail("getUpdates", 200, times=None, body='{"ok":true,"result":[{}]}'), id="no numbers"
        ),
        pytest.param(lambda api: api.fail("getUpdates", 500, times=None), id="down"),
    ],
)
def test_telegram_is_not_asked_in_haste(
    trouble: Callable[[BotApiServer], object], api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "DRAIN_SECONDS", 0.0)
    monkeypatch.setattr(polling, "_LONGEST_PAUSE", polling._SHORT_PAUSE)
    trouble(api)
    Person(api, 1).say(QUESTION)
    start()
    assert_no_haste(api)


# Order


def test_a_chat_is_answered_in_the_order_of_its_questions(api: BotApiServer, start: Start) -> None:
    person = Person(api, 1)
    failure = api.fail("sendMessage", 500, chat_id=1)
    asked = [person.say(f"горячая линия в {city}") for city in ("Бишкеке", "Душанбе", "Алматы") * 3]
    start()
    api.wait_for(lambda: len(person.messages) == 9)
    assert failure.times == 0
    assert [m["reply_to_message"]["message_id"] for m in person.messages] == [m["message_id"] for m in asked]


def test_chats_are_answered_side_by_side(api: BotApiServer, start: Start) -> None:
    with api.hold("sendMessage", times=20):
        for person in people(api, 20):
            person.say(QUESTION)
        bot = start()
        api.wait_for(lambda: len(api.called("sendMessage")) == 20)
        assert bot.metric("updates_in_flight") == 20
    api.wait_for(lambda: len(api.sent()) == 20)


def test_a_question_edited_while_it_is_answered_gets_its_answer_edited(api: BotApiServer, start: Start) -> None:
    start()
    person = Person(api, 1)
    with api.hold("sendMessage", chat_id=1):
        question = person.say(QUESTION)
        api.wait_for(lambda: api.called("sendMessage"))
        api.edit(question, "горячая линия в Душанбе")
    api.wait_for(lambda: api.called("editMessageText") and not api.pending)
    assert [values(answer)[0] for answer in person.messages] == ["+992900800800"]


# The end


def test_at_the_end_what_is_under_way_is_answered_and_confirmed_and_the_rest_is_left(
    api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    quick, slow = Person(api, 1), Person(api, 2)

    async def wait(tasks: Collection[asyncio.Task[Any]], timeout: float) -> None:
        """End the time for what is under way when the quick one is answered, and not before."""
        if timeout != polling.DRAIN_SECONDS:  # for the last call
            await asyncio.wait(tasks, timeout=timeout)
            return
        while len(tasks) > 1:  # those that the poller has not yet seen to be done
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)

    monkeypatch.setattr(polling, "DRAIN_SECONDS", FAR / 2)
    monkeypatch.setattr(polling, "asyncio", SimpleNamespace(**{**vars(asyncio), "wait": wait}))
    bot = start()
    api.fail("sendMessage", 429, chat_id=2, retry_after=LONG)
    with api.hold("sendMessage", chat_id=1):
        for person in (quick, slow):
            person.say(QUESTION)
        api.wait_for(lambda: len(api.called("sendMessage")) == 2)
        bot.begin_to_end()
    bot.stop()
    assert len(quick.messages) == 1
    assert unanswered(api) == [2]
    assert "updates that are left to the next start: 1" in caplog.text
    api.heal()
    start()
    assert NUMBER in api.wait_reply(2)["text"]
    api.wait_for(lambda: not api.pending)
    assert len(quick.messages) == 1


def test_an_end_while_telegram_is_away_answers_nothing_twice_at_the_next_start(
    api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(polling, "_LAST_CALL_SECONDS", 0.1)
    bot, person = start(), Person(api, 1)
    api.wait_for(lambda: any(call.params["timeout"] for call in api.called("getUpdates")))  # it waits for a question
    with api.hold("getUpdates", status=502, times=None) as away:
        person.ask(QUESTION)
        bot.stop()
        away.times = 0
    assert "the last answers could not be confirmed: TimeoutError" in caplog.text
    assert unanswered(api) == [1]
    start()
    api.wait_for(lambda: not api.pending)
    assert len(person.messages) == 1
