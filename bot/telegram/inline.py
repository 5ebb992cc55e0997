"""Inline mode: contacts as ready cards in any chat. Nothing is stored."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultContact,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode

from bot.assistant import Directory, Profile
from bot.assistant.directory import merged
from bot.assistant.gazetteer import Gazetteer
from bot.assistant.vcard import vcard
from bot.i18n import Catalog, catalog
from bot.knowledge import COUNTRIES, LANGUAGES, Bilingual, Contact, CountryCode
from bot.knowledge.models import ContactKind
from bot.reply import Showing, contact_blocks
from bot.search import tokenize
from bot.telegram.desk import Desk, language_of_device
from bot.telegram.keyboards import keyboard
from bot.telegram.render import render
from bot.telegram.screens.contacts import name_to_save
from bot.telegram.screens.screen import Button, flag
from bot.telegram.sending import MAX_NAME

MOST_RESULTS = 50  # Bot API: answerInlineQuery
CACHE_SECONDS = 300
_BEGINNING = 3  # letters of a country's name that are enough while somebody is typing
_STEM = 4  # letters that words of a contact's name and of the query have in common
_KIND_WORDS: dict[ContactKind, str] = {
    "hotline": "hotline helpline горячая линия",
    "emergency": "emergency экстренная",
    "mission": "mission office address email миссия представительство адрес почта",
}


class Inline:
    """The callback for inline queries."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def queried(self, update: Update) -> None:
        """Offer the contacts that fit a query."""
        query = update.inline_query
        if query is None:
            return
        device = query.from_user.language_code
        has_letters = any(letter.isalpha() for letter in query.query)
        answer = await self._desk.ask(query.query, Profile(device_language=device))
        words = catalog(answer.language if has_letters else language_of_device(device))
        country = answer.country or _begun_country(query.query)
        kinds = self._words_but_places(query.query)
        found = _find(query.query, kinds, country, answer.contacts, self._desk.assistant.directory)
        results = list(_results(found, words, await self._desk.showing()))
        # Telegram keeps the results of a query for everybody; of one without letters they depend on the reader.
        await query.answer(results[:MOST_RESULTS], cache_time=CACHE_SECONDS, is_personal=not has_letters)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(self._desk.knowledge.countries)

    def _words_but_places(self, query: str) -> set[str]:
        """Return the beginnings of the words that may name a kind of contact: those that name no country or city."""
        words = tokenize(query)
        places = self._gazetteer.whereabouts(words).words
        kinds = {word[:_STEM] for number, word in enumerate(words) if len(word) >= _STEM and number not in places}
        return {word for word in kinds if not _countries_that_begin(word)}


def _find(
    query: str, kinds: set[str], country: CountryCode | None, answered: Sequence[Contact], directory: Directory
) -> Sequence[Contact]:
    """Find contacts by number or address, then by country and kind; without either, one of each country."""
    everything = directory.everything
    if exact := [c for c in everything if query.strip().lower() in (c.id, c.value.lower())]:
        return exact
    if digits := "".join(filter(str.isdigit, query)):
        by_number = [contact for contact in everything if digits in (contact.phone or "")]
        if by_number:
            return by_number
    if country:
        of_country = merged(answered if answered and answered[0].country == country else (), directory.card(country))
        return sorted(of_country, key=lambda contact: -_likeness(contact, kinds))
    named = [contact for contact in everything if _likeness(contact, kinds)]
    return sorted(named, key=lambda contact: -_likeness(contact, kinds)) or directory.main()


def _likeness(contact: Contact, kinds: set[str]) -> int:
    """Count the words of a query that begin like one of the contact's name or kind, and less, of its purpose."""
    names = [_KIND_WORDS[contact.kind], *_both(contact.name)]
    return 2 * _in_common(names, kinds) + _in_common(_both(contact.purpose), kinds)


def _in_common(texts: Sequence[str], kinds: set[str]) -> int:
    return len(kinds & {word[:_STEM] for text in texts for word in tokenize(text)})


def _both(text: Bilingual | None) -> list[str]:
    return [text.best(code) for code in LANGUAGES] if text else []


def _begun_country(query: str) -> CountryCode | None:
    """Find the one country whose name begins as a word of the query does."""
    beginnings = [word for word in re.findall(r"\w+", query.lower()) if len(word) >= _BEGINNING]
    found = {code for word in beginnings for code in _countries_that_begin(word)}
    return found.pop() if len(found) == 1 else None


def _countries_that_begin(word: str) -> set[CountryCode]:
    return {
        code for code in COUNTRIES for language in LANGUAGES if catalog(language).country(code).lower().startswith(word)
    }


def _results(contacts: Sequence[Contact], words: Catalog, how: Showing) -> Iterator[InlineQueryResult]:
    for number, contact in enumerate(contacts):
        country, name = words.country(contact.country), contact.name.best(words.language)
        yield InlineQueryResultArticle(
            f"card-{number}",
            f"{flag(contact.country)} {country} · {contact.value}",
            InputTextMessageContent(
                render(contact_blocks([contact], words, how)),
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
            description=name,
            reply_markup=_copy_button(contact),
        )
    for number, contact in enumerate(contacts):
        if contact.phone:
            name = name_to_save(words, contact)
            card = vcard(contact, name)
            yield InlineQueryResultContact(f"contact-{number}", contact.phone, name[:MAX_NAME], vcard=card)


def _copy_button(contact: Contact) -> InlineKeyboardMarkup | None:
    markup = keyboard(((Button(f"📋 {contact.value}", copy=contact.value),),))
    return InlineKeyboardMarkup.de_json(markup) if markup else None
