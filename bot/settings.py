"""What the environment says, read once at the start."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

_WEBHOOK_PORT = 8080
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(Exception):
    """A setting that is missing or cannot be used; the text says what to do."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process. Each field says which environment variable it is read from."""

    knowledge: Path | None = None  # BOT_KNOWLEDGE: folder of the knowledge base
    token: str = ""  # TELEGRAM_BOT_TOKEN: what @BotFather gave
    api_url: str = "https://api.telegram.org"  # TELEGRAM_API_URL: another Bot API server
    database_url: str = ""  # DATABASE_URL: default bot.db in STATE_DIRECTORY, else in XDG_STATE_HOME/migrant-bot
    state: Path = Path()  # STATE_DIRECTORY or XDG_STATE_HOME/migrant-bot: where the program may keep things
    bot_secret: str | None = None  # BOT_SECRET: key to the hashes of chat ids; made beside an SQLite file if not set
    staff_chats: tuple[int, ...] = ()  # STAFF_CHATS: ids of chats that get the report
    webhook_url: str = ""  # WEBHOOK_URL: where Telegram delivers updates; without it the bot asks for them (polling)
    http_host: str = "127.0.0.1"  # HTTP_HOST: the address of the bot's own server
    http_port: int | None = None  # HTTP_PORT: its port; without it there is a server for a webhook alone, at 8080
    messages_per_second: float = 30.0  # MESSAGES_PER_SECOND: what Telegram allows one bot; divide it among replicas
    log_format: Literal["console", "json"] = "console"  # LOG_FORMAT
    log_level: str = "INFO"  # LOG_LEVEL: DEBUG, INFO, WARNING or ERROR

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; an empty variable counts as one that is not set."""

        def get(name: str) -> str:
            return environment.get(name, "").strip()

        return cls(
            knowledge=Path(get("BOT_KNOWLEDGE")) if get("BOT_KNOWLEDGE") else None,
            token=get("TELEGRAM_BOT_TOKEN"),
            api_url=get("TELEGRAM_API_URL").rstrip("/") or cls.api_url,
            database_url=get("DATABASE_URL") or str(_state_folder(get) / "bot.db"),
            state=_state_folder(get),
            bot_secret=get("BOT_SECRET") or None,
            staff_chats=_chat_ids(get("STAFF_CHATS")),
            webhook_url=_webhook_url(get("WEBHOOK_URL")),
            http_host=get("HTTP_HOST") or cls.http_host,
            http_port=_port(get("HTTP_PORT"), _WEBHOOK_PORT if get("WEBHOOK_URL") else None),
            messages_per_second=_rate(get("MESSAGES_PER_SECOND"), cls.messages_per_second),
            log_format=_log_format(get("LOG_FORMAT")),
            log_level=_log_level(get("LOG_LEVEL")),
        )

    def make_state_folder(self) -> None:
        """Make the folder of the default database. Raises SettingsError if that cannot be."""
        if "://" in self.database_url:
            return
        folder = Path(self.database_url).parent
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"{folder} cannot be made ({error.strerror}); set DATABASE_URL to a file") from error

    def required_token(self) -> str:
        """Return the token. Raises SettingsError if there is none."""
        if not self.token:
            raise SettingsError("TELEGRAM_BOT_TOKEN is not set; ask @BotFather in Telegram for a token and set it")
        return self.token


def prefer_timedelta() -> None:
    """Let python-telegram-bot give durations as timedelta; without this it warns at each one."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")


def _state_folder(get: Callable[[str], str]) -> Path:
    """Return where a service keeps its data: what systemd gives it, else the user's folder for such data."""
    given = get("STATE_DIRECTORY").partition(":")[0]
    if given:
        return Path(given)
    state_home = get("XDG_STATE_HOME")
    return (Path(state_home) if state_home else Path("~/.local/state").expanduser()) / "migrant-bot"


def _chat_ids(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.replace(",", " ").split())
    except ValueError as error:
        raise SettingsError(
            "STAFF_CHATS must be ids of chats with commas between, such as 123456,-1001234567"
        ) from error


def _webhook_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        # Telegram itself takes https alone; a Bot API server of one's own also takes http.
        is_one = parts.scheme in ("https", "http") and parts.hostname and not parts.query
    except ValueError:
        is_one = False
    if text and not is_one:
        raise SettingsError(
            "WEBHOOK_URL must be the public address of the bot, such as https://bot.example.org/telegram"
        )
    return text


def _port(text: str, otherwise: int | None) -> int | None:
    if not text:
        return otherwise
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 2**16:
        raise SettingsError("HTTP_PORT must be a number from 1 to 65535, such as 8080")
    return int(text)


def _rate(text: str, otherwise: float) -> float:
    try:
        rate = float(text or otherwise)
    except ValueError:
        rate = 0.0
    if not 0.1 <= rate <= 10_000:
        raise SettingsError("MESSAGES_PER_SECOND must be a number, such as 30, or 15 for each of two replicas")
    return rate


def _log_format(text: str) -> Literal["console", "json"]:
    match text.lower() or "console":
        case "console" | "json" as known:
            return known
    raise SettingsError("LOG_FORMAT must be console or json")


def _log_level(text: str) -> str:
    level = text.upper() or "INFO"
    if level not in _LOG_LEVELS:
        raise SettingsError(f"LOG_LEVEL must be one of {', '.join(_LOG_LEVELS)}")
    return level
