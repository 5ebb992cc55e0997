"""Does a message sound like danger? Learnt from examples, for what no phrase of topics.yaml foresees."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.search.analyzer import stem

_SMOOTHING = 0.1  # examples added to each count, so that one rare word decides nothing
_RARE = 2  # a word must stand in so many examples to count at all


class DangerModel:
    """A naive Bayes classifier over word stems (Manning, Raghavan, Schütze: Introduction to Information Retrieval, 13.2)."""

    def __init__(self, urgent: Iterable[Sequence[str]], calm: Iterable[Sequence[str]]) -> None:
        dangers = [_features(words) for words in urgent]
        others = [_features(words) for words in calm]
        in_danger = Counter(feature for features in dangers for feature in features)
        in_others = Counter(feature for features in others for feature in features)
        self._weights = {
            feature: math.log((in_danger[feature] + _SMOOTHING) / (len(dangers) + 2 * _SMOOTHING))
            - math.log((in_others[feature] + _SMOOTHING) / (len(others) + 2 * _SMOOTHING))
            for feature in in_danger.keys() | in_others.keys()
            if in_danger[feature] + in_others[feature] >= _RARE
        }

    def score(self, words: Sequence[str]) -> float:
        """Return how much more the words are like danger than not: above 0 more, per square root of a word."""
        features = _features(words)
        return sum(self._weights.get(feature, 0.0) for feature in features) / math.sqrt(max(len(features), 1))


def _features(words: Sequence[str]) -> frozenset[str]:
    """Return the stems of a message and its pairs of neighbours."""
    stems = [stem(word) for word in words]
    return frozenset(stems) | {f"{first} {second}" for first, second in zip(stems, stems[1:], strict=False)}
