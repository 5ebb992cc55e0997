"""SQLite: one file, one connection, one writer at a time."""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import date

import aiosqlite

from bot.storage.address import SqliteFile
from bot.storage.database import Database, Lock, Row, Statements, Value
from bot.storage.error import StorageError

BUSY_SECONDS = 5.0  # how long to wait for another process to finish writing
_REMEDIES = {
    sqlite3.SQLITE_BUSY: "another process keeps it locked",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; this user must be allowed to write the file and its folder",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore a backup",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_NOTADB: "is no SQLite database; name another file, or restore a backup",
    sqlite3.SQLITE_READONLY: "cannot be written; this user must be allowed to write the file and its folder",
}


@asynccontextmanager
async def open_sqlite(file: SqliteFile) -> AsyncIterator[Database]:
    """Open the file, made if need be so that only its owner can read it."""
    _make(file)
    with _plain_errors(file):
        sqlite3.connect(file.path).close()  # aiosqlite leaves a thread behind if this fails
        connection = await aiosqlite.connect(file.path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        with _plain_errors(file):
            await _use_wal(connection)
            await connection.execute("PRAGMA synchronous = NORMAL")  # a killed process loses nothing with it
        yield _Sqlite(file, connection)
    finally:
        await connection.close()


class _Sqlite(Database):
    def __init__(self, file: SqliteFile, connection: aiosqlite.Connection) -> None:
        self._file = file
        self._connection = connection
        self._statements = _Statements(file, connection)
        self._turn = asyncio.Lock()  # nothing else may run between the statements of a transaction

    def __str__(self) -> str:
        return str(self._file)

    async def fetch(self, statement: str, *values: Value) -> list[Row]:
        async with self._turn:
            return await self._statements.fetch(statement, *values)

    async def execute(self, statement: str, *values: Value) -> int:
        async with self._turn:
            return await self._statements.execute(statement, *values)

    async def execute_many(self, statement: str, rows: Iterable[Sequence[Value]]) -> None:
        async with self.transaction():  # one commit, not one a row
            with _plain_errors(self._file):
                await self._connection.executemany(statement, [_named(row) for row in rows])

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Statements]:
        async with self._turn:
            try:
                await self._statements.execute("BEGIN IMMEDIATE")
                yield self._statements
                await self._statements.execute("COMMIT")
            except BaseException:  # also when cancelled, even before the answer to BEGIN has come
                with suppress(sqlite3.Error):  # it failed to begin, or the error has ended it
                    await self._connection.execute("ROLLBACK")
                raise

    exclusive = transaction

    @asynccontextmanager
    async def lock(self, name: str) -> AsyncIterator[Lock]:
        path = self._file.beside(f".{name}.lock")
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageError(f"{path}: {error.strerror}") from error
        lock = _FileLock(handle)
        try:
            yield lock
        finally:
            lock.release()


class _Statements(Statements):
    def __init__(self, file: SqliteFile, connection: aiosqlite.Connection) -> None:
        self._file = file
        self._connection = connection

    async def fetch(self, statement: str, *values: Value) -> list[Row]:
        with _plain_errors(self._file):
            return list(await self._connection.execute_fetchall(statement, _named(values)))

    async def execute(self, statement: str, *values: Value) -> int:
        with _plain_errors(self._file):
            return (await self._connection.execute(statement, _named(values))).rowcount


class _FileLock(Lock):
    """A lock on an open file. The system drops it when the file is closed or the process dies."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._held = False
        else:
            self._held = True

    def __bool__(self) -> bool:
        return self._held

    async def confirm(self) -> bool:
        return self._held

    def release(self) -> None:
        os.close(self._handle)
        self._held = False


def _make(file: SqliteFile) -> None:
    try:
        # Only a new file is opened here: to close one drops the locks that SQLite has on it in this process.
        os.close(os.open(file.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if file.path.is_dir():
            raise StorageError(f"{file}: this is a folder; name a file in it") from None
    except FileNotFoundError:
        raise StorageError(f"{file}: there is no folder {file.path.parent}; make it or name another") from None
    except OSError as error:
        raise StorageError(f"{file}: the database cannot be made: {error.strerror}") from error


async def _use_wal(connection: aiosqlite.Connection) -> None:
    """Let others read while one writes. SQLite does not wait by itself if two processes ask for it at once."""
    deadline = asyncio.get_running_loop().time() + BUSY_SECONDS
    while True:
        try:
            await connection.execute_fetchall("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            late = asyncio.get_running_loop().time() > deadline
            if late or _primary_code(error) != sqlite3.SQLITE_BUSY:
                raise
            await asyncio.sleep(0.02)
        else:
            return


def _named(values: Sequence[Value]) -> dict[str, str | int | bool | None]:
    """Name the values as the placeholders are: SQLite takes $1 for a name."""
    return {
        str(number): value.isoformat() if isinstance(value, date) else value
        for number, value in enumerate(values, start=1)
    }


@contextmanager
def _plain_errors(file: SqliteFile) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(f"{file}: {_REMEDIES.get(_primary_code(error), str(error))}") from error


def _primary_code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
