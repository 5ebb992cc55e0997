"""What the bot remembers of a chat. If the database fails, it works on as if it remembered nothing."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.assistant.gazetteer import as_country_code
from bot.knowledge import LANGUAGES, CountryCode, Language
from bot.knowledge.age import utc_today
from bot.logs import Seldom
from bot.metrics import Metrics
from bot.report import PERIOD, troubled
from bot.storage import (
    ChatChanges,
    Claim,
    ContactReports,
    Gap,
    KeyedHash,
    Lock,
    Reason,
    Storage,
    StorageError,
    open_storage,
)
from bot.storage.storage import GapKind

_log = logging.getLogger(__name__)
T = TypeVar("T")
_QUIET_SECONDS = 60.0  # between two lines in the log about a database that fails
_RETRY_SECONDS = 15.0  # between two tries to open a database that could not be opened
_COUNT_SECONDS = 1.0
_FRESH_SECONDS = 60.0  # for which the list of troubled contacts is not asked for again


@dataclass(frozen=True)
class Choices:
    """What a person has chosen."""

    language: Language | None = None
    country: CountryCode | None = None


class Memory:
    """The storage behind keyed hashes of chat ids. Methods that change something return whether it worked."""

    def __init__(self, database_url: str, keys: KeyedHash, metrics: Metrics) -> None:
        self._url = database_url
        self._keys = keys
        self._metrics = metrics
        self._storage: Storage | None = None
        self._stack = AsyncExitStack()
        self._opening = asyncio.Lock()
        self._next_try = 0.0
        self._trouble = Seldom()
        self._gaps: Counter[GapKind] = Counter()
        self._shown: Counter[str] = Counter()
        self._troubled: frozenset[str] = frozenset()
        self._troubled_until = 0.0

    async def open(self) -> None:
        """Open the database; if that fails, it is tried again now and then when the memory is needed."""
        await self._attempt(_nothing, None)

    async def close(self) -> None:
        """Write down what is left, and close the database."""
        await self._write_counts()
        self._storage = None
        await self._stack.aclose()

    async def choices(self, chat_id: int) -> Choices:
        """Return what a chat has chosen."""
        stored = await self._attempt(lambda storage: storage.get_chat(self._keys.of(chat_id), utc_today()), None)
        if stored is None:
            return Choices()
        language = next((language for language in LANGUAGES if language == stored.language), None)
        return Choices(language, as_country_code(stored.country or ""))

    async def choose_language(self, chat_id: int, language: Language | None) -> bool:
        """Remember the language of a chat, or that it has chosen none."""
        return await self._change(chat_id, {"language": language})

    async def choose_country(self, chat_id: int, country: CountryCode | None) -> bool:
        """Remember the country of a chat, or that it has chosen none."""
        return await self._change(chat_id, {"country": country})

    async def forget(self, chat_id: int) -> bool:
        """Delete everything about a chat."""
        return await self._done(lambda storage: storage.forget_chat(self._keys.of(chat_id)))

    async def move(self, old: int, new: int) -> bool:
        """Follow a group that got another id."""
        return await self._done(lambda storage: storage.move_chat(self._keys.of(old), self._keys.of(new)))

    async def report(self, chat_id: int, contact_id: str, reason: Reason) -> bool:
        """Count that a contact did not work, once per chat, contact and day."""
        self._troubled_until = 0.0
        return await self._done(lambda storage: storage.report(contact_id, reason, self._keys.of(chat_id), utc_today()))

    async def troubled(self) -> frozenset[str]:
        """Return the contacts that several people could not reach lately."""
        if time.monotonic() >= self._troubled_until:
            self._troubled = troubled(await self.reports())
            self._troubled_until = time.monotonic() + _FRESH_SECONDS
        return self._troubled

    async def reports(self) -> list[ContactReports]:
        """List the reports of the period that counts."""
        return await self._attempt(lambda storage: storage.reports(utc_today() - PERIOD), [])

    def count_gap(self, topic: str | None, country: CountryCode | None, language: Language) -> None:
        """Count a question that found no answer."""
        self._gaps[topic, country, language] += 1

    def count_shown(self, passages: Iterable[str]) -> None:
        """Count the passages of an answer as shown."""
        self._shown.update(set(passages))

    async def run(self) -> None:
        """Write down now and then what was counted, until cancelled: to do so at every question costs more than it."""
        while True:
            await asyncio.sleep(_COUNT_SECONDS)
            await self._write_counts()

    async def _write_counts(self) -> None:
        gaps, self._gaps = self._gaps, Counter()
        shown, self._shown = self._shown, Counter()
        if gaps:
            await self._done(lambda storage: storage.count_gaps(gaps, utc_today()))
        if shown:
            await self._done(lambda storage: storage.count_shown(shown, utc_today()))

    async def shown(self) -> dict[str, int] | None:
        """Return how often each passage was shown in the period that counts; None if the database fails."""
        await self._write_counts()
        return await self._attempt(lambda storage: storage.shown(utc_today() - PERIOD), None)

    async def gaps(self) -> list[Gap]:
        """List the kinds of questions that found no answer."""
        await self._write_counts()
        return await self._attempt(lambda storage: storage.gaps(utc_today() - PERIOD), [])

    async def claim_period(self, name: str, period: str) -> bool:
        """Return whether it is ours to do what is done once in a period; nobody's if the database fails."""
        return await self._attempt(lambda storage: storage.claim_period(name, period), False)

    async def claim_update(self, update_id: int) -> Claim:
        """Ask to answer an update; it is ours if the database fails: better answered twice than never."""
        return await self._attempt(lambda storage: storage.claim_update(update_id), Claim.OURS)

    async def release_update(self, update_id: int) -> bool:
        """Give back an update that cannot be answered now."""
        return await self._done(lambda storage: storage.release_update(update_id))

    async def renew_updates(self, update_ids: Collection[int]) -> bool:
        """Keep updates that are being answered from others."""
        return await self._done(lambda storage: storage.renew_updates(update_ids))

    async def finish_updates(self, update_ids: Collection[int]) -> bool:
        """Note that updates are answered."""
        return await self._done(lambda storage: storage.finish_updates(update_ids))

    async def finished_updates(self, update_ids: Collection[int]) -> frozenset[int]:
        """Return which of these updates were answered."""
        return await self._attempt(lambda storage: storage.finished_updates(update_ids), frozenset())

    @asynccontextmanager
    async def hold_lock(self, name: str) -> AsyncIterator[Lock]:
        """Try to be the one process that does a thing. Raises StorageError if the database fails."""
        storage = await self._opened()
        if storage is None:
            raise StorageError("the database is away")
        async with storage.hold_lock(name) as lock:
            yield lock

    async def healthy(self) -> bool:
        """Return whether the database answers."""
        return await self._attempt(lambda storage: storage.healthy(), False)

    async def tidy(self, today: date) -> bool:
        """Delete whatever has no more use."""
        return await self._done(lambda storage: storage.tidy(today))

    async def _change(self, chat_id: int, changes: ChatChanges) -> bool:
        return await self._done(lambda storage: storage.set_chat(self._keys.of(chat_id), utc_today(), **changes))

    async def _done(self, deed: Callable[[Storage], Awaitable[object]]) -> bool:
        async def do(storage: Storage) -> bool:
            await deed(storage)
            return True

        return await self._attempt(do, False)

    async def _attempt(self, deed: Callable[[Storage], Awaitable[T]], otherwise: T) -> T:
        try:
            storage = await self._opened()
            return await deed(storage) if storage else otherwise
        except StorageError as error:
            self._metrics.storage_errors.inc()
            if self._trouble.is_due(_QUIET_SECONDS):
                _log.warning("the memory fails: %s", error)
            return otherwise

    async def _opened(self) -> Storage | None:
        if self._storage is None:
            async with self._opening:
                if self._storage is None and time.monotonic() >= self._next_try:
                    self._next_try = time.monotonic() + _RETRY_SECONDS
                    self._storage = await self._stack.enter_async_context(open_storage(self._url))
        return self._storage


async def _nothing(_: Storage) -> None:
    return None
