"""Changed knowledge is taken over while the bot runs; what has an error in it is not."""

import asyncio
import datetime as dt
import hashlib
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import watchfiles

from bot.knowledge import KnowledgeError
from bot.metrics import Metrics
from bot.telegram.edition import Edition, make_edition_beside
from bot.telegram.last_good import LastGood
from bot.telegram.memory import Memory
from bot.telegram.screens import edition as screens
from bot.telegram.staff_chats import StaffChats

_log = logging.getLogger(__name__)
_STILL_MILLISECONDS = 300  # without a further change before the files are read
_LOOK_MILLISECONDS = (
    5_000  # where the system tells of no change: in a folder on a network, or one that was put in place
)
_MISSING_SECONDS = 2.0
Fingerprint = frozenset[tuple[str, int, int, int]]


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
        self._seen = _fingerprint(directory)
        self._asked = asyncio.Event()

    def ask(self) -> None:
        """Read the folder anew, changed or not."""
        self._asked.set()

    async def run(self, refused_at_the_start: KnowledgeError | None = None) -> None:
        """Take over what changes until cancelled."""
        if refused_at_the_start:
            await self._refuse([str(problem) for problem in refused_at_the_start.problems])
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch())
            tasks.create_task(self._obey())

    async def _watch(self) -> None:
        while True:
            try:
                watched = self._directory.stat().st_ino
                async for _ in watchfiles.awatch(
                    self._directory,
                    step=_STILL_MILLISECONDS,
                    rust_timeout=_LOOK_MILLISECONDS,
                    yield_on_timeout=True,
                ):
                    await self._look()
                    if self._directory.stat().st_ino != watched:  # another folder in its place
                        break
            except (OSError, RuntimeError):  # the folder is away, or the system watches too much already
                await self._look()
                await asyncio.sleep(_MISSING_SECONDS)

    async def _obey(self) -> None:
        while True:
            await self._asked.wait()
            self._asked.clear()
            await self._reload()

    async def _look(self) -> None:
        seen = _fingerprint(self._directory)
        if seen != self._seen:
            self._seen = seen
            await self._reload()

    async def _reload(self) -> None:
        try:
            edition = await make_edition_beside(self._directory)
        except KnowledgeError as error:
            await self._refuse([str(problem) for problem in error.problems])
        except Exception as error:  # whatever the files did to us, the bot goes on with what it has
            _log.exception("the knowledge could not be read")
            await self._refuse([type(error).__name__])
        else:
            await self._accept(edition)

    async def _accept(self, edition: Edition) -> None:
        self._metrics.knowledge_reloads.labels("ok").inc()
        self._metrics.knowledge_broken.set(0)
        if edition.version == self._current.version:
            return
        self._current = edition
        self._take(edition)
        _log.info("the knowledge was changed: version %s of %s is in use", edition.version, edition.date)
        await asyncio.to_thread(self._last_good.keep, self._directory)
        if await self._is_ours_to_tell(edition.version):
            await self._staff.tell(lambda words: screens.taken_over(words, edition.version))

    async def _refuse(self, problems: list[str]) -> None:
        self._metrics.knowledge_reloads.labels("failed").inc()
        self._metrics.knowledge_broken.set(1)
        version, more = self._current.version, len(problems) - 1
        _log.error("the change is not in use, version %s stays: %s (and %d more)", version, problems[0], more)
        if await self._is_ours_to_tell("\n".join(problems)):
            await self._staff.tell(lambda words: screens.refused(words, problems, version))

    async def _is_ours_to_tell(self, news: str) -> bool:
        """Let one of several replicas speak, and each piece of news be told again when it comes again."""
        minute = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M")
        name = hashlib.sha256(news.encode()).hexdigest()[:16]
        return bool(self._staff) and await self._memory.claim_period("reload", f"{minute}-{name}")


def _fingerprint(directory: Path) -> Fingerprint:
    """Return what tells a changed folder from the same one, without reading its files."""
    return frozenset(_marks(directory))


def _marks(directory: Path) -> Iterator[tuple[str, int, int, int]]:
    for folder, _, names in os.walk(directory):
        for name in names:
            path = Path(folder, name)
            try:
                status = path.stat()
            except OSError:
                continue
            yield str(path), status.st_mtime_ns, status.st_size, status.st_ino
