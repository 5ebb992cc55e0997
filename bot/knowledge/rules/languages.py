"""A text and its translation: is it there, and does it say the same?

What a translation has to have otherwise, such as “sixteen days” for «16 дней», is named under `differs` of its entry.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from bot.knowledge.folder import Entry, Finding, Folder
from bot.knowledge.models import Bilingual, Contact, Passage
from bot.knowledge.problem import short
from bot.knowledge.translation import countries, figures, latin, months

_LISTED = 6  # of what differs in one text
_Translated = Entry[Passage] | Entry[Contact]
_NAMES = {"en": "English", "ru": "Russian"}


def missing_translations(folder: Folder) -> Iterator[Finding]:
    """Find texts in one language only."""
    for place, text in folder.shown_texts:
        if text.en is None or text.ru is None:
            missing = "en" if text.en is None else "ru"
            yield place, f"“{place.keys[-1]}” is not there in {_NAMES[missing]}; write it under “{missing}:”"


def different_figures(folder: Folder) -> Iterator[Finding]:
    """Find figures that stand in one language only."""
    yield from _different(folder, "figure", figures)


def different_months(folder: Folder) -> Iterator[Finding]:
    """Find months that are named in one language only."""
    yield from _different(folder, "month", months)


def different_countries(folder: Folder) -> Iterator[Finding]:
    """Find countries that are named in one language only."""
    yield from _different(folder, "country", lambda text: Counter(countries(text)))


def added_names(folder: Folder) -> Iterator[Finding]:
    """Find names in Latin letters that the Russian text has and the English one has not."""
    for entry, name, text in _pairs((*folder.passages, *folder.contacts)):
        added = latin(text.ru or "") - latin(text.en or "") - {*entry.content.differs}
        if added:
            yield entry.at(name, "ru"), _message("name", "Russian", sorted(added))


def needless_exceptions(folder: Folder) -> Iterator[Finding]:
    """Find items of `differs` that are the same in both languages."""
    for entry in (*folder.passages, *folder.contacts):
        if entry.content.differs:
            found = {item for _, _, text in _pairs([entry]) for item in _all(text)}
            for number, item in enumerate(entry.content.differs):
                if item not in found:
                    yield (
                        entry.at("differs", number),
                        f"“{short(item)}” does not differ between the languages; remove it",
                    )


def _different(folder: Folder, kind: str, count: Callable[[str], Counter[str]]) -> Iterator[Finding]:
    for entry, name, text in _pairs((*folder.passages, *folder.contacts)):
        english, russian = count(text.en or ""), count(text.ru or "")
        for language, more, fewer in (("English", english, russian), ("Russian", russian, english)):
            alone = sorted((more - fewer).keys() - {*entry.content.differs})
            if alone:
                yield entry.at(name, "ru"), _message(kind, language, alone)


def _message(kind: str, language: str, items: list[str]) -> str:
    few = [short(item) for item in items[:_LISTED]]
    more = " …" if len(items) > _LISTED else ""
    listed = ", ".join(f'"{item}"' for item in few)
    return (
        f"{kind} in the {language} text only: {', '.join(few)}{more}; mend the translation or, if that is right, write "
        f"differs: [{listed}] in this entry"
    )


def _all(text: Bilingual) -> set[str]:
    """Return everything that differs between the two texts."""
    english, russian = text.en or "", text.ru or ""
    counts = [(count(english), count(russian)) for count in (figures, months)]
    either = {item for one, other in counts for item in (one - other) + (other - one)}
    return either | (countries(english) ^ countries(russian)) | (latin(russian) - latin(english))


def _pairs(entries: Iterable[_Translated]) -> Iterator[tuple[_Translated, str, Bilingual]]:
    """Yield the texts of entries that are there in both languages, each with its entry and key."""
    for entry in entries:
        for name in ("title", "text", "name", "purpose", "hours"):
            text = getattr(entry.content, name, None)
            if isinstance(text, Bilingual) and text.en and text.ru:
                yield entry, name, text
