"""`webhook`: tell Telegram where to deliver updates, once for all replicas; `run` never does."""

import argparse
import asyncio
import datetime as dt
from collections.abc import Iterator

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.cli.output import fail
from bot.logs import configure_logging
from bot.settings import Settings, SettingsError
from bot.telegram.intake.updates import ALLOWED_UPDATES
from bot.telegram.intake.webhook import secret_of
from bot.telegram.transport import make_request

_CONNECTIONS = 100  # deliveries at a time, the most that Telegram makes (Bot API: setWebhook)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Set, delete or show the webhook."""
    token = settings.required_token()
    configure_logging(settings.log_format, settings.log_level)
    if arguments.action == "set" and not settings.webhook_url:
        raise SettingsError("WEBHOOK_URL is not set; set it to the public address of the bot and repeat")
    try:
        lines = asyncio.run(_carry_out(arguments.action, token, settings))
    except InvalidToken:
        return fail("Telegram refuses the token; copy TELEGRAM_BOT_TOKEN once more from @BotFather")
    except TelegramError as error:
        return fail(f"Telegram did not do it: {error.message}")
    print("\n".join(lines))
    return 0


async def _carry_out(action: str, token: str, settings: Settings) -> list[str]:
    bot = Bot(token, base_url=f"{settings.api_url}/bot", request=make_request(), get_updates_request=make_request())
    async with bot:
        if action == "set":
            await bot.set_webhook(
                settings.webhook_url,
                allowed_updates=list(ALLOWED_UPDATES),
                max_connections=_CONNECTIONS,
                secret_token=secret_of(token),
            )
        elif action == "delete":
            await bot.delete_webhook()
        return list(_described(await bot.get_webhook_info()))


def _described(info: WebhookInfo) -> Iterator[str]:
    none = "none; `migrant-bot webhook set` sets it, and without WEBHOOK_URL the bot needs none"
    yield f"webhook: {info.url or none}"
    yield f"updates waiting: {info.pending_update_count}"
    if info.last_error_date:
        yield f"last error: {info.last_error_date.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC, {info.last_error_message}"
