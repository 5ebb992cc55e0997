"""An answer put into words: which sentences, passages and contacts follow each other, before any markup."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from bot.assistant import MAX_QUESTION, Answer, FoundPassage
from bot.i18n import Catalog
from bot.knowledge import Contact, Language
from bot.knowledge.age import last_day

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


@dataclass(frozen=True)
class Showing:
    """How an answer or a contact is to be shown: on which day, with which contacts known to fail, in the original."""

    today: dt.date
    troubled: Collection[str] = frozenset()  # ids of contacts that several people could not reach
    original: bool = False  # passages in the language they were published in
    full: bool = False  # contacts with their source


def compose(answer: Answer, catalog: Catalog, showing: Showing | dt.date) -> list[Block]:
    """Put an answer into words: an urgent one begins with the contacts, every other with the passages."""
    how = showing if isinstance(showing, Showing) else Showing(showing)
    if answer.small_talk:
        return [Sentence(answer.small_talk.best(answer.language))]
    notice = [Sentence(answer.notice, "lead")] if answer.notice else []
    cut = list(_cut(answer, catalog))
    passages = [_passage(found, answer, catalog, how) for found in answer.passages]
    contacts = list(_contacts(answer, catalog, how))
    if answer.urgent:
        lead = catalog.text("It sounds as if somebody may be in danger. You can call or write here:")
        place = [Sentence(catalog.text("Which country are you in?"))] if answer.country is None else []
        return [*notice, Sentence(lead, "lead"), *contacts, *place, *passages, *cut]
    return [*notice, *cut, *_opening(answer, catalog), *passages, *contacts]


def contact_blocks(contacts: Iterable[Contact], catalog: Catalog, showing: Showing | dt.date) -> list[ContactBlock]:
    """Put contacts into words."""
    how = showing if isinstance(showing, Showing) else Showing(showing)
    return [_contact(contact, catalog, how) for contact in contacts]


def is_translated(answer: Answer) -> bool:
    """Tell whether an answer shows a passage in our translation."""
    return answer.language != "en" and any(_is_translated(found, answer.language) for found in answer.passages)


def _cut(answer: Answer, catalog: Catalog) -> Iterator[Sentence]:
    if len(answer.question) > MAX_QUESTION:
        yield Sentence(
            catalog.plural(
                "The message is long: I have read its first {number} character.",
                "The message is long: I have read its first {number} characters.",
                MAX_QUESTION,
            ),
            "note",
        )


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


def _is_translated(found: FoundPassage, language: Language) -> bool:
    text = found.passage.text
    return language != "en" and text.en is not None and text.get(language) is not None


def _passage(found: FoundPassage, answer: Answer, catalog: Catalog, how: Showing) -> PassageBlock:
    passage, bulletin = found.passage, found.bulletin
    translated = _is_translated(found, answer.language)
    language: Language = "en" if how.original and translated else answer.language
    notes = []
    if passage.text.get(language) is None:
        notes.append(catalog.text("Only in English.") if passage.text.en else catalog.text("Only in Russian."))
    elif translated:
        notes.append(
            catalog.text("The original.") if how.original else catalog.text("Unofficial translation from English.")
        )
    return PassageBlock(
        id=passage.id,
        title=passage.title.best(language) if passage.title else passage.id,
        origin=f"{catalog.date(passage.date or bulletin.date)} · {bulletin.title.best(language)}",
        text=passage.text.best(language),
        notes=tuple(notes),
    )


def _contacts(answer: Answer, catalog: Catalog, how: Showing) -> Iterator[Block]:
    if answer.outside:
        place = answer.outside.best(answer.language)
        yield Sentence(catalog.text("No contact in this country is on record: {country}.", country=place), "note")
    if answer.country is None and answer.contacts and not answer.urgent:
        yield Sentence(catalog.text("Which country do you need? Here is one contact of each:"))
    elif answer.contacts and not answer.urgent:
        yield Sentence(_heading(answer, catalog))
    for country, group in groupby(answer.contacts, key=lambda contact: contact.country):
        contacts = list(group)
        if answer.country == country and not has_hotline(contacts):
            missing = catalog.text(
                "No hotline is on record: {country}. You can write to this address.",
                country=catalog.country(country),
            )
            yield Sentence(missing, "note")
        yield from contact_blocks(contacts, catalog, how)


def _heading(answer: Answer, catalog: Catalog) -> str:
    if answer.wants_contact:
        return catalog.text("Contacts:")
    if answer.passages or answer.notice or answer.uncovered:
        return catalog.text("Where to ask:")
    return catalog.text("You can put the question in other words or ask people:")


def has_hotline(contacts: Sequence[Contact]) -> bool:
    """Tell whether there is a hotline or an emergency number among contacts."""
    return any(contact.kind != "mission" for contact in contacts)


def _contact(contact: Contact, catalog: Catalog, how: Showing) -> ContactBlock:
    return ContactBlock(
        id=contact.id,
        title=f"{catalog.country(contact.country)} · {contact.name.best(catalog.language)}",
        value=contact.value,
        details=tuple(_details(contact, catalog, how)),
    )


def _details(contact: Contact, catalog: Catalog, how: Showing) -> Iterator[str]:
    language = catalog.language
    yield from (text.best(language) for text in (contact.purpose, contact.hours) if text)
    if contact.languages:
        spoken = ", ".join(map(catalog.language_name, contact.languages))
        yield catalog.text("languages: {languages}", languages=spoken)
    if contact.status == "unconfirmed":
        yield catalog.text("not confirmed")
    if contact.id in how.troubled:
        yield catalog.text("some people could not get through lately")
    verified = catalog.date(contact.verified)
    if is_old(contact, how.today):
        yield catalog.text("as of {date}, not checked since", date=verified)
    else:
        yield catalog.text("as of {date}", date=verified)
    if how.full:
        yield catalog.text("source: {source}", source=contact.source)


def is_old(contact: Contact, today: dt.date) -> bool:
    """Tell whether a contact was verified so long ago that people must know it."""
    return today - last_day(contact.verified) > OLD
