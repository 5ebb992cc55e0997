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
    """Return the chat of an update, or the person where an update has no chat."""
    chat, user = update.effective_chat, update.effective_user
    return chat.id if chat else user.id if user else 0
