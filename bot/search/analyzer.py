"""Text becomes terms: normalised, split into words and numbers, stemmed by script."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

from bot.search.stopwords import STOP_WORDS

STOP_WEIGHT = 0.3  # measured better than 1 (kept as they are) and 0 (deleted)

_STRESS = "\u0301"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_APOSTROPHES = "’ʻʼ‘`´"
_TOKEN = re.compile(
    r"""
      (?:\+\d|\d(?=(?:\D{0,2}\d){8}))(?:[\s()-]{0,2}\d){6,14}(?!\d)  # a phone number however it is grouped (E.164)
    | \d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?![\d]) # thousands: 700,000 and 700 000 are one number
    | [46]?[a-z]+(?:['46][a-z]+)+|[46][a-z]{2,} # Russian in Latin letters and figures: ho4u, 4to
    | \d+(?:[.,]\d+)?                           # a number, perhaps with decimals
    | [^\W\d_]+(?:'[^\W\d_]+)*\d*               # a word
    """,
    re.VERBOSE,
)
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile("[а-яё]")
_stem_russian = Stemmer.Stemmer("russian", 0).stemWord  # 0: our cache is the only one
_stem_english = Stemmer.Stemmer("english", 0).stemWord


def normalize(text: str) -> str:
    """Return the text in NFC and lower case, ё as е, without stress marks, with one kind of apostrophe."""
    text = unicodedata.normalize("NFD", _INVISIBLE.sub("", text)).replace(_STRESS, "")
    text = unicodedata.normalize("NFC", text).lower().replace("ё", "е")
    for apostrophe in _APOSTROPHES:
        text = text.replace(apostrophe, "'")
    return text


def tokenize(text: str) -> list[str]:
    """Split a text into normalised words and numbers; a phone number or a grouped figure is one token of digits."""
    return [token if _LETTER.search(token) else _number(token) for token in _TOKEN.findall(normalize(text))]


def _number(token: str) -> str:
    if re.fullmatch(r"\d+[.,]\d{1,2}", token):
        return token.replace(",", ".")
    return re.sub(r"\D", "", token)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the Snowball stem of a normalised word, by the rules of the language its script suggests."""
    stemmer = _stem_russian if _CYRILLIC.search(word) else _stem_english
    return str(stemmer(word))


STOP_TERMS = frozenset(stem(word) for word in STOP_WORDS)


class Analyzer:
    """Turns words into the terms of an index and says how much each counts."""

    def terms(self, words: Iterable[str]) -> list[str]:
        """Return the stems of normalised words."""
        return [stem(word) for word in words]

    def weight(self, term: str) -> float:
        """Return how much a term of a question counts: a stop word less."""
        return STOP_WEIGHT if term in STOP_TERMS else 1.0

    def grams(self, words: Iterable[str]) -> list[str]:
        """Return the character 3- to 5-grams of normalised words that are no stop words, with word borders as “_”."""
        return [gram for word in words if stem(word) not in STOP_TERMS for gram in _grams(word)]


@lru_cache(maxsize=2_000)
def _grams(word: str) -> tuple[str, ...]:
    bordered = f"_{word}_"
    return tuple(bordered[start : start + size] for size in (3, 4, 5) for start in range(len(bordered) - size + 1))
