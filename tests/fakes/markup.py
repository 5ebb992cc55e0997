"""Reply markup: what Telegram accepts under a message."""

from typing import Any

from .entities import MarkupError, checked_url, utf16_length
from .failures import Json, bad_request

ACTIONS = (
    "callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat", "login_url", "web_app",
)  # fmt: skip


def check(markup: Any) -> Json | None:
    """Check reply markup and return the inline keyboard that the message keeps, if it is one."""
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("can't parse reply keyboard markup JSON object")
    for row in _rows(markup, "keyboard"):
        for button in row:
            if not (button if isinstance(button, str) else button.get("text")):
                raise bad_request("can't parse keyboard button: Text must be non-empty")
    rows = _rows(markup, "inline_keyboard")
    for row in rows:
        for button in row:
            _check_inline_button(button)
    return {"inline_keyboard": rows} if any(rows) else None


def callback_buttons(message: Json) -> list[tuple[str, str]]:
    """Return the text and the data of a message's callback buttons, in reading order."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [(button["text"], button["callback_data"]) for row in rows for button in row if "callback_data" in button]


def _rows(markup: Json, key: str) -> list[list[Any]]:
    rows = markup.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{key}" must be an Array of Arrays')
    return rows


def _check_inline_button(button: Any) -> None:
    """Refuse a button that Telegram refuses (Bot API: InlineKeyboardButton, CopyTextButton)."""
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if url := button.get("url"):
        try:
            checked_url(url)
        except MarkupError as error:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: {error}") from None
    elif "callback_data" in button:
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
    elif "copy_text" in button:
        if not 1 <= utf16_length(button["copy_text"]["text"]) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    elif not any(action in button for action in ACTIONS):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
