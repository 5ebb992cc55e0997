"""Measurements: how fast and how good engines search, what an index costs, how long an answer takes."""

import time
import tracemalloc
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from rank_bm25 import BM25Okapi

from bot.search import Analyzer, Document, SearchIndex
from bot.search.okapi import K1, B
from tests.benchmarks.corpora import Corpus, generate
from tests.benchmarks.engines import ENGINES, Engine, Tokens, Words

T = TypeVar("T")


class Latency(NamedTuple):
    """Milliseconds that half of the calls, and 99 of 100, stay below."""

    p50: float
    p99: float


class Search(NamedTuple):
    """What one engine achieves on one corpus."""

    corpus: str
    size: int
    engine: str
    latency: Latency
    first: float  # R@1: share of questions whose text comes first
    three: float  # R@3: … is among the first three
    reciprocal: float  # MRR: mean of 1/rank, of ten


class Build(NamedTuple):
    """What the index of all three fields costs."""

    size: int
    seconds: float
    megabytes: float  # at the peak, beside the texts


def searches(corpus: Corpus) -> list[Search]:
    """Let each engine that can bear the size of a corpus answer its questions.

    The engines take turns, round by round, so that whatever else is running slows all of them alike. A question's time
    is the median of its rounds.
    """
    texts = [Tokens(text) for text in corpus.texts]
    questions = [Tokens(question.text) for question in corpus.questions]
    engines = [engine(texts) for engine in ENGINES if len(texts) <= engine.largest]
    times: dict[str, list[list[float]]] = {engine.name: [] for engine in engines}
    for turn in range(max(engine.rounds for engine in engines)):
        for engine in engines:
            if turn < engine.rounds:
                times[engine.name].append([seconds(engine.search, question) for question in questions])
    answers = [question.answer for question in corpus.questions]
    return [
        Search(
            corpus.name,
            len(texts),
            engine.name,
            latency(np.median(times[engine.name], axis=0).tolist()),
            *_quality(engine, questions, answers),
        )
        for engine in engines
    ]


def largest_difference(corpus: Corpus) -> float:
    """Compare our scores with rank-bm25's, by words that are no stop words and have an IDF above zero."""
    texts = [Tokens(text) for text in corpus.texts]
    ours, theirs = Words(texts), BM25Okapi([text.terms for text in texts], k1=K1, b=B)
    analyzer = Analyzer()
    queries = [
        [term for term in Tokens(question.text).terms if theirs.idf.get(term, 0) > 0 and analyzer.weight(term) == 1]
        for question in corpus.questions[:100]
    ]
    return max(float(np.abs(ours.scores(query) - theirs.get_scores(query)).max()) for query in queries)


def build(size: int) -> Build:
    """Build the index of a generated corpus: once for the time, once for the memory, which takes longer to watch."""
    documents = [Document(text) for text in generate(size).texts]
    taken = seconds(SearchIndex, documents)
    tracemalloc.start()
    SearchIndex(documents)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Build(size, taken, peak / 1e6)


def latency(times: Sequence[float]) -> Latency:
    """Sum up seconds as milliseconds."""
    return Latency(float(np.quantile(times, 0.5)) * 1e3, float(np.quantile(times, 0.99)) * 1e3)


def seconds(call: Callable[[T], object], argument: T) -> float:
    """Return how long a call takes."""
    start = time.perf_counter()
    call(argument)
    return time.perf_counter() - start


def _quality(engine: Engine, questions: Sequence[Tokens], answers: Sequence[int]) -> tuple[float, float, float]:
    ranks = [_rank(engine.search(question), answer) for question, answer in zip(questions, answers, strict=True)]
    return (
        sum(rank == 1 for rank in ranks) / len(ranks),
        sum(rank <= 3 for rank in ranks) / len(ranks),
        sum(1 / rank for rank in ranks) / len(ranks),
    )


def _rank(found: Sequence[int], answer: int) -> float:
    return found.index(answer) + 1 if answer in found else float("inf")
