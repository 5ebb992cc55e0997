"""What a button sends back when pressed: `action:value:reason;language`, up to 64 bytes (Bot API: callback_data)."""

from enum import StrEnum
from typing import NamedTuple

from bot.assistant.gazetteer import as_country_code
from bot.knowledge import LANGUAGES, CountryCode, Language
from bot.storage import REASONS, Reason

MAX_BYTES = 64
AUTOMATIC = "auto"  # the language of each question


class Action(StrEnum):
    """What a button asks for, and what its value is."""

    START = "start"
    HELP = "help"
    PRIVACY = "privacy"
    HOTLINES = "hotlines"
    COUNTRIES = "countries"  # choose another country
    COUNTRY = "country"  # this is my country: answer the question above for it, or show its card
    ANSWER = "answer"  # back to the answer, for this country
    ORIGINAL = "original"  # the answer for this country, passages in the original
    CARD = "card"  # all contacts of this country
    CONTACT = "contact"  # one contact, by id
    SAVE = "save"  # send this contact as a card for the address book
    DEAD = "dead"  # this contact did not work: ask why
    REPORT = "report"  # this contact did not work, and why
    LANGUAGE = "language"  # speak this language, or that of each question
    FORGET_COUNTRY = "nocountry"
    FORGET = "forget"


_BARE = frozenset({Action.START, Action.HELP, Action.PRIVACY, Action.HOTLINES, Action.COUNTRIES, Action.FORGET})
_OF_COUNTRY = frozenset({Action.COUNTRY, Action.CARD})
_PERHAPS_OF_COUNTRY = frozenset({Action.ANSWER, Action.ORIGINAL})
_OF_CONTACT = frozenset({Action.CONTACT, Action.SAVE, Action.DEAD})
_REASON_LETTERS: dict[str, Reason] = {reason[0]: reason for reason in REASONS}


class Press(NamedTuple):
    """A button pressed. The language is that of the message it stands under, where the button knows it."""

    action: Action
    value: str = ""
    reason: Reason | None = None
    language: Language | None = None

    @property
    def country(self) -> CountryCode | None:
        """Return the value as a country."""
        return as_country_code(self.value)

    def encode(self) -> str | None:
        """Write the press as callback data; None if it is too long to be one."""
        parts = [str(self.action), *([self.value] if self.value or self.reason else [])]
        data = ":".join([*parts, *([self.reason[0]] if self.reason else [])])
        data += f";{self.language}" if self.language else ""
        return data if len(data.encode()) <= MAX_BYTES else None


def decode(data: str) -> Press | None:
    """Read callback data; None if no button of ours sends it."""
    body, _, tag = data.partition(";")
    language = next((language for language in LANGUAGES if language == tag), None)
    name, value, letter = (*body.split(":"), "", "")[:3]
    action = next((action for action in Action if action == name), None)
    if action is None or (tag and language is None) or body.count(":") > 2:
        return None
    press = Press(action, value, _REASON_LETTERS.get(letter), language)
    return press if press.encode() == data and _is_sound(press) else None


def _is_sound(press: Press) -> bool:
    if press.action == Action.REPORT:
        return press.reason is not None and bool(press.value)
    if press.reason is not None:
        return False
    if press.action in _OF_COUNTRY:
        return press.country is not None
    if press.action in _PERHAPS_OF_COUNTRY:
        return not press.value or press.country is not None
    if press.action in _OF_CONTACT:
        return bool(press.value)
    if press.action == Action.LANGUAGE:
        return press.value in (*LANGUAGES, AUTOMATIC)
    return not press.value
