"""What the commands print."""

import sys
import textwrap
from collections.abc import Iterable

from bot.reply import Block, ContactBlock, PassageBlock, Sentence

_WIDTH = 100


def fail(*lines: str) -> int:
    """Print what went wrong on standard error and return the exit code for it."""
    for line in lines:
        print(line if line.count(":") > 2 else f"error: {line}", file=sys.stderr)
    return 1


def plain_text(blocks: Iterable[Block]) -> str:
    """Lay out a reply for a terminal."""
    return "\n\n".join("\n".join(_lines(block)) for block in blocks)


def _lines(block: Block) -> Iterable[str]:
    match block:
        case Sentence(text=text):
            yield textwrap.fill(text, _WIDTH)
        case PassageBlock(title=title, origin=origin, text=text, notes=notes):
            yield title
            yield origin
            for paragraph in text.split("\n"):
                yield textwrap.fill(paragraph, _WIDTH, initial_indent="  ", subsequent_indent="  ")
            yield from notes
        case ContactBlock(title=title, value=value, details=details):
            yield title
            yield f"  {value}"
            yield from (f"  {detail}" for detail in details)
