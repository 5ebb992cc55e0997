"""What the bot does by the clock: tidies its memory once a day, sends the report to the staff once a week."""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable

from bot.i18n import Catalog, catalog
from bot.knowledge import LANGUAGES
from bot.telegram.memory import Memory
from bot.telegram.screens.screen import Screen
from bot.telegram.staff_chats import StaffChats

_log = logging.getLogger(__name__)
MONDAY, HOUR = 0, 6  # when the digest is sent, in UTC
_LOOK_SECONDS = 300.0


class Housekeeping:
    """Looks at the clock now and then."""

    def __init__(
        self,
        memory: Memory,
        staff: StaffChats,
        report: Callable[[Catalog], Awaitable[Screen]],
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._memory = memory
        self._staff = staff
        self._report = report
        self._clock = clock
        self._tidied: dt.date | None = None

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except Exception:
                _log.exception("the housekeeping failed")
            await asyncio.sleep(_LOOK_SECONDS)

    async def look(self) -> None:
        """Do what is due."""
        now = self._clock()
        if self._tidied != now.date() and await self._memory.tidy(now.date()):
            self._tidied = now.date()
        if self._staff and now.weekday() == MONDAY and now.hour >= HOUR:
            week = now.strftime("%G-W%V")
            if await self._memory.claim_period("digest", week):
                reports = {language: await self._report(catalog(language)) for language in LANGUAGES}
                await self._staff.tell(lambda words: reports[words.language])
