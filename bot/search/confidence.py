"""How sure may we be of a match? BM25 scores say which passage is better, not whether it is any good.

Measured on 455 answerable and 211 unanswerable questions: the share of a question's information that a passage
accounts for separates them better (AUROC .95 ru, .97 en) than normalised BM25 scores do (.92, .94).
"""

import functools
import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.search.okapi import Bm25, Scores

ALLOWANCE = 2  # unknown words granted to every question, so that one short match alone is not certainty


def unknown_idf(size: int) -> float:
    """Return the IDF at which a word counts that no document holds."""
    return math.log(1 + (size + 0.5) / 0.5)


def information(query: Mapping[str, float], fields: Sequence[Bm25], documents: NDArray[np.intp]) -> Scores:
    """Return the information of a query, its weighted IDF, that each document holds, and last that of the whole query.

    A word that no document holds counts as a rare one: a question full of such words is not about our passages.
    """
    unknown = unknown_idf(max(field.size for field in fields))
    found = np.zeros(len(documents) + 1)
    for term, weight in query.items():
        known = [(field, idf) for field in fields if (idf := field.idf(term)) is not None]
        worth = weight * max((idf for _, idf in known), default=unknown)
        found[-1] += worth
        if known:
            held = functools.reduce(np.logical_or, [field.holds(term, documents) for field, _ in known])
            found[:-1] += worth * held
    return found


def coverage(found: Scores, size: int) -> Scores:
    """Return the share of the information of a query that each of the documents holds, in an index of a size."""
    share: Scores = found[:-1] / (ALLOWANCE * unknown_idf(size) + found[-1])
    return share
