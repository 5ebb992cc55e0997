"""The python-telegram-bot Application: which handler takes which update, and how errors are met."""

import logging
from typing import Any

from telegram import BotCommand, Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.assistant import Assistant
from bot.i18n import catalog
from bot.knowledge import LANGUAGES
from bot.telegram import keyboards
from bot.telegram.handlers import Handlers

_log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]


def build_application(token: str, api_url: str, assistant: Assistant) -> App:
    """Wire the handlers to an Application that talks to the Bot API server at `api_url`."""
    handlers = Handlers(assistant)
    application = (
        ApplicationBuilder().token(token).base_url(f"{api_url}/bot").base_file_url(f"{api_url}/file/bot")
        .post_init(_announce).build()
    )  # fmt: skip
    application.add_handler(CommandHandler("start", handlers.start))
    application.add_handler(CommandHandler("help", handlers.help))
    application.add_handler(CallbackQueryHandler(handlers.country, pattern=f"^{keyboards.COUNTRY}"))
    application.add_handler(
        MessageHandler(filters.TEXT & ~filters.COMMAND & filters.UpdateType.MESSAGE, handlers.question)
    )
    application.add_error_handler(_on_error)
    return application


async def _announce(application: App) -> None:
    """Set the list of commands in every language; the bot works without it, so a failure is only noted."""
    try:
        for language in (*LANGUAGES, None):
            words = catalog(language or "ru")
            commands = [
                BotCommand("start", words.text("Start")),
                BotCommand("help", words.text("How to ask")),
            ]
            await application.bot.set_my_commands(commands, language_code=language)
    except TelegramError as error:
        _log.warning("the commands could not be set: %s", type(error).__name__)


async def _on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log what went wrong, never what was written or who wrote it."""
    kind = type(context.error).__name__
    number = update.update_id if isinstance(update, Update) else None
    if isinstance(context.error, TelegramError):
        _log.warning("update %s: the Bot API refused: %s", number, kind)
    else:
        _log.error("update %s failed: %s", number, kind, exc_info=context.error)
