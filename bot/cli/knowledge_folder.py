"""Which knowledge folder a command works on."""

import argparse
from pathlib import Path

from bot.knowledge import DEFAULT_DIRECTORY
from bot.settings import Settings


def knowledge_folder(arguments: argparse.Namespace, settings: Settings) -> Path:
    """Return the first of: --knowledge, BOT_KNOWLEDGE, knowledge/ here, the folder shipped with the program."""
    here = Path("knowledge")
    return arguments.knowledge or settings.knowledge or (here if here.is_dir() else DEFAULT_DIRECTORY)
