"""One update on its way: read alone, answered in its turn, finished."""

import logging
import time
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any, NamedTuple

from telegram import Bot, Update

from bot.metrics import Metrics
from bot.storage import Claim
from bot.telegram.intake.ledger import Ledger
from bot.telegram.intake.turns import Turns, chat_of
from bot.telegram.intake.updates import ALLOWED_UPDATES

_log = logging.getLogger(__name__)
_OTHER = "other"  # kind of an update that nobody asked for


class Delivery(NamedTuple):
    """An update as Telegram has sent it: only its number is read yet."""

    update_id: int
    content: dict[str, Any]


class Result(StrEnum):
    """What became of an update."""

    ANSWERED = "answered"
    FAILED = "failed"  # by a fault of ours, or Telegram did not take the answer for too long
    UNREADABLE = "unreadable"
    REPEATED = "repeated"  # answered before
    ELSEWHERE = "elsewhere"  # being answered, here or by another process: not to be confirmed yet


class Worker:
    """Answers updates; several at once, those of one chat in the order in which they came."""

    def __init__(self, bot: Bot, handle: Callable[[Update], Awaitable[bool]], ledger: Ledger, metrics: Metrics) -> None:
        self._bot = bot
        self._handle = handle
        self._ledger = ledger
        self._metrics = metrics
        self._turns = Turns()
        self.taken: dict[int, float] = {}  # updates that are not answered yet, and since when (monotonic clock)
        for kind in (*ALLOWED_UPDATES, _OTHER):  # from the start: alerts look at them
            for result in (Result.FAILED, Result.UNREADABLE):
                metrics.updates.labels(kind, result)
        metrics.in_flight.set_function(lambda: len(self.taken))
        metrics.oldest_update_seconds.set_function(self._oldest)

    @property
    def chats(self) -> int:
        """Return how many chats wait for an answer."""
        return len(self._turns)

    async def answer(self, delivery: Delivery) -> Result:
        """Answer an update. Cancelled, it leaves the update to whoever gets it next."""
        update_id = delivery.update_id
        if update_id in self.taken:
            return Result.ELSEWHERE
        self.taken[update_id] = time.monotonic()
        try:
            result = await self._answer(delivery)
        finally:
            self._metrics.update_seconds.observe(time.monotonic() - self.taken.pop(update_id))
        kind = next((key for key in delivery.content if key in ALLOWED_UPDATES), _OTHER)
        self._metrics.updates.labels(kind, result).inc()
        return result

    async def _answer(self, delivery: Delivery) -> Result:
        update_id, read = delivery.update_id, self._read(delivery)
        if read is None:
            self._ledger.finish(update_id)
            return Result.UNREADABLE
        update, chat = read
        async with self._turns.turn(chat):
            match await self._ledger.claim(update_id):
                case Claim.FINISHED:
                    return Result.REPEATED
                case Claim.ELSEWHERE:
                    return Result.ELSEWHERE
            try:
                well = await self._handle(update)
            except BaseException:  # cancelled: the program ends
                await self._ledger.release(update_id)
                raise
            self._ledger.finish(update_id)
            return Result.ANSWERED if well else Result.FAILED

    def _read(self, delivery: Delivery) -> tuple[Update, int] | None:
        """Make an update of what Telegram sent, and say whose it is; the library raises whatever it stumbles over."""
        try:
            update = Update.de_json(delivery.content, self._bot)
            chat = chat_of(update)
            if update.message:
                self._metrics.delivery_lag_seconds.observe(max(0.0, time.time() - update.message.date.timestamp()))
        except Exception as error:  # one that cannot be read must not stop those behind it
            _log.error("an update cannot be read: %s", type(error).__name__)  # its text may quote
            return None
        return update, chat

    def _oldest(self) -> float:
        return time.monotonic() - min(self.taken.values()) if self.taken else 0.0


def delivery(raw: object) -> Delivery | None:
    """Take what Telegram has sent for an update (Bot API: Update), if it has the number of one."""
    if not isinstance(raw, dict):
        return None
    number = raw.get("update_id")
    return Delivery(number, raw) if type(number) is int and 0 <= number < 2**63 else None
