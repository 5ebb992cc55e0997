"""The words that questions may hold, and the nearest one to a word that is none of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant.lexicon import Lexicon, allowed_edits

WORDS = "паспорт линия горячая помогите хочу мигранты дом хозяин hotline training passport 2020".split()
BEGINNINGS = "документ казахст ош".split()
LEXICON = Lexicon(WORDS, BEGINNINGS)
TEXT = st.text(alphabet="абвгдеиклмнопрстуab", max_size=14)
steady = settings(derandomize=True, deadline=None, database=None)


@pytest.mark.parametrize(("length", "edits"), [(0, 0), (3, 0), (4, 1), (7, 1), (8, 2), (20, 2)])
def test_longer_words_may_have_more_slips(length: int, edits: int) -> None:
    assert allowed_edits(length) == edits


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("паспорт", id="a word"),
        pytest.param("паспорта", id="another form of a word"),
        pytest.param("документами", id="a beginning with an ending"),
        pytest.param("документ", id="a beginning alone"),
        pytest.param("ош", id="a short beginning alone"),
        pytest.param("11616", id="a number"),
    ],
)
def test_a_word_is_known(word: str) -> None:
    assert LEXICON.knows(word)


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("пасспорт", id="misspelt"),
        pytest.param("ошибка", id="a short beginning with an ending"),
        pytest.param("помидор", id="something else"),
    ],
)
def test_a_word_is_not_known(word: str) -> None:
    assert not LEXICON.knows(word)


def test_a_beginning_is_no_whole_word() -> None:
    assert not LEXICON.has("документами")
    assert LEXICON.has("документ")


@pytest.mark.parametrize(
    ("misspelt", "word"),
    [
        pytest.param("пасспорт", "паспорт", id="a letter too much"),
        pytest.param("паспот", "паспорт", id="a letter missing"),
        pytest.param("паспорд", "паспорт", id="a wrong letter"),
        pytest.param("папсорт", "паспорт", id="two letters swapped"),
        pytest.param("памагите", "помогите", id="two wrong letters of a long word"),
        pytest.param("trainnig", "training", id="English"),
        pytest.param("дакументами", "документами", id="a beginning, with the ending as it is"),
        pytest.param("казахцтане", "казахстане", id="a slip near the end of a beginning"),
    ],
)
def test_the_nearest_word_to_a_misspelt_one(misspelt: str, word: str) -> None:
    assert LEXICON.nearest(misspelt) == word


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("дым", id="too short for a slip"),
        pytest.param("палпорд", id="two slips in seven letters"),
        pytest.param("абракадабра", id="nothing like it"),
        pytest.param("", id="nothing"),
    ],
)
def test_nothing_is_near(word: str) -> None:
    assert LEXICON.nearest(word) in (None, word)
    assert LEXICON.nearest(word) not in WORDS


def test_of_words_as_near_the_one_with_more_common_ends_is_nearest() -> None:
    assert Lexicon(["мама", "рама"]).nearest("мамма") == "мама"
    assert Lexicon(["корова", "корона"]).nearest("корвва") == "корова"


def test_an_empty_lexicon_knows_only_numbers() -> None:
    assert Lexicon([]).nearest("дом") is None
    assert Lexicon([]).knows("112")


@pytest.mark.parametrize(
    ("latin", "word"),
    [
        pytest.param("pasport", "паспорт", id="sound by sound"),
        pytest.param("gorjachaja", "горячая", id="another scheme"),
        pytest.param("xochu", "хочу", id="x"),
        pytest.param("xozyain", "хозяин", id="x and ya"),
        pytest.param("hozjain", "хозяин", id="h and ja"),
        pytest.param("dokumentov", "документов", id="a beginning with an ending"),
        pytest.param("kazahstane", "казахстане", id="a country"),
        pytest.param("bumaga", "бумага", id="a word of the dictionary"),
        pytest.param("kracozyabra", "крацозябра", id="no word at all"),
    ],
)
def test_the_russian_word_for_one_in_latin_letters(latin: str, word: str) -> None:
    assert LEXICON.in_cyrillic(latin) == word


@steady
@given(st.sampled_from([word for word in WORDS if len(word) > 4 and word.isalpha()]), st.data())
def test_a_long_word_is_found_again_after_a_letter_is_doubled(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    assert Lexicon([word]).nearest(word[:at] + word[at] + word[at:]) in (word, word[:at] + word[at] + word[at:])


@steady
@given(TEXT)
def test_what_is_known_is_its_own_nearest(word: str) -> None:
    assert not LEXICON.knows(word) or LEXICON.nearest(word) == word


@steady
@given(TEXT)
def test_the_nearest_word_is_known(word: str) -> None:
    nearest = LEXICON.nearest(word)
    assert nearest is None or LEXICON.knows(nearest)
