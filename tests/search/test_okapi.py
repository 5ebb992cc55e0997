"""The postings give the scores of rank-bm25, and the best of them without sorting all."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot.search.okapi import Bm25, Occurrences, best

TERMS = "visa work border hotline passport training health school money return".split()
documents = st.lists(st.lists(st.sampled_from(TERMS), max_size=12), max_size=20)
queries = st.lists(st.sampled_from([*TERMS, "unknown"]), max_size=8)


def bm25(documents: Sequence[Sequence[str]], k1: float = 0.9, b: float = 0.4) -> Bm25:
    return Bm25(Occurrences.of(documents), k1, b)


def padded(documents: list[list[str]]) -> list[list[str]]:
    """Add documents without any of the terms, so that no term is in half of them: the library's IDF is above 0."""
    return [*documents, *([f"other {number}"] for number in range(len(documents) + 1))]


@given(documents.map(padded), queries)
def test_scores_are_those_of_the_library(documents: list[list[str]], query: list[str]) -> None:
    expected = BM25Okapi(documents, k1=0.9, b=0.4).get_scores(query)
    np.testing.assert_allclose(bm25(documents).scores(query), expected, atol=1e-9)


@given(documents.map(padded), queries, st.floats(0.1, 3), st.floats(0, 0.9))
def test_scores_are_those_of_the_library_for_any_k1_and_b(
    documents: list[list[str]], query: list[str], k1: float, b: float
) -> None:
    expected = BM25Okapi(documents, k1=k1, b=b).get_scores(query)
    np.testing.assert_allclose(bm25(documents, k1, b).scores(query), expected, atol=1e-9)


def test_scores_of_terms_that_many_documents_hold_are_those_of_the_library() -> None:
    documents = [["visa", "work"] if number % 5 < 2 else ["work", str(number)] for number in range(100)]
    documents += [["other"] for _ in range(120)]  # visa in 40 of 220, work in 100
    expected = BM25Okapi(documents, k1=0.9, b=0.4).get_scores(["visa", "work", "work"])
    np.testing.assert_allclose(bm25(documents).scores(["visa", "work", "work"]), expected, atol=1e-9)


@given(documents, queries)
def test_no_score_is_below_zero(documents: list[list[str]], query: list[str]) -> None:
    assert (bm25(documents).scores(query) >= 0).all()


@given(documents, queries)
def test_scores_are_above_zero_where_a_term_of_the_query_is_held(documents: list[list[str]], query: list[str]) -> None:
    scores = bm25(documents).scores(query)
    assert [score > 0 for score in scores] == [not set(query).isdisjoint(document) for document in documents]


@given(documents, st.sampled_from(TERMS), st.floats(0, 5))
def test_weight_of_a_term_multiplies_its_score(documents: list[list[str]], term: str, weight: float) -> None:
    index = bm25(documents)
    np.testing.assert_allclose(index.scores([term], [weight]), weight * index.scores([term]))


@given(documents, st.sampled_from([*TERMS, "unknown"]))
def test_holds_tells_which_documents_have_a_term(documents: list[list[str]], term: str) -> None:
    held = bm25(documents).holds(term, np.arange(len(documents)))
    assert held.tolist() == [term in document for document in documents]


def test_idf_of_a_term_that_no_document_holds_is_none() -> None:
    assert bm25([["visa"]]).idf("work") is None


def test_idf_of_a_term_in_half_of_the_documents_is_that_of_lucene() -> None:
    assert bm25([["visa"], ["work"]]).idf("visa") == pytest.approx(math.log(1 + 1.5 / 1.5))


def test_one_document_alone_has_a_score() -> None:
    assert bm25([["visa", "work"]]).scores(["visa"])[0] > 0


@pytest.mark.parametrize("documents", [[], [[]], [[], []]])
def test_index_without_words_scores_zero(documents: list[list[str]]) -> None:
    assert bm25(documents).scores(["visa"]).tolist() == [0.0] * len(documents)


def test_replaced_puts_all_parts_of_each_occurrence_in_its_place() -> None:
    occurrences = Occurrences.of([["ab", "c", "ab"], [], ["c"]]).replaced(list)
    terms = [occurrences.vocabulary[number] for number in occurrences.terms]
    assert list(zip(terms, occurrences.documents.tolist(), strict=True)) == [
        ("a", 0), ("b", 0), ("c", 0), ("a", 0), ("b", 0), ("c", 2),
    ]  # fmt: skip


def test_replaced_drops_terms_without_parts() -> None:
    occurrences = Occurrences.of([["the", "visa"], ["the"]]).replaced(lambda term: [] if term == "the" else [term])
    assert occurrences.vocabulary == ["visa"]
    assert occurrences.size == 2


def test_replaced_takes_each_distinct_term_apart_once() -> None:
    taken: list[str] = []

    def parts(term: str) -> list[str]:
        taken.append(term)
        return [term]

    Occurrences.of([["visa", "visa"], ["visa"]]).replaced(parts)
    assert taken == ["visa"]


words = st.text(alphabet="абвabc'1", min_size=1, max_size=9)


@given(st.lists(st.lists(words, max_size=5), max_size=5))
def test_ngrams_are_those_of_each_word(documents: list[list[str]]) -> None:
    def ngrams(word: str) -> list[str]:
        return [word[start : start + size] for size in (3, 4, 5) for start in range(len(word) - size + 1)]

    occurrences = Occurrences.of(documents).ngrams(range(3, 6))
    found = [(occurrences.vocabulary[term], document) for term, document in zip(*occurrences[1:3], strict=True)]
    expected = [
        (ngram, number)
        for number, document in enumerate(documents)
        for word in document
        for ngram in ngrams(f"_{word}_")
    ]
    assert sorted(found) == sorted(expected)


def test_more_terms_and_documents_than_small_integers_can_tell_apart() -> None:
    index = bm25([[str(number)] for number in range(70_000)])
    assert best(index.scores(["69999", "3"], [1.0, 0.5]), 3).tolist() == [69_999, 3]


few_values = st.lists(st.integers(0, 6), max_size=400)  # many ties


@given(few_values, st.integers(0, 20))
def test_best_are_the_highest_scores_and_of_equal_ones_the_first(values: list[int], count: int) -> None:
    scores = np.array(values, dtype=np.float64)
    expected = sorted((place for place, value in enumerate(values) if value), key=lambda place: -values[place])
    assert best(scores, count).tolist() == expected[:count]


def test_best_finds_high_scores_that_stand_together() -> None:
    scores = np.zeros(10_000)
    scores[5_000:5_020] = np.arange(1, 21)
    assert best(scores, 5).tolist() == [5_019, 5_018, 5_017, 5_016, 5_015]


def test_best_of_no_scores_is_nothing() -> None:
    assert best(np.zeros(0), 3).tolist() == []
