"""Polling (Bot API: getUpdates): an update is confirmed when it and all before it are answered."""

import asyncio
import json
import logging
import math
import random
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter
from telegram.request import BaseRequest

from bot.logs import Seldom
from bot.metrics import Metrics
from bot.storage import StorageError
from bot.telegram.intake.ledger import Ledger
from bot.telegram.intake.updates import ALLOWED_UPDATES
from bot.telegram.intake.worker import Worker, delivery
from bot.telegram.memory import Memory
from bot.telegram.sending import seconds_of

_log = logging.getLogger(__name__)
LOCK = "polling"
DRAIN_SECONDS = 8.0  # at the end of the program, for what is under way
_LAST_CALL_SECONDS = 1.5  # to confirm it
_LIMIT = 100  # updates Telegram gives at once
_MOST_CHATS = _LIMIT // 2  # where more of them wait it is not for a chat but for Telegram, or for our own rate
_LONG_POLL = 30  # seconds for which Telegram waits for an update before it says that there is none
_ANSWER_SECONDS = 10.0  # more, for the answer to arrive: a connection that is silent for longer is dead
_STANDBY_SECONDS = 2.0  # between two looks at whether the process that polls is still there
_CONFIRM_SECONDS = 5.0  # between two looks at whether the lock is still ours
_WITHOUT_DATABASE = 10.0  # seconds of polling without a lock, before it is asked for again
_LONGEST_PAUSE = 30.0
_STUCK_SECONDS = 60.0
_CONFLICT_SECONDS = (3.0, 8.0)  # at random, so that two that hinder each other fall out of step
_SHORT_PAUSE = 0.25  # seconds between two requests when Telegram has nothing but what is being answered
_HELD_SECONDS = 20.0  # after which one update that waits lets those behind the next hundred through
_QUIET_SECONDS = 60.0  # between two lines in the log about the same trouble


class Poller:
    """Asks Telegram for updates, if no other process does."""

    def __init__(
        self, bot: Bot, request: BaseRequest, worker: Worker, ledger: Ledger, memory: Memory, metrics: Metrics
    ) -> None:
        self._bot = bot
        self._request = request
        self._worker = worker
        self._ledger = ledger
        self._memory = memory
        self._metrics = metrics
        self._tasks: dict[int, asyncio.Task[Any]] = {}  # by the number of the update that each answers
        self._next = 0  # the number after the highest that Telegram gave
        self._done = asyncio.Event()
        self._trouble = Seldom()
        self._due = math.inf  # when Telegram is asked the next time at the latest
        self._last_answer = -math.inf
        self.is_active = False

    async def run(self) -> None:
        """Poll until cancelled; then finish what is under way. Raises InvalidToken."""
        try:
            while True:
                try:
                    async with self._memory.hold_lock(LOCK) as lock:
                        if lock:
                            await self._poll_while(lock.confirm)
                        else:
                            await asyncio.sleep(_STANDBY_SECONDS)
                except StorageError:
                    # Nobody can hold a lock now. Two that poll are better than none: they answer twice at worst.
                    await self._poll_while(_for_a_time(_WITHOUT_DATABASE))
        finally:
            await self._finish()  # what was taken before a lock was lost, or before the token was refused

    @property
    def is_stuck(self) -> bool:
        """Tell whether Telegram should have been asked again long since."""
        return time.monotonic() > self._due + _STUCK_SECONDS

    @property
    def is_answered(self) -> bool:
        """Tell whether Telegram has lately given updates, or said that there are none."""
        return time.monotonic() < self._last_answer + 2 * _LONG_POLL + _ANSWER_SECONDS

    async def _poll_while(self, may_go_on: Callable[[], Awaitable[bool]]) -> None:
        self._next = 0  # another process may have polled meanwhile: begin with all that is not confirmed
        self.is_active = True
        self._metrics.polling.set(1)
        try:
            await self._poll(may_go_on)
        except asyncio.CancelledError:
            await self._drain()  # while the lock is ours: whoever takes over shall find it done
            raise
        finally:
            self.is_active, self._due = False, math.inf
            self._metrics.polling.set(0)

    async def _drain(self) -> None:
        """Finish what is under way, and confirm what is answered."""
        offset = await self._finish()
        if offset:
            # Not asyncio.timeout: before Python 3.11.4 it raises no TimeoutError in a task that is being cancelled.
            call = asyncio.create_task(self._fetch(offset, long_poll=0, limit=1))
            await asyncio.wait([call], timeout=_LAST_CALL_SECONDS)
            error = TimeoutError() if call.cancel() else call.exception()
            if error:  # they are asked for again, and known to be answered
                _log.warning("the last answers could not be confirmed: %s", type(error).__name__)

    async def _finish(self) -> int:
        """Finish what is under way, leave what takes longer to the next start; return the first that is left."""
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=DRAIN_SECONDS)
        offset = min(self._tasks, default=self._next)
        unfinished = list(self._tasks.values())
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        if unfinished:
            _log.warning("updates that are left to the next start: %d", len(unfinished))
        return offset

    async def _poll(self, may_go_on: Callable[[], Awaitable[bool]]) -> None:
        failures, confirmed = 0, time.monotonic()
        while True:
            if time.monotonic() - confirmed > _CONFIRM_SECONDS:
                if not await may_go_on():
                    return
                confirmed = time.monotonic()
            offset, began = self._offset(), time.monotonic()
            # Telegram answers at once while it has what is under way. Whether it answers at all is to be known soon.
            waits = offset == self._next and self.is_answered
            try:
                batch = await self._fetch(offset, long_poll=_LONG_POLL if waits else 0)
            except InvalidToken:
                raise
            except Exception as error:  # whatever the library stumbles over in an answer that is none
                failures += 1
                self._metrics.telegram_errors.labels("getUpdates", type(error).__name__).inc()
                pause = self._pause_after(error, failures)
                self._due = time.monotonic() + pause
                await asyncio.sleep(pause)
            else:
                failures = 0
                self._note_answer()
                if not await self._take(batch) and self._offset() == offset:
                    await _within(began + _SHORT_PAUSE - time.monotonic(), self._done.wait())

    async def _fetch(self, offset: int, *, long_poll: int, limit: int = _LIMIT) -> list[object]:
        """Ask for updates as Telegram has them: each is read alone, later."""
        query = urlencode(
            {
                "offset": offset,
                "limit": limit,
                "timeout": long_poll,
                "allowed_updates": json.dumps(ALLOWED_UPDATES),
            }
        )
        seconds = long_poll + _ANSWER_SECONDS
        self._due = time.monotonic() + seconds
        async with asyncio.timeout(seconds + 1):  # also where the transport itself has gone silent
            body = await self._request.retrieve(f"{self._bot.base_url}/getUpdates?{query}", read_timeout=seconds)
        return _updates_in(body)

    def _offset(self) -> int:
        """Return the first update that is not answered.

        Telegram gives no more than a hundred from there on. So that a few chats for which it makes us wait do not keep
        out everybody else, an update that has waited for long and has a hundred behind it holds nobody back: it is
        still answered, and only the end of the program in this very time could lose it.
        """
        unanswered = sorted(self._tasks)
        if self._worker.chats <= _MOST_CHATS:
            early, taken = time.monotonic() - _HELD_SECONDS, self._worker.taken
            # What has just been taken is not with the worker yet.
            unanswered = [n for n in unanswered if self._next - n < _LIMIT or taken.get(n, math.inf) > early]
        return unanswered[0] if unanswered else self._next

    async def _take(self, batch: list[object]) -> bool:
        """Begin to answer what is new; false if nothing is."""
        deliveries = {given.update_id: given for raw in batch if (given := delivery(raw))}
        new = deliveries.keys() - self._tasks.keys() - self._ledger.answered
        await self._ledger.look_up(new)
        self._done.clear()
        for number in sorted(new):
            self._tasks[number] = task = asyncio.create_task(self._worker.answer(deliveries[number]))
            task.add_done_callback(partial(self._finished, number))
        if deliveries:  # the last one, not the highest: after a week of silence Telegram begins with another number
            self._next = 1 + list(deliveries)[-1]
        return bool(new)

    def _finished(self, number: int, task: asyncio.Task[Any]) -> None:
        del self._tasks[number]
        self._done.set()
        if not task.cancelled() and (error := task.exception()):  # the worker has met all that can be foreseen
            _log.error("an update failed: %s", type(error).__name__, exc_info=error)
            self._ledger.finish(number)  # it would fail again

    def _pause_after(self, error: Exception, failures: int) -> float:
        pause = min(_LONGEST_PAUSE, 2.0 ** min(failures, 10) / 2)
        what = "Telegram gives no updates"
        if isinstance(error, RetryAfter):
            pause = seconds_of(error)
        elif isinstance(error, Conflict):
            pause = random.uniform(*_CONFLICT_SECONDS)  # noqa: S311 - no secret
            what = (
                "Telegram gives no updates while a webhook is set; unset it with `migrant-bot webhook delete`"
                if "webhook" in str(error)
                else "another program asks for updates with the same token"
            )
        if self._trouble.is_due(_QUIET_SECONDS):
            _log.warning("%s: %s; next try in %.0f s", what, type(error).__name__, pause)
        return pause

    def _note_answer(self) -> None:
        self._last_answer = time.monotonic()
        self._metrics.last_poll.set_to_current_time()


def _updates_in(body: bytes) -> list[object]:
    """Return the updates in an answer of the Bot API. Raises ValueError if it is none."""
    try:
        answer = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    match answer:
        case {"result": list(updates)}:
            return updates
    raise ValueError("no list of updates")


async def _within(seconds: float, waiting: Awaitable[Any]) -> None:
    try:
        async with asyncio.timeout(seconds):
            await waiting
    except TimeoutError:
        return


def _for_a_time(seconds: float) -> Callable[[], Awaitable[bool]]:
    end = time.monotonic() + seconds

    async def may_go_on() -> bool:
        return time.monotonic() < end

    return may_go_on
