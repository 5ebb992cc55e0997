"""The log lines of python-telegram-bot without what they quote: a broken answer of the server may hold messages."""

import logging

from telegram.error import InvalidToken

_LIBRARY = "telegram"


class WithoutQuotations(logging.Filter):
    """Leaves of a line of the library its fixed words and the kind of the error."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take out what could be quoted; leave out the line on a wrong token, which the command reports itself."""
        if record.name.partition(".")[0] != _LIBRARY:
            return True
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, InvalidToken):
            return False
        if error:
            record.msg = f"{record.funcName} failed: {type(error).__name__}"
        record.args, record.exc_info, record.exc_text = (), None, None
        return True


def leave_out_quotations() -> None:
    """Filter what every handler of the root logger writes."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(WithoutQuotations())
