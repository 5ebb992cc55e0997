"""PostgreSQL: a pool of connections, shared by every replica of the bot."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING

import asyncpg

from bot.storage.address import PostgresServer
from bot.storage.database import Database, Lock, Row, Statements, Value
from bot.storage.error import StorageError

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Session = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]

POOL_SIZE = 10
TIMEOUT = 5.0  # seconds for a connection or a statement
_LOCK_SECONDS = 2.0  # to take, confirm or release a lock: whoever needs it does nothing meanwhile
PAUSE = 1.0  # seconds until a server that was found to be away is asked again
_FAULTS = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
_KEEPALIVE = {  # a server drops the locks of a machine that went dark after 25 seconds, not after two hours
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}


@asynccontextmanager
async def open_postgresql(server: PostgresServer) -> AsyncIterator[Database]:
    """Connect to a server. Connections are made when they are needed, and made again when they are lost."""
    pool = await asyncpg.create_pool(
        server.url,
        min_size=0,
        max_size=POOL_SIZE,
        timeout=TIMEOUT,
        command_timeout=TIMEOUT,
        server_settings=_KEEPALIVE,
        reset=_keep_as_it_is,
    )
    try:
        database = _Postgresql(server, pool)
        try:
            await database.fetch("SELECT 1")
        except ValueError:  # its text can hold parts of the password
            raise StorageError(
                f"{server}: DATABASE_URL cannot be read; write postgresql://user:password@server:5432/database, "
                "with %-codes for special characters in the password"
            ) from None
        yield database
    finally:
        try:
            await asyncio.wait_for(pool.close(), TIMEOUT)
        except _FAULTS:
            pool.terminate()


async def _keep_as_it_is(_connection: object) -> None:
    """Spare the round trip that would reset a connection: none of our statements changes its state."""


class _Postgresql(Database):
    def __init__(self, server: PostgresServer, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._server = server
        self._pool = pool
        self._away_until = 0.0

    def __str__(self) -> str:
        return str(self._server)

    async def fetch(self, statement: str, *values: Value) -> list[Row]:
        async with self._session() as session:
            return await _Statements(session).fetch(statement, *values)

    async def execute(self, statement: str, *values: Value) -> int:
        async with self._session() as session:
            return await _Statements(session).execute(statement, *values)

    async def execute_many(self, statement: str, rows: Iterable[Sequence[Value]]) -> None:
        async with self._session() as session:
            await session.executemany(statement, rows)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Statements]:
        async with self._session() as session, session.transaction():
            yield _Statements(session)

    @asynccontextmanager
    async def exclusive(self) -> AsyncIterator[Statements]:
        async with self.transaction() as statements:
            await statements.fetch("SELECT pg_advisory_xact_lock($1)", _lock_number("exclusive"))
            yield statements

    @asynccontextmanager
    async def lock(self, name: str) -> AsyncIterator[Lock]:
        with _plain_errors(self._server):
            session = await asyncpg.connect(
                self._server.url, timeout=_LOCK_SECONDS, command_timeout=_LOCK_SECONDS, server_settings=_KEEPALIVE
            )
        try:
            with _plain_errors(self._server):
                held = await session.fetchval("SELECT pg_try_advisory_lock($1)", _lock_number(f"lock {name}"))
            yield _SessionLock(session, held=held)
        finally:
            with suppress(*_FAULTS):
                async with asyncio.timeout(_LOCK_SECONDS):
                    await session.close()  # the server drops the lock before it lets go of the connection

    @asynccontextmanager
    async def _session(self) -> "AsyncIterator[Session]":
        clock = asyncio.get_running_loop().time
        if clock() < self._away_until:
            raise StorageError(f"{self._server}: cannot be reached")
        if self._away_until:  # we find out whether the server is back, and nobody else waits meanwhile
            self._away_until = clock() + 2 * TIMEOUT
        pause = 0.0
        with _plain_errors(self._server):
            try:
                async with self._pool.acquire(timeout=TIMEOUT) as session:
                    yield session
            except OSError:  # no connection, or no answer in time
                pause = PAUSE
                raise
            finally:
                self._away_until = clock() + pause if pause else 0.0


class _Statements(Statements):
    def __init__(self, session: "Session") -> None:
        self._session = session

    async def fetch(self, statement: str, *values: Value) -> list[Row]:
        return [tuple(record) for record in await self._session.fetch(statement, *values)]

    async def execute(self, statement: str, *values: Value) -> int:
        status = await self._session.execute(statement, *values)  # such as INSERT 0 1, or CREATE TABLE
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0


class _SessionLock(Lock):
    """An advisory lock on a connection of its own. The server drops it when that connection ends."""

    def __init__(self, session: "Session", *, held: bool) -> None:
        self._session = session
        self._held = held

    def __bool__(self) -> bool:
        return self._held and not self._session.is_closed()

    async def confirm(self) -> bool:
        if self:
            try:
                await self._session.fetchval("SELECT 1")
            except _FAULTS:
                self._held = False
        return bool(self)


@contextmanager
def _plain_errors(server: PostgresServer) -> Iterator[None]:
    try:
        yield
    except ValueError:  # what we sent is at fault, though asyncpg counts some of these among its own errors
        raise
    except _FAULTS as error:
        raise StorageError(f"{server}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    match error:
        case TimeoutError():
            return "does not answer in time"
        case OSError():
            return f"cannot be reached: {error.strerror or error}"
        case asyncpg.InterfaceError() | asyncpg.InternalClientError():
            return "the connection is lost"
        case asyncpg.InsufficientPrivilegeError():
            return f"{error}; the user of DATABASE_URL must own the database"
        case asyncpg.DiskFullError():
            return "the disk of the server is full"
    return (str(error) or type(error).__name__).splitlines()[0]


def _lock_number(name: str) -> int:
    """Return the number that stands for a lock among all advisory locks of the database."""
    return int.from_bytes(hashlib.sha256(f"migrant-bot {name}".encode()).digest()[:8], "big", signed=True)
