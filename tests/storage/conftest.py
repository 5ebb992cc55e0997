"""Both databases, for tests that are to hold over either."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.storage import KeyedHash, Storage, open_storage
from tests.fakes.postgres import PostgresServer

NOBODY = 65534


@dataclass
class Clock:
    """A clock that stands still unless it is set."""

    now: float = 1_770_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite://{tmp_path}/bot.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_schema()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def storage(url: str, clock: Clock) -> AsyncIterator[Storage]:
    async with open_storage(url, clock) as opened:
        yield opened


@pytest.fixture
def keys() -> KeyedHash:
    return KeyedHash(b"a secret for the tests")


@pytest.fixture
def ordinary_user() -> Iterator[Path]:
    """A folder of the tests' own, in which permissions hold: root would be stopped by none."""
    folder = Path(tempfile.mkdtemp(prefix="bot"))
    folder.chmod(0o755)
    root = os.geteuid() == 0
    if root:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)
