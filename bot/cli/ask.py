"""`ask`: one answer, or a line of JSON for every line of a file."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from bot.assistant import Answer, Assistant, Profile
from bot.cli.knowledge_folder import knowledge_folder
from bot.cli.output import fail, plain_text
from bot.i18n import catalog
from bot.knowledge import COUNTRIES, LANGUAGES, Knowledge, load
from bot.knowledge.age import utc_today
from bot.reply import compose
from bot.settings import Settings

_BYTE_ORDER_MARK = "\ufeff"


class BatchError(Exception):
    """A line of a batch file that is no question."""


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer the question, or the questions of a file."""
    if (arguments.question is None) == (arguments.batch is None):
        return fail("give one question in quotes, or a file with --batch")
    knowledge = load(knowledge_folder(arguments, settings))
    assistant = Assistant(knowledge)
    profile = Profile(language=arguments.language, country=arguments.country)
    if arguments.batch is not None:
        return _batch(assistant, profile, arguments, knowledge)
    answer = assistant.answer(arguments.question, profile, arguments.min_confidence)
    if arguments.format == "json":
        print(json.dumps(_as_json(answer, knowledge), ensure_ascii=False, indent=2))
    else:
        print(as_text(answer))
    return 0


def as_text(answer: Answer) -> str:
    """Return an answer as it is shown in a terminal."""
    return plain_text(compose(answer, catalog(answer.language), utc_today()))


def _as_json(answer: Answer, knowledge: Knowledge) -> dict[str, Any]:
    """Return an answer as JSON data, with the version of the knowledge that it was taken from."""
    version = {"version": knowledge.version, "date": knowledge.date}
    return {**answer.to_json(), "knowledge": version}


def _batch(assistant: Assistant, profile: Profile, arguments: argparse.Namespace, knowledge: Knowledge) -> int:
    try:
        for question, asked in _lines(arguments.batch, profile):
            answer = assistant.answer(question, asked, arguments.min_confidence)
            print(json.dumps(_as_json(answer, knowledge), ensure_ascii=False))
    except (OSError, UnicodeDecodeError) as error:
        return fail(f"{arguments.batch} cannot be read: {error}")
    except BatchError as error:
        return fail(str(error))
    return 0


def _lines(name: str, profile: Profile) -> Iterator[tuple[str, Profile]]:
    with nullcontext(sys.stdin) if name == "-" else Path(name).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            yield _question(line.removeprefix(_BYTE_ORDER_MARK).strip(), profile, f"{name}, line {number}")


def _question(line: str, profile: Profile, where: str) -> tuple[str, Profile]:
    """Read a line: JSON if it is an object, else the question itself."""
    if not line.startswith("{"):
        return line, profile
    try:
        data: dict[str, Any] = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BatchError(f"{where}: this JSON cannot be read") from error
    question, language, country = data.get("question"), data.get("language"), data.get("country")
    if not isinstance(question, str):
        raise BatchError(f'{where}: "question" is missing or not a text')
    if language not in (None, "", *LANGUAGES):
        raise BatchError(f'{where}: "language" must be one of {", ".join(LANGUAGES)}')
    if country not in (None, "", *COUNTRIES):
        raise BatchError(f'{where}: "country" must be one of {", ".join(COUNTRIES)}')
    return question, Profile(language=language or profile.language, country=country or profile.country)
