"""A process that hangs ends itself, says where it hung, and loses nothing."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from bot.telegram import watchdog
from tests.cli.conftest import SMALL
from tests.conftest import WriteFolder
from tests.fakes import BotApiServer
from tests.fakes.bot_api import PATIENCE
from tests.telegram.people import PATIENT, ROOT, running

HANGING_BOT = """
import asyncio, sys, time
from bot.telegram import watchdog
from bot.telegram.desk import Desk
from tests.limits import main

async def hang(*_):
    watchdog.HANG_SECONDS = 3.0
    await asyncio.sleep(5 * watchdog.ROUND_SECONDS)  # until that is in force
    time.sleep(3600)

watchdog.ROUND_SECONDS = 0.05
Desk.ask = hang
sys.exit(main())
"""
NO_LONGER_ALIVE = """
import asyncio, time
from bot.telegram import watchdog

async def main():
    alive = iter([True, True])
    async with watchdog.watchdog(lambda: next(alive, False)):
        await asyncio.sleep(3600)

watchdog.HANG_SECONDS, watchdog.ROUND_SECONDS = 1.0, 0.05
asyncio.run(main())
"""


def test_a_bot_whose_loop_hangs_ends_and_says_where_and_the_next_one_answers(
    write_folder: WriteFolder, tmp_path: Path
) -> None:
    knowledge = str(write_folder(SMALL))
    with BotApiServer() as api:
        command = (sys.executable, "-c", HANGING_BOT, "run")
        with running(api.url, api.token, tmp_path / "log", command=command, BOT_KNOWLEDGE=knowledge) as program:
            question = api.say("саксаул")
            assert program.exit_code() == 1
        assert "Timeout (0:00:03)!" in program.log
        assert " in hang\n" in program.log
        assert "саксаул" not in program.log
        with running(api.url, api.token, tmp_path / "log", command=PATIENT, BOT_KNOWLEDGE=knowledge):
            assert api.wait_reply(question["chat"]["id"], after=question)


def test_a_process_that_is_no_longer_alive_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_LONGER_ALIVE], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 1
    assert "Timeout (0:00:01)!" in done.stderr


async def test_a_healthy_loop_puts_the_end_off_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[tuple[float, bool]] = []
    put_off = asyncio.Event()

    def arm(seconds: float, *, exit: bool) -> None:  # noqa: A002 - as the standard library names it
        ends.append((seconds, exit))
        if len(ends) > 2:
            put_off.set()

    monkeypatch.setattr(watchdog, "ROUND_SECONDS", 0.01)
    monkeypatch.setattr("faulthandler.dump_traceback_later", arm)
    monkeypatch.setattr("faulthandler.cancel_dump_traceback_later", ends.clear)
    async with watchdog.watchdog(lambda: True):
        await put_off.wait()
        assert set(ends) == {(watchdog.HANG_SECONDS, True)}
    assert not ends
