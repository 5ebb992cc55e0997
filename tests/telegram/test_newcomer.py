"""Somebody who opens the bot for the first time."""

from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import count

import pytest

from tests.telegram.people import (
    CODES,
    COUNTRIES_EN,
    COUNTRIES_RU,
    FIRST_CONTACTS,
    BotThread,
    Person,
    all_data,
    buttons,
    data_of,
    values,
)

Newcomer = Callable[..., Person]
IN_BOTH_LANGUAGES = [
    pytest.param(language, names[number], FIRST_CONTACTS[number], id=f"{language} {code}")
    for language, names in (("ru", COUNTRIES_RU), ("en", COUNTRIES_EN))
    for number, code in enumerate(CODES)
]


@pytest.mark.parametrize(("language", "country", "contact"), IN_BOTH_LANGUAGES)
def test_the_right_contact_is_two_taps_away(newcomer: Newcomer, language: str, country: str, contact: str) -> None:
    somebody = newcomer(language)
    start = somebody.ask("/start")
    card = somebody.press(start, country)
    assert values(card)[0] == contact
    assert country in card["text"]
    assert len(somebody.messages) == 1


@pytest.mark.parametrize(("language", "country", "contact"), IN_BOTH_LANGUAGES)
def test_after_hotlines_now_the_contact_is_on_the_screen(
    newcomer: Newcomer, language: str, country: str, contact: str
) -> None:
    somebody = newcomer(language)
    hotlines = somebody.press(somebody.ask("/start"), "Горячие линии" if language == "ru" else "Hotlines now")
    paragraph = next(part for part in hotlines["text"].split("\n\n") if part.startswith(country))
    assert paragraph.split("\n")[1] == contact


@pytest.mark.parametrize("language", ["ru", "en"])
def test_start_has_four_lines(newcomer: Newcomer, language: str) -> None:
    assert len(newcomer(language).ask("/start")["text"].split("\n")) == 4


@pytest.mark.parametrize(
    ("device", "beginning"),
    [
        ("ru", "Я"), ("uz", "Я"), ("tg", "Я"), ("ky", "Я"), ("kk", "Я"), ("tk", "Я"), (None, "Я"),
        ("en", "I "), ("en-GB", "I "), ("tr", "I "),
    ],
)  # fmt: skip
def test_the_device_tells_the_first_language(newcomer: Newcomer, device: str | None, beginning: str) -> None:
    assert newcomer(device).ask("/start")["text"].startswith(beginning)


def test_the_language_is_switched_with_one_tap_and_remembered(person: Person) -> None:
    english = person.press(person.ask("/start"), "English")
    assert english["text"].startswith("I am a programme")
    assert person.ask("/help")["text"].startswith("Write a question")


def test_the_country_tapped_first_is_remembered(person: Person) -> None:
    person.press(person.ask("/start"), "Таджикистан")
    assert values(person.ask("горячая линия"))[0] == "+992900800800"


@pytest.mark.parametrize(
    ("payload", "contact", "beginning"),
    [
        ("tj", "+992900800800", "Таджикистан"),
        ("tj_ru", "+992900800800", "Таджикистан"),
        ("tj_en", "+992900800800", "Tajikistan"),
        ("KG", "1899", "Кыргызстан"),
        ("hotline", "11616", "По одному контакту"),
        ("hotline_en", "11616", "The first contact"),
    ],
)
def test_a_deep_link_goes_straight_to_the_contacts(person: Person, payload: str, contact: str, beginning: str) -> None:
    reply = person.ask(f"/start {payload}")
    assert reply["text"].startswith(beginning)
    assert values(reply)[0] == contact


def test_a_deep_link_sets_country_and_language(person: Person) -> None:
    person.ask("/start tj_en")
    assert person.ask("/contacts")["text"].startswith("Tajikistan")


@pytest.mark.parametrize("payload", ["xx", "tj_fr", "ru", "poster-42", "тадж", "tj_ru_x"])
def test_an_unknown_deep_link_is_start(person: Person, payload: str) -> None:
    assert person.ask(f"/start {payload}")["text"].startswith("Я программа")


@pytest.mark.parametrize("opening", ["/start", "/contacts", "горячая линия в Бишкеке", "как вернуться домой"])
def test_nothing_dead_ends_and_every_screen_has_a_way_back(
    newcomer: Newcomer, bot: BotThread, opening: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walk over every button, and every button of the screens that they lead to, as slowly as people do."""
    monkeypatch.setattr(bot.service.reception.desk.presses, "_clock", partial(next, count(step=60.0)))
    somebody = newcomer()
    message = somebody.ask(opening)
    ways: dict[str, set[str]] = {}
    waiting = deque(all_data(message))
    while waiting:
        data = waiting.popleft()
        if data in ways or data.startswith("save:"):
            continue
        done = somebody.calls("editMessageText")
        somebody.api.press(_with_button(message, data), data)
        somebody.api.wait_for(lambda done=done: somebody.calls("editMessageText") > done)  # type: ignore[misc]
        ways[data] = set(all_data(somebody.shown(message)))
        waiting.extend(ways[data])
    stuck = [data for data, onward in ways.items() if not any(way.startswith(_BACK) for way in onward)]
    assert stuck == []
    assert len(ways) > 20


_BACK = ("start", "answer", "card", "country")  # to the start, the answer, the card; five countries stand at an opening


def _with_button(message: dict, data: str) -> dict:  # type: ignore[type-arg]
    """Return a message as it was when it had a button."""
    keyboard = {"inline_keyboard": [[{"text": "…", "callback_data": data}]]}
    return message | {"reply_markup": keyboard}


def test_help_leads_to_privacy_and_back(person: Person) -> None:
    help_screen = person.ask("/help")
    privacy = person.press(help_screen, "Что хранится")
    assert "нигде не хранится" in privacy["text"]
    assert person.press(privacy, "В начало")["text"].startswith("Я программа")


def test_another_country_from_a_card(person: Person) -> None:
    card = person.press(person.ask("/start"), "Казахстан")
    countries = person.press(card, "Другая страна")
    assert buttons(countries)[:5] == COUNTRIES_RU
    assert values(person.press(countries, "Узбекистан"))[0] == "iomuz@iom.int"


def test_descriptions_are_set_in_both_languages_and_fit(person: Person) -> None:
    for method, field, limit in (
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ):
        person.api.wait_for(lambda method=method: len(person.api.called(method)) == 3)  # type: ignore[misc]
        texts = {call.params.get("language_code"): call.params[field] for call in person.api.called(method)}
        assert texts.keys() == {"ru", "en", None}
        assert texts["ru"] != texts["en"]
        assert all(0 < len(text) <= limit for text in texts.values())


def test_the_data_of_every_button_fits(person: Person) -> None:
    assert all(len(data.encode()) <= 64 for data in all_data(person.ask("/start")))
    assert data_of(person.ask("/start"), "Таджикистан") == "country:TJ"
