"""A YAML file as plain data, with the line of every entry."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.knowledge.problem import Position, Problem

Key = str | int
KeyPath = tuple[Key, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times as fast; its wheels carry it


class YamlFile:
    """The content of one YAML file: data, the position of every entry, and what is wrong with the file itself.

    Anchors and aliases are refused: a knowledge file has no use for them, and nested ones can fill the memory.
    """

    def __init__(self, path: Path, shown: Path) -> None:
        self.path = shown
        self.data: object = None
        self.problems: list[Problem] = []
        self._positions: dict[KeyPath, Position] = {}
        self._seen: set[int] = set()
        try:
            node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
        except OSError as error:
            self.add(Position(), f"cannot be read: {error.strerror}")
        except UnicodeDecodeError as error:
            self.add(Position(), f"is not UTF-8 text (byte {error.start}); save it as UTF-8")
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            self.add(Position(mark.line + 1, mark.column + 1) if mark else Position(), _plain(error))
        except yaml.YAMLError as error:
            self.add(Position(), f"is not YAML: {str(error).splitlines()[0]}")
        else:
            if node is not None:
                self.data = self._construct(node, ())

    def position(self, keys: KeyPath) -> Position:
        """Return where an entry stands, or the nearest entry around it that the file has."""
        while keys and keys not in self._positions:
            keys = keys[:-1]
        return self._positions.get(keys, Position())

    def add(self, position: Position, message: str, entry: str = "") -> None:
        """Note an error at a position."""
        self.problems.append(Problem(self.path, position, "error", entry, message))

    def _construct(self, node: yaml.Node, keys: KeyPath) -> object:
        position = Position(node.start_mark.line + 1, node.start_mark.column + 1)
        self._positions.setdefault(keys, position)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, position)
        if id(node) in self._seen:
            self.add(position, "is repeated by an alias (*name); write the entry out instead")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self._construct(item, (*keys, number)) for number, item in enumerate(node.value)]
        return dict(self._pairs(node, keys))

    def _pairs(self, node: yaml.Node, keys: KeyPath) -> Iterator[tuple[str, object]]:
        known: dict[str, int] = {}
        for key_node, value_node in node.value:
            name = str(key_node.value)
            line = key_node.start_mark.line + 1
            position = Position(line, key_node.start_mark.column + 1)
            if name in known:
                self.add(position, f"the key “{name}” stands twice (first in line {known[name]}); keep one")
                continue
            known[name] = line
            self._positions[(*keys, name)] = position
            yield name, self._construct(value_node, (*keys, name))

    def _scalar(self, node: yaml.ScalarNode, position: Position) -> object:
        try:
            return yaml.constructor.SafeConstructor().construct_object(node)
        except (yaml.YAMLError, ValueError):
            self.add(position, f"“{node.value}” cannot be read; put it in quotes if it is a text")
            return None


def _plain(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "cannot be read"
    if "\\t" in problem or "'\t'" in problem or "tab" in problem:
        return "a tab stands where spaces belong; indent with spaces"
    return f"is not YAML here: {problem}; look at the indentation, colons and quotes of this line and the one above"
