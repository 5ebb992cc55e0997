"""Changed knowledge is taken over while the bot runs; what has an error in it is not."""

import asyncio
import datetime as dt
import gc
import hashlib
import logging
from collections.abc import Callable
from pathlib import Path

import watchfiles

from bot.i18n import Catalog
from bot.knowledge import KnowledgeError
from bot.metrics import Metrics
from bot.telegram.edition import Edition, next_edition
from bot.telegram.fingerprint import fingerprint
from bot.telegram.last_good import LastGood
from bot.telegram.memory import Memory
from bot.telegram.screens import edition as screens
from bot.telegram.screens.screen import Screen
from bot.telegram.staff_chats import StaffChats

_log = logging.getLogger(__name__)
_STILL_MILLISECONDS = 300  # without a further change before the files are read
_LOOK_MILLISECONDS = 5_000  # for where the system tells of no change: a folder on a network, or one put in place
_MISSING_SECONDS = 2.0
News = Callable[[Catalog], Screen]


class Reloader:
    """Watches a knowledge folder and hands on each good edition of it."""

    def __init__(
        self,
        directory: Path,
        current: Edition,
        take: Callable[[Edition], None],
        last_good: LastGood,
        staff: StaffChats,
        memory: Memory,
        metrics: Metrics,
    ) -> None:
        self._directory = directory
        self._current = current
        self._take = take
        self._last_good = last_good
        self._staff = staff
        self._memory = memory
        self._metrics = metrics
        self._is_broken = False
        self._seen = current.folder
        self._asked = asyncio.Event()
        self._news: asyncio.Queue[tuple[str, News]] = asyncio.Queue()

    def ask(self) -> None:
        """Read the folder anew, changed or not."""
        self._asked.set()

    async def run(self) -> None:
        """Take over what changes until cancelled."""
        if self._seen is not None:
            await self._keep()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch())
            tasks.create_task(self._obey())
            tasks.create_task(self._tell())

    async def _watch(self) -> None:
        while True:
            self._look()
            try:
                watched = self._directory.stat().st_ino
                async for _ in watchfiles.awatch(
                    self._directory,
                    step=_STILL_MILLISECONDS,
                    rust_timeout=_LOOK_MILLISECONDS,
                    yield_on_timeout=True,
                ):
                    self._look()
                    if self._directory.stat().st_ino != watched:  # another folder in its place
                        break
            except (OSError, RuntimeError):  # the folder is away, or the system watches too much already
                await asyncio.sleep(_MISSING_SECONDS)

    def _look(self) -> None:
        seen = fingerprint(self._directory)
        if seen != self._seen:
            self._seen = seen
            self._asked.set()

    async def _obey(self) -> None:
        while True:
            await self._asked.wait()
            self._asked.clear()
            await self._reload()

    async def _reload(self) -> None:
        try:
            edition = await asyncio.to_thread(next_edition, self._directory, self._current)
        except KnowledgeError as error:
            self._refuse([str(problem) for problem in error.problems])
        except Exception as error:  # whatever the files did to us, the bot goes on with what it has
            _log.exception("the knowledge could not be read")
            self._refuse([type(error).__name__])
        else:
            self._accept(edition)
            await self._keep()

    def _accept(self, edition: Edition) -> None:
        self._metrics.knowledge_reloads.labels("ok").inc()
        self._metrics.knowledge_broken.set(0)
        is_news = self._is_broken or edition is not self._current
        self._is_broken = False
        if edition is not self._current:
            self._current = edition
            self._take(edition)
            gc.collect()  # the edition before, which the few collections that are made would keep for long
        if is_news:
            version = edition.version
            _log.info("the knowledge was changed: version %s of %s is in use", version, edition.date)
            self._news.put_nowait((version, lambda words: screens.taken_over(words, version)))

    async def _keep(self) -> None:
        await asyncio.to_thread(self._last_good.keep, self._directory, self._current.version)

    def _refuse(self, problems: list[str]) -> None:
        self._metrics.knowledge_reloads.labels("failed").inc()
        self._metrics.knowledge_broken.set(1)
        self._is_broken = True
        version, more = self._current.version, f" (and {further} more)" if (further := len(problems) - 1) else ""
        _log.error("the change is not in use, version %s stays: %s%s", version, problems[0], more)
        self._news.put_nowait(("\n".join(problems), lambda words: screens.refused(words, problems, version)))

    async def _tell(self) -> None:
        """Tell the staff one thing after the other, while the folder is watched on: it can take an hour."""
        while True:
            news, screen = await self._news.get()
            if self._staff and await is_ours_to_tell(self._memory, news, dt.datetime.now(dt.UTC)):
                await self._staff.tell(screen)


async def is_ours_to_tell(memory: Memory, news: str, now: dt.datetime) -> bool:
    """Let one of several processes speak, which notice a change within a minute of each other.

    To speak is to claim this minute and the one before: whoever comes after meets a minute that is claimed.
    """
    name = hashlib.sha256(news.encode()).hexdigest()[:16]
    for moment in (now - dt.timedelta(minutes=1), now):
        if not await memory.claim_period("reload", f"{moment:%Y%m%dT%H%M}-{name}"):
            return False
    return True
