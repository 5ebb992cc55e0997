"""Logging without secrets: no token, no message text, no chat id ever reaches a handler."""

import logging
import re

_TOKEN = re.compile(r"\d+:[\w-]{30,}")  # what @BotFather gives; it stands in the URL of every Bot API call


class RedactingFormatter(logging.Formatter):
    """Formats a record and hides everything in it that looks like a bot token, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without tokens."""
        return _TOKEN.sub("<token>", super().format(record))


def configure_logging() -> None:
    """Send records of level INFO and above to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # httpx writes every request at INFO and python-telegram-bot whole updates at DEBUG.
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
