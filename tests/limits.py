"""The limits of time that the product sets itself, put so far away that no slow machine meets one of them.

A test of one of them sets that one itself. `python -m tests.limits run` is the bot as a program with these limits.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

FAR = 60.0  # seconds
LIMITS = (
    "bot.storage.postgresql.TIMEOUT",
    "bot.storage.postgresql._LOCK_SECONDS",
    "bot.storage.sqlite.BUSY_SECONDS",
    "bot.telegram.intake.polling.DRAIN_SECONDS",
    "bot.telegram.intake.polling._ANSWER_SECONDS",
    "bot.telegram.intake.polling._LAST_CALL_SECONDS",
    "bot.telegram.intake.server._HEAD_SECONDS",
    "bot.telegram.intake.webhook._BODY_SECONDS",
    "bot.telegram.sending._TYPING_AFTER",
    "bot.telegram.service.DRAIN_SECONDS",
    "bot.telegram.service._DATABASE_SECONDS",
    "bot.telegram.transport.CONNECT",
    "bot.telegram.transport.READ",
    "bot.telegram.transport.UPLOAD",
    "bot.telegram.transport.WRITE",
)


@contextmanager
def far_limits() -> Iterator[None]:
    """Put the limits far away."""
    with ExitStack() as stack:
        for limit in LIMITS:
            stack.enter_context(patch(limit, FAR))
        yield


def main() -> int:
    """Run the command line with these limits."""
    from bot.cli import main as command_line

    with far_limits():
        return command_line()


if __name__ == "__main__":
    sys.exit(main())
