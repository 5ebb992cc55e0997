"""Contacts, memory and privacy, by command."""

import contextlib
import math
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.logs import Seldom
from tests.telegram.people import BotThread, Person, values


@pytest.mark.parametrize(
    ("command", "first"),
    [
        ("/contacts", "11616"), ("/contacts tj", "+992900800800"), ("/contacts KG", "1899"),
        ("/contacts Бишкек", "1899"), ("/contacts kazakstan", "11616"),
        ("/contacts@migrant_support_test_bot uz", "iomuz@iom.int"),
        ("/contacts нигде", "11616"),
    ],
)  # fmt: skip
def test_contacts_shows_those_of_the_country(person: Person, command: str, first: str) -> None:
    assert values(person.ask(command))[0] == first


def test_a_card_has_everything_there_is_to_know(person: Person) -> None:
    text = person.ask("/contacts kz")["text"]
    paragraph = next(part for part in text.split("\n\n") if "\n112\n" in part)
    assert paragraph.replace("\u202f", " ").split("\n") == [
        "Казахстан · Единая служба спасения",
        "112",
        "полиция, скорая, пожарные и спасатели; бесплатно",
        "круглосуточно",
        "по данным на 8 сентября 2021 г., с тех пор не проверено",
        "источник: egov.kz, Emergency number 112",
    ]


def test_a_card_lists_hotlines_then_emergency_then_missions(person: Person) -> None:
    assert values(person.ask("/contacts kz"))[:5] == ["11616", "111", "112", "102", "103"]


def test_a_country_without_hotline_says_so_on_its_card(person: Person) -> None:
    assert person.ask("/contacts tm")["text"].startswith("Горячей линии в моём списке нет: Туркменистан.")


def test_country_is_remembered_and_can_be_forgotten(person: Person) -> None:
    person.ask("/country tj")
    settings = person.ask("/country")
    assert settings["text"].startswith("Сейчас выбрано: Таджикистан.")
    person.press(settings, "Забыть страну")
    assert person.ask("/country")["text"].startswith("Какая страна вам нужна?")


def test_language_is_remembered_and_wins_over_that_of_the_question(person: Person) -> None:
    person.ask("/language en")
    assert person.ask("горячая линия в Бишкеке")["text"].startswith("Contacts:")


def test_language_can_be_that_of_each_question_again(person: Person) -> None:
    person.ask("/language en")
    query = person.api.press(person.ask("/language"), "As I write")
    assert person.api.wait_answer(query)["text"] == "Буду отвечать на языке вопроса."
    assert person.ask("горячая линия в Бишкеке")["text"].startswith("Контакты:")


def test_a_choice_of_language_is_confirmed_in_that_language(person: Person) -> None:
    query = person.api.press(person.ask("/language"), "English")
    assert person.api.wait_answer(query)["text"] == "I shall answer in English."


def test_forget_deletes_at_once_and_says_so(person: Person, folder: Path) -> None:
    before = rows(folder)
    person.ask("/country tj")
    assert rows(folder) == before + 1
    assert person.ask("/forget")["text"].startswith("Готово: ваши настройки удалены.")
    assert rows(folder) == before


def test_privacy_is_three_lines_and_folded_details(person: Person) -> None:
    reply = person.ask("/privacy")
    assert len(reply["text"].split("\n\n")[0].split("\n")) == 3
    assert [e["type"] for e in reply["entities"] if "quote" in e["type"]] == ["expandable_blockquote"]
    assert "180 дней" in reply["text"]


def test_a_person_who_sets_nothing_is_not_stored(person: Person, folder: Path) -> None:
    before = rows(folder)
    person.ask("горячая линия в Бишкеке")
    person.ask("/start")
    person.ask("/contacts tj")
    assert rows(folder) == before


def test_a_database_that_fails_costs_only_the_settings(
    newcomer: Callable[..., Person], bot: BotThread, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = bot.service.memory
    monkeypatch.setattr(memory, "_storage", Broken())
    monkeypatch.setattr("bot.telegram.memory._QUIET_SECONDS", math.inf)
    monkeypatch.setattr(memory, "_trouble", Seldom())
    somebody = newcomer()
    assert values(somebody.press(somebody.ask("/start"), "Таджикистан"))[0] == "+992900800800"
    assert values(somebody.ask("горячая линия в Бишкеке"))[0] == "1899"
    assert somebody.ask("/forget")["text"].startswith("Не получилось")
    assert [record.getMessage() for record in caplog.records] == ["the memory fails: bot.db: the disk is full"]


class Broken:
    """A storage of which every method fails."""

    def __getattr__(self, _: str) -> Callable[..., object]:
        from bot.storage import StorageError

        async def fail(*_: object, **__: object) -> object:
            raise StorageError("bot.db: the disk is full")

        return fail


def rows(folder: Path) -> int:
    with contextlib.closing(sqlite3.connect(folder / "bot.db")) as connection:
        return int(connection.execute("SELECT COUNT(*) FROM chat_settings").fetchone()[0])


@pytest.mark.parametrize("command", ["/help", "/sos", "/start"])
def test_a_cry_for_help_behind_a_command_is_answered_as_one(person: Person, command: str) -> None:
    reply = person.ask(f"{command} хозяин забрал паспорт и бьёт меня, Алматы")
    assert values(reply)[:2] == ["112", "11616"]


def test_passages_that_were_shown_are_counted(person: Person, bot: BotThread) -> None:
    person.ask("сколько листовок раздали в Таджикистане")
    person.settle()
    assert "tj-umed-campaign" in bot.call(bot.service.memory.shown())
