"""A copy of the knowledge that was last found good, so that a bad edit and a restart do not end the bot."""

import logging
import shutil
from pathlib import Path

_log = logging.getLogger(__name__)
_FOLDERS = ("bulletins", "sources")
_FILES = (".yaml", ".txt")


class LastGood:
    """Keeps the copy in a folder that the program may write."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def keep(self, knowledge: Path) -> None:
        """Copy a knowledge folder that is in use; without a place for the copy the bot works as well."""
        draft = self.directory.with_name(self.directory.name + ".draft")
        try:
            shutil.rmtree(draft, ignore_errors=True)
            draft.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copytree(knowledge, draft, ignore=_foreign)
            shutil.rmtree(self.directory, ignore_errors=True)
            draft.rename(self.directory)
        except OSError as error:
            _log.warning("no copy of the knowledge can be kept in %s: %s", self.directory.parent, error.strerror)


def _foreign(folder: str, names: list[str]) -> list[str]:
    """Name what does not belong to a knowledge folder: it might be without end, or a pipe that nobody writes to."""
    return [name for name in names if not _belongs(Path(folder, name))]


def _belongs(path: Path) -> bool:
    return path.is_dir() if path.name in _FOLDERS else path.is_file() and path.suffix in _FILES
