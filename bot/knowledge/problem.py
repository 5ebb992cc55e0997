"""One thing that is wrong with a knowledge folder, and where."""

from pathlib import Path
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]
_QUOTED = 80  # characters


class Position(NamedTuple):
    """A place in a file, line and column counted from 1."""

    line: int = 1
    column: int = 1


def short(text: str) -> str:
    """Return a text as a message quotes it: not all of a long one."""
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


class Problem(NamedTuple):
    """A finding in a file: where it is, which entry it is about, what is wrong and how to mend it."""

    path: Path
    position: Position
    severity: Severity
    entry: str
    message: str

    def __str__(self) -> str:
        """Write the finding as `file:line:column: severity: entry: message`, on one line whatever it quotes."""
        about = f"{self.entry}: " if self.entry else ""
        line, column = self.position
        text = f"{self.path}:{line}:{column}: {self.severity}: {about}{self.message}"
        return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)
