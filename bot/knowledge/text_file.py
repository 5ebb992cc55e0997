"""The text of a file that people edit, or one clear line that says why it cannot be read."""

import codecs
import os
import re
import stat
from pathlib import Path
from typing import NamedTuple

from bot.knowledge.problem import Position

MAX_BYTES = 8_000_000
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What YAML does not allow, and what breaks lines where editors see none (NEL, line and paragraph separators).
_FORBIDDEN = re.compile("[^\t\n\r -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class UnreadableFileError(Exception):
    """A file that gives no text: where it goes wrong, why, and how to mend it."""

    def __init__(self, message: str, position: Position = Position()) -> None:  # noqa: B008 - a constant
        self.message = message
        self.position = position
        super().__init__(message)


class Content(NamedTuple):
    """The bytes of a file, and when they were last changed, in seconds since 1970."""

    data: bytes
    changed: float

    def text(self) -> str:
        """Return them as UTF-8 text, every line end as \\n. Raises UnreadableFileError."""
        return _decoded(self.data)


def read_text(path: Path, inside: Path | None = None) -> str:
    """Return the text of a UTF-8 file, every line end as \\n; a link may lead to a file `inside` that folder only.

    Raises UnreadableFileError.
    """
    return read_content(path, inside).text()


def read_content(path: Path, inside: Path | None = None) -> Content:
    """Read a file; a link may lead to a file `inside` that folder only.

    Raises UnreadableFileError. Pipes and devices are not opened, and no more than MAX_BYTES are read.
    """
    try:
        real = Path(os.path.realpath(path, strict=True))
        if inside is not None and not real.is_relative_to(os.path.realpath(inside)):
            raise UnreadableFileError(
                "cannot be read: it leads out of the knowledge folder; put the file itself into the folder"
            )
        status = real.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableFileError("cannot be read: it is a folder, not a file; rename or move it")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFileError("cannot be read: it is no regular file; replace it by one")
        with real.open("rb") as file:
            content = Content(file.read(MAX_BYTES + 1), os.fstat(file.fileno()).st_mtime)
    except OSError as error:
        raise UnreadableFileError(f"cannot be read: {_reason(error, path)}") from error
    if len(content.data) > MAX_BYTES:
        raise UnreadableFileError(
            f"is larger than {MAX_BYTES // 1_000_000} MB; split it, or take out what is no text of the knowledge base"
        )
    return content


def _reason(error: OSError, path: Path) -> str:
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return "it is a link to a file that is not there; mend or remove the link"
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "the program has no right to read it; give it that right"
    return error.strerror or str(error)


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF_16):
        raise UnreadableFileError("is not UTF-8 text but UTF-16; save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        position = Position(before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode(errors="replace")) + 1)
        raise UnreadableFileError("is not UTF-8 text from here; save the file as UTF-8", position) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    wrong = _FORBIDDEN.search(text)
    if wrong:
        before_it = text[: wrong.start()]
        position = Position(before_it.count("\n") + 1, len(before_it.rpartition("\n")[2]) + 1)
        code = f"U+{ord(wrong[0]):04X}"
        raise UnreadableFileError(f"the invisible character {code} is not allowed in YAML; delete it", position)
    return text
