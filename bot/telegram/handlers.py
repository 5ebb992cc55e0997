"""What the bot does on each kind of update."""

import datetime as dt

from telegram import CallbackQuery, InlineKeyboardMarkup, LinkPreviewOptions, Message, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.assistant import Answer, Assistant, Profile
from bot.assistant.gazetteer import as_country_code
from bot.i18n import catalog
from bot.knowledge import CountryCode, Language
from bot.reply import compose, contact_blocks
from bot.telegram import keyboards
from bot.telegram.render import render

Context = ContextTypes.DEFAULT_TYPE


class Handlers:
    """The callbacks of the Application; they keep nothing between two updates."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    async def start(self, update: Update, _: Context) -> None:
        """Say what the bot is and offer the countries."""
        if update.effective_message:
            words = catalog(_device_language(update))
            await _reply(
                update.effective_message,
                words.text(
                    "I am a programme, not a person, and not the IOM. I find passages of IOM bulletins on migration in "
                    "Central Asia and the contacts of hotlines and IOM missions. Nothing you write is stored. Write "
                    "your question in one message, or choose a country:"
                ),
                keyboards.countries(words),
            )

    async def help(self, update: Update, _: Context) -> None:
        """Say how to ask."""
        if update.effective_message:
            words = catalog(_device_language(update))
            await _reply(
                update.effective_message,
                words.text(
                    "Write a question as you would ask a person, in Russian or English, for example “hotline in "
                    "Bishkek” or “they took my passport, Almaty”. You get the passages of IOM bulletins word for word "
                    "and the contacts of the country. To see the contacts alone, choose a country:"
                ),
                keyboards.countries(words),
            )

    async def question(self, update: Update, _: Context) -> None:
        """Answer a text."""
        message = update.effective_message
        if message and message.text:
            answer = self._answer(update, message.text, country=None)
            await _reply(message, self._render(answer), self._keyboard(answer))

    async def country(self, update: Update, _: Context) -> None:
        """Answer the question above the button once more for the chosen country, or show its contacts."""
        query = update.callback_query
        if query is None or query.data is None:
            return
        country = as_country_code(query.data.removeprefix(keyboards.COUNTRY))
        await query.answer()
        if country is None:
            return
        asked = query.message.reply_to_message if isinstance(query.message, Message) else None
        if asked and asked.text and not asked.text.startswith("/"):
            answer = self._answer(update, asked.text, country)
            await _edit(query, self._render(answer), self._keyboard(answer))
        else:
            words = catalog(_device_language(update))
            contacts = self._assistant.directory.of(country)
            await _edit(query, render(contact_blocks(contacts, words, _today())), keyboards.countries(words))

    def _answer(self, update: Update, text: str, country: CountryCode | None) -> Answer:
        user = update.effective_user
        return self._assistant.answer(
            text, Profile(country=country, device_language=user.language_code if user else None)
        )

    @staticmethod
    def _render(answer: Answer) -> str:
        return render(compose(answer, catalog(answer.language), _today()))

    @staticmethod
    def _keyboard(answer: Answer) -> InlineKeyboardMarkup | None:
        return keyboards.countries(catalog(answer.language)) if answer.country is None else None


def _device_language(update: Update) -> Language:
    """Return the language of the interface for somebody who has written nothing yet."""
    user = update.effective_user
    return "en" if user and (user.language_code or "ru").partition("-")[0] == "en" else "ru"


async def _reply(message: Message, html: str, keyboard: InlineKeyboardMarkup | None) -> None:
    # Quoting the question keeps it at hand for the country buttons, so that nothing has to be stored.
    await message.reply_text(
        html,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        do_quote=True,
    )


async def _edit(query: CallbackQuery, html: str, keyboard: InlineKeyboardMarkup | None) -> None:
    try:
        await query.edit_message_text(
            html,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
    except BadRequest as error:
        if "not modified" not in str(error):  # the same button pressed twice
            raise


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
