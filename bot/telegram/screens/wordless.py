"""Replies to what is not a question in words."""

from collections.abc import Sequence
from enum import Enum, auto

from bot.i18n import Catalog
from bot.knowledge import Contact, CountryCode
from bot.reply import Block, Sentence, Showing, contact_blocks
from bot.telegram.callback import Action
from bot.telegram.screens.contacts import card
from bot.telegram.screens.screen import (
    Screen,
    button,
    country_rows,
    hotlines_button,
    number_rows,
    screen,
    start_button,
)


class Kind(Enum):
    """What somebody sent in place of words."""

    VOICE = auto()
    PICTURE = auto()
    FILE = auto()
    STICKER = auto()
    PHONE = auto()
    POLL = auto()
    ELSEWHERE = auto()  # a place outside the five countries
    NO_WORDS = auto()  # only emoji or signs
    TROUBLE = auto()  # a fault of ours
    OTHER = auto()


def say(words: Catalog, kind: Kind) -> str:
    """Say in a line what the bot can do with it."""
    match kind:
        case Kind.VOICE:
            return words.text("I cannot listen to messages. Please write your question in a few words.")
        case Kind.PICTURE:
            return words.text("I cannot see pictures and videos. Please write your question in a few words.")
        case Kind.FILE:
            return words.text("I cannot read files. Please write your question in a few words.")
        case Kind.STICKER | Kind.NO_WORDS:
            return words.text("I understand words only. Please write what you need in a few words.")
        case Kind.PHONE:
            return words.text("I keep no telephone numbers. Please write your question in a few words.")
        case Kind.POLL:
            return words.text("I take no part in polls. Please write your question in a few words.")
        case Kind.ELSEWHERE:
            return words.text("This place lies outside the five countries whose contacts I know.")
        case Kind.TROUBLE:
            return words.text("Something went wrong here, not with you. Please write your question again.")
        case Kind.OTHER:
            return words.text("I can only read text. Please write your question in a few words.")


def reply(words: Catalog, kind: Kind, country: CountryCode | None, contacts: Sequence[Contact], how: Showing) -> Screen:
    """Say what the bot cannot do and show the hotline of the person's country, or those of all."""
    blocks: list[Block] = [Sentence(say(words, kind)), Sentence(words.text("If you need help now:"))]
    blocks += contact_blocks(contacts, words, how)
    if country is None or not contacts:
        return screen(blocks, *country_rows(words), [start_button(words)])
    everything = button(words, words.text("📇 All contacts"), Action.CARD, country)
    return screen(blocks, *number_rows(words, contacts[0]), [everything, start_button(words)])


def place(
    words: Catalog, country: CountryCode, contacts: Sequence[Contact], how: Showing, *, remembered: bool
) -> Screen:
    """Say in which country a place lies and show its contacts."""
    name = words.country(country)
    line = (
        words.text("This place is in this country: {country}. I remember the country, not the place.", country=name)
        if remembered
        else words.text("This place is in this country: {country}.", country=name)
    )
    return card(words, country, contacts, how, lead=[Sentence(line)])


def unknown_command(words: Catalog, typed: str, suggestion: str | None) -> Screen:
    """Name the command that was perhaps meant."""
    line = words.text("There is no command {command}.", command=f"/{typed}")
    if suggestion:
        line += " " + words.text("Did you mean {command}?", command=f"/{suggestion}")
    else:
        line += " " + words.text("Write your question in words or choose a country:")
    return screen([Sentence(line)], *country_rows(words), [hotlines_button(words), start_button(words)])


def forwarded(words: Catalog) -> Sentence:
    """Say how a forwarded message is understood."""
    return Sentence(words.text("I read a forwarded message as if you had asked it."), "note")


def with_caption(words: Catalog) -> Sentence:
    """Say that of a picture or file only the words are read."""
    return Sentence(words.text("I read only the words below it, not the picture or file itself."), "note")
