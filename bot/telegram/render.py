"""A reply as a Telegram message: HTML that fits into one message (Bot API, “Formatting options”, “sendMessage”)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape, unescape

from bot.reply import Block, ContactBlock, PassageBlock, Sentence

MAX_UNITS = 4096  # UTF-16 code units of a message after its entities are parsed
_SHORT = 280  # characters of a passage that are shown without folding
_CUT = "…"
_TAG = re.compile(r"</?\w[^>]*>")


def render(blocks: Sequence[Block]) -> str:
    """Return the HTML of a reply that fits into one message: contacts stay whole, the last passages give way."""
    fitting = list(blocks)
    while (surplus := _units(fitting) - MAX_UNITS) > 0:
        last = max((number for number, block in enumerate(fitting) if isinstance(block, PassageBlock)), default=-1)
        if last < 0:
            if len(fitting) == 1:
                return _escaped(_plain(fitting[0])[: MAX_UNITS // 2 - 1] + _CUT)  # a character is up to two units
            fitting.pop()
        elif sum(isinstance(block, PassageBlock) for block in fitting) > 1 or _is_spent(fitting[last]):
            del fitting[last]
        else:
            fitting[last] = _shortened(fitting[last], surplus)
    return "\n\n".join(_html(block) for block in fitting)


def _is_spent(block: Block) -> bool:
    return isinstance(block, PassageBlock) and block.text == _CUT


def _html(block: Block) -> str:
    match block:
        case Sentence(text=text, kind="lead"):
            return f"<b>{_escaped(text)}</b>"
        case Sentence(text=text, kind="note"):
            return f"<i>{_escaped(text)}</i>"
        case Sentence(text=text):
            return _escaped(text)
        case PassageBlock(title=title, origin=origin, text=text, notes=notes):
            quote = "<blockquote expandable>" if len(text) > _SHORT else "<blockquote>"
            lines = [
                f"<b>{_escaped(title)}</b>",
                f"<i>{_escaped(origin)}</i>",
                f"{quote}{_escaped(text)}</blockquote>",
            ]
            return "\n".join([*lines, *(f"<i>{_escaped(note)}</i>" for note in notes)])
        case ContactBlock(title=title, value=value, details=details):
            # The number stands as plain text: inside <code> phones do not make it tappable.
            return "\n".join(
                [f"<b>{_escaped(title)}</b>", _escaped(value), *(f"<i>{_escaped(d)}</i>" for d in details)]
            )


def _units(blocks: Sequence[Block]) -> int:
    return len("\n\n".join(_plain(block) for block in blocks).encode("utf-16-le")) // 2


def _plain(block: Block) -> str:
    """Return what is left of a block when its markup is parsed."""
    match block:
        case Sentence(text=text):
            return text
        case PassageBlock(title=title, origin=origin, text=text, notes=notes):
            return "\n".join([title, origin, text, *notes])
        case ContactBlock(title=title, value=value, details=details):
            return "\n".join([title, value, *details])


def _shortened(block: Block, surplus: int) -> Block:
    """Cut the text of a passage at the end of a word; what remains is still word for word."""
    assert isinstance(block, PassageBlock)  # noqa: S101 - chosen so by the caller
    kept = block.text[: max(0, len(block.text) - surplus - len(_CUT) - 1)]
    return replace(block, text=kept.rpartition(" ")[0] + _CUT)


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def folded(text: str) -> str:
    """Return a text as a quote that opens at a touch."""
    return f"<blockquote expandable>{_escaped(text)}</blockquote>"


def plain(html: str) -> str:
    """Return a rendered message without its markup."""
    return unescape(_TAG.sub("", html))
