import logging
from collections.abc import Iterator

import httpx
import pytest

from bot.logs import RedactingFormatter, configure_logging
from tests.fakes import BotApiServer

TOKEN = "123456789:AAF-x_0123456789abcdefghijklmnopqrs"  # noqa: S105
LOGGERS = ("", "httpx", "httpcore", "telegram")


@pytest.fixture
def logging_kept() -> Iterator[None]:
    """Give the loggers back as they were."""
    root = logging.getLogger()
    handlers, levels = root.handlers[:], {name: logging.getLogger(name).level for name in LOGGERS}
    root.handlers.clear()  # configure_logging closes what it finds, and these are pytest's
    yield
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def formatted(message: str, *values: object, error: BaseException | None = None) -> str:
    trace = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot", logging.ERROR, "file.py", 1, message, values, trace)
    return RedactingFormatter("%(name)s: %(message)s").format(record)


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(f"token {TOKEN}", id="a word"),
        pytest.param(f"`{TOKEN}`", id="quoted"),
        pytest.param(f"POST https://api.telegram.org/bot{TOKEN}/getMe", id="in the URL of a call"),
        pytest.param(f"GET https://api.telegram.org/file/bot{TOKEN}/photo.jpg", id="in the URL of a file"),
        pytest.param(f"TELEGRAM_BOT_TOKEN={TOKEN}", id="in an assignment"),
        pytest.param(f"{TOKEN} and bot{TOKEN}", id="twice"),
        pytest.param(f"token_{TOKEN}", id="after an underscore"),
    ],
)
def test_a_token_never_leaves_the_formatter(message: str) -> None:
    secret = TOKEN.partition(":")[2]
    assert secret not in formatted(message)


def test_a_token_among_the_arguments_is_hidden() -> None:
    assert formatted("%s refused", f"bot{TOKEN}") == "bot: bot<token> refused"


def test_a_token_in_a_traceback_is_hidden() -> None:
    error = RuntimeError(f"The token `{TOKEN}` was rejected")
    error.__cause__ = ValueError(f"https://api.telegram.org/bot{TOKEN}/sendMessage")
    line = formatted("failed", error=error)
    assert "RuntimeError: The token `<token>` was rejected" in line
    assert "ValueError: https://api.telegram.org/bot<token>/sendMessage" in line


def test_the_rest_of_a_line_stays_readable() -> None:
    line = "2026-11-21 18:33:19,031 31 passages: 18 contacts, tj-umed-campaign:12"
    assert formatted(line) == f"bot: {line}"


@pytest.mark.usefixtures("logging_kept")
def test_httpx_at_debug_writes_requests_without_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    with BotApiServer(token=TOKEN) as api:
        assert httpx.get(f"{api.url}/bot{TOKEN}/getMe").json()["ok"]
    log = capsys.readouterr().err
    assert "HTTP Request: GET" in log
    assert TOKEN not in log


@pytest.mark.usefixtures("logging_kept")
def test_requests_are_not_logged_at_all_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    with BotApiServer(token=TOKEN) as api:
        httpx.get(f"{api.url}/bot{TOKEN}/getMe")
    logging.getLogger("bot.cli.run").info("%d passages", 31)
    log = capsys.readouterr().err
    assert log.endswith("INFO bot.cli.run: 31 passages\n")
    assert log.count("\n") == 1
