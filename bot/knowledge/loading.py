"""A knowledge folder becomes a `Knowledge`, whole or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

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
from bot.knowledge.problem import Position, Problem
from bot.knowledge.schema import entry_name, plain_message
from bot.knowledge.yaml_file import KeyPath, YamlFile

T = TypeVar("T")
_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "shipped"  # what a wheel carries; in a checkout the folder stands beside the package
DEFAULT_DIRECTORY = _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parents[1] / "knowledge"


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

    @property
    def passages(self) -> list[tuple[Passage, BulletinHeader]]:
        """List the passages, each with the publication it comes from."""
        return [(passage, item.bulletin) for item in self.bulletins for passage in item.passages]


def load(directory: Path) -> Knowledge:
    """Read a knowledge folder.

    Raises KnowledgeError if anything in it is wrong: a bad file never replaces a good one.
    """
    knowledge, problems = inspect(directory)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise KnowledgeError(errors)
    return knowledge


def inspect(directory: Path) -> tuple[Knowledge, list[Problem]]:
    """Read a knowledge folder as far as it can be read, and list every problem found."""
    if not directory.is_dir():
        return Knowledge(), [_missing(directory, "there is no such folder; name another with --knowledge")]
    reader = _Reader(directory)
    bulletins = tuple(
        bulletin
        for path in sorted((directory / "bulletins").glob("*.yaml"))
        for bulletin in reader.read(path, TypeAdapter(Bulletin))
    )
    knowledge = Knowledge(
        bulletins=bulletins,
        contacts=reader.read_list(directory / "contacts.yaml", Contact),
        countries=reader.read_list(directory / "countries.yaml", Country),
        topics=reader.read_list(directory / "topics.yaml", Topic),
        examples=reader.read_one(directory / "examples.yaml", Examples()),
        thresholds=reader.read_one(directory / "confidence.yaml", Thresholds()),
    )
    return knowledge, reader.problems


def load_questions(path: Path) -> tuple[CuratedQuestion, ...]:
    """Read a file of curated questions. Raises KnowledgeError if anything in it is wrong."""
    reader = _Reader(path.parent)
    questions = reader.read_list(path, CuratedQuestion) if path.exists() else ()
    if not path.exists():
        reader.problems.append(_missing(path, "there is no such file"))
    if reader.problems:
        raise KnowledgeError(reader.problems)
    return questions


def _missing(path: Path, message: str) -> Problem:
    return Problem(path, Position(), "error", "", message)


class _Reader:
    """Reads the files of one folder and gathers what is wrong with them."""

    def __init__(self, directory: Path) -> None:
        self.problems: list[Problem] = []
        self._directory = directory
        self._ids: dict[tuple[str, str], str] = {}

    def read_list(self, path: Path, model: type[T]) -> tuple[T, ...]:
        """Read a file that holds a list of entries; a file that is not there holds none."""
        if not path.exists():
            return ()
        return tuple(entry for entries in self.read(path, TypeAdapter(list[model])) for entry in entries)  # type: ignore[valid-type]

    def read_one(self, path: Path, default: T) -> T:
        """Read a file that holds one entry; the default stands for a file that is not there or is wrong."""
        return next(self.read(path, TypeAdapter(type(default))), default) if path.exists() else default

    def read(self, path: Path, adapter: TypeAdapter[T]) -> Iterator[T]:
        """Yield the content of a file if it is as the model wants it; note every problem."""
        file = YamlFile(path, path)
        if not file.problems:
            try:
                content = adapter.validate_python([] if file.data is None else file.data)
            except ValidationError as error:
                for details in error.errors(include_url=False):
                    keys = details["loc"]
                    file.add(file.position(keys), plain_message(details), entry_name(file.data, keys))
            else:
                self._check_ids(file, content)
                yield content
        self.problems += file.problems

    def _check_ids(self, file: YamlFile, content: object) -> None:
        for kind, identifier, keys in _identifiers(content):
            position = file.position(keys)
            here = f"{file.path}:{position.line}"
            first = self._ids.setdefault((kind, identifier), here)
            if first != here:
                file.add(position, f"this id is taken ({first}); give one of the two another id", identifier)


def _identifiers(content: object) -> Iterator[tuple[str, str, KeyPath]]:
    """Yield every id of a file with the kind of entry that it must be unique among."""
    if isinstance(content, Bulletin):
        yield "bulletin", content.bulletin.id, ("bulletin", "id")
        for number, passage in enumerate(content.passages):
            yield "passage", passage.id, ("passages", number, "id")
    elif isinstance(content, list):
        for number, entry in enumerate(content):
            if isinstance(entry, Contact | Topic):
                yield type(entry).__name__, entry.id, (number, "id")
            elif isinstance(entry, Country):
                yield "Country", entry.code, (number, "code")
