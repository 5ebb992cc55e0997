"""Words, numbers and stems, as they are written in questions and in bulletins."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search import Analyzer, normalize, tokenize
from bot.search.analyzer import STOP_WEIGHT, stem

LETTERS = "абвеёйЁЙabcXYZ'’ʻ .,-+()0123456789"
messages = st.text(alphabet=LETTERS, max_size=40)
composed = st.text(alphabet=LETTERS + "\u0301\u0306\u0308", max_size=40)


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        pytest.param("ещё", "еще", id="ё is е"),
        pytest.param("еще\u0308", "еще", id="ё of two characters"),
        pytest.param("за\u0301мок", "замок", id="stress mark"),
        pytest.param("и\u0306", "й", id="й of two characters stays й"),
        pytest.param("МОМ", "мом", id="lower case"),
        pytest.param("oʻzbek o‘zbek o`zbek", "o'zbek o'zbek o'zbek", id="one kind of apostrophe"),
    ],
)
def test_normalize_makes_spellings_of_one_word_equal(text: str, normalised: str) -> None:
    assert normalize(text) == normalised


@given(composed)
def test_normalize_is_the_same_for_all_forms_of_unicode(text: str) -> None:
    assert normalize(unicodedata.normalize("NFD", text)) == normalize(unicodedata.normalize("NFC", text))


@given(messages)
def test_normalize_leaves_normalised_text_alone(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("Паспорт, пожалуйста!", ["паспорт", "пожалуйста"], id="punctuation"),
        pytest.param("don’t", ["don't"], id="apostrophe within a word"),
        pytest.param("'visa'", ["visa"], id="quotation marks around a word"),
        pytest.param("COVID-19 covid19", ["covid", "19", "covid19"], id="letters and digits"),
        pytest.param("help@example.org", ["help", "example", "org"], id="e-mail address"),
        pytest.param("700,000 and 700 000", ["700000", "and", "700000"], id="thousands"),
        pytest.param("700\u00a0000 рублей, 1\u202f250 человек", ["700000", "рублей", "1250", "человек"], id="spaces"),
        pytest.param("3.5 и 3,5", ["3.5", "и", "3.5"], id="decimals"),
        pytest.param("12.5%", ["12.5"], id="per cent"),
        pytest.param("2019–2020 и 2020-2021", ["2019", "2020", "и", "2020", "2021"], id="ranges of years"),
        pytest.param("in 2020 700 people", ["in", "2020", "700", "people"], id="year before a figure"),
        pytest.param("18.12.2020", ["18.12", "2020"], id="date"),
        pytest.param("11616 или 112", ["11616", "или", "112"], id="short numbers"),
        pytest.param("...", [], id="no words"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_tokenize_splits_into_words_and_numbers(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


@pytest.mark.parametrize(
    "number", ["+992900800800", "992 900 800 800", "+992 (900) 80-08-00", "+992-900-80-08-00", "992900800800"]
)
def test_tokenize_reads_a_phone_number_however_it_is_grouped(number: str) -> None:
    assert tokenize(f"звоните {number}, анонимно") == ["звоните", "992900800800", "анонимно"]


@given(messages)
def test_tokens_are_words_that_tokenize_leaves_alone(text: str) -> None:
    tokens = tokenize(text)
    assert all(tokenize(token) == [token] for token in tokens)


@pytest.mark.parametrize(
    ("word", "other"),
    [("работники", "работников"), ("паспорта", "паспортом"), ("workers", "worker"), ("trafficked", "trafficking")],
)
def test_forms_of_a_word_have_one_stem(word: str, other: str) -> None:
    assert stem(word) == stem(other)


def test_stem_follows_the_script_and_not_the_language_of_the_text() -> None:
    assert Analyzer().terms(["workers", "работники"]) == ["worker", "работник"]


def test_numbers_are_terms_as_they_are() -> None:
    assert Analyzer().terms(["11616", "3.5"]) == ["11616", "3.5"]


@pytest.mark.parametrize("word", ["который", "которых", "the", "было"])
def test_stop_words_count_less(word: str) -> None:
    assert Analyzer().weight(stem(word)) == STOP_WEIGHT


@pytest.mark.parametrize("word", ["виза", "passport", "11616"])
def test_other_words_count_in_full(word: str) -> None:
    assert Analyzer().weight(stem(word)) == 1


def test_grams_are_three_to_five_characters_with_the_borders_of_the_word() -> None:
    assert Analyzer().grams(["виза"]) == ["_ви", "виз", "иза", "за_", "_виз", "виза", "иза_", "_виза", "виза_"]


def test_stop_words_have_no_grams() -> None:
    assert Analyzer().grams(["the", "который"]) == []
