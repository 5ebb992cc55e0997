"""`ingest`: bulletin files become draft passages."""

import argparse
import datetime as dt
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from bot.assistant.gazetteer import Gazetteer, as_country_code
from bot.assistant.subjects import SubjectReader
from bot.cli.knowledge_folder import knowledge_folder
from bot.cli.output import fail
from bot.ingest import IngestError, draft, read, save, to_yaml
from bot.knowledge import CountryCode, Knowledge, load
from bot.search import tokenize
from bot.settings import Settings

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class KnowledgeRecogniser:
    """Names countries and topics as the assistant does in questions."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._gazetteer = Gazetteer(knowledge.countries)
        self._subjects = SubjectReader(knowledge.topics)

    def countries(self, text: str) -> Sequence[CountryCode]:
        """Return every mention of one of the five countries, in the order of the text."""
        codes = (as_country_code(mention.country) for mention in self._gazetteer.mentions(tokenize(text)))
        return [code for code in codes if code]

    def topics(self, text: str) -> Sequence[str]:
        """Return the ids of the topics of a sentence."""
        return self._subjects.read(tokenize(text)).topics


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Draft every file that can be read; return 1 if one of them cannot."""
    files: list[Path] = arguments.files
    if arguments.id and len(files) > 1:
        return fail("--id names one bulletin; give one file with it")
    if arguments.id and not _ID.fullmatch(arguments.id):
        return fail(f"--id {arguments.id}: an id is small Latin letters and digits with hyphens, such as 2024-05-news")
    try:
        date = dt.date.fromisoformat(arguments.date) if arguments.date else None
    except ValueError:
        return fail(f"--date {arguments.date}: there is no such day; write it as 2024-05-31")
    knowledge = load(knowledge_folder(arguments, settings))
    recogniser = KnowledgeRecogniser(knowledge)
    failed = False
    written = 0
    with tqdm(files, unit="file", disable=len(files) < 2 or not sys.stderr.isatty(), leave=False) as progress:
        for path in progress:
            try:
                made = draft(path, read(path), knowledge, recogniser, date, arguments.id)
                if arguments.out:
                    progress.write(save(made, arguments.out), file=sys.stderr)
                else:
                    print("---\n" * bool(written) + to_yaml(made), end="")
                written += 1
            except IngestError as error:
                progress.clear()
                failed = bool(fail(f"{path} {error}"))
    return int(failed)
