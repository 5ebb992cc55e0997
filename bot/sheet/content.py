"""What stands on the sheet, in words, before any layout."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import segno

from bot.assistant import Directory
from bot.i18n import Catalog, catalog
from bot.knowledge import Contact, CountryCode, Language
from bot.reply import has_hotline, is_old

SIDES: tuple[Language, Language] = ("ru", "en")  # Russian first and larger: most of those who read a wall read it


@dataclass(frozen=True)
class Side:
    """A contact in one language."""

    name: str
    about: str  # whom it helps, when; may be empty
    seen: str  # when it was last seen to be right
    doubt: str  # why to be careful; empty for most


@dataclass(frozen=True)
class Entry:
    """A contact: what to dial or write to, and what it is in each language."""

    value: str
    is_phone: bool
    is_main: bool
    sides: tuple[Side, ...]
    source: int  # its number in the list at the foot


@dataclass(frozen=True)
class Link:
    """A deep link into the bot that chooses country and language."""

    address: str
    language: Language

    @property
    def code(self) -> segno.QRCode:
        """Return the link as a QR code that bears some dirt and creases."""
        return segno.make_qr(self.address, error="m")


@dataclass(frozen=True)
class Section:
    """A country: its names, its contacts, the main one first, and the ways to the bot."""

    names: tuple[str, ...]
    notes: tuple[str, ...]
    entries: tuple[Entry, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Sheet:
    """The whole sheet."""

    titles: tuple[str, ...]
    dates: tuple[str, ...]
    sections: tuple[Section, ...]
    bot: str | None  # @username
    about_bot: tuple[str, ...]
    sources: tuple[str, ...]


def make_sheet(
    directory: Directory, countries: Sequence[CountryCode], today: dt.date, username: str | None = None
) -> Sheet:
    """Put the contacts of some countries into words; with the user name of the bot, add QR codes that open it."""
    words = [catalog(language) for language in SIDES]
    shown = {country: directory.card(country) for country in countries}
    sources = tuple(dict.fromkeys(contact.source for contacts in shown.values() for contact in contacts))
    return Sheet(
        titles=tuple(spoken.text("Hotlines and addresses") for spoken in words),
        dates=tuple(spoken.date(today) for spoken in words),
        sections=tuple(
            Section(
                names=tuple(spoken.country(country) for spoken in words),
                notes=tuple(_notes(country, contacts, words)),
                entries=tuple(
                    Entry(
                        value=contact.value,
                        is_phone=contact.channel == "phone",
                        is_main=contact is contacts[0],
                        sides=tuple(_side(contact, spoken, today) for spoken in words),
                        source=sources.index(contact.source) + 1,
                    )
                    for contact in contacts
                ),
                links=tuple(
                    Link(f"https://t.me/{username}?start={country.lower()}_{language}", language)
                    for language in SIDES
                    if username
                ),
            )
            for country, contacts in shown.items()
            if contacts
        ),
        bot=f"@{username}" if username else None,
        about_bot=tuple(
            spoken.text(
                "Hotlines for migrants in Central Asia and answers from IOM bulletins. A programme, not the IOM."
            )
            for spoken in words
        ),
        sources=sources,
    )


def _notes(country: CountryCode, contacts: Sequence[Contact], words: Sequence[Catalog]) -> Iterator[str]:
    if not has_hotline(contacts):
        for spoken in words:
            yield spoken.text(
                "No hotline is on record: {country}. You can write to this address.", country=spoken.country(country)
            )


def _side(contact: Contact, words: Catalog, today: dt.date) -> Side:
    date = words.date(contact.verified)
    old = is_old(contact, today)
    return Side(
        name=contact.name.best(words.language),
        about="; ".join(text.best(words.language) for text in (contact.purpose, contact.hours) if text),
        seen=words.text("as of {date}, not checked since", date=date) if old else words.text("as of {date}", date=date),
        doubt=words.text("not confirmed") if contact.status == "unconfirmed" else "",
    )
