"""What the bot does when a button is pressed. All it needs is in the button and in the message it stands under."""

import contextlib
from dataclasses import replace

from telegram import Bot, CallbackQuery, Message, Update
from telegram.error import TelegramError

from bot.knowledge import LANGUAGES, Contact, CountryCode
from bot.telegram.audience import question_in
from bot.telegram.callback import Action, Press, decode
from bot.telegram.commands import Commands
from bot.telegram.desk import Desk, Visitor
from bot.telegram.pace import Verdict
from bot.telegram.screens import answers, choices, contacts, home
from bot.telegram.screens.screen import Button, Screen, button, start_button


class Buttons:
    """The callback for presses."""

    def __init__(self, desk: Desk, commands: Commands, bot: Bot) -> None:
        self._desk = desk
        self._commands = commands
        self._bot = bot

    async def pressed(self, update: Update) -> None:
        """Turn the message of the button into the screen it asks for."""
        query = update.callback_query
        if query is None:
            return
        press = decode(query.data or "")
        if query.message is None:  # below a message sent by inline mode: none of ours has such buttons
            await _confirm(query)
            return
        message = query.message if isinstance(query.message, Message) else None
        visitor = await self._desk.visitor_of(query.message, query.from_user, press.language if press else None)
        if self._desk.presses.judge(visitor.chat_id) is not Verdict.ANSWER:
            await _confirm(query, visitor.words.text("You press faster than I can answer. Please wait a minute."))
            return
        question = self._question_above(message)
        scene = _Scene(self._desk, self._commands, visitor, question)
        screen = await scene.after(press) if press else None
        if screen is None and not (press and press.action is Action.SAVE and await self._save(press, visitor)):
            await _confirm(query, visitor.words.text("This button is out of date. Here is the start."))
            screen = home.start(visitor.words, in_group=not visitor.is_private)
        else:
            await _confirm(query, scene.remark)
        if screen and not await self._desk.sender.edit(visitor.chat_id, query.message.message_id, screen):
            await self._desk.sender.send(visitor.chat_id, screen, thread=visitor.thread)

    def _question_above(self, message: Message | None) -> str | None:
        asked = message.reply_to_message if message else None
        return question_in(asked, self._bot) if asked else None

    async def _save(self, press: Press, visitor: Visitor) -> bool:
        """Send a contact as a card for the address book; an address without a number as a file with one."""
        contact = self._desk.assistant.directory.get(press.value)
        if contact is None:
            return False
        await self._desk.sender.send_card(visitor.chat_id, contact, visitor.words, thread=visitor.thread)
        return True


class _Scene:
    """One press: who pressed, below which question, and what the press is to lead to."""

    def __init__(self, desk: Desk, commands: Commands, visitor: Visitor, question: str | None) -> None:
        self._desk = desk
        self._commands = commands
        self._visitor = visitor
        self._question = question
        self._directory = desk.assistant.directory
        self.remark: str | None = None  # what Telegram shows for a moment

    async def after(self, press: Press) -> Screen | None:
        """Return the screen that a press leads to, None if it leads to none."""
        visitor, words = self._visitor, self._visitor.words
        match press.action:
            case Action.START:
                return home.start(words, in_group=not visitor.is_private)
            case Action.HELP:
                return home.how_to_ask(words)
            case Action.PRIVACY:
                return home.privacy(words)
            case Action.HOTLINES:
                return await self._hotlines()
            case Action.COUNTRIES:
                return choices.another_country(words, self._back(None))
            case Action.LANGUAGE:
                return await self._language(press)
            case Action.FORGET_COUNTRY:
                return await self._forget_country()
            case Action.FORGET:
                private = visitor.is_private
                return await self._commands.forget(visitor) if private else home.start(words, in_group=True)
            case Action.COUNTRY | Action.ANSWER | Action.ORIGINAL | Action.CARD:
                return await self._about_country(press)
        contact = self._directory.get(press.value)
        return await self._about_contact(press, contact) if contact else None

    async def _about_country(self, press: Press) -> Screen:
        country = press.country
        if press.action is Action.COUNTRY and self._visitor.is_private:
            await self._desk.memory.choose_country(self._visitor.chat_id, country)
        if press.action is not Action.CARD and self._question is not None:
            answer = await self._desk.answer(self._question, self._visitor, country)
            # A greeting needs no second answer, and a question that names a country stays with it.
            if press.action is not Action.COUNTRY or (answer.country == country and not answer.small_talk):
                how = await self._desk.showing(original=press.action is Action.ORIGINAL)
                return answers.answer(answer, how)
            self._visitor = replace(self._visitor, message_language=answer.language)
        return await self._card(country) if country else home.start(self._visitor.words)

    async def _about_contact(self, press: Press, contact: Contact) -> Screen | None:
        words, how = self._visitor.words, await self._desk.showing()
        match press.action:
            case Action.CONTACT:
                return contacts.single(words, contact, how)
            case Action.DEAD:
                return contacts.what_happened(words, contact, self._back(contact.country))
            case Action.REPORT:
                return await self._report(press, contact)
        return None

    async def _report(self, press: Press, contact: Contact) -> Screen:
        if press.reason:
            await self._desk.memory.report(self._visitor.chat_id, contact.id, press.reason)
        how = await self._desk.showing()
        following = self._directory.after(contact)
        return contacts.try_next(self._visitor.words, contact, following, how, self._back(contact.country))

    async def _hotlines(self) -> Screen:
        country = self._visitor.country
        return await (self._card(country) if country else self._commands.hotlines(self._visitor.words))

    async def _card(self, country: CountryCode) -> Screen:
        back = self._back(None) if self._question is not None else None
        how = await self._desk.showing()
        return contacts.card(self._visitor.words, country, self._directory.card(country), how, back)

    async def _language(self, press: Press) -> Screen:
        chosen = next((language for language in LANGUAGES if language == press.value), None)
        spoken = Visitor(0, False, self._visitor.device_language, message_language=chosen)
        if self._visitor.is_private and await self._desk.memory.choose_language(self._visitor.chat_id, chosen):
            self.remark = choices.language_chosen(spoken.words, chosen)
        return home.start(spoken.words, in_group=not self._visitor.is_private)

    async def _forget_country(self) -> Screen:
        if self._visitor.is_private:
            await self._desk.memory.choose_country(self._visitor.chat_id, None)
        return choices.country_forgotten(self._visitor.words)

    def _back(self, country: CountryCode | None) -> Button:
        """Offer the way back: to the answer if there is one, else to the card of a country, else to the start."""
        words = self._visitor.words
        if self._question is not None:
            return button(words, words.text("‹ Back to the answer"), Action.ANSWER, country or "")
        if country is not None:
            name = words.country(country)
            return button(words, words.text("‹ All contacts: {country}", country=name), Action.CARD, country)
        return start_button(words)


async def _confirm(query: CallbackQuery, text: str | None = None) -> None:
    with contextlib.suppress(TelegramError):  # perhaps too old to be confirmed; the press counts all the same
        await query.answer(text)
