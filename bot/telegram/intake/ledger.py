"""Which updates are answered: known here at once, in the database soon after."""

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import Collection, KeysView

from bot.storage import Claim
from bot.storage.storage import LEASE_SECONDS
from bot.telegram.memory import Memory

_RECENT = 10_000  # updates that are remembered here, should the database be away
_RENEW_SECONDS = LEASE_SECONDS / 3
_RETRY_SECONDS = 2.0
_APART = 0.01  # seconds between two writes: what is answered meanwhile is written in one go


class Ledger:
    """Tells whose an update is, and keeps what is answered.

    A process that polls is the only one that has its updates: it need not claim them, only learn which of them were
    answered before it began. Those that come by webhook can come to several processes, which claim them.
    """

    def __init__(self, memory: Memory, *, shared: bool) -> None:
        self._memory = memory
        self._shared = shared
        self._answered: OrderedDict[int, None] = OrderedDict()
        self._unwritten: set[int] = set()
        self._claimed: set[int] = set()
        self._something = asyncio.Event()

    @property
    def answered(self) -> KeysView[int]:
        """Return the updates that are known here to be answered."""
        return self._answered.keys()

    async def look_up(self, update_ids: Collection[int]) -> None:
        """Learn which of these updates are answered."""
        for update_id in await self._memory.finished_updates(update_ids):
            self._remember(update_id)

    async def claim(self, update_id: int) -> Claim:
        """Ask to answer an update."""
        if update_id in self._answered:
            return Claim.FINISHED
        if not self._shared:
            return Claim.OURS
        claim = await self._memory.claim_update(update_id)
        if claim is Claim.OURS:
            self._claimed.add(update_id)
        return claim

    def finish(self, update_id: int) -> None:
        """Note that an update is answered."""
        self._claimed.discard(update_id)
        self._remember(update_id)
        self._unwritten.add(update_id)
        self._something.set()

    async def release(self, update_id: int) -> None:
        """Give back an update that cannot be answered now."""
        if update_id in self._claimed:
            self._claimed.discard(update_id)
            await self._memory.release_update(update_id)

    async def run(self) -> None:
        """Write down what is answered, and keep the claims alive, until cancelled."""
        renewed = time.monotonic()
        while True:
            with contextlib.suppress(TimeoutError):
                # Not wait_for: in Python 3.11 it swallows the end if that comes along with what it waits for.
                async with asyncio.timeout(_RENEW_SECONDS):
                    await self._something.wait()
            await asyncio.sleep(_APART if await self.write() else _RETRY_SECONDS)
            if self._claimed and time.monotonic() - renewed >= _RENEW_SECONDS:
                renewed = time.monotonic()
                await self._memory.renew_updates(set(self._claimed))

    async def write(self) -> bool:
        """Write down what is not written yet; false if the database fails, which loses nothing."""
        self._something.clear()
        batch, self._unwritten = self._unwritten, set()
        written = not batch
        try:
            written = written or await self._memory.finish_updates(batch)
        finally:
            if not written:  # also if cancelled: it is written once more at the end
                self._unwritten |= batch & self._answered.keys()
                self._something.set()
        return written

    def _remember(self, update_id: int) -> None:
        self._answered[update_id] = None
        if len(self._answered) > _RECENT:
            self._answered.popitem(last=False)
