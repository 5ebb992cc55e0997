"""Letters that people cannot see or that look like markup, and texts that are too long for a message."""

import re
from collections.abc import Iterator

from bot.knowledge.folder import Finding, Folder, Place
from bot.knowledge.models import LANGUAGES, Bilingual

PASSAGE_UNITS = 3000  # UTF-16 code units; a message of Telegram has 4096, and the contacts need the rest
CONTACT_UNITS = 800
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
# What turns the direction of reading is an error of the file: see yaml_file.
_INVISIBLE = re.compile("[\xad\u200b-\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f\ue000-\uf8ff\ufeff\ufff0-\ufffd]")
_MARKUP = re.compile(
    r"</?(?:a|b|i|u|s|p|br|em|ul|ol|li|hr|tr|td|th|div|img|pre|code|span|font|strong|table|h[1-6]|blockquote)\b[^<>]{0,300}>"
    r"|&(?:[a-z]{2,8}|\#\d{1,6}|\#x[0-9a-f]{1,5});"
    r"|\*\*\S|__\S|```|\[[^\[\]\n]{1,300}\]\([^()\s]{1,300}\)|^\#{1,6}\s",
    re.IGNORECASE | re.MULTILINE,
)


def control_characters(folder: Folder) -> Iterator[Finding]:
    """Find control characters: some of them keep a message from being sent."""
    for place, found in _found(folder, _CONTROL):
        yield place, f"has the control character {_code(found[0])} {_around(found)}; delete it"


def invisible_characters(folder: Folder) -> Iterator[Finding]:
    """Find characters that nobody sees, or for which no font has a sign."""
    for place, found in _found(folder, _INVISIBLE):
        yield place, f"has the invisible character {_code(found[0])} {_around(found)}; delete it"


def markup(folder: Folder) -> Iterator[Finding]:
    """Find HTML and Markdown: people would see it as it is written."""
    for place, found in _found(folder, _MARKUP):
        yield place, f"has markup {_around(found)}; people would see it as it stands, so take it out"


def too_long(folder: Folder) -> Iterator[Finding]:
    """Find passages and contacts that leave no room for the rest of a message."""
    for passage in folder.passages:
        content = passage.content
        for language in LANGUAGES:
            units = sum(_units(text, language) for text in (content.title, content.text))
            if content.text.get(language) and units > PASSAGE_UNITS:
                yield (
                    passage.at("text", language),
                    f"is too long for one message ({units} characters with its title, up to {PASSAGE_UNITS} fit); "
                    "people would see it cut, so make two passages of it",
                )
    for contact in folder.contacts:
        about = (contact.content.name, contact.content.purpose, contact.content.hours)
        units = max(sum(_units(text, language) for text in about) for language in LANGUAGES)
        if units > CONTACT_UNITS:
            message = (
                f"is too long for one message ({units} characters with purpose and hours, up to {CONTACT_UNITS} fit)"
            )
            yield contact.at("name"), f"{message}; shorten it"


def _found(folder: Folder, pattern: re.Pattern[str]) -> Iterator[tuple[Place, re.Match[str]]]:
    """Yield the first match in every text that people may be shown."""
    for place, text in folder.shown_texts:
        for language in LANGUAGES:
            if found := pattern.search(text.get(language) or ""):
                yield place._replace(keys=(*place.keys, language)), found


def _units(text: Bilingual | None, language: str) -> int:
    return len((text.best("ru" if language == "ru" else "en") if text else "").encode("utf-16-le")) // 2


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _around(found: re.Match[str]) -> str:
    """Quote what stands before a find, so that it can be looked for."""
    before = found.string[max(0, found.start() - 20) : found.start()]
    shown = found[0] if found[0].isprintable() else ""
    return " ".join(f"at “{before}{shown}”".split()) if before or shown else "at the beginning"
