"""How sure may we be of a match? BM25 scores say which passage is better, not whether it is any good.

Measured on 455 answerable and 211 unanswerable questions: the share of a question's information that a passage
accounts for separates them better (AUROC .95 ru, .97 en) than normalised BM25 scores do (.92, .94).
"""

import functools
import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.search.okapi import Bm25, Scores

ALLOWANCE = 2  # unknown words granted to every question, so that one short match alone is not certainty


def unknown_idf(size: int) -> float:
    """Return the IDF at which a word counts that no document holds."""
    return math.log(1 + (size + 0.5) / 0.5)


def coverage(query: Mapping[str, float], fields: Sequence[Bm25], documents: NDArray[np.intp]) -> Scores:
    """Return for each document the share of the question's information, its weighted IDF, that the document holds.

    A word that no document holds counts as a rare one: a question full of such words is not about our passages.
    """
    unknown = unknown_idf(max(field.size for field in fields))
    terms = list(query)
    information = np.array([weight * _idf(term, fields, unknown) for term, weight in query.items()])
    held = functools.reduce(np.logical_or, [field.holds(terms, documents) for field in fields])
    share = np.add.reduce(information[:, np.newaxis] * held, axis=0)
    return np.asarray(share / (ALLOWANCE * unknown + information.sum()))


def _idf(term: str, fields: Iterable[Bm25], unknown: float) -> float:
    return max((idf for field in fields if (idf := field.idf(term)) is not None), default=unknown)
