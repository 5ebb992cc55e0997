"""What the environment says, read once at the start."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsError(Exception):
    """A setting that is missing or cannot be used; the text says what to do."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process. Each field says which environment variable it is read from."""

    knowledge: Path | None = None  # BOT_KNOWLEDGE: folder of the knowledge base
    token: str = ""  # TELEGRAM_BOT_TOKEN: what @BotFather gave
    api_url: str = "https://api.telegram.org"  # TELEGRAM_API_URL: another Bot API server
    database_url: str = ""  # DATABASE_URL: default bot.db in STATE_DIRECTORY, else in XDG_STATE_HOME/migrant-bot
    bot_secret: str | None = None  # BOT_SECRET: key to the hashes of chat ids; made beside an SQLite file if not set
    staff_chats: tuple[int, ...] = ()  # STAFF_CHATS: ids of chats that get the report

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
            bot_secret=get("BOT_SECRET") or None,
            staff_chats=_chat_ids(get("STAFF_CHATS")),
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
