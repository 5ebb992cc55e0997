"""What every reader of a file format gives: lines in reading order, and what the format says of them."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["text", "heading", "item", "caption"]

_SPACES = re.compile(r"[\s\u200b\u2060\ufeff]+")
_SOFT_HYPHEN_AT_END = re.compile(r"\u00ad\s*$")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200c-\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


class IngestError(Exception):
    """A file that no draft can be made of; the text is one line that says why and how to mend it."""


class Dropped(NamedTuple):
    """A piece of the file that is no part of a passage: why, where it stood, and what it says."""

    reason: str
    where: str
    text: str


@dataclass(frozen=True)
class Line:
    """A line as it was printed or, if `whole`, a paragraph as the format marks it."""

    text: str
    where: str  # "line 12", "page 2", "paragraph 7"
    kind: Kind = "text"
    gap: int = 0  # blank lines before it
    indent: int = 0
    whole: bool = False
    edge: str = ""  # "top" or "bottom": the first or last line of a page
    page: int = 0  # 0: the format knows no pages


@dataclass
class Document:
    """A file that was read. `dropped` is what the format itself marks as no text: menus, page headers."""

    lines: list[Line]
    title: str | None = None
    date: str | None = None
    dropped: list[Dropped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def clean(text: str) -> str:
    """Return a text in one line: single spaces, no signs that cannot be printed, letters set as one taken apart."""
    text = unicodedata.normalize("NFC", _SOFT_HYPHEN_AT_END.sub("-", text.replace("\u00ad\n", "")))
    return _SPACES.sub(" ", _UNPRINTABLE.sub("", text.translate(_LIGATURES))).strip()
