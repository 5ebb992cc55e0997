"""BM25 scores, computed once for every term and passage and kept as postings."""

import itertools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

K1 = 0.9
B = 0.4

Scores = NDArray[np.float64]


class _Okapi(BM25Okapi):  # type: ignore[misc]
    """BM25Okapi whose statistics are counted by NumPy instead of a loop over every word."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self.vocabulary: dict[str, int] = {}
        super().__init__(documents, k1=K1, b=B)

    def _initialize(self, corpus: Sequence[Sequence[str]]) -> dict[str, int]:
        self.corpus_size = len(corpus)
        self.doc_len = np.fromiter(map(len, corpus), dtype=np.int64, count=len(corpus))
        self.avgdl = float(self.doc_len.mean()) or 1.0
        vocabulary = self.vocabulary
        terms = np.fromiter(
            (vocabulary.setdefault(term, len(vocabulary)) for term in itertools.chain.from_iterable(corpus)),
            dtype=np.int64,
            count=int(self.doc_len.sum()),
        )
        passages = np.repeat(np.arange(self.corpus_size), self.doc_len)
        pairs, self.frequencies = np.unique(terms * self.corpus_size + passages, return_counts=True)
        self.terms, self.passages = np.divmod(pairs, self.corpus_size)
        self.holders = np.bincount(self.terms, minlength=len(vocabulary))
        return dict(zip(vocabulary, self.holders.tolist(), strict=True))

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """Compute the library's IDF, and keep it above zero.

        BM25Okapi gives 0 to a term that half of the passages hold and, in a tiny index, less than 0 to any term. Those
        few take the IDF of Lucene, ln(1 + (N - n + ½) / (n + ½)), which is never negative.
        """
        if not nd:
            return
        super()._calc_idf(nd)
        size = self.corpus_size
        for term, holders in nd.items():
            if self.idf[term] <= 0:
                self.idf[term] = float(np.log1p((size - holders + 0.5) / (holders + 0.5)))


class Bm25:
    """The BM25 scores of a list of documents as postings: for every term, the documents that hold it and its score there.

    The scores are those of rank_bm25.BM25Okapi.get_scores (Robertson-Zaragoza BM25 in the ATIRE form), to the last digits.
    """

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self.size = len(documents)
        self._spans: dict[str, tuple[int, int]] = {}
        self._idf: dict[str, float] = {}
        if not any(documents):
            return
        okapi = _Okapi(documents)
        self._idf = okapi.idf
        idf = np.fromiter(okapi.idf.values(), dtype=np.float64, count=len(okapi.idf))
        length = okapi.k1 * (1 - okapi.b + okapi.b * okapi.doc_len[okapi.passages] / okapi.avgdl)
        self._passages = okapi.passages.astype(np.int32)
        self._scores = idf[okapi.terms] * (okapi.frequencies * (okapi.k1 + 1) / (okapi.frequencies + length))
        ends = np.cumsum(okapi.holders).tolist()
        self._spans = dict(zip(okapi.vocabulary, itertools.pairwise([0, *ends]), strict=True))

    @property
    def vocabulary(self) -> Iterable[str]:
        """List the terms that the documents hold."""
        return self._spans.keys()

    def idf(self, term: str) -> float | None:
        """Return the inverse document frequency of a term, None for one that no document holds."""
        return self._idf.get(term)

    def holds(self, term: str, documents: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell for each of the documents whether it holds a term."""
        start, end = self._spans.get(term, (0, 0))
        holders = self._passages[start:end]
        places = np.searchsorted(holders, documents)
        return (places < end - start) & (holders.take(places, mode="clip") == documents)

    def scores(self, query: Iterable[tuple[str, float]]) -> Scores:
        """Return the score of every document for a query of weighted terms."""
        found = [(self._spans[term], weight) for term, weight in query if term in self._spans]
        if not found:
            return np.zeros(self.size)
        passages = np.concatenate([self._passages[start:end] for (start, end), _ in found])
        scores = np.concatenate([self._scores[start:end] * weight for (start, end), weight in found])
        return np.bincount(passages, weights=scores, minlength=self.size)
