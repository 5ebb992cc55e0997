"""A disk that takes nothing more, files that cannot be written, files that are gone: answers go on."""

import contextlib
import os
import resource
import shutil
import sqlite3
from itertools import count
from pathlib import Path

import pytest

from tests.fakes import BotApiServer
from tests.faults.bots import Bot, wait_until
from tests.faults.crowd import Crowd
from tests.faults.outages import DUSHANBE
from tests.telegram.people import PATIENT

_chat_ids = count(7_300_000_001)


def all_are_answered(api: BotApiServer, what: str) -> None:
    with Crowd(api, 40) as crowd:
        crowd.wait_answered()
    tally = crowd.tally()
    print(f"{what}: {tally}")
    assert tally.lost == tally.strange == len(tally.repeated) == 0


def remembered(database: Path) -> int:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM chat_settings").fetchone()[0])


def choose_a_country(api: BotApiServer) -> None:
    chat = next(_chat_ids)
    api.say(chat_id=chat, location=DUSHANBE)
    api.wait_reply(chat)


def test_a_full_disk_keeps_nobody_from_an_answer(tmp_path: Path) -> None:
    database = tmp_path / "bot.db"
    with BotApiServer() as api, Bot(api, tmp_path, str(database)) as bot:
        bot.wait_ready()
        choose_a_country(api)
        assert remembered(database) == 1
        # No file of the process may grow: a disk that is full for it alone, the log included.
        no_limit = resource.prlimit(bot.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (0, no_limit[1]))
        all_are_answered(api, "full disk")
        choose_a_country(api)
        assert remembered(database) == 1
        assert bot.metric("migrant_bot_storage_errors_total") > 0
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, no_limit)
        choose_a_country(api)
        wait_until(lambda: remembered(database) == 2)
        assert bot.is_running


def test_a_database_that_cannot_be_written_keeps_nobody_from_an_answer(tmp_path: Path) -> None:
    folder = tmp_path / "bot"
    with BotApiServer() as api, Bot(api, folder, str(folder / "bot.db")) as bot:
        bot.wait_ready()
        bot.end()
        for path in [*folder.iterdir(), folder]:
            path.chmod(0o555)
        bot.start(_without_the_powers_of_root())
        bot.wait_ready()
        all_are_answered(api, "database and folder read-only")
        assert bot.metric("migrant_bot_storage_errors_total") > 0
        folder.chmod(0o755)


def _without_the_powers_of_root() -> list[str]:
    """Return how to start the bot so that permissions hold for it."""
    if os.geteuid():
        return list(PATIENT)
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root without setpriv (util-linux) can write everything")
    return [setpriv, "--bounding-set=-dac_override,-dac_read_search", *PATIENT]


def test_a_knowledge_folder_that_is_deleted_keeps_nobody_from_an_answer(tmp_path: Path) -> None:
    with BotApiServer() as api, Bot(api, tmp_path, str(tmp_path / "bot.db")) as bot:
        bot.wait_ready()
        before = bot.health()["knowledge"]
        shutil.rmtree(bot.knowledge)
        all_are_answered(api, "knowledge deleted")
        assert bot.health()["knowledge"] == before
