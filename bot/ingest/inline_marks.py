"""Marks that a conversion leaves inside plain text: bold signs, links in brackets, bullets."""

import re

_LINK = re.compile(r"!?\[([^\]\n]*)\]\(([^)\s]*)\)")
_BOLD = re.compile(r"\*\*|__(?=\w)|(?<=\w)__")
_HASHES = re.compile(r"^\s{0,3}#{1,6}\s+")
_BULLET = re.compile(r"^\s*(?:[-*+•·●▪■◆◦‣➢✓]|[–—](?=\s+[•●▪■◆◦‣])|o(?=\s{2,}))(?:\s+[•·●▪■◆◦‣➢✓])?\s+")
BULLET = "- "  # as it stands in the passages


def without_marks(line: str) -> tuple[str, list[str]]:
    """Return a line without the marks, and the addresses that its links lead to."""
    links = [address for _, address in _LINK.findall(line) if not address.startswith("#") and address]
    return _BOLD.sub("", _LINK.sub(r"\1", _HASHES.sub("", line))), links


def as_item(line: str) -> str | None:
    """Return a line that begins with a bullet as an item of a list, else None."""
    text, count = _BULLET.subn(BULLET, line)
    return text if count and any(map(str.isalnum, text)) else None


def is_marked_heading(line: str) -> bool:
    """Say whether a line is marked as a heading with hashes."""
    return bool(_HASHES.match(line))
