"""From a DATABASE_URL to a storage that is ready to use."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.storage.address import SqliteFile, parse_address
from bot.storage.schema import migrate
from bot.storage.storage import Storage


@asynccontextmanager
async def open_storage(url: str, clock: Callable[[], float] = time.time) -> AsyncIterator[Storage]:
    """Open the database that a DATABASE_URL names, make or update its tables, and close it after the block."""
    address = parse_address(url)
    if isinstance(address, SqliteFile):
        from bot.storage.sqlite import open_sqlite

        opened = open_sqlite(address)
    else:
        from bot.storage.postgresql import open_postgresql

        opened = open_postgresql(address)
    async with opened as database:
        await migrate(database)
        yield Storage(database, clock)
