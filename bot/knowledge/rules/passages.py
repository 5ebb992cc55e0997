"""Passages and the bulletins that they were taken from."""

import re
from collections.abc import Iterator

from bot.knowledge.folder import Entry, Finding, Folder, Place
from bot.knowledge.models import LANGUAGES, Passage
from bot.knowledge.problem import short
from bot.knowledge.sources import mended, plain, readings
from bot.knowledge.text_file import UnreadableFileError

_SHOWN = 6  # words around the place where a text leaves its source


def not_word_for_word(folder: Folder) -> Iterator[Finding]:
    """Find English passages that do not stand in their source as they are."""
    sources: dict[str, tuple[str, str]] = {}
    for passage in folder.passages:
        header = folder.headers.get(passage.file)
        name = header.content.source if header else None
        source = folder.source(name) if name else None
        if not name or not isinstance(source, str) or not passage.content.text.en:
            continue
        if name not in sources:
            sources[name] = readings(source)
        text = plain(passage.content.text.en)
        versions = [mended(version, passage.content.mends) for version in sources[name]]
        if not any(text in version for version in versions):
            yield passage.at("text", "en"), _difference(text, versions, name)


def mended_figures(folder: Folder) -> Iterator[Finding]:
    """Find mends that change a figure: figures stay as the source has them."""
    for passage in folder.passages:
        for number, mend in enumerate(passage.content.mends):
            if re.sub(r"\D", "", mend.source) != re.sub(r"\D", "", mend.text):
                yield passage.at("mends", number), "changes a figure of the source; leave figures as they were printed"


def missing_sources(folder: Folder) -> Iterator[Finding]:
    """Find sources that cannot be read: nobody can tell whether their passages are word for word."""
    for header in folder.headers.values():
        name = header.content.source
        source = folder.source(name) if name else None
        if isinstance(source, UnreadableFileError):
            yield header.at("source"), f"{short(name or '')}: {source.message}; its passages cannot be compared with it"


def same_text(folder: Folder) -> Iterator[Finding]:
    """Find passages whose text another one has already."""
    first: dict[str, tuple[Entry[Passage], Place]] = {}
    for passage in folder.passages:
        for language in LANGUAGES:
            text = passage.content.text.get(language)
            if text:
                place = passage.at("text", language)
                other, where = first.setdefault(plain(text).casefold(), (passage, place))
                if other is not passage:
                    yield (
                        place,
                        f"the passage “{short(other.content.id)}” has the same text ({where}); keep one of them",
                    )


def _difference(text: str, versions: list[str], name: str) -> str:
    """Say up to which word a text follows its source, and how that goes on."""
    words = text.split()
    version, common = max(((version, _common(words, version)) for version in versions), key=lambda pair: pair[1])
    if not common:
        return f"does not stand in {short(name)}: “{_some(words)} …”; copy it from there word for word"
    end = version.index(" ".join(words[:common])) + len(" ".join(words[:common]))
    return (
        f"is not word for word as in {short(name)}: after “{_some(words[max(0, common - _SHOWN) : common])}” "
        f"the source goes on “{_some(version[end:].split(maxsplit=_SHOWN))} …”, "
        f"not “{_some(words[common:])} …”; copy it from there"
    )


def _some(words: list[str]) -> str:
    return short(" ".join(words[:_SHOWN]))


def _common(words: list[str], source: str) -> int:
    """Return how many of the first words stand in the source one after the other."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if " ".join(words[:middle]) in source:
            low = middle
        else:
            high = middle - 1
    return low
