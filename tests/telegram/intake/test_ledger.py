"""Which updates are answered, over a real database."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.metrics import Metrics
from bot.storage import Claim, KeyedHash, open_storage
from bot.storage.storage import LEASE_SECONDS
from bot.telegram.intake import ledger as ledger_module
from bot.telegram.intake.ledger import Ledger
from bot.telegram.memory import Memory
from tests.storage.conftest import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("bot.telegram.memory.open_storage", lambda url: open_storage(url, clock))
    return clock


@pytest.fixture
async def memory(clock: Clock, tmp_path: Path) -> AsyncIterator[Memory]:  # noqa: ARG001 - it is to be patched first
    opened = Memory(str(tmp_path / "bot.db"), KeyedHash(b"secret"), Metrics())
    await opened.open()
    yield opened
    await opened.close()


@asynccontextmanager
async def at_work(ledger: Ledger) -> AsyncIterator[None]:
    task = asyncio.create_task(ledger.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until_finished(memory: Memory, update_id: int) -> None:
    while not await memory.finished_updates([update_id]):
        await asyncio.sleep(0.01)


class Failing:
    """Lets the database fail to note what is finished, until it is mended."""

    def __init__(self, memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tried = asyncio.Event()
        self.mended = False
        self._write = memory.finish_updates
        monkeypatch.setattr(memory, "finish_updates", self._finish)

    async def _finish(self, update_ids: Collection[int]) -> bool:
        self.tried.set()
        return self.mended and await self._write(update_ids)


async def test_who_polls_learns_what_was_answered_before_it_began(memory: Memory) -> None:
    await memory.finish_updates([2, 3])
    ledger = Ledger(memory, shared=False)
    await ledger.look_up([1, 2])
    assert [await ledger.claim(number) for number in (1, 2, 3)] == [Claim.OURS, Claim.FINISHED, Claim.OURS]


async def test_an_update_is_claimed_by_one_of_several(memory: Memory) -> None:
    one, other = Ledger(memory, shared=True), Ledger(memory, shared=True)
    assert await one.claim(1) is Claim.OURS
    assert await other.claim(1) is Claim.ELSEWHERE
    one.finish(1)
    assert await one.write()
    assert await other.claim(1) is Claim.FINISHED


async def test_what_is_finished_is_known_here_before_it_is_written(memory: Memory) -> None:
    ledger = Ledger(memory, shared=True)
    ledger.finish(1)
    assert await ledger.claim(1) is Claim.FINISHED
    assert not await memory.finished_updates([1])


async def test_what_is_finished_is_written_soon(memory: Memory) -> None:
    ledger = Ledger(memory, shared=False)
    async with at_work(ledger):
        ledger.finish(1)
        await until_finished(memory, 1)


async def test_what_is_given_back_can_be_claimed_at_once(memory: Memory) -> None:
    one, other = Ledger(memory, shared=True), Ledger(memory, shared=True)
    await one.claim(1)
    await one.release(1)
    assert await other.claim(1) is Claim.OURS


async def test_what_another_has_finished_cannot_be_given_back(memory: Memory, clock: Clock) -> None:
    one, other = Ledger(memory, shared=True), Ledger(memory, shared=True)
    await one.claim(1)
    clock.now += LEASE_SECONDS
    assert await other.claim(1) is Claim.OURS
    other.finish(1)
    await other.write()
    await one.release(1)
    assert await Ledger(memory, shared=True).claim(1) is Claim.FINISHED


async def test_a_claim_is_kept_alive_for_as_long_as_it_takes(
    memory: Memory, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "_RENEW_SECONDS", 0.01)
    renewed, renew = asyncio.Event(), memory.renew_updates

    async def renew_and_tell(update_ids: Collection[int]) -> bool:
        done = await renew(update_ids)
        renewed.set()
        return done

    monkeypatch.setattr(memory, "renew_updates", renew_and_tell)
    one, other = Ledger(memory, shared=True), Ledger(memory, shared=True)
    await one.claim(1)
    clock.now += LEASE_SECONDS - 1
    async with at_work(one):
        await renewed.wait()
    clock.now += LEASE_SECONDS - 1
    assert await other.claim(1) is Claim.ELSEWHERE
    clock.now += 1
    assert await other.claim(1) is Claim.OURS


async def test_what_the_database_did_not_take_is_written_once_it_can(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "_RETRY_SECONDS", 0.01)
    ledger, database = Ledger(memory, shared=False), Failing(memory, monkeypatch)
    async with at_work(ledger):
        ledger.finish(1)
        await database.tried.wait()
        ledger.finish(2)
        database.mended = True
        await until_finished(memory, 1)
        await until_finished(memory, 2)


async def test_an_end_in_the_middle_of_writing_forgets_nothing(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    written, write = asyncio.Event(), memory.finish_updates

    async def hang(_: Collection[int]) -> bool:
        written.set()
        await asyncio.Event().wait()
        return True

    monkeypatch.setattr(memory, "finish_updates", hang)
    ledger = Ledger(memory, shared=False)
    async with at_work(ledger):
        ledger.finish(1)
        await written.wait()
    monkeypatch.setattr(memory, "finish_updates", write)
    assert await ledger.write()
    assert await memory.finished_updates([1])


async def test_it_does_not_grow_without_end(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "_RECENT", 10)
    ledger, _ = Ledger(memory, shared=False), Failing(memory, monkeypatch)
    for number in range(100):
        ledger.finish(number)
        assert not await ledger.write()
    assert set(ledger.answered) == set(range(90, 100)) == ledger._unwritten
