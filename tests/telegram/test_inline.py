"""Inline mode: from `@bot` to a card in one query."""

from typing import Any

import pytest

from tests.fakes import BotApiServer
from tests.fakes.entities import parse_html
from tests.telegram.people import FIRST_CONTACTS, BotThread

Json = dict[str, Any]


@pytest.fixture
def ask(api: BotApiServer, bot: BotThread) -> Any:  # noqa: ARG001 - has to run
    def ask(query: str, language: str | None = "ru") -> Json:
        return api.wait_answer(api.inline(query, user_id=abs(hash(language)) % 10**9, language_code=language))

    return ask


def cards(answer: Json) -> list[str]:
    return [result["title"].rpartition(" · ")[2] for result in answer["results"] if result["type"] == "article"]


def texts(answer: Json) -> list[str]:
    contents = (result.get("input_message_content") for result in answer["results"])
    return [parse_html(content["message_text"])[0] for content in contents if content]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("tajik hotline", "+992900800800"),
        ("таджикская горячая линия", "+992900800800"),
        ("Tajikistan", "+992900800800"),
        ("Бишкек", "1899"),
        ("bishkek", "1899"),
        ("душамбе", "+992900800800"),
        ("кырг", "1899"),
        ("kazakh police", "102"),
        ("Алматы", "11616"),
        ("полиция", "102"),
        ("1899", "1899"),
        ("992900", "+992900800800"),
        ("dushanbe@iom.int", "dushanbe@iom.int"),
        ("tj-hotline", "+992900800800"),
        ("почта в Ташкенте", "iomuz@iom.int"),
        ("turkmen", "iomashgabat@iom.int"),
        ("ujhzxfz kbybz ,birtr", "1899"),
    ],
)
def test_a_query_finds_the_contact(ask: Any, query: str, first: str) -> None:
    assert cards(ask(query))[0] == first


@pytest.mark.parametrize("query", ["", "  ", "zzzz", "😀"])
def test_an_empty_query_gives_the_first_contact_of_every_country(ask: Any, query: str) -> None:
    assert cards(ask(query)) == FIRST_CONTACTS


@pytest.mark.parametrize(
    ("query", "language", "expected"),
    [
        ("Бишкек", "en", "Кыргызстан"),
        ("Bishkek", "ru", "Kyrgyzstan"),
        ("", "ru", "Казахстан"),
        ("", "en", "Kazakhstan"),
        ("1899", "en", "Kyrgyzstan"),
        ("1899", "uz", "Кыргызстан"),
    ],
)
def test_a_card_is_in_the_language_of_the_query_else_of_the_reader(
    ask: Any, query: str, language: str, expected: str
) -> None:
    assert texts(ask(query, language))[0].startswith(f"{expected} · ")


def test_a_phone_is_also_offered_as_a_contact(ask: Any) -> None:
    [contact] = [result for result in ask("1899")["results"] if result["type"] == "contact"]
    assert contact["phone_number"] == "1899"
    assert "BEGIN:VCARD" in contact["vcard"]


def test_a_card_has_the_country_the_number_and_the_date(ask: Any) -> None:
    lines = texts(ask("1899"))[0].replace("\u202f", " ").split("\n")
    assert lines[:2] == ["Кыргызстан · Национальная горячая линия: миграция и торговля людьми", "1899"]
    assert "29 декабря 2020 г." in lines[2]


@pytest.mark.parametrize(
    ("query", "personal"), [("Бишкек", False), ("tajik hotline", False), ("", True), ("1899", True)]
)
def test_results_are_kept_by_telegram_unless_the_reader_decides_on_the_language(
    ask: Any, query: str, personal: bool
) -> None:
    answer = ask(query)
    assert answer["cache_time"] == 300
    assert bool(answer.get("is_personal")) == personal


@pytest.mark.parametrize("query", ["", "полиция", "Казахстан", "hotline", "горячая линия МОМ", "1", "a" * 256])
def test_there_are_never_more_than_50_results(ask: Any, query: str) -> None:
    assert 1 <= len(ask(query)["results"]) <= 50
