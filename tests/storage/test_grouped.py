"""One trip for many: who goes together, and what happens to one whose trip fails or who does not wait for it."""

import asyncio
from collections.abc import Collection

import pytest

from bot.storage.error import StorageError
from bot.storage.grouped import Grouped


class Trips:
    """Looks up the length of words, and keeps which went together; a trip takes until it may end."""

    def __init__(self, apart: float = 0.0) -> None:
        self.made: list[list[str]] = []
        self.may_end = asyncio.Event()
        self.error: Exception | None = None
        self.lengths: Grouped[str, int] = Grouped(self._look_up, apart=apart)

    async def _look_up(self, words: Collection[str]) -> dict[str, int]:
        self.made.append(sorted(words))
        await self.may_end.wait()
        if self.error:
            raise self.error
        return {word: len(word) for word in words}

    async def ask(self, *words: str) -> list[asyncio.Task[int]]:
        asked = [asyncio.create_task(self.lengths.get(word)) for word in words]
        for _ in range(3):  # each turn of the loop brings them one step further
            await asyncio.sleep(0)
        return asked


async def test_those_who_ask_at_once_go_together() -> None:
    trips = Trips()
    trips.may_end.set()
    assert await asyncio.gather(*(trips.lengths.get(word) for word in ("a", "bb", "ccc"))) == [1, 2, 3]
    assert trips.made == [["a", "bb", "ccc"]]


async def test_those_who_ask_during_a_trip_go_together_in_the_next() -> None:
    trips = Trips()
    asked = await trips.ask("a")
    asked += await trips.ask("bb")
    asked += await trips.ask("ccc")
    trips.may_end.set()
    assert await asyncio.gather(*asked) == [1, 2, 3]
    assert trips.made == [["a"], ["bb", "ccc"]]


async def test_those_who_ask_before_the_next_trip_may_begin_go_together(monkeypatch: pytest.MonkeyPatch) -> None:
    may_begin, sleep = asyncio.Event(), asyncio.sleep

    async def pause(seconds: float) -> None:
        await (may_begin.wait() if seconds == 5 else sleep(seconds))

    monkeypatch.setattr(asyncio, "sleep", pause)
    trips = Trips(apart=5)
    trips.may_end.set()
    [first] = await trips.ask("a")
    assert await first == 1
    others = await trips.ask("bb") + await trips.ask("ccc")
    may_begin.set()
    assert await asyncio.gather(*others) == [2, 3]
    assert trips.made == [["a"], ["bb", "ccc"]]


async def test_of_those_who_ask_for_the_same_each_has_a_trip_of_its_own() -> None:
    trips = Trips()
    asked = await trips.ask("a", "a", "bb")
    trips.may_end.set()
    assert await asyncio.gather(*asked) == [1, 1, 2]
    assert trips.made == [["a", "bb"], ["a"]]


async def test_a_trip_that_fails_fails_for_all_who_are_on_it_and_for_nobody_else() -> None:
    trips = Trips()
    trips.error = StorageError("away")
    asked = await trips.ask("a", "bb")
    trips.may_end.set()
    for task in asked:
        with pytest.raises(StorageError):
            await task
    trips.error = None
    assert await trips.lengths.get("ccc") == 3


async def test_one_who_does_not_wait_any_more_harms_nobody() -> None:
    trips = Trips()
    leaving, staying = await trips.ask("a", "bb")
    late, later = await trips.ask("ccc", "dddd")
    leaving.cancel()
    late.cancel()
    await asyncio.sleep(0)
    trips.may_end.set()
    assert (await staying, await later) == (2, 4)
    assert trips.made == [["a", "bb"], ["dddd"]]


async def test_there_is_no_trip_for_nobody() -> None:
    trips = Trips()
    (first,) = await trips.ask("a")
    (leaving,) = await trips.ask("bb")
    leaving.cancel()
    trips.may_end.set()
    await first
    await asyncio.sleep(0)
    assert trips.made == [["a"]]


async def test_no_trip_is_too_large_for_one_statement() -> None:
    trips = Trips()
    trips.may_end.set()
    await asyncio.gather(*(trips.lengths.get(str(number)) for number in range(250)))
    assert [len(trip) for trip in trips.made] == [100, 100, 50]
