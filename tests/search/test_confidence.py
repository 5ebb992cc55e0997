"""Coverage: the share of a question's information that a document holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.confidence import coverage, information, unknown_idf
from bot.search.okapi import Bm25, Occurrences

TERMS = ["visa", "work", "border", "hotline", "passport", "school"]
Query = list[tuple[str, float]]
fields = st.integers(1, 6).flatmap(
    lambda size: st.lists(
        st.lists(st.lists(st.sampled_from(TERMS), max_size=6), min_size=size, max_size=size), min_size=1, max_size=2
    )
)
queries = st.lists(st.tuples(st.sampled_from([*TERMS, "unknown"]), st.sampled_from([0.3, 1.0])), max_size=6)


def share(query: Query, *fields: list[list[str]]) -> list[float]:
    indexes = [Bm25(Occurrences.of(field)) for field in fields]
    found = information(dict(query), indexes, np.arange(len(fields[0])))
    return [float(value) for value in coverage(found, len(fields[0]))]


@given(fields, queries)
def test_coverage_is_between_nothing_and_all(fields: list[list[list[str]]], query: Query) -> None:
    assert all(0 <= value < 1 for value in share(query, *fields))


@given(fields, queries)
def test_coverage_is_zero_exactly_where_no_word_is_held(fields: list[list[list[str]]], query: Query) -> None:
    asked = {term for term, _ in query}
    held = [any(asked & set(field[number]) for field in fields) for number in range(len(fields[0]))]
    assert [value > 0 for value in share(query, *fields)] == held


@given(fields, queries)
def test_a_document_that_holds_more_of_the_words_covers_as_much_or_more(
    fields: list[list[list[str]]], query: Query
) -> None:
    asked = {term for term, _ in query}
    values = share(query, *fields)
    held = [asked.intersection(*[set().union(*(field[n] for field in fields))]) for n in range(len(values))]
    assert all(
        values[one] <= values[other] + 1e-12
        for one in range(len(values))
        for other in range(len(values))
        if held[one] <= held[other]
    )


@given(fields, queries)
def test_a_word_that_no_document_holds_lowers_coverage(fields: list[list[list[str]]], query: Query) -> None:
    without = [(term, weight) for term, weight in query if term != "unknown"]
    assert all(
        less < more or more == 0
        for less, more in zip(share([*without, ("unknown", 1.0)], *fields), share(without, *fields), strict=True)
    )


def test_a_word_may_be_held_by_either_field() -> None:
    questions, texts = [["visa"], [], []], [["work"], ["school"], ["border"]]
    assert share([("visa", 1.0), ("work", 1.0)], questions, texts)[0] > share([("visa", 1.0)], questions, texts)[0]


def test_unknown_words_count_at_least_as_much_as_known_ones() -> None:
    index = Bm25(Occurrences.of([["visa"], ["work"], ["border"]]))
    assert unknown_idf(index.size) >= (index.idf("visa") or 0)


def test_question_without_words_is_covered_by_nothing() -> None:
    assert share([], [["visa"], ["work"]]) == pytest.approx([0, 0])
