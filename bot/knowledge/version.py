"""Which knowledge this is: a name for the bytes of its files, and the day on which the newest of them was changed."""

import datetime as dt
import hashlib
import os

from bot.knowledge.text_file import Content

UNCHANGED = dt.datetime.fromtimestamp(0, dt.UTC)  # of a folder without files
_LETTERS = 12  # hexadecimal
_LATEST = dt.datetime.max.replace(tzinfo=dt.UTC).timestamp() - 1  # file systems know later times than `datetime`


class Version:
    """The version of the files that were read, in the order in which they were."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.changed = UNCHANGED

    def add(self, name: str, content: Content) -> None:
        """Take a file in: its path in the folder and what was read of it."""
        for part in (os.fsencode(name), content.data):
            self._hash.update(len(part).to_bytes(8))  # so that no name runs into the bytes of its file
            self._hash.update(part)
        moment = min(max(content.changed, 0.0), _LATEST)
        self.changed = max(self.changed, dt.datetime.fromtimestamp(moment, dt.UTC))

    def __str__(self) -> str:
        """Return the name of the version."""
        return self._hash.hexdigest()[:_LETTERS]
