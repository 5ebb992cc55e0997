"""How the bot introduces itself in Telegram: descriptions and commands, in each language."""

import logging

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.i18n import Catalog, catalog
from bot.knowledge import LANGUAGES
from bot.telegram.commands import descriptions

_log = logging.getLogger(__name__)


async def introduce(bot: Bot) -> None:
    """Set descriptions and commands; the bot works without them, so a failure is only noted."""
    try:
        for language in (*LANGUAGES, None):
            words = catalog(language or "ru")  # more people of the region read Russian than English
            commands = [BotCommand(name, text) for name, text in descriptions(words).items()]
            await bot.set_my_commands(commands, language_code=language)
            await bot.set_my_description(description(words), language_code=language)
            await bot.set_my_short_description(short_description(words), language_code=language)
    except TelegramError as error:
        _log.warning("descriptions and commands could not be set: %s", type(error).__name__)


def description(words: Catalog) -> str:
    """Return what people read before they press Start (Bot API: up to 512 characters)."""
    return words.text(
        "Hotlines and addresses for migrants in Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan, and "
        "answers from IOM bulletins, word for word.\n\nA programme answers, not a person and not the IOM. Nothing you "
        "write is stored."
    )


def short_description(words: Catalog) -> str:
    """Return what stands in the profile and in links (Bot API: up to 120 characters)."""
    return words.text("Hotlines for migrants in Central Asia and answers from IOM bulletins. A programme, not the IOM.")
