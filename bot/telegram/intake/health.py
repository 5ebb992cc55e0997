"""How a process of the bot is."""

from dataclasses import dataclass
from typing import Literal

Intake = Literal["starting", "polling", "standby", "webhook"]


@dataclass(frozen=True)
class Health:
    """How the bot is. Nothing in it is secret."""

    alive: bool  # false: only a restart can help
    ready: bool  # whether questions are answered
    intake: Intake
    database: bool  # without it the bot answers but remembers nothing
    knowledge: dict[str, str]  # version and date
