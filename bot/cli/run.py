"""`run`: the Telegram bot."""

import argparse
import logging

from telegram.error import InvalidToken

from bot.assistant import Assistant
from bot.cli.knowledge_folder import knowledge_folder
from bot.cli.output import fail
from bot.knowledge import load
from bot.logs import configure_logging
from bot.settings import Settings
from bot.storage import KeyedHash, StorageError, load_secret
from bot.telegram.application import ALLOWED_UPDATES, build_application
from bot.telegram.library_log import leave_out_quotations
from bot.telegram.memory import Memory


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer updates until a signal stops the process."""
    token = settings.required_token()
    configure_logging()
    leave_out_quotations()
    knowledge = load(knowledge_folder(arguments, settings))
    settings.make_state_folder()
    try:
        secret = load_secret(settings.bot_secret, settings.database_url)
    except StorageError as error:
        return fail(str(error))
    memory = Memory(settings.database_url, KeyedHash(secret))
    application = build_application(
        token, settings.api_url, knowledge, Assistant(knowledge), memory, settings.staff_chats
    )
    logging.getLogger(__name__).info("%d passages, %d contacts", len(knowledge.passages), len(knowledge.contacts))
    try:
        # A server that is down at the start may come up: retry without end.
        application.run_polling(allowed_updates=list(ALLOWED_UPDATES), bootstrap_retries=-1)
    except InvalidToken:
        return fail("Telegram refuses the token; copy TELEGRAM_BOT_TOKEN once more from @BotFather")
    return 0
