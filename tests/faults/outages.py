"""PostgreSQL goes away and comes back, while two processes want to poll and people write."""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from typing import Literal

import pytest

from tests.fakes import BotApiServer
from tests.fakes.postgres import PostgresServer, find_binaries
from tests.faults.bots import Bot, wait_until
from tests.faults.crowd import Crowd, Tally
from tests.faults.trials import Place
from tests.telegram.people import COMMAND, Json

DUSHANBE: Json = {"latitude": 38.56, "longitude": 68.78}
_chat_ids = count(7_200_000_001)


@dataclass(frozen=True)
class Outage:
    """What came of it."""

    tally: Tally  # of the questions asked while the database was away
    settings: bool  # whether a choice is remembered when it is back
    pollers: list[str]  # in the end
    running: bool  # whether all processes have lived through it
    log: str


@dataclass(frozen=True)
class OutageTrial:
    """Two processes want to poll; the server crashes, freezes, or is not there when they start."""

    fault: Literal["stopped", "frozen", "not started yet"]

    def __call__(self, place: Place) -> Outage:
        binaries = find_binaries()
        if binaries is None:
            pytest.skip("no PostgreSQL server is installed")
        with PostgresServer(binaries) as server, BotApiServer() as api, ExitStack() as stack:
            database = server.new_schema()
            # With its own limits: they are what keeps people from waiting for the database.
            bots = [Bot(api, place.folder / name, database, command=COMMAND) for name in ("first", "second")]
            if self.fault == "not started yet":
                server.stop()
            for bot in bots:
                stack.enter_context(bot).wait_ready()
            if self.fault != "not started yet":
                wait_until(lambda: _pollers(bots) == ["polling", "standby"])
            with Crowd(api, 80, per_second=20) as crowd:
                if self.fault != "not started yet":
                    crowd.wait_answered(20)
                if self.fault == "stopped":
                    server.stop()
                elif self.fault == "frozen":
                    server.freeze()
                crowd.wait_answered()
                tally = crowd.tally()
            if self.fault == "frozen":
                server.thaw()
            else:
                server.start()
            wait_until(lambda: all(bot.health().get("database") for bot in bots))
            settings = wait_until(lambda: _remembers(api, server, database))
            pollers = wait_until(lambda: _settled(bots))
            return Outage(
                tally, settings, pollers, all(bot.is_running for bot in bots), "".join(bot.log for bot in bots)
            )


def _pollers(bots: list[Bot]) -> list[str]:
    return sorted(bot.health().get("intake", "silent") for bot in bots)


def _settled(bots: list[Bot]) -> list[str]:
    """Return who polls once one process does for good: for a moment that also seems so while they change places."""
    pollers = _pollers(bots)
    for _ in range(10):
        if pollers != ["polling", "standby"]:
            return []
        time.sleep(0.1)
        pollers = _pollers(bots)
    return pollers


def _remembers(api: BotApiServer, server: PostgresServer, database: str) -> bool:
    """Let somebody show where they are, and look whether that is remembered."""
    schema = database.rpartition("=")[2]
    chat = next(_chat_ids)
    api.say(chat_id=chat, location=DUSHANBE)
    api.wait_reply(chat)
    return server.sql(f"SELECT count(*) FROM {schema}.chat_settings") != "0"  # noqa: S608 - our own name
