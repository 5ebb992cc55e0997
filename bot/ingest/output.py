"""Drafts in a folder. A file that is there belongs to a person: it is never changed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.ingest.document import IngestError
from bot.ingest.draft import Draft
from bot.ingest.proposals import alike
from bot.ingest.writing import to_yaml
from bot.knowledge.yaml_file import YamlFile


def save(draft: Draft, folder: Path) -> str:
    """Write a draft as <id>.yaml and return one line that says what was done.

    If that file is there, only passages that neither it nor <id>-2.yaml and so on holds are written, beside it.
    """
    path, number = folder / f"{draft.id}.yaml", 1
    texts: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while path.exists():
            texts += _texts(path)
            number += 1
            path = folder / f"{draft.id}-{number}.yaml"
        new = [passage for passage in draft.passages if not any(alike(passage.text, text) for text in texts)]
        if number > 1 and not new:
            return f"{folder / draft.id}.yaml: kept as it is; nothing is new in the file"
        written = draft if number == 1 else replace(draft, id=path.stem, passages=tuple(new))
        with path.open("x", encoding="utf-8") as file:
            file.write(to_yaml(written))
    except OSError as error:
        raise IngestError(f"gives a draft that cannot be written: {path}: {error.strerror or error}") from error
    beside = f", beside {draft.id}.yaml, which is kept as it is" if number > 1 else ""
    return f"{path}: passages: {len(new)}, pieces dropped: {len(draft.dropped)}{beside}"


def _texts(path: Path) -> Iterator[str]:
    """Yield the texts of the passages of a file, also of one that is being edited and does not keep to the schema."""
    file = YamlFile(path, path)
    if file.problems:
        raise IngestError(f"was drafted before, and that file cannot be read; mend it first: {file.problems[0]}")
    passages = file.data.get("passages") if isinstance(file.data, dict) else None
    for passage in passages if isinstance(passages, list) else []:
        text = passage.get("text") if isinstance(passage, dict) else None
        yield from (str(value) for value in text.values() if value) if isinstance(text, dict) else ()
