"""Ends a process that hangs: whoever looks after it (systemd, Docker) starts it again, but never sees that it hangs."""

import asyncio
import faulthandler
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

_log = logging.getLogger(__name__)
HANG_SECONDS = 60.0  # of the monotonic clock
ROUND_SECONDS = 5.0


@asynccontextmanager
async def watchdog(is_alive: Callable[[], bool]) -> AsyncIterator[None]:
    """End the process, with status 1, if the event loop does not come round or `is_alive` is false for a minute.

    A thread of Python's own does it, which needs nothing of ours. It prints where each thread is: files, lines and
    names of functions, none of their values.
    """
    guard = asyncio.create_task(_guard(is_alive))
    try:
        yield
    finally:
        guard.cancel()
        with suppress(asyncio.CancelledError):
            await guard
        faulthandler.cancel_dump_traceback_later()


async def _guard(is_alive: Callable[[], bool]) -> None:
    while True:
        if is_alive():
            faulthandler.dump_traceback_later(HANG_SECONDS, exit=True)  # in place of the one before
        else:
            _log.error("the bot no longer asks Telegram for updates; it is ended unless it does soon")
        await asyncio.sleep(ROUND_SECONDS)
