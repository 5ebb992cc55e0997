"""An answer, with what can be done next."""

from collections.abc import Iterable

from bot.assistant import Answer
from bot.i18n import Catalog, catalog
from bot.reply import Block, Sentence, Showing, compose, is_translated
from bot.telegram.callback import Action
from bot.telegram.screens.screen import Button, Rows, Screen, button, country_rows, number_rows, screen, start_button

MOST_NUMBERS = 3  # numbers and addresses with buttons; more would hide the message on a small screen


def answer(answer: Answer, how: Showing, notes: Iterable[Block] = ()) -> Screen:
    """Show an answer; notes say what the bot has made of the message, and follow the contacts of an urgent one."""
    blocks = compose(answer, catalog(answer.language), how)
    blocks = [*blocks, *notes] if answer.urgent else [*notes, *blocks]
    return screen(blocks, *_rows(answer, how))


def too_fast(words: Catalog) -> Screen:
    """Say once that there were too many messages."""
    return screen([Sentence(words.text("You write faster than I can answer. Please wait a minute and write again."))])


def _rows(answer: Answer, how: Showing) -> Rows:
    words = catalog(answer.language)
    languages: tuple[Button, ...] = ()
    if is_translated(answer) and not answer.small_talk:
        text, action = (
            (words.text("📄 Show the translation"), Action.ANSWER)
            if how.original
            else (words.text("📄 Show the original"), Action.ORIGINAL)
        )
        languages = (button(words, text, action, answer.country or ""),)
    if answer.country is None:
        return (*country_rows(words), *((languages,) if languages else ()))
    everything = button(words, words.text("📇 All contacts"), Action.CARD, answer.country)
    if answer.small_talk:
        return ((everything, start_button(words)),)
    numbers = (row for contact in answer.contacts[:MOST_NUMBERS] for row in number_rows(words, contact))
    another = button(words, words.text("🌍 Another country"), Action.COUNTRIES)
    return (*numbers, languages, (another, everything))
