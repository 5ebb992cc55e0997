"""What the bot remembers: settings of a chat, counters, which updates are answered. Never a text, never a chat id.

`open_storage` gives the same `Storage` over SQLite and PostgreSQL. Whatever goes wrong is a `StorageError` of one line;
who catches it can go on without the storage, which recovers by itself.
"""

from bot.storage.database import Lock
from bot.storage.error import StorageError
from bot.storage.keys import ChatKey, KeyedHash, load_secret
from bot.storage.opening import open_storage
from bot.storage.storage import (
    REASONS,
    ChatChanges,
    ChatSettings,
    Claim,
    ContactReports,
    Gap,
    Reason,
    Storage,
)

__all__ = [
    "REASONS",
    "ChatChanges",
    "ChatKey",
    "ChatSettings",
    "Claim",
    "ContactReports",
    "Gap",
    "KeyedHash",
    "Lock",
    "Reason",
    "Storage",
    "StorageError",
    "load_secret",
    "open_storage",
]
