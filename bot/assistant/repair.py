"""A question as it was meant: wrong layout, Russian in Latin letters and misspellings undone, only where needed."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import NamedTuple

from bot.assistant.dictionary import is_word
from bot.assistant.lexicon import Lexicon
from bot.assistant.transliteration import is_cyrillic
from bot.knowledge import Language
from bot.search import tokenize
from bot.search.stopwords import ENGLISH

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`/?&"
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё.,?"
_TO_RUSSIAN_KEYS = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN_KEYS = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)
_LATIN_WORD = re.compile(r"(?=.*[a-z])[a-z46'][a-z46']+$")  # with the figures that stand for ч and ш
_LATIN_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_LONG_RUN = re.compile(r"([^\W\d])\1{2,}")  # помогитеееее
_LOOKALIKES = str.maketrans("aeopcxykmthb", "аеорсхукмтнв")
_SURNAMES = ("ova", "eva")
_WELL_KNOWN = 0.7  # a question of which less is known may have been typed on the wrong keyboard layout
_COMMON_WORDS = 50_000  # of which is kept whether they are known
_FUNCTION_WORDS = frozenset(ENGLISH)


class Repaired(NamedTuple):
    """The words of a question as they were meant, and the language they are in."""

    words: list[str]
    language: Language
    known_share: float  # by letters, of the words that are known in the language; 0 without words
    swapped: bool = False  # the keyboard layout was wrong
    sound: bool = False  # every word was known as it stood


class Repairer:
    """Undoes what hurried fingers and foreign keyboards do to a question."""

    def __init__(self, russian: Lexicon, english: Lexicon, places: Lexicon, english_words: Collection[str]) -> None:
        self._lexicons: dict[Language, Lexicon] = {"ru": russian, "en": english}
        self._places = places
        self._english_words = english_words
        self._knows = lru_cache(_COMMON_WORDS)(self._is_known)

    def repair(self, text: str) -> Repaired:
        """Return the words as they were meant and their language; words that are known stay as they are."""
        words = [_one_script(word) for word in tokenize(text)]
        if _is_russian(words):
            best = self._read(words, "ru")
        elif self._sounds_russian(words):
            best = self._read([self._in_cyrillic(word) for word in words], "ru")
        else:
            best = self._read(words, "en")
        if best.known_share == 1:
            return best._replace(sound=best.words == words)
        if best.known_share < _WELL_KNOWN and len({is_cyrillic(word) for word in words if word.isalpha()}) == 1:
            swapped = self._read(tokenize(swap_layout(text.lower())), "en" if is_cyrillic(text.lower()) else "ru")
            if swapped.known_share > best.known_share:
                best = swapped._replace(swapped=True)
        corrected = [self._corrected(word, best.language) for word in best.words]
        return best._replace(words=corrected, known_share=self._known_share(corrected, best.language))

    def _read(self, words: list[str], language: Language) -> Repaired:
        return Repaired(words, language, self._known_share(words, language))

    def _sounds_russian(self, words: list[str]) -> bool:
        """Tell whether words in Latin letters are Russian rather than English ones.

        Names of places and people tell nothing. Where both readings explain a word, one by a slip of the keyboard and
        the other by another alphabet, the words that are English beyond doubt decide.
        """
        english = slips = russian = 0
        for word in filter(_LATIN_WORD.match, words):
            if self._places.knows(word):
                continue
            if self._is_english(word):
                english += len(word)
            elif self._knows(self._in_cyrillic(word), "ru") and not (
                word.endswith(_SURNAMES) or self._places.nearest(word)
            ):
                russian += len(word)
                slips += len(word) * self._lexicons["en"].resembles(word)
        return russian > english + (slips if english else 0)

    def _is_english(self, word: str) -> bool:
        return word in self._english_words or is_word(word, "en") or (len(word) <= 5 and self._lexicons["en"].has(word))

    def _known_share(self, words: Iterable[str], language: Language) -> float:
        words = [word for word in words if word.isalpha()]
        in_russian = language == "ru"
        known = (word for word in words if is_cyrillic(word) == in_russian and self._knows(word, language))
        return sum(map(len, known)) / max(sum(map(len, words)), 1)

    def _is_known(self, word: str, language: Language) -> bool:
        return self._lexicons[language].knows(word) or is_word(word, language)

    def _in_cyrillic(self, word: str) -> str:
        return self._lexicons["ru"].in_cyrillic(word) if _LATIN_WORD.match(word) or word in _LATIN_LETTERS else word

    def _corrected(self, word: str, language: Language) -> str:
        if self._knows(word, language):
            return word
        word = _LONG_RUN.sub(r"\1", word)
        return word if self._knows(word, language) else self._lexicons[language].nearest(word) or word


def _one_script(word: str) -> str:
    """Return a Cyrillic word with the Latin letters that only look like its own put right."""
    return word.translate(_LOOKALIKES) if is_cyrillic(word) and not word.isascii() else word


def swap_layout(text: str) -> str:
    """Return what the same keys give with the other keyboard layout, Russian or Latin."""
    return text.translate(_TO_LATIN_KEYS if is_cyrillic(text) else _TO_RUSSIAN_KEYS)


def _is_russian(words: list[str]) -> bool:
    """Tell by the script; a Russian may name an English title, an English writer uses English function words."""
    cyrillic = sum(len(word) for word in words if is_cyrillic(word))
    return 2 * cyrillic >= sum(map(len, words)) or (cyrillic > 0 and _FUNCTION_WORDS.isdisjoint(words))
