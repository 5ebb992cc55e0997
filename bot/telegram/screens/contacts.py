"""Contacts: those of all countries, of one, a single one, and what to do when one does not work."""

from collections.abc import Sequence
from dataclasses import replace

from bot.i18n import Catalog
from bot.knowledge import Contact, CountryCode
from bot.reply import Block, Sentence, Showing, contact_blocks, has_hotline
from bot.storage import Reason
from bot.telegram.callback import Action, Press
from bot.telegram.screens.screen import (
    Button,
    Screen,
    button,
    country_rows,
    flag,
    hotlines_button,
    number_rows,
    screen,
    start_button,
)


def hotlines(words: Catalog, contacts: Sequence[Contact], how: Showing) -> Screen:
    """Show the first contact of every country."""
    lead = Sentence(words.text("The first contact of each country. Choose yours to see all of its contacts:"))
    return screen([lead, *contact_blocks(contacts, words, how)], *country_rows(words), [start_button(words)])


def card(
    words: Catalog,
    country: CountryCode,
    contacts: Sequence[Contact],
    how: Showing,
    back: Button | None = None,
    lead: Sequence[Block] = (),
) -> Screen:
    """Show all contacts of a country, the one to try first at the head; something else may lead to them."""
    name = words.country(country)
    elsewhere = [button(words, words.text("🌍 Another country"), Action.COUNTRIES), back or start_button(words)]
    if not contacts:
        nothing = words.text("No contact in this country is on record: {country}.", country=name)
        return screen([*lead, Sentence(nothing)], elsewhere)
    blocks: list[Block] = [*contact_blocks(contacts, words, replace(how, full=True))]
    if not has_hotline(contacts):
        missing = words.text("No hotline is on record: {country}. You can write to this address.", country=name)
        blocks.insert(0, Sentence(missing, "note"))
    others = [button(words, f"{_sign(other)} {other.value}", Action.CONTACT, other.id) for other in contacts[1:]]
    return screen(
        [*lead, *blocks],
        *number_rows(words, contacts[0]),
        _keep_and_share(words, contacts[0]),
        *(others[start : start + 2] for start in range(0, len(others), 2)),
        elsewhere,
    )


def single(words: Catalog, contact: Contact, how: Showing) -> Screen:
    """Show one contact."""
    all_of_it = words.text("‹ All contacts: {country}", country=words.country(contact.country))
    return screen(
        contact_blocks([contact], words, replace(how, full=True)),
        *number_rows(words, contact),
        _keep_and_share(words, contact),
        [button(words, all_of_it, Action.CARD, contact.country)],
        [start_button(words)],
    )


def what_happened(words: Catalog, contact: Contact, back: Button) -> Screen:
    """Ask why a number did not work."""
    question = words.text(
        "What happened with the number {number} ({country})?",
        number=contact.value,
        country=words.country(contact.country),
    )
    reasons: tuple[tuple[str, Reason], ...] = (
        (words.text("Nobody answered"), "no_answer"),
        (words.text("It is another number"), "wrong_number"),
        (words.text("They refused my language"), "refused_language"),
    )
    note = words.text("Your answer is counted without your name.")
    return screen(
        [Sentence(question), Sentence(note, "note")],
        *([Button(text, Press(Action.REPORT, contact.id, reason, words.language))] for text, reason in reasons),
        [back],
    )


def try_next(words: Catalog, dead: Contact, following: Contact | None, how: Showing, back: Button) -> Screen:
    """Thank for the report and show at once whom to try next."""
    thanks = words.text("Thank you, noted: {number} did not work.", number=dead.value)
    everything = button(words, words.text("📇 All contacts"), Action.CARD, dead.country)
    if following is None:
        nothing = words.text("I have no other contact in this country: {country}.", country=words.country(dead.country))
        abroad = button(words, words.text("🌍 Another country"), Action.COUNTRIES)
        return screen([Sentence(thanks), Sentence(nothing)], [abroad, back])
    return screen(
        [Sentence(thanks), Sentence(words.text("Try here next:"), "lead"), *contact_blocks([following], words, how)],
        *number_rows(words, following),
        [everything, back],
    )


def name_to_save(words: Catalog, contact: Contact) -> str:
    """Return the name under which an address book keeps a contact."""
    return f"{words.country(contact.country)}: {contact.name.best(words.language)}"


def explained_number(words: Catalog, number: str, contacts: Sequence[Contact], how: Showing) -> Screen:
    """Say whose number it is."""
    if not contacts:
        unknown = words.text("There is no such number in my list: {number}.", number=number)
        ask = words.text("Choose a country to see its numbers:")
        onward = [hotlines_button(words), start_button(words)]
        return screen([Sentence(unknown), Sentence(ask)], *country_rows(words), onward)
    cards = [
        button(words, f"{flag(country)} {words.country(country)}", Action.CARD, country)
        for country in dict.fromkeys(contact.country for contact in contacts)
    ]
    return screen(
        [Sentence(words.text("This number is in my list:")), *contact_blocks(contacts, words, replace(how, full=True))],
        *(number_rows(words, contacts[0]) if len(contacts) == 1 else ()),
        cards,
        [start_button(words)],
    )


def _keep_and_share(words: Catalog, contact: Contact) -> tuple[Button, ...]:
    return (
        button(words, words.text("👤 Save"), Action.SAVE, contact.id),
        Button(words.text("↗️ Share"), share=contact.value),
    )


def _sign(contact: Contact) -> str:
    return "📞" if contact.channel == "phone" else "✉️"
