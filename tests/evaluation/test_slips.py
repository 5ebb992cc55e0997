"""Questions as hurried people write them."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.assistant.transliteration import is_cyrillic
from bot.evaluation import VARIANTS
from bot.evaluation.slips import in_latin_letters, on_wrong_layout, with_typo
from bot.knowledge import CuratedQuestion, Language

QUESTIONS = st.lists(st.text("абвгдежзиклмнопрстуфхцчшщьыэюя", min_size=1, max_size=10), min_size=1, max_size=6).map(
    " ".join
)
steady = settings(derandomize=True, deadline=None, database=None)


def test_the_ways_of_writing() -> None:
    assert list(VARIANTS) == ["as written", "one typo", "Latin letters", "wrong layout"]


def test_as_written_is_as_written() -> None:
    assert VARIANTS["as written"]("Где «дом»?", "ru") == "Где «дом»?"


@pytest.mark.parametrize("variant", list(VARIANTS))
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_slip_is_the_same_every_time(variant: str, language: Language) -> None:
    question = {"ru": "Куда звонить в Бишкеке?", "en": "Where can I call in Bishkek?"}[language]
    first = VARIANTS[variant](question, language)
    random.random()  # noqa: S311 - other draws must not matter
    assert VARIANTS[variant](question, language) == first


@pytest.mark.parametrize("variant", ["one typo", "Latin letters", "wrong layout"])
def test_nearly_every_russian_question_is_changed(variant: str, curated: Sequence[CuratedQuestion]) -> None:
    russian = [question.question for question in curated if question.language == "ru"]
    cyrillic = [question for question in russian if is_cyrillic(question.lower())]
    changed = [question for question in cyrillic if VARIANTS[variant](question, "ru") != question]
    assert len(changed) > 0.85 * len(cyrillic)


# A typo


@steady
@given(QUESTIONS)
def test_a_typo_is_one_edit_at_most(question: str) -> None:
    assert OSA.distance(question, with_typo(question, "ru")) <= 1


@steady
@given(QUESTIONS)
def test_a_typo_is_inside_one_long_word(question: str) -> None:
    before, after = question.split(), with_typo(question, "ru").split()
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert len(changed) <= 1
    assert all(len(one) >= 5 and one[0] == other[0] for one, other in changed)


@pytest.mark.parametrize("question", ["где мой дом", "", "11616 29-12-2020", "+992900800800"])
def test_without_a_long_word_there_is_no_typo(question: str) -> None:
    assert with_typo(question, "ru") == question


def test_a_wrong_letter_is_of_the_same_alphabet() -> None:
    questions = [f"горячая линия {number}" for number in range(60)]
    assert all(not set("abcdefghijklmnopqrstuvwxyz") & set(with_typo(question, "ru")) for question in questions)


# Latin letters


@pytest.mark.parametrize(
    ("question", "written"),
    [("жду щи...", "zhdu shchi..."), ("жду щи.", "jdu schi."), ("жду щи..", "zhdu wi..")],
    ids=["the first scheme", "the second scheme", "the third scheme"],
)
def test_the_length_of_a_question_decides_on_its_scheme(question: str, written: str) -> None:
    assert in_latin_letters(question, "ru") == written


@steady
@given(QUESTIONS)
def test_no_russian_letter_is_left_in_latin_letters(question: str) -> None:
    assert not is_cyrillic(in_latin_letters(question, "ru"))


def test_an_english_question_stays_in_latin_letters() -> None:
    assert in_latin_letters("Where is it?", "en") == "Where is it?"


# The wrong layout


@pytest.mark.parametrize(
    ("question", "language", "typed"),
    [
        ("Привет", "ru", "ghbdtn"),
        ("Hello", "en", "руддщ"),
        ("куда звонить", "ru", "relf pdjybnm"),
        ("kuda zvonit", "ru", "kuda zvonit"),
    ],
)
def test_a_question_is_typed_on_the_wrong_layout(question: str, language: Language, typed: str) -> None:
    assert on_wrong_layout(question, language) == typed
