"""Logs that tell an operator what happened, and nobody who wrote what: one line a record, console or JSON.

Our own loggers (`bot.…`) may speak; their values are looked through. Of a line of a library only what stands in its
source is kept: its values may be whole updates or an address with the token in it. Of an error that is neither ours nor
known to be safe only its kind is told and where it was raised: its text may quote anything.
"""

import ast
import datetime as dt
import linecache
import logging
import math
import re
import sys
import textwrap
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePath
from types import TracebackType
from typing import Literal, TextIO

from pythonjsonlogger.json import JsonFormatter

_log = logging.getLogger(__name__)

# What `extra` may carry; everything else in it is left out.
FIELDS = ("version", "passages", "contacts", "method", "kind", "seconds")
_OURS = "bot"
_SAFE_ERRORS = frozenset(
    ("bot.knowledge.loading.KnowledgeError", "bot.settings.SettingsError", "bot.storage.error.StorageError")
)
# How lines begin that asyncio joins of a sentence and values before it logs them.
_SENTENCES = (
    "Future exception was never retrieved",
    "Task exception was never retrieved",
    "Task was destroyed but it is pending!",
    "Unclosed client session",
    "Unclosed connection",
    "Unclosed connector",
    "_GatheringFuture exception was never retrieved",
)
_LONGEST = 1000  # characters of a message
_LONGEST_CALL = 12  # lines of source that a call of a logger takes
_LAST_FRAMES = 3  # shown of a traceback besides our own
_MOST_FRAMES = 12

_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
_HIDDEN: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<!\d)\d+(?::|%3[Aa])[\w-]{30,}"), "<token>"),  # of @BotFather; it stands in the URL of every call
    (re.compile(r"(?<!\S)\S*@\S+"), "<address>"),
    # As long as the ids of chats, people and updates are. What a version of the knowledge looks like may stay.
    (
        re.compile(r"(?<![\da-z])((?=\d*[a-f])[\da-f]{12})(?![\da-z])|\d{6,}"),
        lambda found: found[1] or "<number>",
    ),
    # Our own lines are English: other letters, also as codes, were written by somebody else.
    (re.compile(r"(?:(?:[^\W\d_a-zA-Z]|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|%[\da-fA-F]{2})\s*)+"), "<words> "),
)
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+ #0]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]")
_VERSION = re.compile(r"[\da-f]{12}")
_PLAIN = re.compile(r"[\w.:/+-]{1,64}", re.ASCII)


def configure_logging(log_format: Literal["console", "json"], level: str) -> None:
    """Write our own records of `level` and above and warnings of libraries to standard error.

    At DEBUG libraries tell everything, too. Errors and warnings that Python itself would print are logged instead.
    """
    handler = DiscreetHandler()
    handler.setFormatter(_Json() if log_format == "json" else _Console())
    logging.basicConfig(level=level if level in ("DEBUG", "ERROR") else "WARNING", handlers=[handler], force=True)
    logging.getLogger(_OURS).setLevel(level)
    sys.excepthook = _log_uncaught
    sys.unraisablehook = lambda failed: _log.error("an error in cleaning up", exc_info=failed.exc_value)
    threading.excepthook = lambda failed: _log.error("a thread ended by an error", exc_info=failed.exc_value)
    warnings.showwarning = _log_warning


class DiscreetHandler(logging.StreamHandler[TextIO]):
    """Writes of every record only what may be known."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        try:
            line = discreet(record)
        except Exception as error:  # such as a value that cannot be written: the caller must not fail by it
            line = _log.makeRecord(_log.name, logging.ERROR, "", 0, "a line cannot be written", (), None)
            line.error = _kind(error)
        super().emit(line)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - as the library names it
        """Do nothing: the library would print the record with its values."""


def discreet(record: logging.LogRecord) -> logging.LogRecord:
    """Return a record that holds nothing but what may be known of another one."""
    ours = record.name.partition(".")[0] == _OURS
    words = _hide(_our_words(record) if ours else _library_words(record))
    clean = logging.LogRecord(_hide(record.name), record.levelno, "", 0, words, None, None)
    clean.created, clean.msecs = record.created, record.msecs
    given = record.__dict__ if ours else {}
    clean.__dict__ |= {name: _field(name, given[name]) for name in FIELDS if name in given}
    error = _error_of(record, among_values=not ours)
    if error is not None:
        clean.error = "; caused by ".join(f"{_kind(e)}{_places(e.__traceback__)}" for e in _chain(error))
    return clean


def _hide(text: str) -> str:
    """Hide what looks like a token, an address, an id or somebody's words, and make one line of it."""
    text = _BREAKS.sub(" ", text)
    for pattern, mark in _HIDDEN:
        text = pattern.sub(mark, text)
    return text.strip() if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


# Our own records


def _our_words(record: logging.LogRecord) -> str:
    values = record.args
    try:
        if isinstance(values, Mapping):
            return str(_plain(record.msg)) % {name: _plain(value) for name, value in values.items()}
        return str(_plain(record.msg)) % tuple(map(_plain, values)) if values else str(_plain(record.msg))
    except (TypeError, ValueError, KeyError):
        return _PLACEHOLDER.sub("…", str(_plain(record.msg)))


def _plain(value: object) -> object:
    """Return a value that is no more than a word, a number or a time; of any other its kind."""
    match value:
        case None | str() | int() | float() | dt.date() | dt.timedelta() | PurePath():
            return value
        case BaseException():
            return " caused by ".join(map(_kind, _chain(value)))
    return f"<{type(value).__name__}>"


def _field(name: str, value: object) -> object:
    match value:
        case None | bool() | float():
            return value
        case int():
            return value if _hide(str(value)) == str(value) else "<number>"
        case str() if (name == "version" and _VERSION.fullmatch(value)) or not value:
            return value
        case str() if _PLAIN.fullmatch(value):
            return _hide(value)
    return f"<{type(value).__name__}>"


# Records of libraries


def _library_words(record: logging.LogRecord) -> str:
    words = record.msg if isinstance(record.msg, str) else ""
    if joined := next((sentence for sentence in _SENTENCES if words.startswith(sentence)), None):
        return joined
    if called := _words_in_source(record.pathname, record.lineno):
        return called
    return _PLACEHOLDER.sub("…", words) if _stands_in_source(record.pathname, words) else f"({record.funcName})"


def _stands_in_source(path: str, words: str) -> bool:
    """Tell whether a line is a string of a program, and more than a word that somebody could have written, too."""
    literal, source = words.encode("unicode_escape").decode(), "".join(linecache.getlines(path))
    return " " in words and any(f"{quote}{literal}{quote}" in source for quote in "\"'")


@lru_cache(maxsize=1024)
def _words_in_source(path: str, line: int) -> str:
    """Return the fixed words of the call of a logger on a line of a program, "" if they cannot be told from values."""
    for length in range(1, _LONGEST_CALL + 1):
        lines = [linecache.getline(path, number) for number in range(line, line + length)]
        try:
            (statement,) = ast.parse(textwrap.dedent("".join(lines))).body
        except (SyntaxError, ValueError):  # not yet whole, or no statement at all
            continue
        call = statement.value if isinstance(statement, ast.Expr) else None
        parts = [part for value in call.args for part in _fixed(value)] if isinstance(call, ast.Call) else []
        return _PLACEHOLDER.sub("…", "…".join(parts)).strip()
    return ""


def _fixed(expression: ast.expr) -> Iterator[str]:
    match expression:
        case ast.Constant(value=str(words)):
            yield words
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from _fixed(part)
        case ast.BinOp(left=left, right=right):
            yield from _fixed(left)
            yield from _fixed(right)


# Errors


def _error_of(record: logging.LogRecord, *, among_values: bool) -> BaseException | None:
    if record.exc_info and record.exc_info[1]:
        return record.exc_info[1]
    values = record.args if among_values and isinstance(record.args, tuple) else ()
    return next((value for value in values if isinstance(value, BaseException)), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        yield error
        seen.add(id(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _kind(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if name in _SAFE_ERRORS:
        return f"{name}: {_hide(str(error))}"
    parts = error.exceptions[:_LAST_FRAMES] if isinstance(error, BaseExceptionGroup) else ()
    return _hide(f"{name} of {', '.join(map(_kind, parts))}" if parts else name)


def _places(trace: TracebackType | None) -> str:
    """Say where an error went through: our own lines and the last ones."""
    every = [
        f"{frame.f_globals.get('__name__')}:{line} {frame.f_code.co_name}" for frame, line in traceback.walk_tb(trace)
    ]
    last = len(every) - _LAST_FRAMES
    kept = [place for number, place in enumerate(every) if number >= last or place.startswith(f"{_OURS}.")]
    return f" at {', '.join(kept[-_MOST_FRAMES:])}" if kept else ""


# What Python would print itself


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        _log.critical("the program ends by an error", exc_info=error)


def _log_warning(
    message: Warning | str,  # noqa: ARG001 - it may quote
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001
    line: str | None = None,  # noqa: ARG001
) -> None:
    _log.warning("%s in %s line %d", category.__name__, PurePath(filename).name, lineno)


class Seldom:
    """Remembers when a trouble was told of, so that one that lasts is not told of all the time."""

    def __init__(self) -> None:
        self._told = -math.inf

    def is_due(self, pause: float) -> bool:
        """Tell whether it is time to tell of it: nobody did in so many seconds. Whoever asks then does."""
        now = time.monotonic()
        due = now - self._told >= pause
        if due:
            self._told = now
        return due


# Formats


class _Console(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - as the library names it
        known = record.__dict__
        return " ".join(
            [super().formatMessage(record)] + [f"{name}={known[name]}" for name in (*FIELDS, "error") if name in known]
        )


class _Json(JsonFormatter):
    def __init__(self) -> None:
        names = {"levelname": "level", "name": "logger"}
        super().__init__(["levelname", "name", "message"], rename_fields=names, timestamp="time")
