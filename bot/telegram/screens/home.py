"""The first screen, how to ask, and what is kept."""

from bot.i18n import Catalog
from bot.knowledge import Language
from bot.reply import Sentence
from bot.storage.storage import UNUSED_DAYS
from bot.telegram.callback import Action
from bot.telegram.render import folded, render
from bot.telegram.screens.screen import (
    Button,
    Screen,
    button,
    country_rows,
    hotlines_button,
    screen,
    start_button,
)

LANGUAGE_NAMES: dict[Language, str] = {"ru": "Русский", "en": "English"}  # each in itself


def start(words: Catalog, *, in_group: bool = False) -> Screen:
    """Say what the bot is and offer the countries, the hotlines, the other language."""
    lines = (
        words.text("I am a programme, not a person, and not the IOM."),
        words.text("I know the IOM bulletins on migration in Central Asia, hotlines and addresses of IOM missions."),
        words.text("Nothing you write is stored."),
        words.text("Write your question in one message or choose a country:"),
    )
    other: Language = "en" if words.language == "ru" else "ru"
    switch = button(words, f"🌐 {LANGUAGE_NAMES[other]}", Action.LANGUAGE, other)
    return screen(
        [Sentence("\n".join(lines))],
        *country_rows(words),
        [hotlines_button(words)],
        [button(words, words.text("❓ How to ask"), Action.HELP), *([] if in_group else [switch])],
    )


def how_to_ask(words: Catalog) -> Screen:
    """Say how to ask."""
    return screen(
        [
            Sentence(
                words.text(
                    "Write a question as you would ask a person, in Russian or English, for example “hotline in "
                    "Bishkek” or “they took my passport, Almaty”. You get the passages of IOM bulletins word for word "
                    "and the contacts of the country. To see the contacts alone, choose a country:"
                )
            )
        ],
        *country_rows(words),
        [button(words, words.text("🔒 What is stored"), Action.PRIVACY), start_button(words)],
    )


def privacy(words: Catalog) -> Screen:
    """Say in three lines what is kept, then in detail."""
    lines = (
        words.text("What you write is stored nowhere: no questions, names, numbers or places."),
        words.plural(
            "Only the language and country you choose are stored, without your name; after {number} day without use "
            "they are deleted.",
            "Only the language and country you choose are stored, without your name; after {number} days without use "
            "they are deleted.",
            UNUSED_DAYS,
        ),
        words.text("/forget deletes them at once."),
    )
    details = (
        words.text("In place of your chat a code is stored that cannot be turned back into it without a secret key."),
        words.text(
            "Three things are counted by day, without names and words: how many people reported that a number did not "
            "work, how often a passage was shown, and on which topics, in which country and language no answer was "
            "found. So that nobody reports a number twice, a mark is kept until the end of the day."
        ),
        words.text("So that no message is answered twice, its number is kept for two days, without the message."),
        words.text(
            "If you send your location, only the country is remembered. The chat itself is kept by Telegram: you can "
            "delete it there."
        ),
    )
    html = render([Sentence("\n".join(lines))]) + "\n\n" + folded("\n\n".join(details))
    return Screen(html, ((button(words, words.text("🗑 Delete my settings"), Action.FORGET), start_button(words)),))


def forgotten(words: Catalog) -> Screen:
    """Say that everything is deleted."""
    return screen(
        [Sentence(words.text("Done: your settings are deleted."))],
        [start_button(words)],
    )


def not_forgotten(words: Catalog) -> Screen:
    """Say that the settings could not be deleted."""
    return screen(
        [Sentence(words.text("It did not work: I cannot reach my memory now. Please try again in a few minutes."))],
        [button(words, words.text("🗑 Try again"), Action.FORGET), start_button(words)],
    )


def only_in_private(words: Catalog, username: str) -> Screen:
    """Say in a group that settings are made in a private chat."""
    return screen(
        [Sentence(words.text("I keep no settings of groups. Language and country are chosen in a private chat:"))],
        [Button(f"@{username}", link=f"https://t.me/{username}")],
    )
