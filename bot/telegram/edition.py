"""The knowledge that is in use, as it was made ready: an edition is taken whole, and replaced whole."""

import datetime as dt
import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.assistant import Assistant
from bot.knowledge import Knowledge, KnowledgeError, Problem, load
from bot.knowledge.age import last_day, utc_today
from bot.knowledge.problem import Position
from bot.metrics import Metrics
from bot.telegram.fingerprint import Fingerprint, fingerprint
from bot.telegram.last_good import LastGood

_log = logging.getLogger(__name__)
_NEEDED = {  # what good answers need, and where it stands
    "contacts": "contacts.yaml",
    "countries": "countries.yaml",
    "topics": "topics.yaml",
    "examples": "examples.yaml",
    "bulletins": "bulletins",
}


@dataclass(frozen=True)
class Edition:
    """A version of the knowledge, and the assistant that knows it."""

    knowledge: Knowledge
    assistant: Assistant
    folder: Fingerprint | None = None  # as it was before it was read; None for the copy of a folder

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
        return self.knowledge.date


def _days_since(day: dt.date) -> float:
    return (utc_today() - day).days


def first_edition(directory: Path, last_good: LastGood) -> Edition:
    """Make the edition to begin with: of a folder, or if that cannot be used, of the last good copy.

    Raises KnowledgeError if there is none.
    """
    folder: Fingerprint | None = fingerprint(directory)
    try:
        knowledge = load(directory)
        if _lacking(knowledge) and (before := last_good.load()):
            _refuse_loss(directory, before, knowledge)
    except KnowledgeError:
        copy = last_good.load()
        if copy is None:
            raise
        knowledge, folder = copy, None
    passages, contacts = len(knowledge.passages), len(knowledge.contacts)
    _log.info("knowledge", extra={"version": knowledge.version, "passages": passages, "contacts": contacts})
    return Edition(knowledge, Assistant(knowledge), folder)


def next_edition(directory: Path, current: Edition) -> Edition:
    """Make an edition of a folder, or return the current one if nothing has changed. Raises KnowledgeError."""
    knowledge = load(directory, questions=True)
    if knowledge.version == current.version:
        return current
    _refuse_loss(directory, current.knowledge, knowledge)
    return Edition(knowledge, Assistant(knowledge))


def _refuse_loss(directory: Path, before: Knowledge, after: Knowledge) -> None:
    """Raise KnowledgeError if all of a kind is gone: half a checkout is more likely than a bot without contacts."""
    if lost := _lacking(after) - _lacking(before):
        message = f"all of it is gone, version {before.version} has some; put it back"
        names = [name for kind, name in _NEEDED.items() if kind in lost]
        raise KnowledgeError([Problem(directory / name, Position(), "error", "", message) for name in names])


def _lacking(knowledge: Knowledge) -> set[str]:
    return {kind for kind in _NEEDED if getattr(knowledge, kind) == getattr(Knowledge(), kind)}
