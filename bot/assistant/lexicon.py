"""The words that a language's questions may hold, and the nearest of them to a word that is none of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, Postfix, Prefix

from bot.assistant.dictionary import is_word
from bot.assistant.transliteration import is_cyrillic, skeleton, skeletons, transliterate
from bot.search.analyzer import stem

_MOST_EDITS = 2
_COMMON_WORDS = 5_000  # whose neighbours are kept: many people make the same slips
_TRIED = 5  # how many of the words at the same distance are compared more closely
_TELLING = 5  # letters: a shorter beginning says nothing of the word


def allowed_edits(length: int) -> int:
    """Return how many slips of the keyboard a word of that length may have and still be recognised."""
    return 0 if length < 4 else 1 if length < 8 else _MOST_EDITS


class Lexicon:
    """Known words of one language: whole words, and beginnings that any ending may follow."""

    def __init__(self, words: Iterable[str], beginnings: Iterable[str] = ()) -> None:
        self._words = {word for word in words if word.isalpha()}
        self._stems = {stem(word) for word in self._words}
        self._beginnings: dict[tuple[int, str], list[str]] = defaultdict(list)  # by length and first letter
        for beginning in sorted(set(beginnings)):
            self._words.add(beginning)
            if len(beginning) >= _TELLING:
                self._beginnings[len(beginning), beginning[0]].append(beginning)
        self._as_long: dict[int, list[str]] = defaultdict(list)  # for each length of a word, what it may be a slip for
        for word in sorted(self._words, key=lambda word: (len(word), word)):
            for length in _lengths_of_slips(len(word)):
                self._as_long[length].append(word)
        self._near_words = lru_cache(_COMMON_WORDS)(self._find_near_words)

    @cached_property
    def _by_skeleton(self) -> dict[str, list[str]]:
        """Group the Russian words by their skeleton; made when the first question in Latin letters comes."""
        groups: dict[str, list[str]] = defaultdict(list)
        for word in sorted(filter(is_cyrillic, self._words)):
            groups[skeleton(word)].append(word)
        return groups

    @cached_property
    def _beginning_skeletons(self) -> dict[str, str]:
        beginnings = (word for group in self._beginnings.values() for word in group)
        return {skeleton(word): word for word in sorted(beginnings) if is_cyrillic(word)}

    def knows(self, word: str) -> bool:
        """Tell whether a word, another form of it or its beginning is known. Numbers are always known."""
        return not word.isalpha() or self.has(word) or self._begins(word)

    def has(self, word: str) -> bool:
        """Tell whether a whole word or another form of it is known."""
        return word in self._words or stem(word) in self._stems

    def nearest(self, word: str) -> str | None:
        """Return the known word that a misspelt one most likely stands for, None if there is none near enough."""
        if self.knows(word):
            return word
        near = [*self._near_words(word), *self._near_beginnings(word)]
        return min(near, default=(0, 0, None))[2]

    def resembles(self, word: str) -> bool:
        """Tell whether a word is a slip of the keyboard away from a whole word known."""
        return bool(self._near_words(word))

    def _find_near_words(self, word: str) -> list[tuple[int, int, str]]:
        """Return the nearest whole words: edits, unlikeness, word."""
        edits, words = allowed_edits(len(word)), self._as_long.get(len(word), ())
        near = process.extract(word, words, scorer=OSA.distance, score_cutoff=edits, limit=_TRIED)
        return [(int(distance), -_common_ends(word, known), known) for known, distance, _ in near]

    def _near_beginnings(self, word: str) -> Iterator[tuple[int, int, str]]:
        """Yield the nearest beginnings with the ending that the word has.

        The first letter must be right: too many beginnings are alike from the second letter on.
        """
        for length in range(_TELLING, len(word) + 2):
            group = self._beginnings.get((length, word[0]), [])
            edits = min(allowed_edits(length), allowed_edits(len(word)))
            for end in (length - 1, length, length + 1) if group else ():
                start = word[:end]
                near = process.extract(start, group, scorer=OSA.distance, score_cutoff=edits, limit=_TRIED)
                for known, distance, _ in near:
                    yield int(distance), -_common_ends(start, known), known + word[end:]

    def in_cyrillic(self, word: str) -> str:
        """Return the Russian word that a word in Latin letters stands for: a known one if any, else sound by sound."""
        literal = transliterate(word)
        if literal in self._words:
            return literal
        alike = [known for key in skeletons(word) for known in self._by_skeleton.get(key, ())]
        if alike:
            return min(alike, key=lambda known: OSA.distance(known, literal))
        for spelt in (literal, transliterate(word.replace("j", "zh"))):
            if is_word(spelt, "ru"):
                return spelt
        key = skeleton(word)
        for end in range(len(key), 3, -1):
            if beginning := self._beginning_skeletons.get(key[:end]):
                return beginning
        return literal

    def _begins(self, word: str) -> bool:
        return any(
            word[:length] in self._beginnings.get((length, word[0]), ()) for length in range(_TELLING, len(word) + 1)
        )


def _lengths_of_slips(length: int) -> list[int]:
    """Return how long a misspelt word may be that stands for one of that length."""
    near = range(max(0, length - _MOST_EDITS), length + _MOST_EDITS + 1)
    return [slip for slip in near if 0 < allowed_edits(slip) >= abs(slip - length)]


def _common_ends(word: str, other: str) -> int:
    """Count the letters that two words share at the beginning and at the end: a slip is in between."""
    return int(Prefix.similarity(word, other) + Postfix.similarity(word, other))
