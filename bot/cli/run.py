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
from bot.telegram.application import build_application


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer updates until a signal stops the process."""
    token = settings.required_token()
    configure_logging()
    knowledge = load(knowledge_folder(arguments, settings))
    application = build_application(token, settings.api_url, Assistant(knowledge))
    logging.getLogger(__name__).info("%d passages, %d contacts", len(knowledge.passages), len(knowledge.contacts))
    try:
        # A server that is down at the start may come up: retry without end.
        application.run_polling(bootstrap_retries=-1)
    except InvalidToken:
        return fail("Telegram refuses the token; copy TELEGRAM_BOT_TOKEN once more from @BotFather")
    return 0
