"""`run`: the Telegram bot."""

import argparse
import asyncio
import signal

from telegram.error import InvalidToken

from bot.cli.knowledge_folder import knowledge_folder
from bot.cli.output import fail
from bot.logs import configure_logging
from bot.settings import Settings
from bot.storage import StorageError, load_secret
from bot.telegram.edition import first_edition
from bot.telegram.last_good import LastGood
from bot.telegram.service import Service
from bot.telegram.watchdog import watchdog

LAST_GOOD = "last-good-knowledge"  # folder beside the default database


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer updates until a signal stops the process."""
    settings.required_token()
    configure_logging(settings.log_format, settings.log_level)
    directory = knowledge_folder(arguments, settings)
    last_good = LastGood(settings.state / LAST_GOOD)
    settings.make_state_folder()
    try:
        secret = load_secret(settings.bot_secret, settings.database_url)
    except StorageError as error:
        return fail(str(error))

    async def serve() -> None:
        # No name for the first edition here: it would be kept in memory for good.
        service = Service(settings, secret, first_edition(directory, last_good))
        service.watch(directory, last_good)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, service.stop)
        loop.add_signal_handler(signal.SIGHUP, service.reload)
        async with watchdog(lambda: service.is_alive):
            await service.run()

    try:
        asyncio.run(serve())
    except InvalidToken:
        return fail("Telegram refuses the token; copy TELEGRAM_BOT_TOKEN once more from @BotFather")
    return 0
