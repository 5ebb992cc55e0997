"""`report`: what the people who look after the knowledge should know."""

import argparse
import asyncio
import csv
import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.assistant import Assistant
from bot.cli.knowledge_folder import knowledge_folder
from bot.cli.output import fail
from bot.i18n import catalog
from bot.knowledge import CuratedQuestion, load, load_questions
from bot.knowledge.age import utc_today
from bot.report import PERIOD, as_tables, as_text, flat_rows, make_report, origin, without_answer
from bot.settings import Settings
from bot.storage import ContactReports, Gap, StorageError, open_storage

_FIELDS = ("part", "id", "country", "value", "times", "reason", "language", "verified", "date")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the report of today."""
    folder = knowledge_folder(arguments, settings)
    knowledge = load(folder)
    questions = _questions(folder / "questions.yaml")
    today = utc_today()
    try:
        reported, gaps, shown = asyncio.run(_counted(settings.database_url, today - PERIOD))
    except StorageError as error:
        return fail(str(error))
    report = make_report(
        knowledge.contacts,
        reported,
        gaps,
        today,
        knowledge=knowledge,
        shown=shown,
        unanswered=without_answer(Assistant(knowledge), questions),
    )
    match arguments.format:
        case "json":
            print(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
        case "csv":
            writer = csv.DictWriter(sys.stdout, _FIELDS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(flat_rows(report))
        case _:
            words = catalog(arguments.language)
            tables = as_tables(report, words, {topic.id: topic.name for topic in knowledge.topics})
            print(origin(report, words), *(f"{table.title}\n{as_text(table, words)}" for table in tables), sep="\n\n")
    return 0


def _questions(path: Path) -> Sequence[CuratedQuestion]:
    """Read the curated questions; a folder may have none."""
    return load_questions(path) if path.exists() else ()


async def _counted(database_url: str, since: dt.date) -> tuple[list[ContactReports], list[Gap], dict[str, int]]:
    """Read what was counted; where the bot has never run, nothing was."""
    if "://" not in database_url and not Path(database_url).exists():
        return [], [], {}
    async with open_storage(database_url) as storage:
        return await storage.reports(since), await storage.gaps(since), await storage.shown(since)
