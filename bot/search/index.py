"""The index of one language: questions, text and character n-grams of every document, searched together."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.search.analyzer import Analyzer, tokenize
from bot.search.confidence import coverage, information
from bot.search.okapi import Bm25, Occurrences, Scores, best

TEXT_WEIGHT = 0.5  # of the text beside the curated questions
GRAM_WEIGHT = 1.0  # of the character n-grams beside the words
GRAM_SIZES = range(3, 6)  # as the analyzer makes them of a question
GRAM_K1, GRAM_B = 1.2, 0.75  # of the n-grams: what is long holds more of them by chance, so its length counts more
_FEW = 200  # documents: an array of so many takes less time to add than the n-grams of a word to look up
_COMMON_WORDS = 5_000
FAVOUR = 0.15  # what a favoured document gains, in shares of the best score


class Document(NamedTuple):
    """What is indexed of a passage."""

    text: str
    questions: Sequence[str] = ()


class Hit(NamedTuple):
    """A document found: its number, its score (1: the best by every field) and how sure we may be of it, 0 to 1."""

    number: int
    score: float
    confidence: float


class SearchIndex:
    """Searches documents by their questions, words and character n-grams, each a BM25 field of its own."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.analyzer = Analyzer()
        documents = list(documents)
        texts = [tokenize(document.text) for document in documents]
        asked = [tokenize("\n".join(document.questions)) for document in documents]
        every = Occurrences.of([text + questions for text, questions in zip(texts, asked, strict=True)])
        self.words = frozenset(every.vocabulary)
        stems = dict(zip(every.vocabulary, self.analyzer.terms(every.vocabulary), strict=True))
        telling = every.replaced(lambda word: [word] if self.analyzer.weight(stems[word]) == 1 else [])
        stemmed = (Occurrences.of(words).replaced(lambda word: [stems[word]]) for words in (asked, texts))
        self._fields = tuple(map(Bm25, stemmed))
        self._grams = Bm25(telling.ngrams(GRAM_SIZES), GRAM_K1, GRAM_B)
        self._size = len(documents)
        # What a question gets is the sum of what its words get: of few documents that is kept for common words.
        self._is_small = self._size <= _FEW
        everything = np.arange(self._size)
        self._scores_of_word = lru_cache(_COMMON_WORDS)(lambda word: self._scores_of([word]))
        self._information_of_term = lru_cache(_COMMON_WORDS)(lambda term: self._information_of([term], everything))

    def search(self, words: Sequence[str], top_k: int, favoured: Collection[int] = ()) -> list[Hit]:
        """Return the best documents for normalised words, best first; only those that hold one of the words.

        Among documents about as good, the favoured ones come first.
        """
        questions, text, grammatical = self._scores(words)
        score = _share(_share(questions) + TEXT_WEIGHT * _share(text)) + GRAM_WEIGHT * _share(grammatical)
        score /= 1 + GRAM_WEIGHT
        if favoured:
            members = np.fromiter(favoured, dtype=np.intp)
            score[members] += FAVOUR * (score[members] > 0)
        numbers = best(score, top_k)
        confidence = self._confidence(words, numbers)
        return list(map(Hit, numbers.tolist(), score[numbers].tolist(), confidence.tolist()))

    def _scores(self, words: Sequence[str]) -> Scores:
        """Return the scores of the documents (columns) by questions, text and character n-grams (rows)."""
        if self._is_small and words:
            return np.asarray(np.add.reduce([self._scores_of_word(word) for word in words]))
        return self._scores_of(words)

    def _scores_of(self, words: Sequence[str]) -> Scores:
        terms = self.analyzer.terms(words)
        weights = [self.analyzer.weight(term) for term in terms]
        by_words = (field.scores(terms, weights) for field in self._fields)
        return np.stack([*by_words, self._grams.scores(self.analyzer.grams(words))])

    def _confidence(self, words: Sequence[str], numbers: NDArray[np.intp]) -> Scores:
        """Return how sure we may be of documents; a repeated word counts once."""
        terms = dict.fromkeys(self.analyzer.terms(words))
        if self._is_small and terms:
            found = np.add.reduce([self._information_of_term(term) for term in terms])
            return coverage(found, self._size)[numbers]
        return coverage(self._information_of(terms, numbers), self._size)

    def _information_of(self, terms: Iterable[str], numbers: NDArray[np.intp]) -> Scores:
        return information({term: self.analyzer.weight(term) for term in terms}, self._fields, numbers)


def _share(scores: Scores) -> Scores:
    """Divide scores by the best of them."""
    best = scores.max(initial=0.0)
    return scores / best if best > 0 else scores
