"""The chats of the people who look after the bot."""

import asyncio
import logging
from collections.abc import Callable

from telegram.error import TelegramError

from bot.i18n import Catalog, catalog
from bot.telegram.memory import Memory
from bot.telegram.screens.screen import Screen
from bot.telegram.sending import Sender

_log = logging.getLogger(__name__)
_PATIENCE_SECONDS = 3600.0  # for one chat: what is told next waits for it, and so does the daily tidying


class StaffChats:
    """Tells all of them something, each in its language."""

    def __init__(self, chat_ids: frozenset[int], sender: Sender, memory: Memory) -> None:
        self._chat_ids = chat_ids
        self._sender = sender
        self._memory = memory

    def __contains__(self, chat_id: int) -> bool:
        return chat_id in self._chat_ids

    def __bool__(self) -> bool:
        return bool(self._chat_ids)

    async def tell(self, make: Callable[[Catalog], Screen]) -> None:
        """Send a screen to every chat; one that cannot be reached, or has to wait, keeps it from no other."""
        await asyncio.gather(*(self._tell(chat_id, make) for chat_id in self._chat_ids))

    async def _tell(self, chat_id: int, make: Callable[[Catalog], Screen]) -> None:
        language = (await self._memory.choices(chat_id)).language or "ru"
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self._sender.send(chat_id, make(catalog(language)))
        except (TelegramError, TimeoutError) as error:
            _log.warning("a staff chat could not be told: %s", type(error).__name__)
