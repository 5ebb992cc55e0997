"""Phone numbers: can they be dialled as they stand, and do they belong to the country of their contact?"""

import re
from collections.abc import Iterator

import phonenumbers

from bot.knowledge.folder import Entry, Finding, Folder
from bot.knowledge.models import Contact
from bot.knowledge.problem import short
from bot.knowledge.rules.contacts import single

_SHORT = re.compile(r"\d{3,5}")
_INTERNATIONAL = re.compile(r"\+[1-9]\d{6,14}")  # E.164
_NOWHERE = "001"  # what `phonenumbers` calls the region of numbers that belong to no country
_PHONE_HINT = (
    "write + and the country code, digits only, in quotes (“+992900800800”), or a short number such as “11616”"
)


def wrong_phone(folder: Folder) -> Iterator[Finding]:
    """Find numbers that nobody can dial as they stand."""
    for contact, phone in _phones(folder):
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
    for contact, phone in _phones(folder):
        if phone != _closed(phone) and _INTERNATIONAL.fullmatch(_closed(phone)):
            yield contact.at("phone"), f"“{short(phone)}” has signs between its digits; write “{short(_closed(phone))}”"


def unlikely_phone(folder: Folder) -> Iterator[Finding]:
    """Find numbers of the right length that no numbering plan knows."""
    for contact, phone in _phones(folder):
        number = _parsed(phone, contact.content.country) if _INTERNATIONAL.fullmatch(_closed(phone)) else None
        if number and phonenumbers.is_possible_number(number) and not phonenumbers.is_valid_number(number):
            yield (
                contact.at("phone"),
                f"no country is known to give out numbers such as “{short(phone)}”; compare with the source",
            )


def foreign_phone(folder: Folder) -> Iterator[Finding]:
    """Find numbers of another country than that of their contact. Short numbers tell nothing."""
    for contact, phone in _phones(folder):
        number = _parsed(phone, contact.content.country) if _INTERNATIONAL.fullmatch(_closed(phone)) else None
        regions = _regions(number) if number else ()
        if regions and contact.content.country not in regions:
            yield (
                contact.at("phone"),
                f"“{short(phone)}” is a number of {regions[0]}, not of {contact.content.country}; compare number and "
                "country with the source",
            )


def _regions(number: phonenumbers.PhoneNumber) -> tuple[str, ...]:
    """Return the countries that a number may belong to; those of its calling code if it does not tell more."""
    region = phonenumbers.region_code_for_number(number)
    regions = (region,) if region else phonenumbers.region_codes_for_country_code(number.country_code or 0)
    return () if _NOWHERE in regions else regions


def _phones(folder: Folder) -> Iterator[tuple[Entry[Contact], str]]:
    return single(folder, "phone")


def _closed(phone: str) -> str:
    """Return a number without what groups its digits."""
    return re.sub(r"[\s().-]", "", phone)


def _parsed(phone: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return None
