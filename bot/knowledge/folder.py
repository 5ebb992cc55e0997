"""A knowledge folder as it was read: every sound entry with its place in the files, for the rules to look at."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from bot.knowledge.models import (
    Bilingual,
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
from bot.knowledge.problem import Position, Problem, Severity
from bot.knowledge.schema import entry_name
from bot.knowledge.text_file import UnreadableFileError, read_text
from bot.knowledge.version import UNCHANGED
from bot.knowledge.yaml_file import Key, KeyPath, YamlFile

T_co = TypeVar("T_co", covariant=True)


class Place(NamedTuple):
    """Where something stands: a file and, in one that was read, the keys that lead to it."""

    path: Path
    file: YamlFile | None = None
    keys: KeyPath = ()

    @property
    def position(self) -> Position:
        """Return line and column."""
        return self.file.position(self.keys) if self.file else Position()

    def problem(self, severity: Severity, message: str) -> Problem:
        """Make a problem of what was found at this place."""
        entry = entry_name(self.file.data, self.keys) if self.file else ""
        return Problem(self.path, self.position, severity, entry, message)

    def __str__(self) -> str:
        """Write the place as `file:line`."""
        return f"{self.path}:{self.position.line}"


@dataclass(frozen=True)
class Entry(Generic[T_co]):
    """A sound entry of a file."""

    file: YamlFile
    keys: KeyPath
    content: T_co

    def at(self, *keys: Key) -> Place:
        """Return the place of something in the entry."""
        return Place(self.file.path, self.file, (*self.keys, *keys))


@dataclass(frozen=True)
class Entries(Generic[T_co]):
    """The sound entries of one kind, in the order of the files."""

    sound: tuple[Entry[T_co], ...] = ()
    ids: frozenset[str] | None = None  # of the others too; None: not known, as a file is missing or cannot be read
    whole: bool = True  # whether every entry is sound

    def __iter__(self) -> Iterator[Entry[T_co]]:
        """Yield the entries."""
        return iter(self.sound)


@dataclass
class Folder:
    """What a knowledge folder holds, and the day on which it is looked at."""

    directory: Path
    today: dt.date
    names: tuple[str, ...] = ()  # of what stands in it: contacts.yaml, bulletins/one.yaml
    bulletins: tuple[Bulletin, ...] = ()  # the whole ones
    headers: dict[YamlFile, Entry[BulletinHeader]] = field(default_factory=dict)
    passages: Entries[Passage] = field(default_factory=Entries)
    contacts: Entries[Contact] = field(default_factory=Entries)
    countries: Entries[Country] = field(default_factory=Entries)
    topics: Entries[Topic] = field(default_factory=Entries)
    questions: Entries[CuratedQuestion] = field(default_factory=Entries)
    examples: Entries[Examples] = field(default_factory=Entries)  # one at most
    thresholds: Entries[Thresholds] = field(default_factory=Entries)  # one at most
    version: str = ""
    changed: dt.datetime = UNCHANGED
    _sources: dict[str, str | UnreadableFileError] = field(default_factory=dict)

    @cached_property
    def shown_texts(self) -> list[tuple[Place, Bilingual]]:
        """List the texts in two languages that people may be shown: none of retired contacts and groups of words."""
        kinds: tuple[Iterable[Entry[BaseModel]], ...] = (
            self.headers.values(),
            self.passages,
            self.contacts,
            self.countries,
            self.topics,
        )
        return [
            (entry.at(*keys), text)
            for entries in kinds
            for entry in entries
            if getattr(entry.content, "status", "") != "retired" and getattr(entry.content, "role", "") != "group"
            for keys, text in _texts(entry.content)
        ]

    def source(self, name: str) -> str | UnreadableFileError:
        """Return the text that a bulletin was taken from, or why it cannot be read. A file is read once."""
        if name not in self._sources:
            try:
                self._sources[name] = read_text(self.directory / name, inside=self.directory)
            except UnreadableFileError as error:
                self._sources[name] = error
        return self._sources[name]


def _texts(model: BaseModel) -> Iterator[tuple[KeyPath, Bilingual]]:
    for name, about in type(model).model_fields.items():
        key = about.alias or name
        value = getattr(model, name)
        if isinstance(value, Bilingual):
            yield (key,), value
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from (((key, number, *keys), text) for keys, text in _texts(item))


Finding = tuple[Place, str]  # where, and what is wrong and how to mend it
Rule = Callable[[Folder], Iterator[Finding]]
