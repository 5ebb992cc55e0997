"""Spaces and hyphens that a conversion put into words and numbers, or took out of them."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
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
        match = re.search(r"([^\W_]+)[-‐]$", one)
        following = re.match(r"[^\W_]+", other)
        if not match or not following:
            return f"{one} {other}"
        first, second = match[1], following[0]
        whole = f"{first}{second}".lower()
        if second[0].islower() and first.isalpha() and (whole in self.words or f"{first}-{second}".lower() not in self.words):
            return one[:-1] + other
        return one + other


def without_letter_spacing(line: str, words: set[str]) -> str:
    """Close up a line whose letters are set apart: “M I G R A N T S”. Borders of words are found among known words."""
    pieces = line.split(" ")
    single = sum(len(piece.strip("-–.,:!?")) <= 1 for piece in pieces)
    if len(pieces) < 5 or single < 0.8 * len(pieces):
        return line
    return " ".join(_words("".join(pieces), words))


def _words(text: str, known: set[str]) -> Iterator[str]:
    """Split letters into known words, as few as possible; if they cannot be split so, return them as they are."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - 30), end):
            before, word = best[start], text[start:end]
            fits = word.lower() in known and (len(word) > 1 or not word.isalpha()) or not word.isalnum() and len(word) == 1
            if before is not None and fits and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                best[end] = (*before, word)
    yield from best[-1] or (text,)


def mend_numbers(text: str, document: str) -> tuple[str, list[Mended]]:
    """Close up numbers that a space splits, “330, 528”, where the document writes thousands with a comma.

    Not in lists of numbers and not near telephones: “112, 103” are two numbers.
    """
    mends: list[Mended] = []
    if not _GROUPED.search(document):
        return text, mends

    def close(match: re.Match[str]) -> str:
        around = text[max(0, match.start() - 80) : match.end() + 40]
        if _LISTED.match(text[match.end() :]) or _TELEPHONE.search(around):
            return match[0]
        mends.append(Mended(match[0], f"{match[1]},{match[2]}"))
        return mends[-1].text

    return _SPLIT_NUMBER.sub(close, text), mends
