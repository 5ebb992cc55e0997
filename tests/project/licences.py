"""`make licences`: lists the licences of what the program needs, and fails on one that nobody has looked at."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK, TABLE = ROOT / "deploy" / "requirements.lock", ROOT / "deploy" / "LICENCES.md"
# What packages say of themselves, and what it means (SPDX). Before you add a line, read the licence.
KNOWN = {
    "Apache 2.0": "Apache-2.0",
    "Apache2": "Apache-2.0",
    "Apache2.0": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "MIT, BSD": "MIT AND BSD-3-Clause",
} | {
    name: name
    for name in (
        "Apache-2.0",
        "Apache-2.0 AND BSD-2-Clause",
        "Apache-2.0 AND MIT",
        "Apache-2.0 OR BSD-3-Clause",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
        "LGPL-3.0-only",
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "MPL-2.0 AND MIT",
        "PSF-2.0",
    )
}
_DATA = {"pymorphy3-dicts-ru": "CC-BY-SA-3.0"}  # of the words in it; the licence it names is that of its code
_LONGEST_NAME = 60
_HEAD = """# Licences of what the program needs

Written by `make licences` from what the packages of `requirements.lock` say of themselves; a test compares it. A
licence that is not in the list of `tests/project/licences.py` fails: somebody has to read it first.

The program itself is under the MIT licence. Most packages ask only that their notice is kept. Some ask for more:

- **LGPL-3.0-only** (python-telegram-bot): a library that is used here unchanged and can be exchanged for another
  version of it. Whoever passes on the program together with it, such as in an image, passes on its licence too and
  says where its source is. Changes to the library itself come under the same licence.
- **MPL-2.0** (certifi, tqdm): files of theirs that somebody changes have to be published when they are passed on. Here
  nothing is changed.
- **CC-BY-SA-3.0** (the dictionary in pymorphy3-dicts-ru, made from OpenCorpora): whoever passes it on names its source,
  and passes on changes of it under the same licence. Here it is read, not changed.

| package | licence |
|---|---|
"""


class UnknownLicenceError(Exception):
    """A licence that nobody has looked at."""


def pinned(lock: Path = LOCK) -> set[str]:
    """Return the names of the packages of a lock that this kind of machine needs."""
    lines = re.findall(r"^[\w.-]+==[^\\\n]+", lock.read_text(encoding="utf-8"), re.MULTILINE)
    needed = map(Requirement, lines)
    return {canonicalize_name(one.name) for one in needed if one.marker is None or one.marker.evaluate()}


def installed(names: set[str]) -> dict[str, str]:
    """Return what the installed ones of these packages say of their licence."""
    command = [sys.executable, "-m", "piplicenses", "--from", "all", "--format", "json", "--packages", *sorted(names)]
    rows = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {canonicalize_name(row["Name"]): _stated(row) for row in rows}


def table(stated: Mapping[str, str]) -> str:
    """Return the page on the licences. Raises UnknownLicenceError."""
    unknown = [f"{name}: {licence}" for name, licence in sorted(stated.items()) if licence not in KNOWN]
    if unknown:
        raise UnknownLicenceError("; ".join(unknown))
    rows = (
        f"| {name} | {KNOWN[licence]}{f'; data: {_DATA[name]}' if name in _DATA else ''} |\n"
        for name, licence in sorted(stated.items())
    )
    return _HEAD + "".join(rows)


def _stated(row: Mapping[str, str]) -> str:
    """Take the expression if there is one, else a name, else the text by its hash."""
    given = [row[key] for key in ("License-Expression", "License-Metadata", "License-Classifier")]
    names = [name for name in given if name != "UNKNOWN"]
    short = next((name for name in names if len(name) <= _LONGEST_NAME), None)
    text = " ".join(names[0].split()) if names else "none"
    return short or f"text {hashlib.sha256(text.encode()).hexdigest()[:16]}"


if __name__ == "__main__":
    try:
        TABLE.write_text(table(installed(pinned())), encoding="utf-8")
    except UnknownLicenceError as error:
        sys.exit(f"licences nobody has looked at: {error}")
