"""The buttons under the messages and what they send back (Bot API: callback_data is 1 to 64 bytes)."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.i18n import Catalog
from bot.knowledge import COUNTRIES

COUNTRY = "country:"


def countries(catalog: Catalog) -> InlineKeyboardMarkup:
    """Offer the five countries."""
    buttons = [
        InlineKeyboardButton(f"{_flag(code)} {catalog.country(code)}", callback_data=f"{COUNTRY}{code}")
        for code in COUNTRIES
    ]
    return InlineKeyboardMarkup([buttons[:2], buttons[2:4], buttons[4:]])


def _flag(code: str) -> str:
    """Return a country's flag: its ISO code in regional indicator symbols."""
    return "".join(chr(ord(letter) - ord("A") + 0x1F1E6) for letter in code)
