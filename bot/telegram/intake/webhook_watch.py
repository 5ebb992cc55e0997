"""The webhook as Telegram sees it (Bot API: getWebhookInfo): the bot sees nothing of a delivery that fails."""

import asyncio
import logging

from telegram import Bot

from bot.logs import Seldom
from bot.metrics import Metrics

_log = logging.getLogger(__name__)
_PAUSE = 60.0  # seconds between two looks
_QUIET_SECONDS = 3600.0  # between two lines in the log about the same trouble


async def watch_webhook(bot: Bot, url: str, metrics: Metrics) -> None:
    """Show until cancelled what Telegram says of its deliveries, and whether they go to this address."""
    trouble = Seldom()
    while True:
        try:
            info = await bot.get_webhook_info()
        except Exception as error:  # whatever the library stumbles over: it is no reason to end
            if trouble.is_due(_QUIET_SECONDS):
                _log.warning("Telegram does not tell of the webhook: %s", type(error).__name__)
        else:
            failed = info.last_error_date
            metrics.webhook_pending_updates.set(info.pending_update_count)
            metrics.webhook_last_error.set(failed.timestamp() if failed else 0)
            metrics.webhook_elsewhere.set(info.url != url)
        await asyncio.sleep(_PAUSE)
