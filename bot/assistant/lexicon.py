"""The words that a language's questions may hold, and the nearest of them to a word that is none of them."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.assistant.dictionary import is_word
from bot.assistant.transliteration import is_cyrillic, skeleton, transliterate
from bot.search.analyzer import stem


_TELLING = 5  # letters: a shorter beginning says nothing of the word


def allowed_edits(length: int) -> int:
    """Return how many slips of the keyboard a word of that length may have and still be recognised."""
    return 0 if length < 4 else 1 if length < 8 else 2


class Lexicon:
    """Known words of one language: whole words, and beginnings that any ending may follow."""

    def __init__(self, words: Iterable[str], beginnings: Iterable[str] = ()) -> None:
        self._words = {word for word in words if word.isalpha()}
        self._stems = {stem(word) for word in self._words}
        self._beginnings: dict[int, set[str]] = defaultdict(set)
        for beginning in beginnings:
            if len(beginning) >= _TELLING:
                self._beginnings[len(beginning)].add(beginning)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            self._by_length[len(word)].append(word)

    @cached_property
    def _by_skeleton(self) -> dict[str, list[str]]:
        """Group the Russian words by their skeleton. Made at the first question in Latin letters: few starts need it."""
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
        edits = allowed_edits(len(word))
        if not edits:
            return None
        lengths = range(len(word) - edits, len(word) + edits + 1)
        whole = process.extractOne(
            word,
            [known for length in lengths for known in self._by_length[length]],
            scorer=OSA.distance,
            score_cutoff=edits,
        )
        found, distance = (whole[0], whole[1]) if whole else (None, edits + 1)
        for length, group in self._beginnings.items():
            limit = min(distance - 1, allowed_edits(length))
            for end in (length - 1, length, length + 1) if length <= len(word) + edits and limit > 0 else ():
                start = process.extractOne(word[:end], group, scorer=OSA.distance, score_cutoff=limit)
                # Of a short beginning the first letter must be right: too many words are alike from the second on.
                if start and start[1] < distance and (start[0][0] == word[0] or length > 6):
                    found, distance = start[0] + word[end:], start[1]
        return found

    def in_cyrillic(self, word: str) -> str:
        """Return the Russian word that a word in Latin letters stands for: a known one if any, else sound by sound."""
        literal = transliterate(word)
        if literal in self._words:
            return literal
        key = skeleton(word)
        if alike := self._by_skeleton.get(key):
            return min(alike, key=lambda known: OSA.distance(known, literal))
        if is_word(literal, "ru"):
            return literal
        for end in range(len(key), 3, -1):
            if beginning := self._beginning_skeletons.get(key[:end]):
                return beginning
        return literal

    def _begins(self, word: str) -> bool:
        return any(word[:length] in group for length, group in self._beginnings.items())
