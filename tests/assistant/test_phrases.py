"""The notation of phrases, and where phrases stand in a question."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant.phrases import WINDOW, Match, PhraseTable, longest
from bot.search import tokenize

NEGATIONS = frozenset({"не", "not"})
WORDS = st.sampled_from("паспорт паспорта забрали хозяин не дом дома ош то".split())
QUESTIONS = st.lists(WORDS, max_size=12)
PHRASES = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=5)
steady = settings(derandomize=True, deadline=None, database=None)


def found(phrase: str, question: str, negations: frozenset[str] = frozenset()) -> bool:
    return bool(PhraseTable([(phrase, True)]).find(tokenize(question), negations))


def values(phrases: Sequence[str], question: str) -> list[str]:
    """List the phrases that stand in a question and are not inside a longer one."""
    return [match.value for match in longest(PhraseTable((p, p) for p in phrases).find(tokenize(question)))]


@pytest.mark.parametrize(
    ("phrase", "question"),
    [
        pytest.param("ош", "приехал в Ош", id="a word"),
        pytest.param("паспорт*", "нет паспорта", id="a beginning with an ending"),
        pytest.param("паспорт*", "где паспорт", id="a beginning without an ending"),
        pytest.param("забрал|отнял*", "отняли телефон", id="the second alternative with an ending"),
        pytest.param("забрал|отнял*", "забрал телефон", id="the first alternative"),
        pytest.param("горяч* лини*", "номер горячей линии", id="words that follow each other"),
        pytest.param("нур-султан*", "живу в Нур-Султане", id="a hyphen in both"),
        pytest.param("нур-султан*", "живу в нур султане", id="a hyphen in the phrase alone"),
        pytest.param("нур султан*", "живу в Нур-Султане", id="a hyphen in the question alone"),
        pytest.param("увёз*", "увезли сестру", id="ё in the phrase"),
        pytest.param("увез*", "увёз сестру", id="ё in the question"),
        pytest.param("бьет ... меня", "бьёт он меня", id="two pieces"),
        pytest.param("бьет ... меня", "меня муж часто бьёт", id="two pieces in the other order"),
        pytest.param("муж* ... бьет ... меня", "меня бьёт муж", id="three pieces in another order"),
        pytest.param("хозяин ... забрал* паспорт*", "забрал паспорт мой хозяин", id="a piece of two words"),
        pytest.param("qo'y*", "qoʻydi", id="any kind of apostrophe"),
    ],
)
def test_a_phrase_stands_in_a_question(phrase: str, question: str) -> None:
    assert found(phrase, question)


@pytest.mark.parametrize(
    ("phrase", "question"),
    [
        pytest.param("ош", "ошибка", id="a word does not stand in a longer one"),
        pytest.param("паспорт*", "загранпаспорт", id="a beginning is no ending"),
        pytest.param("забрал|отнял*", "забрали", id="an alternative without ending has none"),
        pytest.param("горяч* лини*", "горячая ваша линия", id="words with another one between them"),
        pytest.param("горяч* лини*", "линия горячая", id="words in the other order"),
        pytest.param("бьет ... меня", "бьёт", id="one piece of two"),
        pytest.param("ош", "", id="an empty question"),
    ],
)
def test_a_phrase_does_not_stand_in_a_question(phrase: str, question: str) -> None:
    assert not found(phrase, question)


@pytest.mark.parametrize("question", ["начало {} конец", "конец {} начало"])
def test_up_to_six_words_may_lie_between_two_pieces(question: str) -> None:
    assert WINDOW == 6
    assert found("начало ... конец", question.format("и " * 6))
    assert not found("начало ... конец", question.format("и " * 7))


# Negation


@pytest.mark.parametrize("question", ["не бьют меня", "меня не бьют", "not бьют меня"])
def test_a_negated_piece_does_not_count(question: str) -> None:
    assert not found("бьют ... меня", question, NEGATIONS)


def test_a_negation_further_off_does_not_negate() -> None:
    assert found("бьют ... меня", "не знаю почему бьют меня", NEGATIONS)


def test_a_negation_inside_a_piece_belongs_to_it() -> None:
    assert found("не выпускают ... меня", "меня не выпускают", NEGATIONS)


def test_a_negation_before_a_piece_that_begins_with_one_does_not_negate() -> None:
    assert found("не выпускают", "никто не не выпускают", NEGATIONS)


def test_a_phrase_negated_once_counts_where_it_is_not() -> None:
    assert found("бьют", "не бьют а потом бьют", NEGATIONS)


def test_negations_count_only_where_asked_for() -> None:
    assert found("бьют", "не бьют")


# Matches


def test_a_match_tells_its_words_letters_and_value() -> None:
    table = PhraseTable([("горяч* лини*", "phone")])
    assert table.find(tokenize("номер горячей линии мом")) == [Match(1, 3, len("горяч* лини*"), "phone")]


def test_a_match_of_two_pieces_reaches_from_the_first_to_the_last() -> None:
    (match,) = PhraseTable([("бьет ... меня", 1)]).find(tokenize("и меня муж бьёт дома"))
    assert (match.start, match.end) == (1, 4)


def test_every_phrase_is_found_with_its_value() -> None:
    table = PhraseTable([("ош", "KG"), ("ташкент*", "UZ")])
    assert {match.value for match in table.find(tokenize("из Ташкента в Ош"))} == {"KG", "UZ"}


def test_the_words_of_a_table_tell_whether_an_ending_may_follow() -> None:
    assert set(PhraseTable([("ош", 1), ("горяч*|почт* лини*", 2)]).words) == {
        ("ош", False),
        ("горяч", True),
        ("почт", True),
        ("лини", True),
    }


def test_of_overlapping_phrases_the_one_of_more_words_counts() -> None:
    assert values(["алмат*", "алматинск* процесс*"], "Алматинский процесс") == ["алматинск* процесс*"]


def test_of_phrases_of_as_many_words_the_one_of_more_letters_counts() -> None:
    assert values(["узбек*", "узбекист*"], "Узбекистан") == ["узбекист*"]


def test_phrases_that_do_not_overlap_come_in_the_order_of_the_question() -> None:
    assert values(["ош", "ташкент*"], "из Ташкента в Ош") == ["ташкент*", "ош"]


@steady
@given(before=QUESTIONS, phrase=st.lists(WORDS, min_size=1, max_size=4), after=QUESTIONS)
def test_a_phrase_is_found_wherever_it_is_put(before: list[str], phrase: list[str], after: list[str]) -> None:
    matches = PhraseTable([(" ".join(phrase), True)]).find([*before, *phrase, *after])
    assert any((match.start, match.end) == (len(before), len(before) + len(phrase)) for match in matches)


@steady
@given(PHRASES, QUESTIONS)
def test_a_plain_phrase_is_found_only_where_its_words_are(phrases: list[str], question: list[str]) -> None:
    for match in PhraseTable((p, p) for p in phrases).find(question):
        assert question[match.start : match.end] == match.value.split()


@steady
@given(PHRASES, QUESTIONS)
def test_the_longest_matches_never_overlap(phrases: list[str], question: list[str]) -> None:
    kept = longest(PhraseTable((p, p) for p in phrases).find(question))
    assert all(first.end <= second.start for first, second in pairwise(kept))


@steady
@given(PHRASES, QUESTIONS)
def test_negations_only_take_away(phrases: list[str], question: list[str]) -> None:
    table = PhraseTable((p, p) for p in phrases)
    assert set(table.find(question, NEGATIONS)) <= set(table.find(question))


@steady
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_may_be_a_phrase_or_a_question(phrase: str, question: str) -> None:
    PhraseTable([(phrase, True)]).find(tokenize(question), NEGATIONS)
