"""Does a message sound like danger? Learnt from examples, for what no phrase of topics.yaml foresees."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.search.analyzer import STOP_TERMS, stem

THRESHOLD = 1.4  # at which 2 % of harmless messages of another hand sounded like danger, and 96 % of the others
_SMOOTHING = 0.5  # examples added to each count, so that one rare word decides nothing
_RARE = 2  # in how many examples a word must stand to count at all
_ALLOWANCE = 6  # words granted to every message that say nothing, so that two or three alone raise no alarm


class DangerModel:
    """A naive Bayes classifier over word stems (Manning et al., Introduction to Information Retrieval, 13.2)."""

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
        """Return how much more the words are like danger than not: their log odds, tempered by their number."""
        features = _features(words)
        return sum(self._weights.get(feature, 0.0) for feature in features) / math.sqrt(len(features) + _ALLOWANCE)

    def sounds_dangerous(self, words: Sequence[str]) -> bool:
        """Tell whether the words are so much like danger that the answer must begin with the contacts.

        One telling word is not enough: what a single word can say stands in topics.yaml.
        """
        telling = {stem(word) for word in words} - STOP_TERMS
        return len(telling & self._weights.keys()) > 1 and self.score(words) > THRESHOLD


def _features(words: Sequence[str]) -> frozenset[str]:
    """Return the stems of a message and its pairs of neighbours."""
    stems = [stem(word) for word in words]
    return frozenset(stems) | {f"{first} {second}" for first, second in pairwise(stems)}
