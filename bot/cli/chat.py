"""`chat`: the assistant in the terminal."""

import argparse
import sys

from bot.assistant import Assistant
from bot.cli.ask import as_text
from bot.cli.knowledge_folder import knowledge_folder
from bot.knowledge import load
from bot.settings import Settings

_WELCOME = """\
Напишите вопрос и нажмите Enter. Выйти: Ctrl-D.
Write a question and press Enter. To leave: Ctrl-D."""


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer every line until the input ends."""
    assistant = Assistant(load(knowledge_folder(arguments, settings)))
    interactive = sys.stdin.isatty()
    if interactive:
        import readline  # noqa: F401 - gives `input` line editing that knows Cyrillic

        print(_WELCOME)
    while True:
        try:
            question = input("\n> " if interactive else "")
        except EOFError:
            return 0
        if question.strip():
            print(f"\n{as_text(assistant.answer(question))}", flush=True)
