"""A bulletin as it was printed, made comparable with the passages taken from it."""

import re
from collections.abc import Sequence

from bot.knowledge.models import Mend

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_BULLETS = re.compile(r"[◆•▪●■]\s*")
_LINE_END_HYPHEN = re.compile(r"(?<=\w)-[ \t]*\n\s*(?=\w)")


def plain(text: str) -> str:
    """Drop what is no word of a text: markup, bullet glyphs, line ends, doubled spaces."""
    text = _LINK.sub(r"\1", text.replace("**", ""))
    return " ".join(_BULLETS.sub("", text).split())


def readings(source: str) -> tuple[str, str]:
    """Read a hyphen at the end of a line in both ways: as one of the word, as a break."""
    return plain(_LINE_END_HYPHEN.sub("-", source)), plain(_LINE_END_HYPHEN.sub("", source))


def mended(text: str, mends: Sequence[Mend]) -> str:
    """Put the listed mends of a passage into a source."""
    for mend in mends:
        text = text.replace(plain(mend.source), plain(mend.text))
    return text
