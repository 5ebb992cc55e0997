"""Files that people take for a part of the knowledge, but nobody reads."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from rapidfuzz import fuzz, process

from bot.knowledge.folder import Finding, Folder, Place

READ = ("contacts.yaml", "countries.yaml", "topics.yaml", "questions.yaml", "examples.yaml", "confidence.yaml")
_YAML = (".yaml", ".yml")


def unread_files(folder: Folder) -> Iterator[Finding]:
    """Find YAML files of another name or ending than those that are read."""
    for name in folder.names:
        path = PurePosixPath(name)
        if path.suffix.lower() not in _YAML:
            continue
        if path.parent.name == "bulletins":
            if path.suffix != ".yaml":
                yield Place(folder.directory / name), f"is not read; rename it to “{path.stem}.yaml”"
        elif name not in READ:
            near = process.extractOne(name.lower(), READ, scorer=fuzz.ratio, score_cutoff=75)
            mend = f"did you mean “{near[0]}”?" if near else "bulletins belong into the folder “bulletins”"
            yield Place(folder.directory / name), f"is not read; {mend}"
