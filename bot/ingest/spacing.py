"""Spaces and hyphens that a conversion put into words and numbers, or took out of them."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_] -?){4,}[^\W\d_](?!\w)")
_SMALL_WORDS = frozenset("a an of in on at to by or и в о на по из от до для".split())
_LONGEST = 40  # letters of a word
_SPLIT_NUMBER = re.compile(r"(?<![\d,.])(\d{1,3})(?:, | ,| , )(\d{3})(?![\d,.]\d|\d)")
_GROUPED = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_LISTED = re.compile(r"^\s*(?:,\s*\d|(?:and|or|и|или)\s+\d)", re.IGNORECASE)
_TELEPHONE = re.compile(r"\b(?:call|dial|phone|tel|hotline|line|звон|позвон|номер|телефон|лини)", re.IGNORECASE)


class Mended(NamedTuple):
    """An obvious loss of the source and what stands in its place."""

    source: str
    text: str


class Hyphens:
    """Joins lines. Whether a hyphen at the end of a line belongs to the word is learnt from the rest of the text."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.words = {word.lower() for line in lines for word in _WORD.findall(line)}

    def join(self, one: str, other: str) -> str:
        """Return two lines as one text."""
        match = re.search(r"([^\W_]+)[-‐]$", one[-_LONGEST:])
        following = re.match(r"[^\W_]+", other[:_LONGEST])
        if not match or not following:
            return f"{one} {other}"
        first, second = match[1], following[0]
        whole = f"{first}{second}".lower()
        if (
            second[0].islower()
            and first.isalpha()
            and (whole in self.words or f"{first}-{second}".lower() not in self.words)
        ):
            return one[:-1] + other
        return one + other


def without_letter_spacing(line: str, words: set[str]) -> str:
    """Close up letters that are set apart: “M I G R A N T S”. Where a word ends is learnt from the other words."""
    return _SPACED.sub(lambda run: " ".join(_words(run[0].replace(" ", ""), words)).replace(" - ", "-"), line)


def _words(text: str, known: set[str]) -> list[str]:
    """Split letters into words at the least cost: a known word costs little, every other letter much."""
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(text) + 1):
        choices = []
        for start in range(max(0, end - _LONGEST), end):
            cost, before = best[start]
            word = text[start:end]
            cheap = word in "-–" or word.lower() in _SMALL_WORDS or (len(word) > 2 and word.lower() in known)
            choices.append((cost + 2 + (1 / len(word) if cheap else 3 * len(word)), [*before, word]))
        best.append(min(choices))
    return best[-1][1]


def groups_with_comma(text: str) -> bool:
    """Say whether a text writes thousands with a comma: 4,378."""
    return bool(_GROUPED.search(text))


def mend_numbers(text: str) -> tuple[str, list[Mended]]:
    """Close up numbers that a space splits: “330, 528”.

    Not in lists of numbers and not near telephones: “112, 103” are two numbers.
    """
    mends: list[Mended] = []

    def close(match: re.Match[str]) -> str:
        around = text[max(0, match.start() - 80) : match.end() + 40]
        if _LISTED.match(text[match.end() :]) or _TELEPHONE.search(around):
            return match[0]
        mends.append(Mended(match[0], f"{match[1]},{match[2]}"))
        return mends[-1].text

    return _SPLIT_NUMBER.sub(close, text), mends
