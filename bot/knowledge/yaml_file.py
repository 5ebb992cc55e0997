"""A YAML file as plain data, with the line of every entry."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import yaml

from bot.knowledge.problem import Position, Problem, short
from bot.knowledge.text_file import Content, UnreadableFileError, read_content

Key = str | int
KeyPath = tuple[Key, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times as fast; its wheels carry it

MAX_DEPTH = 20  # of lists and mappings in each other; ours need six
MAX_VALUES = 500_000
MAX_PROBLEMS = 200  # that are listed of one file
_TAG = "tag:yaml.org,2002:"
_TEXT = _TAG + "str"
_PLAIN_TAGS = frozenset(_TAG + name for name in ("str", "int", "float", "bool", "null", "timestamp"))
_RESOLVER: Any = yaml.resolver.Resolver()
# They show what follows in another order, so that one number reads as another (Unicode's Bidi_Control).
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MAY_TURN = re.compile(rf"{_TURNING.pattern}|\\[uU]")  # or hold one as an escape


class _RefusedError(Exception):
    """Something for which the rest of a file is not read."""


class YamlFile:
    """The content of one YAML file: data, the position of every entry, and what is wrong with the file itself.

    It is read event by event, so that nothing is built that could fill the memory. Aliases are refused: a knowledge
    file has no use for them, and nested ones stand for endless data. So are tags, and keys that are no words.
    """

    def __init__(self, path: Path, shown: Path, inside: Path | None = None) -> None:
        self.path = shown
        self.content: Content | None = None  # None: it could not be read
        self.data: object = None
        self.problems: list[Problem] = []
        self.unread: set[KeyPath] = set()  # where a value stands that cannot be read
        self._positions: dict[KeyPath, Position] = {}
        self._values = 0
        self._may_turn = False  # asked once a file: to look into every value would take longer
        text = ""
        try:
            self.content = read_content(path, inside)
            text = self.content.text()
            self._may_turn = _MAY_TURN.search(text) is not None
            self.data = self._document(yaml.parse(text, Loader=_Loader))
        except UnreadableFileError as error:
            self.add(error.position, error.message)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            position = _position(mark) if mark else Position()
            self.add(position, _plain(error, _line(text, position.line)))
        except yaml.YAMLError as error:
            self.add(Position(), f"is not YAML: {str(error).splitlines()[0]}")
        except _RefusedError:
            self.data = None

    def position(self, keys: KeyPath) -> Position:
        """Return where an entry stands, or the nearest entry around it that the file has."""
        while keys and keys not in self._positions:
            keys = keys[:-1]
        return self._positions.get(keys, Position())

    def add(self, position: Position, message: str, entry: str = "") -> None:
        """Note an error at a position; past MAX_PROBLEMS only that there are more."""
        if len(self.problems) == MAX_PROBLEMS:
            message, entry = f"more than {MAX_PROBLEMS} problems; mend those above first", ""
        if not self.is_full:
            self.problems.append(Problem(self.path, position, "error", entry, message))

    @property
    def is_full(self) -> bool:
        """Tell whether no more problems of this file are listed."""
        return len(self.problems) > MAX_PROBLEMS

    def _document(self, events: Iterator[Any]) -> object:
        data: object = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.add(_position(event.start_mark), "a second document begins here; remove the line “---”")
                    break
            elif isinstance(event, yaml.NodeEvent):
                data = self._construct(event, events, ())
        return data

    def _construct(self, event: Any, events: Iterator[Any], keys: KeyPath) -> object:  # noqa: ANN401 - PyYAML has no types for events
        position = _position(event.start_mark)
        self._positions.setdefault(keys, position)
        self._values += 1
        if self._values > MAX_VALUES:
            self._refuse(position, f"more than {MAX_VALUES} values; split the file")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, position, keys)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(position, "is repeated by an alias (*name); write the entry out instead")
        if len(keys) >= MAX_DEPTH:
            self._refuse(
                position, f"more than {MAX_DEPTH} brackets or indented levels in each other; is one not closed?"
            )
        if event.tag is not None:
            self.add(position, f"the tag “{short(_tag(event.tag))}” is not needed; remove it")
        if isinstance(event, yaml.SequenceStartEvent):
            return list(self._items(events, keys))
        return dict(self._pairs(events, keys))

    def _items(self, events: Iterator[Any], keys: KeyPath) -> Iterator[object]:
        number = 0
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            yield self._construct(event, events, (*keys, number))
            number += 1

    def _pairs(self, events: Iterator[Any], keys: KeyPath) -> Iterator[tuple[str, object]]:
        known: dict[str, int] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            position = _position(event.start_mark)
            name = event.value if isinstance(event, yaml.ScalarEvent) else None
            if name:
                here = (*keys, name) if name not in known else (*keys, f"{name} (again)")
                self._positions.setdefault(here, position)
            else:
                here = (*keys, "(no word)")
                self._construct(event, events, here)
                self.add(position, "a key must be a word before a colon, such as “id: …”")
            value = self._construct(next(events), events, here)
            if name and name in known:
                self.add(position, f"the key “{short(name)}” stands twice (first in line {known[name]}); keep one")
            elif name:
                known[name] = position.line
                yield name, value

    def _scalar(self, event: Any, position: Position, keys: KeyPath) -> object:  # noqa: ANN401 - as above
        if event.tag is None or event.tag == "!":
            tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit) if event.implicit[0] else _TEXT
        else:
            tag = event.tag
        if tag == _TEXT:
            if self._may_turn and (found := _TURNING.search(event.value)):
                code = f"U+{ord(found[0]):04X}"
                self.add(
                    position, f"“{short(event.value)}” has {code}, which turns the direction of reading; delete it"
                )
            return event.value
        # A tag promises a form that the value need not have, and PyYAML does not ask.
        with suppress(yaml.YAMLError, ValueError, LookupError, AttributeError, OverflowError):
            if tag in _PLAIN_TAGS:
                return yaml.constructor.SafeConstructor().construct_object(yaml.ScalarNode(tag, event.value))
        shown = event.value if event.tag is None else f"{_tag(event.tag)} {event.value}"
        self.unread.add(keys)
        self.add(position, f"“{short(shown)}” cannot be read; put it in quotes if it is a text")
        return None

    def _refuse(self, position: Position, message: str) -> NoReturn:
        self.add(position, message)
        raise _RefusedError


def _position(mark: Any) -> Position:  # noqa: ANN401 - as above
    return Position(mark.line + 1, mark.column + 1)


def _tag(tag: str) -> str:
    return tag.replace(_TAG, "!!")


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number - 1] if number <= len(lines) else ""


def _plain(error: yaml.MarkedYAMLError, line: str) -> str:
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation:
        return "a tab stands where spaces belong; indent with spaces"
    problem = error.problem or "cannot be read"
    return f"is not YAML here: {problem}; look at the indentation, colons and quotes of this line and the one above"
