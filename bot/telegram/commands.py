"""The commands, by name."""

import re
from collections.abc import Awaitable, Callable

from rapidfuzz import process
from telegram import Message

from bot.assistant.gazetteer import as_country_code
from bot.i18n import Catalog
from bot.knowledge import LANGUAGES, CountryCode, Language
from bot.telegram.audience import Command
from bot.telegram.desk import Desk, Visitor
from bot.telegram.screens import choices, contacts, home, staff, wordless
from bot.telegram.screens.screen import Screen
from bot.telegram.staff_chats import StaffChats

_NEAR = 60.0  # likeness, of 100, from which a command is suggested for a misspelt one
_DEEP_LINK = re.compile(r"([a-z]{2}|hotline)(?:_(ru|en))?", re.IGNORECASE)
Reply = Callable[[Visitor, str], Awaitable[Screen]]


def descriptions(words: Catalog) -> dict[str, str]:
    """Return what each command does, for Telegram's menu."""
    return {
        "start": words.text("Start"),
        "contacts": words.text("Hotlines and addresses"),
        "country": words.text("Choose the country"),
        "language": words.text("Choose the language"),
        "help": words.text("How to ask"),
        "privacy": words.text("What is stored"),
        "forget": words.text("Delete my settings"),
    }


class Commands:
    """Makes the screen that answers a command."""

    def __init__(self, desk: Desk, username: Callable[[], str], staff: StaffChats) -> None:
        self._desk = desk
        self._username = username
        self._staff = staff
        self._replies: dict[str, Reply] = {
            "start": self._start,
            "contacts": self._contacts,
            "country": self._country,
            "language": self._language,
            "help": self._help,
            "privacy": self._privacy,
            "forget": self._forget,
        }

    def knows(self, name: str) -> bool:
        """Tell whether there is such a command."""
        return name in self._replies

    async def answer(self, command: Command, message: Message, visitor: Visitor) -> None:
        """Answer a command."""
        screen = await self._screen(command, visitor)
        await self._desk.reply(message, visitor, screen, quote=not self.knows(command.name))

    async def _screen(self, command: Command, visitor: Visitor) -> Screen:
        if command.name == "report" and visitor.chat_id in self._staff:
            return await self.report(visitor.words)
        if reply := self._replies.get(command.name):
            return await reply(visitor, command.argument)
        near = process.extractOne(command.name, self._replies.keys(), score_cutoff=_NEAR)
        return wordless.unknown_command(visitor.words, command.name, near[0] if near else None)

    async def report(self, words: Catalog) -> Screen:
        """Make the report for the people who look after the bot."""
        topics = {topic.id: topic.name for topic in self._desk.knowledge.topics}
        return staff.report(await self._desk.report(), words, topics)

    async def card(self, country: CountryCode, words: Catalog) -> Screen:
        """Make the card of a country."""
        return contacts.card(words, country, self._desk.assistant.directory.card(country), await self._desk.showing())

    async def hotlines(self, words: Catalog) -> Screen:
        """Show one contact of every country."""
        return contacts.hotlines(words, self._desk.assistant.directory.main(), await self._desk.showing())

    async def _start(self, visitor: Visitor, argument: str) -> Screen:
        link = _DEEP_LINK.fullmatch(argument)
        words, country = visitor.words, None
        if link:
            country = as_country_code(link[1].upper())
            language = next((code for code in LANGUAGES if code == (link[2] or "").lower()), None)
            if language:
                await self._choose(visitor, language=language)
                words = Visitor(0, False, message_language=language).words
            if country:
                await self._choose(visitor, country=country)
                return await self.card(country, words)
            if link[1].lower() == "hotline":
                known = visitor.country
                return await (self.card(known, words) if known else self.hotlines(words))
        return home.start(words, in_group=not visitor.is_private)

    async def _choose(
        self, visitor: Visitor, language: Language | None = None, country: CountryCode | None = None
    ) -> None:
        if visitor.is_private and language:
            await self._desk.memory.choose_language(visitor.chat_id, language)
        if visitor.is_private and country:
            await self._desk.memory.choose_country(visitor.chat_id, country)

    async def _contacts(self, visitor: Visitor, argument: str) -> Screen:
        country = self._named_country(argument) if argument else visitor.country
        return await (self.card(country, visitor.words) if country else self.hotlines(visitor.words))

    async def _country(self, visitor: Visitor, argument: str) -> Screen:
        country = self._named_country(argument)
        if not visitor.is_private:
            return home.only_in_private(visitor.words, self._username())
        if country:
            await self._choose(visitor, country=country)
            return await self.card(country, visitor.words)
        return choices.country(visitor.words, visitor.country)

    async def _language(self, visitor: Visitor, argument: str) -> Screen:
        if not visitor.is_private:
            return home.only_in_private(visitor.words, self._username())
        wanted = argument.lower()
        language = next((code for code in LANGUAGES if wanted in (code, home.LANGUAGE_NAMES[code].lower())), None)
        if language:
            await self._choose(visitor, language=language)
            return home.start(Visitor(0, False, message_language=language).words)
        return choices.language(visitor.words, visitor.choices.language)

    async def _help(self, visitor: Visitor, _: str) -> Screen:
        return home.how_to_ask(visitor.words)

    async def _privacy(self, visitor: Visitor, _: str) -> Screen:
        return home.privacy(visitor.words)

    async def _forget(self, visitor: Visitor, _: str) -> Screen:
        if not visitor.is_private:
            return home.only_in_private(visitor.words, self._username())
        return await self.forget(visitor)

    async def forget(self, visitor: Visitor) -> Screen:
        """Delete everything about a chat and say so."""
        self._desk.replies.forget(visitor.chat_id)
        done = await self._desk.memory.forget(visitor.chat_id)
        return home.forgotten(visitor.words) if done else home.not_forgotten(visitor.words)

    def _named_country(self, text: str) -> CountryCode | None:
        """Find a country by code, name, city or misspelling."""
        return as_country_code(text.upper()) or (self._desk.assistant.answer(text).country if text else None)
