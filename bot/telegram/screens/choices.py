"""Choosing a language and a country, and what the bot then says."""

from bot.i18n import Catalog
from bot.knowledge import LANGUAGES, CountryCode, Language
from bot.reply import Sentence
from bot.telegram.callback import AUTOMATIC, Action
from bot.telegram.screens.home import LANGUAGE_NAMES
from bot.telegram.screens.screen import Button, Screen, button, country_rows, screen, start_button


def language(words: Catalog, chosen: Language | None) -> Screen:
    """Offer the languages."""
    offers = [button(words, _marked(LANGUAGE_NAMES[code], code == chosen), Action.LANGUAGE, code) for code in LANGUAGES]
    as_asked = _marked(words.text("As I write"), chosen is None)
    return screen(
        [Sentence(words.text("In which language shall I answer?"))],
        offers,
        [button(words, as_asked, Action.LANGUAGE, AUTOMATIC)],
        [start_button(words)],
    )


def language_chosen(words: Catalog, chosen: Language | None) -> str:
    """Say in a line that the language is noted."""
    if chosen is None:
        return words.text("I shall answer in the language of your question.")
    return words.text("I shall answer in English.")  # each catalog names its own language


def country(words: Catalog, chosen: CountryCode | None) -> Screen:
    """Offer the countries to somebody who sets theirs."""
    if chosen is None:
        return screen(
            [Sentence(words.text("Which country do you need? I shall remember it for your next questions."))],
            *country_rows(words),
            [start_button(words)],
        )
    return screen(
        [Sentence(words.text("Your country: {country}. You can choose another:", country=words.country(chosen)))],
        *country_rows(words),
        [button(words, words.text("No country"), Action.FORGET_COUNTRY), start_button(words)],
    )


def country_forgotten(words: Catalog) -> Screen:
    """Say that no country is remembered any more."""
    return screen(
        [Sentence(words.text("I no longer remember a country. Which one do you need?"))],
        *country_rows(words),
        [start_button(words)],
    )


def another_country(words: Catalog, back: Button) -> Screen:
    """Offer the countries to somebody who has an answer for one."""
    return screen([Sentence(words.text("Which country do you need?"))], *country_rows(words), [back])


def _marked(text: str, chosen: bool) -> str:
    return f"✓ {text}" if chosen else text
