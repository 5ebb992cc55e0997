"""The texts of a knowledge folder that people may be shown."""

from collections.abc import Iterator

from pydantic import BaseModel

from bot.knowledge.folder import Entry, Folder, Place
from bot.knowledge.models import Bilingual
from bot.knowledge.yaml_file import KeyPath


def shown_texts(folder: Folder) -> Iterator[tuple[Place, Bilingual]]:
    """Yield every text in two languages, but for those of retired contacts and groups of words."""
    for entry in entries(folder):
        if getattr(entry.content, "status", "") != "retired" and getattr(entry.content, "role", "") != "group":
            for keys, text in _texts(entry.content):
                yield entry.at(*keys), text


def entries(folder: Folder) -> Iterator[Entry[BaseModel]]:
    """Yield every entry from which something may be shown."""
    yield from folder.headers.values()
    yield from folder.passages
    yield from folder.contacts
    yield from folder.countries
    yield from folder.topics


def _texts(model: BaseModel) -> Iterator[tuple[KeyPath, Bilingual]]:
    for name, field in type(model).model_fields.items():
        key = field.alias or name
        value = getattr(model, name)
        if isinstance(value, Bilingual):
            yield (key,), value
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from (((key, number, *keys), text) for keys, text in _texts(item))
