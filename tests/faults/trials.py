"""Trials that mostly wait: each is a function of a place, and they go on side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.fakes.postgres import PostgresServer

Mode = Literal["polling", "webhook"]
Kind = Literal["sqlite", "postgresql"]


@dataclass(frozen=True)
class Place:
    """Where a trial happens."""

    folder: Path
    postgres: PostgresServer | None

    def database(self, kind: Kind) -> str:
        """Return the URL of an empty database."""
        return str(self.folder / "bot.db") if kind == "sqlite" else self.server.new_schema()

    @property
    def server(self) -> PostgresServer:
        """Return the PostgreSQL server that all share."""
        if self.postgres is None:
            pytest.skip("no PostgreSQL server is installed")
        return self.postgres


Trial = Callable[[Place], Any]
