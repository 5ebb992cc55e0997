import datetime as dt

import pytest

from bot.i18n import catalog
from bot.knowledge import COUNTRIES, Language


def spaced(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "date", "written"),
    [
        ("ru", "2020-12-29", "29 декабря 2020 г."),
        ("ru", "2021-03-03", "3 марта 2021 г."),
        ("en", "2020-12-29", "29 December 2020"),
        ("en", "2021-03-03", "3 March 2021"),
        ("en", "2022-11", "November 2022"),
        ("en", "2022", "2022"),
    ],
)
def test_a_date_is_written_in_words_as_exactly_as_it_is_known(language: Language, date: str, written: str) -> None:
    assert spaced(catalog(language).date(date)) == written


@pytest.mark.parametrize(("date", "month"), [("2022-11", "ноябрь"), ("2022-05", "май")])
def test_a_month_without_a_day_is_in_the_nominative_in_russian(date: str, month: str) -> None:
    assert spaced(catalog("ru").date(date)).startswith(f"{month} 2022")


@pytest.mark.parametrize("date", ["2022-11-03", "2022-11", "2022"])
def test_a_year_in_russian_is_followed_by_its_word(date: str) -> None:
    assert " 2022 г" in f" {spaced(catalog('ru').date(date))}"


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_date_object_is_written_like_its_iso_form(language: Language) -> None:
    assert catalog(language).date(dt.date(2020, 12, 29)) == catalog(language).date("2020-12-29")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("ru", ["Казахстан", "Кыргызстан", "Таджикистан", "Туркменистан", "Узбекистан"]),
        ("en", ["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"]),
    ],
)
def test_countries_are_called_as_they_call_themselves(language: Language, names: list[str]) -> None:
    assert [catalog(language).country(code) for code in COUNTRIES] == names


@pytest.mark.parametrize(
    ("number", "noun"), [(1, "отрывок"), (2, "отрывка"), (5, "отрывков"), (11, "отрывков"), (21, "отрывок")]
)
def test_a_russian_noun_takes_the_form_of_its_number(number: int, noun: str) -> None:
    sentence = catalog("ru").plural(
        "One passage of the IOM bulletins is about this:",
        "{number} passages of the IOM bulletins are about this:",
        number,
    )
    assert sentence == f"В бюллетенях МОМ об этом {number} {noun}:"


def test_a_message_without_translation_stays_as_it_is() -> None:
    assert catalog("ru").text("no such message, {name}", name="Ош") == "no such message, Ош"


def test_a_value_with_braces_is_filled_in_as_it_is() -> None:
    written = catalog("en").text("The IOM bulletins say nothing about this ({subject}).", subject="{0} {country}")
    assert written == "The IOM bulletins say nothing about this ({0} {country})."
