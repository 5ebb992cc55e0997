"""Telegram in trouble, and then no more."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes import BotApiServer
from tests.fakes.ports import lasting_port
from tests.faults.bots import Bot, wait_until
from tests.faults.crowd import Crowd, Tally
from tests.faults.trials import Mode, Place


@dataclass(frozen=True)
class Storm:
    """What came of it."""

    tally: Tally
    unconfirmed: set[int]  # chats whose questions Telegram would have delivered again when it began
    errors: int  # calls that failed
    log: str


@dataclass(frozen=True)
class StormTrial:
    """Lets Telegram fail for some seconds while people write."""

    name: str
    begin: Callable[[BotApiServer], Any]
    end: Callable[[BotApiServer], Any]
    seconds: float
    mode: Mode = "polling"

    def __call__(self, place: Place) -> Storm:
        with (
            BotApiServer(port=lasting_port()) as api,
            Bot(api, place.folder, place.database("sqlite"), self.mode) as bot,
        ):
            bot.wait_ready()
            with Crowd(api, 80, per_second=25) as crowd:
                crowd.wait_answered(15)
                unconfirmed = crowd.at_risk(lambda: self.begin(api))
                crowd.size += 20  # who write while it lasts, however soon the others were answered
                time.sleep(self.seconds)
                wait_until(lambda: bot.errors() > 0)
                self.end(api)
                crowd.wait_answered()
                return Storm(crowd.tally(), unconfirmed, bot.errors(), bot.log)


def _fail(method: str, status: int, **details: Any) -> Callable[[BotApiServer], Any]:
    def begin(api: BotApiServer) -> None:
        api.fail(method, status, times=None, **details)

    return begin


_heal = BotApiServer.heal
STORMS = [
    StormTrial("every second sendMessage 429", _fail("sendMessage", 429, every=2), _heal, 4, "webhook"),
    StormTrial("every call 429", _fail("*", 429), _heal, 4),
    StormTrial("every call 502, polling", _fail("*", 502), _heal, 4),
    StormTrial("every call 502, webhook", _fail("*", 502), _heal, 4, "webhook"),
    StormTrial("away for 10 s", BotApiServer.go_down, BotApiServer.come_back, 10),
]
