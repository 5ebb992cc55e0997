"""A copy of the knowledge that was last found good, so that a bad edit and a restart do not end the bot."""

import contextlib
import fcntl
import logging
import os
import shutil
from pathlib import Path

from bot.knowledge import Knowledge, KnowledgeError, load
from bot.knowledge.text_file import UnreadableFileError, read_content

_log = logging.getLogger(__name__)
_FILES = ("*.yaml", "bulletins/*.yaml", "sources/*.txt")


class LastGood:
    """Keeps the copy in a folder that the program may write, under the name of its version."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._draft = directory / "draft"

    def load(self) -> Knowledge | None:
        """Read the copy, if there is one and it is good still."""
        for copy in sorted(self._copies(), key=lambda path: path.stat().st_mtime, reverse=True):
            with contextlib.suppress(KnowledgeError):
                return load(copy)
        return None

    def keep(self, knowledge: Path, version: str) -> None:
        """Copy a knowledge folder in use; without a place for the copy the bot works as well."""
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (self._directory / "lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # several processes may keep it in the same place
                self._keep(knowledge, version)
        except OSError as error:
            _log.warning("no copy of the knowledge can be kept in %s: %s", self._directory, error.strerror)

    def _keep(self, knowledge: Path, version: str) -> None:
        place = self._directory / version
        if place.is_dir():
            return
        self._write_draft(knowledge)
        try:
            if load(self._draft).version != version:  # changed since it was read: that change is yet to be looked at
                return
        except KnowledgeError:
            return
        older = self._copies()
        self._draft.rename(place)  # whole, or not at all
        for path in older:
            path.rename(self._draft)  # so that no half of it is ever taken for a copy
            shutil.rmtree(self._draft)

    def _copies(self) -> list[Path]:
        return [path for path in self._directory.glob("*") if path.is_dir() and path != self._draft]

    def _write_draft(self, knowledge: Path) -> None:
        shutil.rmtree(self._draft, ignore_errors=True)
        self._draft.mkdir()
        for pattern in _FILES:
            for path in knowledge.glob(pattern):
                with contextlib.suppress(UnreadableFileError):  # if it matters, the draft is not found good
                    content = read_content(path, inside=knowledge)
                    copy = self._draft / path.relative_to(knowledge)
                    copy.parent.mkdir(exist_ok=True)
                    copy.write_bytes(content.data)
                    os.utime(copy, (content.changed, content.changed))
