"""Back up an SQLite database of the bot while it is in use, with its secret: backup.py DATABASE FOLDER.

Needs Python alone. FOLDER gets a folder named for the time in UTC; the newest 14 are kept.
"""

import contextlib
import datetime as dt
import os
import shutil
import sqlite3
import sys
from pathlib import Path

KEPT = 14
_NAMES = "????-??-??T??????Z"


def back_up(database: Path, folder: Path, now: dt.datetime) -> Path:
    """Make one backup and return its folder. Raises OSError and sqlite3.Error; then there is none."""
    secret = database.with_name(database.name + ".secret")
    backup = folder / now.strftime("%Y-%m-%dT%H%M%SZ")
    draft = folder / f".{backup.name}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        copy = draft / database.name
        _copy_database(database, copy)
        if secret.exists():  # there is none where BOT_SECRET is set
            shutil.copyfile(secret, draft / secret.name)
        for path in (*draft.iterdir(), draft):
            _flush(path)
        draft.rename(backup)  # a backup that has its name is a whole one
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    _flush(folder)
    return backup


def drop_old(folder: Path) -> None:
    """Delete all backups but the newest."""
    for backup in sorted(folder.glob(_NAMES))[:-KEPT]:
        shutil.rmtree(backup)


def _copy_database(database: Path, copy: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without others that belong to it
        (found,) = target.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def main(arguments: list[str]) -> int:
    """Make a backup, tell where it is, and delete old ones."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    database, folder = map(Path, arguments)
    os.umask(0o077)
    try:
        print(back_up(database, folder, dt.datetime.now(dt.UTC)))
        drop_old(folder)
    except (OSError, sqlite3.Error) as error:
        print(f"{database}: no backup could be made: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
