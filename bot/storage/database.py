"""What the storage needs of a database. The statements are the same for all: plain SQL, placeholders $1, $2, …"""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Any, Protocol

Value = str | int | bool | date | None
Row = Sequence[Any]


class Statements(Protocol):
    """Runs statements. Whatever the database says against one is raised as a StorageError."""

    @abstractmethod
    async def fetch(self, statement: str, *values: Value) -> list[Row]:
        """Return the rows that a query finds; a day may be a date or its text."""

    @abstractmethod
    async def execute(self, statement: str, *values: Value) -> int:
        """Run a statement and return how many rows it changed."""


class Lock(Protocol):
    """A lock as seen by one process; true while that process holds it, as far as is known without asking."""

    @abstractmethod
    def __bool__(self) -> bool: ...

    @abstractmethod
    async def confirm(self) -> bool:
        """Ask the database whether this process still holds the lock."""


class Database(Statements, Protocol):
    """An open database. Outside a transaction every statement stands for itself."""

    @abstractmethod
    async def execute_many(self, statement: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run a statement once for each row of values."""

    @abstractmethod
    def transaction(self) -> AbstractAsyncContextManager[Statements]:
        """Run all of several statements or none."""

    @abstractmethod
    def exclusive(self) -> AbstractAsyncContextManager[Statements]:
        """Open a transaction that only one of all processes is in at a time."""

    @abstractmethod
    def lock(self, name: str) -> AbstractAsyncContextManager[Lock]:
        """Try to take a lock, without waiting; it ends with the block or with the process, however that ends."""
