"""The command line. Each command is a module of its own and is imported only when it runs."""

import argparse
import gc
import importlib
import io
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import __version__
from bot.cli.output import fail
from bot.knowledge import COUNTRIES, LANGUAGES, KnowledgeError
from bot.settings import Settings, SettingsError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 with one clear line for an error that people can mend."""
    # Knowledge and index are hundreds of thousands of objects that all stay: to look through them while they are made
    # takes a sixth of the start.
    gc.set_threshold(100_000, 20, 20)
    for stream in (sys.stdin, sys.stdout):  # half a character is no reason to fail
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    arguments = build_parser().parse_args(argv)
    command = importlib.import_module(f"bot.cli.{arguments.command}")
    try:
        settings = Settings.read()
        code = int(command.run(arguments, settings))
        sys.stdout.flush()
    except KnowledgeError as error:
        return fail(*(str(problem) for problem in error.problems))
    except SettingsError as error:
        return fail(str(error))
    except BrokenPipeError:  # the reader of our output has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return code


def build_parser() -> argparse.ArgumentParser:
    """Describe every command and option."""
    parser = argparse.ArgumentParser(
        prog="migrant-bot",
        description="Answers questions about migration support in Central Asia, word for word from IOM bulletins.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--knowledge",
        type=Path,
        metavar="DIR",
        help="knowledge folder (default: BOT_KNOWLEDGE, else knowledge/ here, else the copy shipped with the program)",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".", parents=[common])

    add("run", "run the Telegram bot; TELEGRAM_BOT_TOKEN is required")
    webhook = add("webhook", "tell Telegram to deliver updates to WEBHOOK_URL, or to stop, or show what it knows")
    webhook.add_argument("action", choices=("set", "delete", "info"))
    add("chat", "talk to the same assistant in the terminal, without a token")
    _describe_ask(add("ask", "answer one question, or a file of them"))
    contacts = add("contacts", "list the contacts")
    contacts.add_argument("country", nargs="?", type=str.upper, choices=COUNTRIES, help="only those of one country")
    contacts.add_argument(
        "--format",
        choices=("table", "json", "csv", "vcard", "html"),
        default="table",
        help="html is a sheet of A4 in both languages, to print and hang up",
    )
    contacts.add_argument("--language", choices=LANGUAGES, default="en", help="of names and countries")
    contacts.add_argument(
        "--bot", type=_username, metavar="USERNAME", help="add QR codes that open this bot to the sheet"
    )
    diff = add("diff", "tell what changes in contacts, passages and answers against an older knowledge folder")
    diff.add_argument(
        "older",
        nargs="?",
        default="HEAD",
        metavar="REV|DIR",
        help="a folder, or a revision of the git repository that holds the knowledge folder (default: HEAD)",
    )
    diff.add_argument("--format", choices=("text", "markdown"), default="text", help="markdown: for a pull request")
    report = add("report", "list old contacts, reported numbers, questions without an answer, passages never shown")
    report.add_argument("--format", choices=("table", "json", "csv"), default="table")
    report.add_argument("--language", choices=LANGUAGES, default="en", help="of the table")
    check = add("check", "list every error and warning of the knowledge folder; exit code 1 on an error")
    check.add_argument("--format", choices=("text", "github", "json"), default="text")
    evaluate = add("evaluate", "measure quality on curated questions; exit code 1 below the floor")
    evaluate.add_argument(
        "--questions", type=Path, metavar="FILE", help="YAML as questions.yaml (default: that of the folder)"
    )
    evaluate.add_argument(
        "--failures", action="store_true", help="name every question whose answer is not the expected one"
    )
    evaluate.add_argument(
        "--calibrate",
        action="store_true",
        help="choose the confidence thresholds anew and write them to confidence.yaml",
    )
    ingest = add("ingest", "draft passages from bulletin files: TXT, Markdown, HTML, PDF, DOCX")
    ingest.add_argument("files", nargs="+", type=Path, metavar="FILE")
    ingest.add_argument(
        "--date", metavar="D", help="when the bulletin came out, such as 2024-05-31 (default: as printed)"
    )
    ingest.add_argument("--id", metavar="ID", help="id of the bulletin (default: from its date and title)")
    ingest.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="write a file each into this folder; a file that is there is kept, new passages go beside it",
    )
    return parser


def _username(text: str) -> str:
    name = text.removeprefix("@")
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{3,31}", name):
        raise argparse.ArgumentTypeError(f"{text} is no user name of a bot; it looks like @my_help_bot")
    return name


def _describe_ask(ask: argparse.ArgumentParser) -> None:
    ask.add_argument("question", nargs="?", help="the question, in Russian or English")
    ask.add_argument("--language", choices=LANGUAGES, help="answer in this language, whatever the question is in")
    ask.add_argument(
        "--country",
        type=str.upper,
        choices=COUNTRIES,
        help="where the person is, if the question names no country",
    )
    ask.add_argument("--format", choices=("text", "json"), default="text")
    ask.add_argument(
        "--batch",
        metavar="FILE",
        help="answer every line of a file (- for standard input) with a line of JSON; "
        'a line is a question, or {"question": …, "language": …, "country": …}',
    )
    ask.add_argument(
        "--min-confidence",
        type=float,
        metavar="X",
        help="judge passages by this threshold alone; 0 shows the best ones whatever their confidence",
    )
