"""The buttons of a screen as Telegram takes them."""

from collections.abc import Iterator
from typing import Any

from bot.telegram.screens.screen import Button, Rows

Json = dict[str, Any]
_MAX_COPIED = 256  # characters (Bot API: CopyTextButton)


def keyboard(rows: Rows) -> Json | None:
    """Return the keyboard (Bot API: InlineKeyboardMarkup), None without buttons.

    Plain data: to make the library's objects and to take them apart again takes as long as to find the answer.
    """
    kept = [made for row in rows if (made := [key for button in row for key in _key(button)])]
    return {"inline_keyboard": kept} if kept else None


def _key(button: Button) -> Iterator[Json]:
    """Make a button; one whose data or text is too long for Telegram is left out."""
    if button.press and (data := button.press.encode()):
        yield {"text": button.text, "callback_data": data}
    elif button.copy and len(button.copy) <= _MAX_COPIED:
        yield {"text": button.text, "copy_text": {"text": button.copy}}
    elif button.share is not None:
        yield {"text": button.text, "switch_inline_query": button.share}
    elif button.link:
        yield {"text": button.text, "url": button.link}
