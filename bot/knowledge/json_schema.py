"""JSON Schemas of the knowledge files, from the models: editors complete keys and mark mistakes with them.

`python -m bot.knowledge.json_schema [FOLDER]` writes them into FOLDER (default: knowledge/schemas).
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bot.knowledge.models import Bulletin, Contact, Country, CuratedQuestion, Examples, Thresholds, Topic

FOLDER = Path("knowledge/schemas")
_FILES: Mapping[str, Any] = {
    "bulletin": Bulletin,
    "contacts": list[Contact],
    "countries": list[Country],
    "topics": list[Topic],
    "questions": list[CuratedQuestion],
    "examples": Examples,
    "confidence": Thresholds,
}


def schemas() -> dict[str, str]:
    """Return every schema by the name of its file."""
    return {f"{name}.json": _schema(name, model) for name, model in _FILES.items()}


def write(folder: Path) -> None:
    """Write every schema into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


def _schema(name: str, model: Any) -> str:  # noqa: ANN401 - what pydantic calls a type
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_bare(TypeAdapter(model).json_schema()),
        "title": f"{name}.yaml" if name != "bulletin" else "A file of bulletins/",
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _bare(schema: Any) -> Any:  # noqa: ANN401 - JSON
    """Drop the titles that are only names written otherwise."""
    if isinstance(schema, list):
        return [_bare(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: _bare(value) for name, value in item.items()} if key in ("properties", "$defs") else _bare(item)
        for key, item in schema.items()
        if key != "title"
    }


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
