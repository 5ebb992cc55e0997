"""BM25 scores, computed once for every term and document and kept as postings."""

import functools
import itertools
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

K1 = 0.9
B = 0.4
FREQUENT = 0.25  # the share of documents above which a term's scores are kept for every document: faster to add
_BLOCK = 32  # how many scores share a peak in `best`

Scores = NDArray[np.float64]
Numbers = NDArray[np.int32]


class _Vocabulary(dict[str, int]):
    """Numbers terms as they are first looked up."""

    def __missing__(self, term: str) -> int:
        self[term] = number = len(self)
        return number


class Occurrences(NamedTuple):
    """Every occurrence of a term in a list of documents: the number of the term and that of the document."""

    vocabulary: Sequence[str]
    terms: Numbers
    documents: Numbers
    size: int

    @classmethod
    def of(cls, documents: Sequence[Sequence[str]]) -> Self:
        """Number documents and, in the order in which they first appear, their terms."""
        vocabulary = _Vocabulary()
        terms = _numbers(map(vocabulary.__getitem__, itertools.chain.from_iterable(documents)))
        lengths = _numbers(map(len, documents))
        numbers = np.arange(len(documents), dtype=np.int32)
        return cls(list(vocabulary), terms, np.repeat(numbers, lengths), len(documents))

    def replaced(self, parts: Callable[[str], Sequence[str]]) -> Self:
        """Put its parts, such as its stem, in the place of every term. Each distinct term is taken apart once."""
        vocabulary = _Vocabulary()
        apart = [parts(term) for term in self.vocabulary]
        numbers = _numbers(map(vocabulary.__getitem__, itertools.chain.from_iterable(apart)))
        return self._put(list(vocabulary), numbers, _numbers(map(len, apart)))

    def ngrams(self, sizes: range) -> Self:
        """Put its character n-grams, with “_” at both ends, in the place of every term.

        What `replaced` does, for all terms in one go: an n-gram is the n-gram one shorter and one more character.
        """
        if not self.vocabulary:
            return self
        text = "".join(f"_{term}_" for term in self.vocabulary)
        spans = _numbers(len(term) + 2 for term in self.vocabulary)
        left = np.repeat(np.cumsum(spans), spans) - np.arange(len(text))  # characters up to the end of the term
        characters = _renumbered(np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32))
        numbers = characters.copy()  # of the n-gram that starts at each place
        table = np.zeros((len(text), len(sizes)), dtype=np.int32)
        vocabulary: list[str] = []
        for size in range(2, sizes.stop):
            places = np.flatnonzero(left >= size)
            longer = numbers[places] * (characters.max() + 1) + characters[places + size - 1]
            numbers[places] = longer = _renumbered(longer)
            if size in sizes:
                table[places, size - sizes.start] = longer + len(vocabulary)
                examples = np.zeros(longer.max(initial=-1) + 1, dtype=np.int64)
                examples[longer] = places
                vocabulary += [text[start : start + size] for start in examples.tolist()]
        fits = left[:, np.newaxis] >= np.array(sizes)
        counts = np.add.reduceat(fits.sum(axis=1), np.cumsum(spans) - spans)
        return self._put(vocabulary, table[fits], counts)

    def _put(self, vocabulary: Sequence[str], numbers: Numbers, counts: Numbers) -> Self:
        """Replace terms: `counts` says how many of `numbers` stand for each term, in the order of the vocabulary."""
        starts = np.cumsum(counts) - counts
        lengths = counts[self.terms]
        shifts = starts[self.terms] - (np.cumsum(lengths) - lengths)
        terms = numbers[np.arange(lengths.sum()) + np.repeat(shifts, lengths)]
        return self._replace(vocabulary=vocabulary, terms=terms, documents=np.repeat(self.documents, lengths))


class _Okapi(BM25Okapi):  # type: ignore[misc]
    """BM25Okapi whose statistics are counted by NumPy instead of a loop over every word."""

    def __init__(self, occurrences: Occurrences, k1: float, b: float) -> None:
        super().__init__(occurrences, k1=k1, b=b)

    def _initialize(self, corpus: Occurrences) -> dict[str, int]:
        self.corpus_size = corpus.size
        self.doc_len = np.bincount(corpus.documents, minlength=corpus.size)
        self.avgdl = float(self.doc_len.mean())
        few = len(corpus.vocabulary) * corpus.size <= 2**32
        kind = np.dtype(np.uint32 if few else np.int64)  # smaller integers are sorted faster
        pairs = corpus.terms.astype(kind) * kind.type(corpus.size) + corpus.documents.astype(kind)
        pairs, self.frequencies = np.unique(pairs, return_counts=True)
        terms, documents = np.divmod(pairs, kind.type(corpus.size))
        self.documents = documents.astype(np.int32)
        self.holders = np.bincount(terms, minlength=len(corpus.vocabulary))
        return dict(zip(corpus.vocabulary, self.holders.tolist(), strict=True))

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """Compute the library's IDF, and keep it above zero.

        BM25Okapi gives 0 to a term that half of the documents hold and, in a tiny index, less than 0 to any
        term. Those few take the IDF of Lucene, ln(1 + (N - n + ½) / (n + ½)), which is never negative.
        """
        super()._calc_idf(nd)
        size = self.corpus_size
        for term, holders in nd.items():
            if self.idf[term] <= 0:
                self.idf[term] = float(np.log1p((size - holders + 0.5) / (holders + 0.5)))


class Bm25:
    """The BM25 scores of documents as postings: for every term, the documents with it and its score there.

    The scores are those of rank_bm25.BM25Okapi.get_scores (Robertson-Zaragoza BM25 in the ATIRE form) to the
    last digits, wherever its IDF is above zero.
    """

    def __init__(self, occurrences: Occurrences, k1: float = K1, b: float = B) -> None:
        self.size = occurrences.size
        self._numbers = {term: number for number, term in enumerate(occurrences.vocabulary)}
        self._rows: dict[int, Scores] = {}
        if not self._numbers:
            return
        okapi = _Okapi(occurrences, k1, b)
        self._idf = array("d", okapi.idf.values())  # an array gives plain numbers, and faster than NumPy gives its own
        self._documents = okapi.documents
        lengths = k1 * (1 - b + b * okapi.doc_len / okapi.avgdl)
        frequencies = okapi.frequencies
        self._scores = frequencies * (k1 + 1) / (frequencies + lengths[okapi.documents])
        self._scores *= np.repeat(np.frombuffer(self._idf), okapi.holders)
        self._ends = array("q", [0, *np.cumsum(okapi.holders).tolist()])  # of the postings of each term
        for number in np.flatnonzero(okapi.holders > FREQUENT * self.size).tolist():
            self._rows[number] = row = np.zeros(self.size)
            span = self._span(number)
            row[self._documents[span]] = self._scores[span]

    def _span(self, number: int) -> slice:
        """Return where the postings of a term stand."""
        return slice(self._ends[number], self._ends[number + 1])

    def idf(self, term: str) -> float | None:
        """Return the inverse document frequency of a term, None for one that no document holds."""
        number = self._numbers.get(term)
        return None if number is None else self._idf[number]

    def holds(self, term: str, documents: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Tell for each of the documents whether it holds a term."""
        number = self._numbers.get(term)
        if number is None:
            return np.zeros(len(documents), dtype=np.bool_)
        holders = self._documents[self._span(number)]
        return np.equal(holders.take(np.searchsorted(holders, documents), mode="clip"), documents)

    def scores(self, terms: Iterable[str], weights: Iterable[float] = itertools.repeat(1.0)) -> Scores:
        """Return the score of every document for a query of terms, each with its weight."""
        rare: list[tuple[slice, float]] = []
        rows: dict[float, list[Scores]] = {}
        for term, weight in zip(terms, weights, strict=False):
            number = self._numbers.get(term)
            if number in self._rows:
                rows.setdefault(weight, []).append(self._rows[number])
            elif number is not None:
                rare.append((self._span(number), weight))
        scores = self._rare(rare) if rare else np.zeros(self.size)
        for weight, same in rows.items():
            scores += _times(weight, functools.reduce(np.add, same))
        return scores

    def _rare(self, found: Sequence[tuple[slice, float]]) -> Scores:
        """Add up postings: spans of them, and the weight of each span."""
        documents = np.concatenate([self._documents[span] for span, _ in found])
        shares = np.concatenate([_times(weight, self._scores[span]) for span, weight in found])
        return np.bincount(documents, weights=shares, minlength=self.size).astype(np.float64, copy=False)


def best(scores: Scores, count: int) -> NDArray[np.intp]:
    """Return the places of the highest scores above zero, best first, of equal ones the first.

    Only what may be among them is sorted: the scores are cut into blocks, and as there are enough block peaks
    from a certain height on, nothing below that height counts.
    """
    blocks = len(scores) // _BLOCK
    floor = 0.0
    if blocks > count > 0:
        peaks = scores[: blocks * _BLOCK].reshape(_BLOCK, blocks).max(axis=0)
        floor = float(np.partition(peaks, -count)[-count])
    found = np.flatnonzero(scores >= floor if floor > 0 else scores > 0)
    return found[np.argsort(-scores[found], kind="stable")[:count]]


def _times(weight: float, scores: Scores) -> Scores:
    return scores if weight == 1 else scores * weight


def _renumbered(numbers: NDArray[np.integer]) -> NDArray[np.int64]:
    """Number the distinct numbers from 0 in their order, and put these in their place."""
    ranks = np.cumsum(np.bincount(numbers) > 0) - 1
    return np.take(ranks, numbers)


def _numbers(numbers: Iterable[int]) -> Numbers:
    return np.fromiter(numbers, dtype=np.int32)
