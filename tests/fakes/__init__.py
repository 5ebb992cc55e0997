"""Stand-ins for what the bot talks to."""

from .bot_api import BotApiServer
from .door import Call
from .failures import Failure

__all__ = ["BotApiServer", "Call", "Failure"]
