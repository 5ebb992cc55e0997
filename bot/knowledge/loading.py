"""A knowledge folder becomes a `Knowledge`, whole or not at all."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.knowledge.folder import Folder, Rule
from bot.knowledge.models import (
    Bulletin,
    BulletinHeader,
    Contact,
    Country,
    CuratedQuestion,
    Examples,
    Passage,
    Thresholds,
    Topic,
)
from bot.knowledge.problem import Problem, Severity
from bot.knowledge.reading import FolderReader
from bot.knowledge.rules import ERRORS, LOAD_ERRORS, WARNINGS
from bot.knowledge.version import UNCHANGED

_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "shipped"  # what a wheel carries; in a checkout the folder stands beside the package
DEFAULT_DIRECTORY = _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parents[1] / "knowledge"
_EARLIEST_MIDNIGHT = dt.timezone(dt.timedelta(hours=14))  # where a day begins first


class KnowledgeError(Exception):
    """A knowledge folder that cannot be used; `problems` says why, one line each."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True)
class Knowledge:
    """Everything the assistant knows, in the order of the files."""

    bulletins: tuple[Bulletin, ...] = ()
    contacts: tuple[Contact, ...] = ()
    countries: tuple[Country, ...] = ()
    topics: tuple[Topic, ...] = ()
    examples: Examples = field(default_factory=Examples)
    thresholds: Thresholds = field(default_factory=Thresholds)
    version: str = ""  # names the content of the files that were loaded: another version, other content
    changed: dt.datetime = UNCHANGED  # when the newest of them was, UTC

    @property
    def date(self) -> str:
        """Return the day on which the newest of its files was changed, in UTC."""
        return self.changed.date().isoformat()

    @property
    def passages(self) -> list[tuple[Passage, BulletinHeader]]:
        """List the passages, each with the publication it comes from."""
        return [(passage, item.bulletin) for item in self.bulletins for passage in item.passages]


def load(directory: Path, *, questions: bool = False) -> Knowledge:
    """Read a knowledge folder.

    Raises KnowledgeError if there is an error in it that could harm an answer: a bad file never replaces a good one.
    The curated questions measure answers and give none: they are looked at only if asked for, and only whether they
    can be read.
    """
    reader = FolderReader(directory)
    folder = reader.folder(_today(), questions=questions)
    problems = [*reader.problems, *_found(folder, "error", LOAD_ERRORS)]
    if problems:
        raise KnowledgeError(problems)
    return knowledge_of(folder)


def inspect(directory: Path) -> tuple[Knowledge, list[Problem]]:
    """Read a knowledge folder as far as it can be read, and list what is wrong with files, keys and ids."""
    reader = FolderReader(directory)
    folder = reader.folder(_today(), questions=False)
    return knowledge_of(folder), reader.problems


def check(directory: Path, further: Sequence[Rule] = (), today: dt.date | None = None) -> list[Problem]:
    """List every error and warning of a knowledge folder, curated questions included, in the order of the files.

    The `further` rules give warnings. They may build on sound knowledge: where there is an error, they are left out.
    """
    reader = FolderReader(directory)
    folder = reader.folder(today or _today(), questions=True)
    if reader.problems and not folder.names:  # the folder itself cannot be read
        return reader.problems
    problems = [*reader.problems, *_found(folder, "error", ERRORS)]
    problems += _found(folder, "warning", WARNINGS if problems else [*WARNINGS, *further])
    return sorted(problems, key=lambda problem: (str(problem.path), problem.position))


def load_questions(path: Path) -> tuple[CuratedQuestion, ...]:
    """Read a file of curated questions. Raises KnowledgeError if anything in it is wrong."""
    reader = FolderReader(path.parent, confined=False)
    questions = reader.entries(path.name, CuratedQuestion)
    if reader.problems:
        raise KnowledgeError(reader.problems)
    return tuple(entry.content for entry in questions)


def knowledge_of(folder: Folder) -> Knowledge:
    """Put together what the files hold in which nothing is wrong."""
    return Knowledge(
        bulletins=folder.bulletins,
        contacts=tuple(entry.content for entry in folder.contacts if folder.contacts.whole),
        countries=tuple(entry.content for entry in folder.countries if folder.countries.whole),
        topics=tuple(entry.content for entry in folder.topics if folder.topics.whole),
        examples=next((entry.content for entry in folder.examples), Examples()),
        thresholds=next((entry.content for entry in folder.thresholds), Thresholds()),
        version=folder.version,
        changed=folder.changed,
    )


def _found(folder: Folder, severity: Severity, rules: Iterable[Rule]) -> Iterator[Problem]:
    for rule in rules:
        for place, message in rule(folder):
            yield place.problem(severity, message)


def _today() -> dt.date:
    """Return the latest date that it is anywhere on Earth, so that nobody's today lies in the future."""
    return dt.datetime.now(_EARLIEST_MIDNIGHT).date()
