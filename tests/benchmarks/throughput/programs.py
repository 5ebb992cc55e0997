"""The bots that are measured: ours, and bare echo bots by the libraries people write bots with."""

import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
TOKEN = "123456789:AA-test-token-of-the-fake-Bot-API-0"  # noqa: S105
_OURS = (sys.executable, "-m", "bot")
_ECHO = Path(__file__).parent / "echo"
_OF_ECHO = str(ROOT / ".venv" / "echo" / "bin" / "python")


class Started(NamedTuple):
    """How a bot is started."""

    command: Sequence[str]
    environment: dict[str, str]
    before: Sequence[str] | None = None  # a command that runs first and ends


class Program(NamedTuple):
    """A bot by its name in the results."""

    name: str
    start: Callable[[str, Path], Started]  # given the address of the Bot API server and a folder for its files
    by_webhook: bool = False


def echo_libraries() -> dict[str, str]:
    """Return the versions of the libraries of the echo bots that have an environment of their own."""
    code = "import importlib.metadata as m; print(*(m.version(name) for name in ('aiogram', 'pyTelegramBotAPI')))"
    printed = subprocess.run([_OF_ECHO, "-c", code], check=True, capture_output=True, text=True).stdout
    return dict(zip(("aiogram", "pyTelegramBotAPI"), printed.split(), strict=True))


def _ours(url: str, folder: Path) -> Started:
    return Started([*_OURS, "run"], _environment(url, folder))


def _ours_by_webhook(url: str, folder: Path) -> Started:
    port = str(_free_port())
    webhook = {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "HTTP_PORT": port}
    return Started([*_OURS, "run"], _environment(url, folder) | webhook, before=[*_OURS, "webhook", "set"])


def _echo(file: str, python: str) -> Callable[[str, Path], Started]:
    return lambda url, _: Started([python, str(_ECHO / file), url, TOKEN], {"PYTHONPATH": str(ROOT)})


def _echo_by_webhook(url: str, folder: Path) -> Started:
    started = BASELINE.start(url, folder)
    return started._replace(command=[*started.command, str(_free_port())])


def _environment(url: str, folder: Path) -> dict[str, str]:
    return {
        "TELEGRAM_API_URL": url,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "DATABASE_URL": str(folder / "bot.db"),
        "STATE_DIRECTORY": str(folder),
        "MESSAGES_PER_SECOND": "10000",
        "LOG_LEVEL": "WARNING",
    }


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


BASELINE = Program("echo-python-telegram-bot", _echo("with_python_telegram_bot.py", sys.executable))
WEBHOOK_BASELINE = Program("echo-python-telegram-bot-webhook", _echo_by_webhook, by_webhook=True)
OURS = (Program("ours-polling", _ours), Program("ours-webhook", _ours_by_webhook, by_webhook=True))
PROGRAMS = (
    BASELINE,
    WEBHOOK_BASELINE,
    Program("echo-aiogram", _echo("with_aiogram.py", _OF_ECHO)),
    Program("echo-telebot", _echo("with_telebot.py", _OF_ECHO)),
    *OURS,
)


def baseline_of(program: Program) -> Program:
    """Return the echo that gets its updates in the same way and sends by the same transport as ours."""
    return WEBHOOK_BASELINE if program.by_webhook else BASELINE
