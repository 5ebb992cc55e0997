"""What can go wrong with a database, and what people are told."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.storage import KeyedHash, Storage, StorageError, open_storage, postgresql, schema, sqlite
from tests.fakes.bot_api import PATIENCE
from tests.fakes.postgres import PostgresServer

DAY = date(2026, 2, 2)
ROOT = Path(__file__).parents[2]
OPEN = """
import asyncio, sys
from bot.storage import open_storage, postgresql, sqlite
sqlite.BUSY_SECONDS = postgresql.TIMEOUT = 60.0

async def main():
    async with open_storage(sys.argv[1]) as storage:
        print(await storage.claim_period("start", "once"))

asyncio.run(main())
"""
HOLD = """
import asyncio, sys
from bot.storage import open_storage

async def main():
    async with open_storage(sys.argv[1]) as storage, storage.hold_lock("poller") as lock:
        print(bool(lock), flush=True)
        await asyncio.sleep(3600)

asyncio.run(main())
"""


async def refusal(url: str) -> str:
    """Return the one line that is said instead of opening a database."""
    with pytest.raises(StorageError) as caught:
        async with open_storage(url):
            pass
    assert "\n" not in str(caught.value)
    return str(caught.value)


async def until(comes: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something comes about."""
    async with asyncio.timeout(PATIENCE):
        while not await comes():
            await asyncio.sleep(0.01)


def python(program: str, url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, url], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


# Several processes


def test_processes_that_start_at_once_migrate_once(url: str) -> None:
    processes = [python(OPEN, url) for _ in range(4)]
    outputs = [process.communicate(timeout=PATIENCE) for process in processes]
    assert sorted(output for output, _ in outputs) == ["False\n"] * 3 + ["True\n"], outputs
    assert [process.returncode for process in processes] == [0] * 4


async def test_storages_opened_at_once_do_not_disturb_each_other(url: str) -> None:
    async def claim() -> bool:
        async with open_storage(url) as storage:
            return await storage.claim_period("start", "once")

    assert sum(await asyncio.gather(*(claim() for _ in range(8)))) == 1


async def can_be_held(storage: Storage) -> bool:
    async with storage.hold_lock("poller") as lock:
        return bool(lock)


async def test_a_lock_dies_with_its_process(url: str, storage: Storage) -> None:
    process = python(HOLD, url)
    try:
        assert process.stdout is not None
        assert await asyncio.to_thread(process.stdout.readline) == "True\n"
        async with storage.hold_lock("poller") as lock:
            assert not lock
        process.send_signal(signal.SIGKILL)
        process.communicate()
        await until(lambda: can_be_held(storage))
    finally:
        process.kill()
        process.communicate()


# Versions


async def test_a_database_of_a_newer_program_is_left_alone(url: str, storage: Storage) -> None:
    await storage._database.execute("UPDATE schema_version SET version = 99")
    assert (await refusal(url)).endswith(
        "a newer version of the program has changed the tables (to 99, this one knows 1); start that version"
    )
    assert await storage._database.fetch("SELECT version FROM schema_version") == [(99,)]


async def test_an_older_database_is_brought_up_to_date(
    url: str, storage: Storage, keys: KeyedHash, monkeypatch: pytest.MonkeyPatch
) -> None:
    await storage.set_chat(keys.of(1), DAY, language="ru")
    step = ("CREATE TABLE later (id INTEGER)", "INSERT INTO later (id) VALUES (5)")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    for _ in range(2):
        async with open_storage(url) as updated:
            assert await updated._database.fetch("SELECT id FROM later") == [(5,)]
            assert await updated._database.fetch("SELECT version FROM schema_version") == [(2,)]
            assert await updated.get_chat(keys.of(1), DAY) == ("ru", None)


async def test_a_migration_that_fails_leaves_the_version_before_it(
    url: str, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = ("CREATE TABLE later (id INTEGER)", "CREATE TABLE gap (id INTEGER)")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    assert "already exists" in await refusal(url)
    assert await storage._database.fetch("SELECT version FROM schema_version") == [(1,)]
    with pytest.raises(StorageError, match="later"):
        await storage._database.fetch("SELECT id FROM later")


# SQLite


async def test_there_must_be_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "none" / "bot.db"
    assert await refusal(str(path)) == f"{path}: there is no folder {path.parent}; make it or name another"
    assert await refusal(str(tmp_path)) == f"{tmp_path}: this is a folder; name a file in it"


async def test_permission_denied(ordinary_user: Path) -> None:
    path = ordinary_user / "bot.db"
    ordinary_user.chmod(0o555)
    assert await refusal(str(path)) == f"{path}: the database cannot be made: Permission denied"
    ordinary_user.chmod(0o755)
    async with open_storage(str(path)):
        pass
    path.chmod(0o000)
    assert await refusal(str(path)) == (
        f"{path}: cannot be opened; this user must be allowed to write the file and its folder"
    )


async def test_a_database_that_is_read_only_from_the_start(ordinary_user: Path) -> None:
    path = ordinary_user / "bot.db"
    async with open_storage(str(path)):
        pass
    path.chmod(0o444)
    message = f"{path}: cannot be written; this user must be allowed to write the file and its folder"
    assert await refusal(str(path)) == message
    ordinary_user.chmod(0o555)
    assert (await refusal(str(path))).endswith("this user must be allowed to write the file and its folder")


async def test_a_lock_file_that_cannot_be_made(ordinary_user: Path) -> None:
    async with open_storage(str(ordinary_user / "bot.db")) as storage:
        ordinary_user.chmod(0o555)
        with pytest.raises(StorageError, match=r"bot\.db\.poller\.lock: Permission denied"):
            await storage.hold_lock("poller").__aenter__()


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    path.write_text("This is a letter, not a database. " * 100)
    assert await refusal(str(path)) == f"{path}: is no SQLite database; name another file, or restore a backup"
    assert path.read_text().startswith("This is a letter")


async def test_a_full_disk_and_room_again(tmp_path: Path, keys: KeyedHash) -> None:
    async with open_storage(str(tmp_path / "bot.db")) as storage:
        await storage.set_chat(keys.of(0), DAY, language="ru")
        ((pages,),) = await storage._database.fetch("PRAGMA page_count")
        await storage._database.fetch(f"PRAGMA max_page_count = {pages}")

        async def fill_with_settings() -> None:
            for number in range(10_000):
                await storage.set_chat(keys.of(number), DAY, language="ru")

        async def fill_with_reports() -> None:
            for number in range(10_000):
                await storage.report(f"contact-{number}", "no_answer", keys.of(0), DAY)

        for fill in (fill_with_settings, fill_with_reports):
            with pytest.raises(StorageError, match=r"bot\.db: the disk is full$"):
                await fill()
        assert await storage.get_chat(keys.of(0), DAY) == ("ru", None)
        await storage._database.fetch("PRAGMA max_page_count = 1000000")
        assert await storage.report("tj-hotline", "no_answer", keys.of(0), DAY)


async def test_another_process_that_keeps_the_database_locked(
    tmp_path: Path, keys: KeyedHash, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    path = tmp_path / "bot.db"
    async with open_storage(str(path)) as storage:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError, match="another process keeps it locked"):
            await storage.set_chat(keys.of(1), DAY, language="ru")
        with pytest.raises(StorageError, match="another process keeps it locked"):
            await storage.report("tj-hotline", "no_answer", keys.of(1), DAY)
        assert await storage.healthy()
        other.close()
        assert await storage.report("tj-hotline", "no_answer", keys.of(1), DAY)


async def test_a_process_that_is_killed_loses_nothing_it_was_told_is_written(tmp_path: Path) -> None:
    program = (
        OPEN.replace("asyncio.run(main())", "").replace("        print(", "        import os\n        assert (")
        + "        os.kill(os.getpid(), 9)\nasyncio.run(main())\n"
    )
    process = python(program, str(tmp_path / "bot.db"))
    assert process.communicate(timeout=PATIENCE) == ("", "")
    assert process.returncode == -signal.SIGKILL
    async with open_storage(str(tmp_path / "bot.db")) as storage:
        assert not await storage.claim_period("start", "once")


# PostgreSQL


@pytest.fixture
def mortal(postgres: PostgresServer) -> Iterator[PostgresServer]:
    """The server, for a test that stops it."""
    yield postgres
    if not postgres.running:
        postgres.start()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "PAUSE", 0.05)


async def test_the_server_is_killed_and_returns(mortal: PostgresServer, keys: KeyedHash) -> None:
    url = mortal.new_schema()
    async with open_storage(url) as storage, storage.hold_lock("poller") as lock:
        await storage.set_chat(keys.of(1), DAY, language="ru")
        assert await lock.confirm()
        mortal.stop()
        assert not await storage.healthy()
        for attempt in (
            storage.get_chat(keys.of(1), DAY),
            storage.set_chat(keys.of(1), DAY, language="en"),
            storage.report("tj-hotline", "no_answer", keys.of(1), DAY),
            storage.count_shown({"kg-16-days": 1}, DAY),
            storage.claim_update(1),
            storage.hold_lock("digest").__aenter__(),
        ):
            with pytest.raises(StorageError) as caught:
                await attempt
            assert "\n" not in str(caught.value)
        assert not await lock.confirm()
        assert not lock
        assert "cannot be reached" in await refusal(url)
        mortal.start()
        await until(storage.healthy)
        assert await storage.get_chat(keys.of(1), DAY) == ("ru", None)
        assert await storage.report("tj-hotline", "no_answer", keys.of(1), DAY)
        async with storage.hold_lock("poller") as again:
            assert again


async def test_the_server_is_killed_under_load(mortal: PostgresServer, keys: KeyedHash) -> None:
    async with open_storage(mortal.new_schema()) as storage:
        written = 0
        failed = 0
        stop = False

        async def work(worker: int) -> None:
            nonlocal written, failed
            number = 0
            while not stop:
                number += 1
                try:
                    written += await storage.report(f"c-{worker}-{number}", "no_answer", keys.of(1), DAY)
                except StorageError:
                    failed += 1
                    await asyncio.sleep(0.01)

        async def more_than(number: int) -> None:
            while written <= number:
                await asyncio.sleep(0.01)

        workers = [asyncio.create_task(work(number)) for number in range(20)]
        async with asyncio.timeout(PATIENCE):
            await more_than(100)
            await asyncio.to_thread(mortal.stop)
            while not failed:
                await asyncio.sleep(0.01)
            await asyncio.to_thread(mortal.start)
            await more_than(written + 100)
        stop = True
        await asyncio.gather(*workers)
        assert len(await storage.reports(DAY)) >= written
        assert storage._database._pool.get_idle_size() == storage._database._pool.get_size()  # type: ignore[attr-defined]


def hurry(session: Any) -> None:
    """Let the statements of a connection take less than a second from now on."""
    session._config = session._config._replace(command_timeout=0.3)


async def test_a_server_that_hangs_is_not_waited_for(
    mortal: PostgresServer, keys: KeyedHash, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_storage(mortal.new_schema()) as storage, storage.hold_lock("poller") as lock:
        database: Any = storage._database
        await storage.set_chat(keys.of(1), DAY, language="ru")
        mortal.freeze()
        monkeypatch.setattr(postgresql, "TIMEOUT", 0.3)
        monkeypatch.setattr(postgresql, "PAUSE", PATIENCE)
        for session in (lock._session, *(holder._con for holder in database._pool._holders if holder._con)):  # type: ignore[attr-defined]
            hurry(session)
        try:
            with pytest.raises(StorageError, match="does not answer in time"):
                await storage.get_chat(keys.of(1), DAY)
            with pytest.raises(StorageError, match="cannot be reached"):  # known by now
                await storage.get_chat(keys.of(1), DAY)
            database._away_until = asyncio.get_running_loop().time()  # the pause is over
            tries = [storage.get_chat(keys.of(1), DAY) for _ in range(20)]
            said = [str(error).partition(": ")[2] for error in await asyncio.gather(*tries, return_exceptions=True)]
            # One asks, and in whatever time that takes hardly another one.
            assert said[0] == "does not answer in time"
            assert said.count("cannot be reached") > 10
            assert not await lock.confirm()
        finally:
            mortal.thaw()
        monkeypatch.setattr(postgresql, "TIMEOUT", PATIENCE)
        database._away_until = asyncio.get_running_loop().time()
        await until(storage.healthy)
        assert await storage.get_chat(keys.of(1), DAY) == ("ru", None)


async def test_a_lock_is_lost_with_its_connection(postgres: PostgresServer) -> None:
    url = postgres.new_schema()
    async with open_storage(url) as first, open_storage(url) as second, first.hold_lock("poller") as lock:
        assert lock
        postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        assert not await lock.confirm()
        assert not lock
        await until(lambda: can_be_held(second))  # the server tells of the end of a connection before its locks end


async def test_permission_denied_by_the_server(postgres: PostgresServer) -> None:
    database = postgres.new_database()
    postgres.sql("REVOKE CREATE ON SCHEMA public FROM PUBLIC", database)  # as since PostgreSQL 15
    assert (await refusal(postgres.url(database, "guest"))).endswith(
        "permission denied for schema public; the user of DATABASE_URL must own the database"
    )


async def test_a_server_that_is_read_only(postgres: PostgresServer, keys: KeyedHash) -> None:
    database = postgres.new_database()
    url = postgres.url(database)
    async with open_storage(url) as storage:
        await storage.set_chat(keys.of(1), DAY, language="ru")
        postgres.sql(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
        postgres.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")  # noqa: S608
        await until(storage.healthy)
        with pytest.raises(StorageError, match="cannot execute INSERT in a read-only transaction"):
            await storage.set_chat(keys.of(1), DAY, language="en")
        assert await storage.get_chat(keys.of(1), DAY) == ("ru", None)
    assert "read-only transaction" in await refusal(url)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("postgresql://me:Pa55@127.0.0.1:1/bot", "PostgreSQL 127.0.0.1:1/bot: cannot be reached: "),
        ("postgresql://me:Pa55@/bot?host=/nowhere", "PostgreSQL /bot: cannot be reached: "),
        ("postgresql://me:Pa55@host.invalid/bot", "PostgreSQL host.invalid/bot: cannot be reached: "),
        ("postgresql://me:Pa55@server:port/bot", "PostgreSQL server:port/bot: DATABASE_URL cannot be read; write "),
        ("postgresql://me:Pa55/x@server/bot", "PostgreSQL server/bot: DATABASE_URL cannot be read; write "),
        ("postgresql://me:Pa55@server/bot?sslmode=no", "PostgreSQL server/bot: DATABASE_URL cannot be read; write "),
    ],
)
async def test_a_server_that_is_not_there(address: str, message: str) -> None:
    said = await refusal(address)
    assert said.startswith(message)
    assert "Pa55" not in said


async def test_a_database_that_is_not_there(postgres: PostgresServer) -> None:
    assert await refusal(postgres.url("none")) == 'PostgreSQL /none: database "none" does not exist'
    assert await refusal(postgres.url("postgres", "stranger")) == 'PostgreSQL /postgres: role "stranger" does not exist'
