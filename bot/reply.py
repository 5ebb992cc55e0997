"""An answer put into words: which sentences, passages and contacts follow each other, before any markup."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from bot.assistant import Answer, FoundPassage
from bot.i18n import Catalog
from bot.knowledge import Contact

OLD = dt.timedelta(days=3 * 365)  # a contact not verified for longer is shown as an old one


@dataclass(frozen=True)
class Sentence:
    """A sentence of the bot itself."""

    text: str
    kind: Literal["plain", "lead", "note"] = "plain"


@dataclass(frozen=True)
class PassageBlock:
    """A passage as it is shown: what it is called, where it is from, its words, and what to know of them."""

    id: str
    title: str
    origin: str
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContactBlock:
    """A contact as it is shown."""

    id: str
    title: str
    value: str
    details: tuple[str, ...] = ()


Block = Sentence | PassageBlock | ContactBlock


def compose(answer: Answer, catalog: Catalog, today: dt.date) -> list[Block]:
    """Put an answer into words: an urgent one begins with the contacts, every other with the passages."""
    if answer.small_talk:
        return [Sentence(answer.small_talk.best(answer.language))]
    notice = [Sentence(answer.notice, "lead")] if answer.notice else []
    passages = [_passage(found, answer, catalog) for found in answer.passages]
    contacts = list(_contacts(answer, catalog, today))
    if answer.urgent:
        lead = catalog.text("It sounds as if somebody may be in danger. You can call or write here:")
        return [*notice, Sentence(lead, "lead"), *contacts, *passages]
    return [*notice, *_opening(answer, catalog), *passages, *contacts]


def contact_blocks(contacts: Iterable[Contact], catalog: Catalog, today: dt.date) -> list[ContactBlock]:
    """Put contacts into words."""
    return [_contact(contact, catalog, today) for contact in contacts]


def _opening(answer: Answer, catalog: Catalog) -> Iterator[Sentence]:
    if answer.passages:
        count = len(answer.passages)
        yield Sentence(
            catalog.plural(
                "One passage of the IOM bulletins is about this:",
                "{number} passages of the IOM bulletins are about this:",
                count,
            )
        )
    elif answer.notice or answer.wants_contact:
        return
    elif answer.uncovered:
        subject = answer.uncovered.best(answer.language)
        yield Sentence(catalog.text("The IOM bulletins say nothing about this ({subject}).", subject=subject))
    else:
        yield Sentence(catalog.text("I have found nothing about this in the IOM bulletins."))


def _passage(found: FoundPassage, answer: Answer, catalog: Catalog) -> PassageBlock:
    passage, bulletin = found.passage, found.bulletin
    language = answer.language
    notes = []
    if passage.text.get(language) is None:
        notes.append(catalog.text("Only in English.") if passage.text.en else catalog.text("Only in Russian."))
    elif language != "en" and passage.text.en:
        notes.append(catalog.text("Unofficial translation from English."))
    return PassageBlock(
        id=passage.id,
        title=passage.title.best(language) if passage.title else passage.id,
        origin=f"{catalog.date(passage.date or bulletin.date)} · {bulletin.title.best(language)}",
        text=passage.text.best(language),
        notes=tuple(notes),
    )


def _contacts(answer: Answer, catalog: Catalog, today: dt.date) -> Iterator[Block]:
    if answer.outside:
        place = answer.outside.best(answer.language)
        yield Sentence(catalog.text("No contact in this country is on record: {country}.", country=place), "note")
    if answer.country is None and answer.contacts and not answer.urgent:
        yield Sentence(catalog.text("Which country do you need? Here is one contact of each:"))
    elif answer.contacts and not answer.urgent:
        yield Sentence(catalog.text("Where to ask:") if not answer.wants_contact else catalog.text("Contacts:"))
    for country, group in groupby(answer.contacts, key=lambda contact: contact.country):
        contacts = list(group)
        if answer.country == country and not has_hotline(contacts):
            missing = catalog.text(
                "No hotline is on record: {country}. You can write to this address.",
                country=catalog.country(country),
            )
            yield Sentence(missing, "note")
        yield from contact_blocks(contacts, catalog, today)


def has_hotline(contacts: Sequence[Contact]) -> bool:
    """Tell whether there is a hotline or an emergency number among contacts."""
    return any(contact.kind != "mission" for contact in contacts)


def _contact(contact: Contact, catalog: Catalog, today: dt.date) -> ContactBlock:
    language = catalog.language
    details = [text.best(language) for text in (contact.purpose, contact.hours) if text]
    if contact.status == "unconfirmed":
        details.append(catalog.text("not confirmed"))
    verified = catalog.date(contact.verified)
    if is_old(contact, today):
        details.append(catalog.text("as of {date}, not checked since", date=verified))
    else:
        details.append(catalog.text("as of {date}", date=verified))
    return ContactBlock(
        id=contact.id,
        title=f"{catalog.country(contact.country)} · {contact.name.best(language)}",
        value=contact.value,
        details=tuple(details),
    )


def is_old(contact: Contact, today: dt.date) -> bool:
    """Tell whether a contact was verified so long ago that people must know it; of a bare year its last day counts."""
    year, *rest = contact.verified.split("-")
    month, day = (rest + ["12", "28"][len(rest) :])[:2]
    return today - dt.date(int(year), int(month), int(day)) > OLD
