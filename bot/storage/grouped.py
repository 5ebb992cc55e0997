"""One trip to the database for all who need one at the same time."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
MOST = 100  # keys in one trip: what SQLite needs for a statement grows with their square


class Grouped(Generic[Key, Value]):
    """Looks up many keys in one go: those asked for while a trip is under way go together in the next, each once.

    A trip costs more than what is looked up in it, most of all where a thread has to be woken for it. So trips may be
    kept some seconds apart: the first goes at once, and those who come right behind it go together.
    """

    def __init__(
        self, look_up: Callable[[Collection[Key]], Awaitable[Mapping[Key, Value]]], *, apart: float = 0.0
    ) -> None:
        self._look_up = look_up
        self._apart = apart
        self._waiting: list[tuple[Key, asyncio.Future[Value]]] = []
        self._trips: asyncio.Task[None] | None = None

    async def get(self, key: Key) -> Value:
        """Return the value of a key. Raises whatever the look-up raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Value] = loop.create_future()
        self._waiting.append((key, future))
        if self._trips is None:
            self._trips = loop.create_task(self._run())
        return await future

    async def _run(self) -> None:
        try:
            while self._waiting:
                if group := self._next_group():
                    await self._answer(group)
                if self._apart:
                    await asyncio.sleep(self._apart)
        finally:
            self._trips = None

    def _next_group(self) -> dict[Key, asyncio.Future[Value]]:
        """Take who goes next: of several who ask for the same, one."""
        group: dict[Key, asyncio.Future[Value]] = {}
        waiting, self._waiting = self._waiting, []
        for key, future in waiting:
            if key in group or len(group) == MOST:
                self._waiting.append((key, future))
            elif not future.done():
                group[key] = future
        return group

    async def _answer(self, group: dict[Key, asyncio.Future[Value]]) -> None:
        try:
            values = await self._look_up(group.keys())
        except Exception as error:  # whoever waits gets it
            for future in group.values():
                if not future.done():
                    future.set_exception(error)
        else:
            for key, future in group.items():
                if not future.done():
                    future.set_result(values[key])
