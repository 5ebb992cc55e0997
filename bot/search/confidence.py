"""How sure may we be of a match? BM25 scores say which passage is better, not whether it is any good."""

import math
from collections.abc import Sequence

from bot.search.okapi import K1, Bm25, Scores

WORD_ALLOWANCE = 2  # unknown words granted to every question, so that one short match alone is not certainty
GRAM_ALLOWANCE = 20  # the same for n-grams


def unknown_idf(size: int) -> float:
    """Return the IDF at which a word counts that no document holds."""
    return math.log(1 + (size + 0.5) / 0.5)


def normalized(scores: Scores, query: Sequence[tuple[str, float]], field: Bm25, allowance: int) -> Scores:
    """Return scores as shares of the best score that any document could have for this query.

    A word that the field does not hold counts as a rare one: a question full of such words is not about our passages.
    """
    unknown = unknown_idf(field.size)
    attainable = sum(
        weight * (unknown if (idf := field.idf(term)) is None else idf) for term, weight in query
    )
    return scores / ((attainable + allowance * unknown) * (K1 + 1))
