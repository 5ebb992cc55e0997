"""Several processes: two replicas behind the proxy, and two of which one polls and the other stands by."""

import time
from contextlib import ExitStack
from dataclasses import dataclass

from tests.deploy.proxy import Proxy
from tests.fakes import BotApiServer
from tests.faults.bots import Bot, set_webhook, wait_until
from tests.faults.crowd import Crowd, Tally
from tests.faults.trials import Kind, Place


@dataclass(frozen=True)
class Behind:
    """What came of two replicas behind the proxy."""

    killed: Tally
    unconfirmed: frozenset[int]  # chats whose questions Telegram would have delivered again at the kill
    upgraded: Tally
    shares: list[float]  # deliveries that each replica has taken, while both were there


def replicas_behind_the_proxy(place: Place) -> Behind:
    """Kill one under load; then end and start both in turn, as an upgrade does."""
    database = place.database("postgresql")
    with BotApiServer() as api, ExitStack() as stack:
        bots = [stack.enter_context(Bot(api, place.folder / name, database, "webhook")) for name in ("first", "second")]
        proxy = stack.enter_context(Proxy(place.folder, [bot.port for bot in bots]))
        set_webhook(api, proxy.url, proxy.certificate)
        for bot in bots:
            bot.wait_ready()
        with Crowd(api, 150) as crowd:
            crowd.wait_answered(60)
            shares = [bot.metric('migrant_bot_webhook_requests_total{status="200"}') for bot in bots]
            unconfirmed = frozenset(crowd.at_risk(bots[0].kill))
            bots[0].start()
            crowd.wait_answered()
            killed = crowd.tally()
        bots[0].wait_ready()
        with Crowd(api, 200, per_second=40) as crowd:
            for bot, answers in zip(bots, (20, 80), strict=True):
                crowd.wait_answered(answers)
                bot.end()
                bot.start()
                bot.wait_ready()
            crowd.wait_answered()
            return Behind(killed, unconfirmed, crowd.tally(), shares)


@dataclass(frozen=True)
class TakeOver:
    """What came of one that polls and one that stands by."""

    before: list[tuple[str, float]]  # what each says: how its updates come, and the metric of polling
    after: tuple[str, float]
    seconds: float  # from the death of the first to the first answer of the second
    tally: Tally
    unconfirmed: frozenset[int]  # chats whose questions Telegram would have delivered again at the kill


@dataclass(frozen=True)
class TakeOverTrial:
    """Kills the process that polls while another one stands by."""

    database: Kind

    def __call__(self, place: Place) -> TakeOver:
        database = place.database(self.database)
        with BotApiServer() as api, ExitStack() as stack:
            first, second = (Bot(api, place.folder / name, database) for name in ("first", "second"))
            stack.enter_context(first).wait_ready("polling")
            stack.enter_context(second).wait_ready("standby")
            before = [_says(bot) for bot in (first, second)]
            with Crowd(api, 150, per_second=50) as crowd:
                crowd.wait_answered(40)
                killed = time.monotonic()
                unconfirmed = frozenset(crowd.at_risk(first.kill))
                answered = len(crowd.answered)
                crowd.wait_answered(answered + 10)
                seconds = time.monotonic() - killed
                wait_until(lambda: _says(second) == ("polling", 1.0))
                crowd.wait_answered()
                return TakeOver(before, _says(second), seconds, crowd.tally(), unconfirmed)


def _says(bot: Bot) -> tuple[str, float]:
    return bot.health().get("intake", "silent"), bot.metric("migrant_bot_polling")
