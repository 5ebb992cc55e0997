"""What the environment says, read once at the start."""

import os
from collections.abc import Mapping
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

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; an empty variable counts as one that is not set."""
        knowledge = environment.get("BOT_KNOWLEDGE", "").strip()
        return cls(
            knowledge=Path(knowledge) if knowledge else None,
            token=environment.get("TELEGRAM_BOT_TOKEN", "").strip(),
            api_url=environment.get("TELEGRAM_API_URL", "").strip().rstrip("/") or cls.api_url,
        )

    def required_token(self) -> str:
        """Return the token. Raises SettingsError if there is none."""
        if not self.token:
            raise SettingsError("TELEGRAM_BOT_TOKEN is not set; ask @BotFather in Telegram for a token and set it")
        return self.token
