"""Contacts: is there one for everybody, and does each record hold a single one?"""

import re
from collections.abc import Iterator

from bot.knowledge.folder import Entry, Finding, Folder, Place
from bot.knowledge.models import COUNTRIES, Contact
from bot.knowledge.problem import short

_SEPARATORS = re.compile(r"[,;/|\n]|\s(?:or|and|или|и)\s|\S\s+\+", re.IGNORECASE)
_FILE = "contacts.yaml"


def two_in_one(folder: Folder) -> Iterator[Finding]:
    """Find two numbers or addresses in one record."""
    for contact in folder.contacts:
        if _is_two(contact.content):
            kind = "address" if contact.content.channel == "email" else "number"
            message = f"“{short(contact.content.value)}” is more than one {kind}; make a record of each"
            yield contact.at(contact.content.channel), message


def no_contacts(folder: Folder) -> Iterator[Finding]:
    """Find out whether there is any contact to show."""
    if folder.contacts.whole and all(contact.content.status == "retired" for contact in folder.contacts):
        what = "shows no contact" if _FILE in folder.names else "is missing"
        yield Place(folder.directory / _FILE), f"{what}: nobody is told whom to call or write to; add the contacts here"


def countries_without_contact(folder: Folder) -> Iterator[Finding]:
    """Find countries that the bot serves and has nobody to name in."""
    if not folder.contacts.whole:
        return
    served = {contact.content.country for contact in folder.contacts if contact.content.status != "retired"}
    known = {country.content.code: country for country in folder.countries}
    for code, country in known.items():
        if code not in served and not country.content.outside:
            yield country.at("code"), f"has no contact; add one to {_FILE}, or set “outside: true”"
    for code in COUNTRIES if folder.countries.whole else ():
        if code not in served and code not in known:
            yield Place(folder.directory / _FILE), f"has no contact of {code}; add one"


def single(folder: Folder, channel: str) -> Iterator[tuple[Entry[Contact], str]]:
    """Yield the contacts of a channel, each with its number or address, but for those that hold two."""
    for contact in folder.contacts:
        if contact.content.channel == channel and not _is_two(contact.content):
            yield contact, contact.content.value


def _is_two(contact: Contact) -> bool:
    return contact.value.count("@") > 1 or _SEPARATORS.search(contact.value) is not None
