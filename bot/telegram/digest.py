"""What the bot does by the clock: tidies its memory once a day, sends the report to the staff once a week."""

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import TelegramError

from bot.i18n import catalog
from bot.telegram.commands import Commands
from bot.telegram.desk import Desk

_log = logging.getLogger(__name__)
MONDAY, HOUR = 0, 6  # when the digest is sent, in UTC
_LOOK_SECONDS = 300.0


class Housekeeping:
    """The task that runs beside the handlers."""

    def __init__(
        self,
        desk: Desk,
        commands: Commands,
        staff_chats: frozenset[int],
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._desk = desk
        self._commands = commands
        self._staff_chats = staff_chats
        self._clock = clock
        self._tidied: dt.date | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, *errands: Coroutine[Any, Any, None]) -> None:
        """Begin to look at the clock, and run errands that nobody has to wait for."""
        self._tasks = [asyncio.create_task(errand) for errand in (*errands, self._run())]

    async def stop(self) -> None:
        """Stop looking."""
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def look(self) -> None:
        """Do what is due."""
        now = self._clock()
        if self._tidied != now.date() and await self._desk.memory.tidy():
            self._tidied = now.date()
        if self._staff_chats and now.weekday() == MONDAY and now.hour >= HOUR:
            week = now.strftime("%G-W%V")
            if await self._desk.memory.claim_period("digest", week):
                await self._send_digest()

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except Exception:
                _log.exception("the housekeeping failed")
            await asyncio.sleep(_LOOK_SECONDS)

    async def _send_digest(self) -> None:
        for chat_id in sorted(self._staff_chats):
            language = (await self._desk.memory.choices(chat_id)).language or "ru"
            try:
                await self._desk.sender.send(chat_id, await self._commands.report(catalog(language)))
            except TelegramError as error:
                _log.warning("the digest could not be sent to a chat: %s", type(error).__name__)
