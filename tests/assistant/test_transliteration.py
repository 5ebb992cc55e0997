"""Russian in Latin letters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant.transliteration import is_cyrillic, skeleton, transliterate

LATIN = st.text(alphabet="abcdefghijklmnopqrstuvwxyz'46", max_size=30)
steady = settings(derandomize=True, deadline=None, database=None)


@pytest.mark.parametrize(
    ("latin", "russian"),
    [
        ("kuda", "куда"),
        ("pasport", "паспорт"),
        ("zhena", "жена"),
        ("khozyain", "хозяин"),
        ("shkola", "школа"),
        ("wkola", "школа"),
        ("6kola", "школа"),
        ("chas", "час"),
        ("4as", "час"),
        ("xochu", "хочу"),
        ("schet", "щет"),
        ("pomoshch", "помощ"),
        ("goryachaya", "горячая"),
        ("gorjachaja", "горячая"),
        ("rabotayu", "работаю"),
        ("deneg", "денег"),
        ("liniya", "линия"),
        ("linia", "линия"),
        ("domoy", "домой"),
        ("mal'chik", "мальчик"),
        ("otdayot", "отдает"),
    ],
)
def test_a_word_is_written_in_cyrillic_sound_by_sound(latin: str, russian: str) -> None:
    assert transliterate(latin) == russian


@pytest.mark.parametrize(
    "spellings",
    [
        "горячая goryachaya gorjachaja goriachaia gorya4aya goryacaya gorjatschaja",
        "хочу hochu khochu xochu ho4u xo4u",
        "школа shkola wkola 6kola",
        "помощь pomoshch pomosch pomosh pomoshh pomow",
        "возвращение vozvrashchenie vozvraschenie vozvrawenie",
        "линия liniya linija linia",
        "домой domoy domoj domoi",
        "жена zhena zena",
        "граница granitsa granica granitza",
    ],
    ids=lambda spellings: spellings.split()[0],
)
def test_the_usual_spellings_of_a_word_have_one_skeleton(spellings: str) -> None:
    assert len({skeleton(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(("word", "other"), [("паспорт", "помощь"), ("дом", "дым"), ("жена", "цена")])
def test_words_that_sound_otherwise_have_other_skeletons(word: str, other: str) -> None:
    assert skeleton(word) != skeleton(other)


@pytest.mark.parametrize(
    ("word", "expected"), [("паспорт", True), ("paspорт", True), ("passport", False), ("11616", False), ("", False)]
)
def test_a_word_with_one_russian_letter_is_cyrillic(word: str, expected: bool) -> None:
    assert is_cyrillic(word) is expected


@steady
@given(LATIN)
def test_nothing_latin_is_left(word: str) -> None:
    assert not set(transliterate(word)) & set("abcdefghijklmnopqrstuvwxyz'46")


@steady
@given(LATIN)
def test_a_skeleton_has_no_letter_that_schemes_differ_in(word: str) -> None:
    assert not set(skeleton(word)) & set("46wxqjy'")
