"""E-mail addresses: their form."""

import re
from collections.abc import Iterator

from bot.knowledge.folder import Finding, Folder
from bot.knowledge.problem import short
from bot.knowledge.rules.contacts import single

_EMAIL = re.compile(
    r"[A-Za-z0-9_%+'-]+(?:\.[A-Za-z0-9_%+'-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)


def wrong_email(folder: Folder) -> Iterator[Finding]:
    """Find what is no e-mail address."""
    for contact, email in single(folder, "email"):
        if not _EMAIL.fullmatch(email):
            yield contact.at("email"), f"“{short(email)}” is no e-mail address: {_slip(email)}; compare with the source"


def capitals_in_email(folder: Folder) -> Iterator[Finding]:
    """Find addresses with capital letters: one of them may stand for another letter or sign, as I for l."""
    for contact, email in single(folder, "email"):
        if email != email.lower() and _EMAIL.fullmatch(email):
            yield (
                contact.at("email"),
                f"“{short(email)}” has capital letters; compare with the source and write “{short(email.lower())}”",
            )


def _slip(email: str) -> str:
    """Say what keeps a text from being an address."""
    strange = "".join(sorted({letter for letter in email if letter.isalpha() and not letter.isascii()}))
    name, _, domain = email.partition("@")
    if strange:
        return f"“{short(strange)}” is not Latin"
    if ".." in email:
        return "two dots stand together"
    if email.endswith("."):
        return "it ends with a dot"
    if name and domain and "." not in domain:
        return f"there is no dot in “{short(domain)}”"
    return "an address has the form name@example.org"
