"""Numbers and addresses: their form, and whether every country has one."""

import re
from collections.abc import Iterator

import phonenumbers

from bot.knowledge.folder import Entry, Finding, Folder
from bot.knowledge.models import Contact
from bot.knowledge.problem import short

_SHORT = re.compile(r"\d{3,5}")
_INTERNATIONAL = re.compile(r"\+[1-9]\d{6,14}")  # E.164
_SEPARATORS = re.compile(r"[,;/|\n]|\s(?:or|and|или|и)\s|\S\s+\+", re.IGNORECASE)
_EMAIL = re.compile(
    r"[A-Za-z0-9_%+'-]+(?:\.[A-Za-z0-9_%+'-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
_PHONE_HINT = (
    "write + and the country code, digits only, in quotes (“+992900800800”), or a short number such as “11616”"
)


def two_in_one(folder: Folder) -> Iterator[Finding]:
    """Find two numbers or addresses in one record."""
    for contact in folder.contacts:
        if _is_two(contact.content):
            kind = "address" if contact.content.channel == "email" else "number"
            message = f"“{short(contact.content.value)}” is more than one {kind}; make a record of each"
            yield contact.at(contact.content.channel), message


def wrong_phone(folder: Folder) -> Iterator[Finding]:
    """Find numbers that nobody can dial as they stand."""
    for contact, phone in _single(folder, "phone"):
        if _SHORT.fullmatch(phone):
            continue
        number = _parsed(phone, contact.content.country)
        if _INTERNATIONAL.fullmatch(_closed(phone)) and number and phonenumbers.is_possible_number(number):
            continue
        meant = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if number else ""
        if number and phonenumbers.is_valid_number(number):
            yield contact.at("phone"), f"“{short(phone)}” is not in international form; write “{meant}”"
        elif _INTERNATIONAL.fullmatch(_closed(phone)):
            yield (
                contact.at("phone"),
                f"“{short(phone)}” has too few or too many digits for its country; compare with the source",
            )
        else:
            yield contact.at("phone"), f"“{short(phone)}” is no phone number; {_PHONE_HINT}"


def spaced_phone(folder: Folder) -> Iterator[Finding]:
    """Find numbers with spaces, hyphens or brackets between the digits."""
    for contact, phone in _single(folder, "phone"):
        if phone != _closed(phone) and _INTERNATIONAL.fullmatch(_closed(phone)):
            yield contact.at("phone"), f"“{short(phone)}” has signs between its digits; write “{short(_closed(phone))}”"


def unlikely_phone(folder: Folder) -> Iterator[Finding]:
    """Find numbers of the right length that no numbering plan knows."""
    for contact, phone in _single(folder, "phone"):
        number = _parsed(phone, contact.content.country) if _INTERNATIONAL.fullmatch(_closed(phone)) else None
        if number and phonenumbers.is_possible_number(number) and not phonenumbers.is_valid_number(number):
            yield (
                contact.at("phone"),
                f"no country is known to give out numbers such as “{short(phone)}”; compare with the source",
            )


def wrong_email(folder: Folder) -> Iterator[Finding]:
    """Find what is no e-mail address."""
    for contact, email in _single(folder, "email"):
        if not _EMAIL.fullmatch(email):
            strange = "".join(sorted({letter for letter in email if letter.isalpha() and not letter.isascii()}))
            why = f"“{short(strange)}” is not Latin" if strange else "an address has the form name@example.org"
            yield contact.at("email"), f"“{short(email)}” is no e-mail address: {why}; compare with the source"


def countries_without_contact(folder: Folder) -> Iterator[Finding]:
    """Find countries that the bot knows as its own and has nobody to name in."""
    served = {contact.content.country for contact in folder.contacts if contact.content.status != "retired"}
    for country in folder.countries if folder.contacts.whole else ():
        if not country.content.outside and country.content.code not in served:
            yield country.at("code"), "has no contact; add one to contacts.yaml, or set “outside: true”"


def _single(folder: Folder, channel: str) -> Iterator[tuple[Entry[Contact], str]]:
    for contact in folder.contacts:
        if contact.content.channel == channel and not _is_two(contact.content):
            yield contact, contact.content.value


def _is_two(contact: Contact) -> bool:
    return contact.value.count("@") > 1 or _SEPARATORS.search(contact.value) is not None


def _closed(phone: str) -> str:
    """Return a number without what groups its digits."""
    return re.sub(r"[\s().-]", "", phone)


def _parsed(phone: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return None
