"""Messages on their way: told to wait, blocked, moved; what is left in database and log."""

import logging
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.telegram.people import BotThread, Person, values
from tests.telegram.test_commands import rows

Newcomer = Callable[..., Person]


def test_being_told_to_wait_means_waiting_as_long_and_sending_then(person: Person) -> None:
    person.api.fail("sendMessage", 429, chat_id=person.chat_id, retry_after=2)
    began = time.monotonic()
    assert values(person.ask("горячая линия в Бишкеке"))[0] == "1899"
    assert time.monotonic() - began >= 2.0
    assert person.calls("sendMessage") == 2


def test_nothing_is_lost_however_often_it_has_to_wait(person: Person) -> None:
    person.api.fail("sendMessage", 429, chat_id=person.chat_id, retry_after=1, times=2)
    for city in ("Бишкеке", "Душанбе", "Алматы"):
        person.say(f"горячая линия в {city}")
    person.api.wait_for(lambda: len(person.messages) == 3)
    assert [values(message)[0] for message in person.messages] == ["1899", "+992900800800", "11616"]


def test_others_do_not_wait(newcomer: Newcomer) -> None:
    waiting, other = newcomer(), newcomer()
    told = waiting.api.fail("sendMessage", 429, chat_id=waiting.chat_id)
    with waiting.api.hold("sendMessage", chat_id=waiting.chat_id):
        waiting.say("горячая линия в Бишкеке")
        waiting.api.wait_for(lambda: told.times == 0)
        other.ask("горячая линия в Бишкеке")
        assert not waiting.messages
    waiting.api.wait_reply(waiting.chat_id)


def test_an_edit_waits_as_told(person: Person) -> None:
    start = person.ask("/start")
    person.api.fail("editMessageText", 429, chat_id=person.chat_id, retry_after=1)
    assert values(person.press(start, "Таджикистан"))[0] == "+992900800800"


def test_a_chat_that_blocks_the_bot_is_dropped_quietly(
    person: Person, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = rows(folder)
    person.ask("/country tj")
    person.api.fail("sendMessage", 403, chat_id=person.chat_id)
    person.say("горячая линия")
    person.api.wait_for(lambda: rows(folder) == before)
    assert caplog.records == []


@pytest.mark.parametrize("status", ["kicked", "left"])
def test_a_chat_that_leaves_is_dropped(person: Person, folder: Path, status: str) -> None:
    before = rows(folder)
    start = person.ask("/country tj")
    user = {"id": 123456789, "is_bot": True, "first_name": "Support"}
    member = {
        "chat": start["chat"],
        "from": {"id": person.chat_id, "is_bot": False, "first_name": "Person"},
        "date": 1,
        "old_chat_member": {"status": "member", "user": user},
        "new_chat_member": {"status": status, "user": user, "until_date": 0},
    }
    person.api.push({"my_chat_member": member})
    person.api.wait_for(lambda: rows(folder) == before)


def test_a_chat_that_comes_back_is_greeted_as_a_new_one(person: Person) -> None:
    user = {"id": 123456789, "is_bot": True, "first_name": "Support"}
    start = person.ask("/start")
    person.api.push(
        {
            "my_chat_member": {
                "chat": start["chat"],
                "from": {"id": person.chat_id, "is_bot": False, "first_name": "Person"},
                "date": 1,
                "old_chat_member": {"status": "kicked", "user": user, "until_date": 0},
                "new_chat_member": {"status": "member", "user": user},
            }
        }
    )
    assert len(person.settle()) == 1


def test_a_group_that_has_moved_gets_its_answer_in_the_new_place(group: Person) -> None:
    moved = group.chat_id - 10_000_000
    group.api.fail("sendMessage", 400, chat_id=group.chat_id, migrate_to=moved)
    group.say("/contacts tj")
    assert values(group.api.wait_reply(moved, after=0))[0] == "+992900800800"


def test_settings_follow_a_group_that_moves(group: Person, bot: BotThread) -> None:
    memory, moved = bot.service.memory, group.chat_id - 10_000_000
    bot.call(memory.choose_language(group.chat_id, "en"))
    group.say(migrate_to_chat_id=moved)
    group.settle()
    assert bot.call(memory.choices(moved)).language == "en"
    assert bot.call(memory.choices(group.chat_id)).language is None


def test_neither_database_nor_log_holds_a_word_or_a_chat_id(
    newcomer: Newcomer, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    somebody = newcomer()
    said = ["карагач вяз тутовник", "Мадина Саидова из Бишкека", "паспорт забрали кипарис", "qwerty 998901234567"]
    message = somebody.ask("/start")
    somebody.press(message, "Таджикистан")
    for text in said:
        answer = somebody.ask(text, first_name="Кипарисова", username="karagach_person")
        for data in ("card:KG;ru", "dead:kg-hotline;ru", "report:kg-hotline:n;ru", "answer"):
            keyboard = {"inline_keyboard": [[{"text": "…", "callback_data": data}]]}
            somebody.api.wait_answer(somebody.api.press(answer | {"reply_markup": keyboard}, data))
    somebody.ask(location={"latitude": 42.8746, "longitude": 74.5698})
    for fault in ({"status": 500}, {"status": 400}, {"status": 429}, {"close": True}):
        somebody.api.fail("sendMessage", chat_id=somebody.chat_id, **fault)
        somebody.say("неизвестно саксаул")
    somebody.api.edit(somebody.say("ещё саксаул"), "и ещё саксаул")
    somebody.settle()
    stored = b"".join(path.read_bytes() for path in folder.iterdir())
    written = stored.decode("utf-8", "replace") + caplog.text
    words = {word for text in said for word in re.findall(r"\w+", text)}
    secrets = words | {"саксаул", "Кипарисова", "karagach", "42.87", "74.56", str(somebody.chat_id), "api.telegram"}
    assert "report" in written  # the report was counted
    assert [secret for secret in secrets if secret.lower() in written.lower()] == []
