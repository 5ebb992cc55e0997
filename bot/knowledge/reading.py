"""The files of a knowledge folder become a `Folder`; what is wrong with files, keys and ids is noted on the way."""

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.knowledge.folder import Entries, Entry, Folder, Place
from bot.knowledge.models import (
    Bulletin,
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
from bot.knowledge.version import Version
from bot.knowledge.yaml_file import KeyPath, YamlFile

Model = TypeVar("Model", bound=BaseModel)


class FolderReader:
    """Reads the files of one folder and gathers what is wrong with them.

    Links are followed inside the folder only, unless it is not `confined`.
    """

    def __init__(self, directory: Path, *, confined: bool = True) -> None:
        self.problems: list[Problem] = []
        self.version = Version()  # of the files read so far
        self._directory = directory
        self._inside = directory if confined else None
        self._places: dict[tuple[str, str], Place] = {}  # of every id, by what it is the id of

    def folder(self, today: dt.date, *, questions: bool) -> Folder:
        """Read everything; the curated questions only if they are asked for."""
        folder = Folder(self._directory, today)
        names = self._names(self._directory)
        inner = self._names(self._directory / "bulletins") if "bulletins" in names else []
        folder.names = (*names, *(f"bulletins/{name}" for name in inner))
        self._read_bulletins(folder)
        if "contacts.yaml" in names:
            folder.contacts = self.entries("contacts.yaml", Contact)
        if "countries.yaml" in names:
            folder.countries = self.entries("countries.yaml", Country)
        if "topics.yaml" in names:
            folder.topics = self.entries("topics.yaml", Topic)
        if "examples.yaml" in names:
            folder.examples = self._one("examples.yaml", Examples)
        if "confidence.yaml" in names:
            folder.thresholds = self._one("confidence.yaml", Thresholds)
        folder.version, folder.changed = str(self.version), self.version.changed  # questions change no answer
        if questions and "questions.yaml" in names:
            folder.questions = self.entries("questions.yaml", CuratedQuestion)
        return folder

    def entries(self, name: str, model: type[Model]) -> Entries[Model]:
        """Read a file that holds a list of entries."""
        file = self._open(name)
        rows = [] if file.data is None else file.data
        if not isinstance(rows, list):
            file.add(Position(), "the file must be a list; begin every entry with “- ”")
            rows = []
        ids = None if file.problems else _ids(rows)
        sound = tuple(self._sound(file, model, (((number,), row) for number, row in enumerate(rows))))
        self.problems += file.problems
        return Entries(sound, ids, whole=not file.problems)

    def _one(self, name: str, model: type[Model]) -> Entries[Model]:
        """Read a file that holds one entry; of a file in which anything is wrong nothing is taken."""
        file = self._open(name)
        data = {} if file.data is None else file.data
        sound = tuple(self._sound(file, model, [((), data)]))
        self.problems += file.problems
        return Entries(() if file.problems else sound, whole=not file.problems)

    def _read_bulletins(self, folder: Folder) -> None:
        whole: list[Bulletin] = []
        sound: list[Entry[Passage]] = []
        ids: set[str] | None = set()
        names = [name for name in folder.names if name.startswith("bulletins/") and name.endswith(".yaml")]
        for name in names:
            file = self._open(name)
            if file.data is None and not file.problems:
                file.add(Position(), "the file is empty; begin it with “bulletin:”, or remove it")
            rows = _rows(file.data)
            ids = None if ids is None or file.data is None else ids | _ids(rows)
            headers = [] if file.data is None else list(self._sound(file, Bulletin, [((), _without_rows(file.data))]))
            passages = list(self._sound(file, Passage, ((("passages", n), row) for n, row in enumerate(rows))))
            for entry in headers:
                folder.headers[file] = Entry(file, ("bulletin",), entry.content.bulletin)
                if not file.problems:
                    whole.append(
                        entry.content.model_copy(update={"passages": tuple(item.content for item in passages)})
                    )
            sound += passages
            self.problems += file.problems
        folder.bulletins = tuple(whole)
        folder.passages = Entries(tuple(sound), None if ids is None else frozenset(ids), len(whole) == len(names))

    def _sound(
        self, file: YamlFile, model: type[Model], rows: Iterable[tuple[KeyPath, object]]
    ) -> Iterator[Entry[Model]]:
        """Yield the entries that are as the model wants them; note what is wrong with the others."""
        for keys, row in rows:
            try:
                content = model.model_validate(row)
            except ValidationError as error:
                for details in error.errors(include_url=False):
                    there = (*keys, *details["loc"])
                    if file.is_full:
                        return
                    if there not in file.unread:
                        file.add(file.position(there), plain_message(details), entry_name(file.data, there))
            else:
                entry = Entry(file, keys, content)
                self._check_id(entry)
                yield entry
            if file.is_full:
                return

    def _check_id(self, entry: Entry[BaseModel]) -> None:
        kind = type(entry.content).__name__
        match entry.content:
            case Bulletin(bulletin=header):
                identifier, place = header.id, entry.at("bulletin", "id")
            case Passage(id=identifier) | Contact(id=identifier) | Topic(id=identifier):
                place = entry.at("id")
            case Country(code=identifier):
                place = entry.at("code")
            case _:
                return
        first = self._places.setdefault((kind, identifier), place)
        if first is not place:
            message = f"this id is taken ({first}); give one of the two another id"
            entry.file.add(place.position, message, identifier)

    def _open(self, name: str) -> YamlFile:
        path = self._directory / name
        file = YamlFile(path, path, self._inside)
        if file.content:
            self.version.add(name, file.content)
        return file

    def _names(self, directory: Path) -> Sequence[str]:
        """List what stands in a folder, but for hidden files, such as those that editors lay beside an open one."""
        try:
            real = Path(os.path.realpath(directory, strict=True))
            if not real.is_relative_to(os.path.realpath(self._directory)):
                reason = "leads out of the knowledge folder; put the folder itself there"
            else:
                with os.scandir(real) as found:
                    return sorted(item.name for item in found if not item.name.startswith("."))
        except (FileNotFoundError, NotADirectoryError):
            is_top = directory == self._directory
            remedy = "name another with --knowledge or BOT_KNOWLEDGE" if is_top else "make it a folder"
            reason = f"there is no such folder; {remedy}"
        except PermissionError:
            reason = "cannot be read: the program has no right to list this folder; give it that right"
        except OSError as error:
            reason = f"cannot be read: {error.strerror}"
        self.problems.append(Problem(directory, Position(), "error", "", reason))
        return []


def _rows(data: object) -> list[object]:
    """Return the passages of a bulletin file, whatever they are."""
    rows = data.get("passages") if isinstance(data, dict) else None
    return rows if isinstance(rows, list) else []


def _without_rows(data: object) -> object:
    """Return a bulletin file without its passages, which are looked at one by one."""
    return {**data, "passages": []} if isinstance(data, dict) and isinstance(data.get("passages"), list) else data


def _ids(rows: Iterable[object]) -> frozenset[str]:
    """Return every id that stands in a list of entries, sound or not."""
    return frozenset(str(row["id"]) for row in rows if isinstance(row, dict) and "id" in row)
