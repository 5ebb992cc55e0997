"""Where the database is: the value of DATABASE_URL."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from bot.storage.error import StorageError

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_POSTGRESQL = ("postgresql", "postgres")


@dataclass(frozen=True)
class SqliteFile:
    """An SQLite database: one file, with others of its name beside it."""

    path: Path

    def beside(self, ending: str) -> Path:
        """Return the path of a file that belongs to the database: its own with an ending more."""
        return self.path.with_name(self.path.name + ending)

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True)
class PostgresServer:
    """A PostgreSQL database. Only the driver may see the whole URL, which can hold a password."""

    url: str

    def __str__(self) -> str:
        """Write the server and the name of the database, without user, password and options."""
        _, _, place = self.url.removeprefix("postgresql://").removeprefix("postgres://").rpartition("@")
        return "PostgreSQL " + (re.split("[?&#]", place)[0].rstrip("/") or "server")

    __repr__ = __str__


def parse_address(url: str) -> SqliteFile | PostgresServer:
    """Read a DATABASE_URL: `postgresql://…`, `sqlite:///absolute/path` or a path."""
    url = url.strip()
    scheme = _SCHEME.match(url)
    if scheme is None:
        path = url
    elif scheme[1] in _POSTGRESQL and url[scheme.end() :].startswith("//"):
        return PostgresServer(url)
    elif scheme[1] == "sqlite" and url[scheme.end() :].startswith("///"):
        path = "/" + unquote(url[scheme.end() :]).lstrip("/")
    else:
        raise StorageError(
            f"DATABASE_URL begins with “{scheme[0]}”; write postgresql://user@server/database, "
            "sqlite:///absolute/path/bot.db or just the path of a file"
        )
    if not Path(path).name or "\0" in path:
        raise StorageError("DATABASE_URL names no file; write the path of one, such as /var/lib/bot/bot.db")
    return SqliteFile(Path(path))
