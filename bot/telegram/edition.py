"""The knowledge that is in use, as it was made ready: an edition is taken whole, and replaced whole."""

import asyncio
import datetime as dt
import gc
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.assistant import Assistant
from bot.knowledge import Knowledge, KnowledgeError, load
from bot.knowledge.age import last_day
from bot.metrics import Metrics
from bot.telegram.last_good import LastGood


@dataclass(frozen=True)
class Edition:
    """A version of the knowledge, and the assistant that knows it."""

    knowledge: Knowledge
    assistant: Assistant

    @property
    def version(self) -> str:
        """Return what names the content of its files."""
        return self.knowledge.version

    def show(self, metrics: Metrics) -> None:
        """Let the metrics tell of this edition."""
        contacts = [contact for contact in self.knowledge.contacts if contact.status != "retired"]
        ages = [(contact.id, contact.country, partial(_days_since, last_day(contact.verified))) for contact in contacts]
        metrics.show_knowledge(self.version, self.knowledge.changed, ages)

    @property
    def date(self) -> str:
        """Return the day on which the newest of its files was changed, in UTC."""
        return self.knowledge.changed.date().isoformat()


def _days_since(day: dt.date) -> float:
    return (dt.datetime.now(dt.UTC).date() - day).days


def make_edition(directory: Path) -> Edition:
    """Read a knowledge folder and build its indexes. Raises KnowledgeError if there is an error in it."""
    knowledge = load(directory)
    return Edition(knowledge, Assistant(knowledge))


def first_edition(directory: Path, last_good: LastGood) -> tuple[Edition, KnowledgeError | None]:
    """Make the edition to begin with: of a folder, or if that has an error, which is returned, of the last good copy.

    Raises KnowledgeError if there is none.
    """
    try:
        edition = make_edition(directory)
    except KnowledgeError as error:
        if not last_good.directory.is_dir():
            raise
        return make_edition(last_good.directory), error
    last_good.keep(directory)
    return edition, None


async def make_edition_beside(directory: Path) -> Edition:
    """Make an edition while questions go on being answered."""
    edition = await asyncio.to_thread(make_edition, directory)
    gc.collect()  # the one before the last, which the few collections that are made would keep for long
    return edition
