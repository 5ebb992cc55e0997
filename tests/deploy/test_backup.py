"""Backup and restore, by the very commands that operators are told, of databases that are being written."""

import asyncio
import contextlib
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.storage import ChatSettings, KeyedHash, Storage, load_secret, open_storage
from tests.deploy.page import TEXT, blocks, do
from tests.deploy.tools import DEPLOY, run
from tests.fakes.bot_api import PATIENCE
from tests.fakes.postgres import PostgresServer, find_binaries

TODAY = date(2026, 1, 2)
TAJIK = ChatSettings("ru", "TJ")
CHATS = range(1, 501)


async def remember(storage: Storage, keys: KeyedHash) -> None:
    for chat in CHATS:
        await storage.set_chat(keys.of(chat), TODAY, language="ru", country="TJ")


async def remembered(url: str, keys: KeyedHash) -> set[ChatSettings]:
    async with open_storage(url) as storage:
        return {await storage.get_chat(keys.of(chat), TODAY) for chat in CHATS}


@asynccontextmanager
async def being_written(storage: Storage, keys: KeyedHash) -> AsyncIterator[None]:
    """Change other chats all the time, and see that it went on until the end."""
    written = 0

    async def write() -> None:
        nonlocal written
        while True:
            await storage.set_chat(keys.of(1_000_000 + written), TODAY, language="en")
            written += 1

    async def more_than(number: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while written <= number and not writer.done():
                await asyncio.sleep(0.01)

    writer = asyncio.create_task(write())
    await more_than(0)
    yield
    await more_than(written)
    assert not writer.done()
    writer.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await writer


# SQLite


@pytest.fixture
def state(tmp_path: Path) -> Path:
    path = tmp_path / "migrant-bot"
    path.mkdir()
    return path


def nightly_backup(folder: Path) -> Path:
    """Do what the unit of the backup does and return the backup."""
    unit = (DEPLOY / "systemd/migrant-bot-backup.service").read_text(encoding="utf-8")
    (command,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    for old, new in {
        "/opt/migrant-bot/current/bin/python": sys.executable,
        "/opt/migrant-bot/source/deploy": str(DEPLOY),
        "/var/lib": str(folder),
    }.items():
        assert old in command
        command = command.replace(old, new)
    return Path(run(*command.split()).strip())


async def test_a_database_that_is_being_written_is_backed_up_and_restored_with_its_secret(
    tmp_path: Path, state: Path
) -> None:
    url = str(state / "bot.db")
    keys = KeyedHash(load_secret(None, url))
    async with open_storage(url) as storage:
        await remember(storage, keys)
        async with being_written(storage, keys):
            backup = await asyncio.to_thread(nightly_backup, tmp_path)
    shutil.rmtree(state)
    state.mkdir()
    (restore,) = blocks("Restore SQLite")
    restore = restore.replace("BACKUP=…", f"BACKUP={backup.name}").replace("/var/lib/", f"{tmp_path}/")
    await asyncio.to_thread(do, restore, tmp_path)
    assert await remembered(url, KeyedHash(load_secret(None, url))) == {TAJIK}


async def test_a_restore_replaces_what_there_is_also_after_a_crash(tmp_path: Path, state: Path) -> None:
    url = str(state / "bot.db")
    keys = KeyedHash(load_secret(None, url))
    async with open_storage(url) as storage:
        await remember(storage, keys)
        backup = await asyncio.to_thread(nightly_backup, tmp_path)
        await storage.forget_chat(keys.of(CHATS[0]))
        kept = {path.name: path.read_bytes() for path in state.iterdir()}
    for name, content in kept.items():  # as kill -9 leaves them: what was written last is beside the database
        (state / name).write_bytes(content)
    (restore,) = blocks("Restore SQLite")
    restore = restore.replace("BACKUP=…", f"BACKUP={backup.name}").replace("/var/lib/", f"{tmp_path}/")
    await asyncio.to_thread(do, restore, tmp_path)
    assert await remembered(url, keys) == {TAJIK}


@pytest.fixture
def database(state: Path) -> Path:
    path = state / "bot.db"
    with contextlib.closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE t (x)")
    (state / "bot.db.secret").write_text("0123456789abcdef\n")
    return path


def test_a_backup_can_be_read_by_its_owner_alone(tmp_path: Path, database: Path) -> None:
    backup = nightly_backup(tmp_path)
    assert sorted(path.name for path in backup.iterdir()) == [database.name, "bot.db.secret"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in backup.iterdir()} == {0o600}
    assert stat.S_IMODE(backup.stat().st_mode) == 0o700


@pytest.mark.usefixtures("database")
def test_the_newest_fourteen_backups_are_kept(tmp_path: Path) -> None:
    backups = tmp_path / "migrant-bot-backups"
    old = [backups / f"2026-01-{day:02}T023000Z" for day in range(1, 21)]
    for path in old:
        path.mkdir(parents=True)
    newest = nightly_backup(tmp_path)
    assert sorted(backups.iterdir()) == [*old[-13:], newest]


def test_a_damaged_database_gives_no_backup_and_deletes_none(tmp_path: Path, database: Path) -> None:
    kept = nightly_backup(tmp_path)
    database.write_bytes(b"no database" * 1000)
    failed = subprocess.run(
        [sys.executable, DEPLOY / "backup.py", database, kept.parent], capture_output=True, text=True, check=False
    )
    assert failed.returncode == 1
    assert "no backup could be made" in failed.stderr
    assert list(kept.parent.iterdir()) == [kept]


# In Docker


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """Return the root of a server that has what the commands need of the checkout."""
    (tmp_path / "deploy").mkdir()
    for name in ("backup.py", "backup-postgresql.sh"):
        shutil.copy(DEPLOY / name, tmp_path / "deploy")
    script = tmp_path / "deploy/backup-postgresql.sh"
    script.write_text(placed(script.read_text(encoding="utf-8"), tmp_path), encoding="utf-8")
    return tmp_path


def placed(commands: str, server: Path) -> str:
    """Return commands that find everything below another root."""
    return re.sub("(/opt/migrant-bot/source|(?=/var))/", f"{server}/", commands)


async def test_sqlite_in_docker_is_backed_up_and_restored_with_its_secret(server: Path) -> None:
    state = server / "var/lib/migrant-bot"
    state.mkdir(parents=True)
    url = str(state / "bot.db")
    back_up, restore = blocks("Back up and restore SQLite in Docker")
    programs = {"STATE_DIRECTORY": str(state), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    keys = KeyedHash(load_secret(None, url))
    async with open_storage(url) as storage:
        await remember(storage, keys)
        async with being_written(storage, keys):
            await asyncio.to_thread(do, placed(back_up, server), server, **programs)
    shutil.rmtree(state)
    state.mkdir()
    (backup,) = (server / "var/backups/migrant-bot").iterdir()
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700
    restore = placed(restore, server).replace("BACKUP=…", f"BACKUP={backup.name}")
    await asyncio.to_thread(do, restore, server, **programs)
    assert await remembered(url, KeyedHash(load_secret(None, url))) == {TAJIK}
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in state.iterdir()}["bot.db.secret"] == 0o600


async def test_postgresql_that_is_being_written_is_backed_up_and_restored(
    server: Path, postgres: PostgresServer
) -> None:
    postgres.sql("CREATE DATABASE bot")
    url, keys = postgres.url("bot"), KeyedHash(b"a secret for the tests")
    (socket,) = parse_qs(urlsplit(url).query)["host"]
    (back_up,), (restore,) = blocks("Back up PostgreSQL"), blocks("Restore PostgreSQL")
    programs = {"PGHOST": socket, "PATH": f"{find_binaries()}:{os.environ['PATH']}"}
    async with open_storage(url) as storage:
        await remember(storage, keys)
        async with being_written(storage, keys):
            await asyncio.to_thread(do, placed(back_up, server), server, **programs)
        await storage.forget_chat(keys.of(CHATS[0]))
    (dump,) = (server / "var/backups/migrant-bot").iterdir()
    assert stat.S_IMODE(dump.stat().st_mode) == 0o600
    assert stat.S_IMODE(dump.parent.stat().st_mode) == 0o700
    restore = placed(restore, server).replace("DUMP=…", f"DUMP={dump.name}")
    await asyncio.to_thread(do, restore, server, **programs)
    assert await remembered(url, keys) == {TAJIK}


@pytest.fixture
def old_dumps(server: Path) -> list[Path]:
    folder = server / "var/backups/migrant-bot"
    folder.mkdir(parents=True)
    paths = [folder / f"bot-2026-01-{day:02}T023000Z.dump" for day in range(1, 21)]
    for path in paths:
        path.touch()
    return paths


def back_up_postgresql(server: Path, pg_dump: str) -> None:
    """Do the commands of the page with a program in place of pg_dump."""
    (commands,) = blocks("Back up PostgreSQL")
    program = server / "bin/pg_dump"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{pg_dump}\n")
    program.chmod(0o700)
    do(placed(commands, server), server, PATH=f"{program.parent}:{os.environ['PATH']}")


def test_the_newest_fourteen_dumps_are_kept(server: Path, old_dumps: list[Path]) -> None:
    back_up_postgresql(server, "echo all of it")
    *kept, newest = sorted(old_dumps[0].parent.iterdir())
    assert kept == old_dumps[-13:]
    assert newest.read_text() == "all of it\n"


def test_a_dump_that_fails_leaves_nothing_behind_and_deletes_none(server: Path, old_dumps: list[Path]) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        back_up_postgresql(server, "echo half of it; exit 1")
    assert sorted(old_dumps[0].parent.iterdir()) == old_dumps


def test_the_same_is_done_every_night() -> None:
    assert f"30 2 * * * {blocks('Back up PostgreSQL')[0].splitlines()[0].removeprefix('sudo ')}\n" in TEXT
