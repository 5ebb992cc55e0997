"""The buttons of a screen as Telegram takes them."""

from collections.abc import Iterator

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.screens.screen import Button, Rows

_MAX_COPIED = 256  # characters (Bot API: CopyTextButton)


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Return the keyboard, None without buttons."""
    kept = [made for row in rows if (made := [key for button in row for key in _key(button)])]
    return InlineKeyboardMarkup(kept) if kept else None


def _key(button: Button) -> Iterator[InlineKeyboardButton]:
    """Make a button; one whose data or text is too long for Telegram is left out."""
    if button.press and (data := button.press.encode()):
        yield InlineKeyboardButton(button.text, callback_data=data)
    elif button.copy and len(button.copy) <= _MAX_COPIED:
        yield InlineKeyboardButton(button.text, copy_text=CopyTextButton(button.copy))
    elif button.share is not None:
        yield InlineKeyboardButton(button.text, switch_inline_query=button.share)
    elif button.link:
        yield InlineKeyboardButton(button.text, url=button.link)
