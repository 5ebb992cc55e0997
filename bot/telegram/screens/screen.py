"""A message as data: HTML and the buttons below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.i18n import Catalog
from bot.knowledge import COUNTRIES, Contact
from bot.reply import Block
from bot.telegram.callback import Action, Press
from bot.telegram.render import render


@dataclass(frozen=True)
class Button:
    """A button; it sends a press back, or copies a text, or shares by an inline query, or opens a link."""

    text: str
    press: Press | None = None
    copy: str | None = None
    share: str | None = None
    link: str | None = None


_SHORT_NUMBER = 6  # digits that leave room for a second button in the row on a small screen
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Screen:
    """A message."""

    html: str
    rows: Rows = ()


def screen(blocks: Iterable[Block], *rows: Iterable[Button]) -> Screen:
    """Lay out a message; rows without buttons are left out."""
    return Screen(render(list(blocks)), tuple(kept for row in rows if (kept := tuple(row))))


def button(words: Catalog, text: str, action: Action, value: str = "") -> Button:
    """Make a button that keeps the language of its message."""
    # The country buttons carry no language: the question above them tells it.
    language = None if action in (Action.COUNTRY, Action.ANSWER, Action.ORIGINAL) else words.language
    return Button(text, Press(action, value, language=language))


@cache
def flag(code: str) -> str:
    """Return a country's flag: its ISO code in regional indicator symbols."""
    return "".join(chr(ord(letter) - ord("A") + 0x1F1E6) for letter in code)


@cache
def country_rows(words: Catalog, action: Action = Action.COUNTRY) -> Rows:
    """Offer the five countries."""
    buttons = tuple(button(words, f"{flag(code)} {words.country(code)}", action, code) for code in COUNTRIES)
    return buttons[:2], buttons[2:4], buttons[4:]


def number_rows(words: Catalog, contact: Contact) -> Rows:
    """Offer to copy a number or address and, for a number, to say that it does not work."""
    copy = Button(f"📋 {flag(contact.country)} {contact.value}", copy=contact.value)
    if contact.channel != "phone":
        return ((copy,),)
    dead = button(words, words.text("📵 {number} did not work", number=contact.value), Action.DEAD, contact.id)
    return ((copy, dead),) if len(contact.value) <= _SHORT_NUMBER else ((copy,), (dead,))


def hotlines_button(words: Catalog) -> Button:
    """Offer the contacts of all countries."""
    return button(words, words.text("☎️ Hotlines now"), Action.HOTLINES)


def start_button(words: Catalog) -> Button:
    """Offer the way to the first screen."""
    return button(words, words.text("🏠 To the start"), Action.START)
