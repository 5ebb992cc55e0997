"""Updates of one chat are handled one after another, those of different chats at the same time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Update


class Turns:
    """A queue per chat, kept for as long as somebody stands in it."""

    def __init__(self) -> None:
        self._locks: dict[int, asyncio.Lock] = {}
        self._standing: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._locks)

    @asynccontextmanager
    async def turn(self, chat: int) -> AsyncIterator[None]:
        """Wait until all who asked for a turn of the same chat before are done."""
        lock = self._locks.setdefault(chat, asyncio.Lock())
        self._standing[chat] = self._standing.get(chat, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._standing[chat] -= 1
            if not self._standing[chat]:
                del self._standing[chat], self._locks[chat]


def chat_of(update: Update) -> int:
    """Return the chat of an update, or the person where an update has no chat. Raises TypeError if its id is none."""
    whose = update.effective_chat or update.effective_user
    if whose is None:
        return 0
    if type(whose.id) is not int:  # the library takes whatever comes
        raise TypeError("an id must be a number")
    return whose.id
