"""What a change of the knowledge does: to contacts, to passages, and to the answers to the curated questions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from bot.assistant import Answer, Assistant
from bot.knowledge import Bilingual, Contact, CuratedQuestion, Knowledge, Passage
from bot.knowledge.models import BulletinHeader

_EXCERPT = 80  # characters shown of a text before and after
_LANGUAGE_NAMES = {"en": "English", "ru": "Russian"}
_OUTCOMES = {"answered": "answered", "not_covered": "refused"}

T = TypeVar("T")
Facts = Mapping[str, str]  # what is said of an entry, by the name of the field in plain words


class Change(NamedTuple):
    """One thing that is said of an entry: what was said before and after, or only once if the entry has one side."""

    what: str
    old: str
    new: str | None = None


class Item(NamedTuple):
    """An entry that changed, and how."""

    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Part:
    """One kind of change and every entry it happened to."""

    title: str  # goes after a number: "contacts retired"
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Difference:
    """Everything that differs, parts in which nothing does included."""

    parts: tuple[Part, ...]
    questions: int  # how many were asked

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs."""
        return not any(part.items for part in self.parts)


def compare(old: Knowledge, new: Knowledge, questions: Sequence[CuratedQuestion]) -> Difference:
    """Compare two states of the knowledge, and the answers that either gives to the same questions."""
    parts = (*_contacts(old, new), *_passages(old, new), _reading(old, new), _answers(old, new, questions))
    return Difference(parts, len(questions))


def _contacts(old: Knowledge, new: Knowledge) -> Iterator[Part]:
    before = {contact.id: contact for contact in old.contacts}
    after = {contact.id: contact for contact in new.contacts}
    both = [key for key in after if key in before]
    retired = [key for key in both if after[key].status == "retired" != before[key].status]
    yield Part("contacts added", _listed(after, lambda key: key not in before, _contact_facts))
    yield Part("contacts changed", _changed(before, after, (key for key in both if key not in retired), _contact_facts))
    yield Part("contacts retired", _listed(before, lambda key: key in retired, _contact_title))
    yield Part("contacts removed", _listed(before, lambda key: key not in after, _contact_title))


def _passages(old: Knowledge, new: Knowledge) -> Iterator[Part]:
    before = {passage.id: (passage, bulletin) for passage, bulletin in old.passages}
    after = {passage.id: (passage, bulletin) for passage, bulletin in new.passages}
    yield Part("passages added", _listed(after, lambda key: key not in before, _passage_title))
    changed = _changed(before, after, (key for key in after if key in before), _passage_facts)
    yield Part("passages changed", changed)
    yield Part("passages gone", _listed(before, lambda key: key not in after, _passage_title))


def _reading(old: Knowledge, new: Knowledge) -> Part:
    """Name what changed in how questions are read; what comes of it, the answers show."""
    was, now = _reading_rules(old), _reading_rules(new)
    names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    return Part("settings of topics, countries and confidence changed", tuple(Item(name, ()) for name in names))


def _reading_rules(side: Knowledge) -> dict[str, BaseModel]:
    return {
        **{f"topic {topic.id}": topic for topic in side.topics},
        **{f"country {country.code}": country for country in side.countries},
        "examples of danger": side.examples,
        "confidence thresholds": side.thresholds,
    }


def _answers(old: Knowledge, new: Knowledge, questions: Sequence[CuratedQuestion]) -> Part:
    before, after = Assistant(old), Assistant(new)
    items = []
    for question in questions:
        was, now = before.answer(question.question), after.answer(question.question)
        changes = tuple(_changes(_answer_facts(was), _answer_facts(now)))
        if changes:
            items.append(Item(question.question, changes))
    return Part("curated questions with another answer", tuple(items))


def _listed(entries: Mapping[str, T], wanted: Callable[[str], bool], facts: Callable[[T], Facts]) -> tuple[Item, ...]:
    """List entries that stand on one side only, with what they say."""
    return tuple(
        Item(key, tuple(Change(what, value) for what, value in facts(entry).items() if value))
        for key, entry in entries.items()
        if wanted(key)
    )


def _changed(
    before: Mapping[str, T], after: Mapping[str, T], keys: Iterable[str], facts: Callable[[T], Facts]
) -> tuple[Item, ...]:
    """List the entries of both sides that do not say the same."""
    items = (Item(key, tuple(_changes(facts(before[key]), facts(after[key])))) for key in keys)
    return tuple(item for item in items if item.changes)


def _changes(before: Facts, after: Facts) -> Iterator[Change]:
    for what in {**before, **after}:
        was, now = before.get(what, ""), after.get(what, "")
        if was != now:
            yield Change(what, *_excerpts(was, now))


def _excerpts(was: str, now: str) -> tuple[str, str]:
    """Cut two texts down to where they differ, with a word or two around it."""
    old, new = was.split(), now.split()
    if old == new:
        return "", ""  # only the space between words
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))))
    room = min(len(old), len(new)) - same
    ends = zip(reversed(old[len(old) - room :]), reversed(new[len(new) - room :]), strict=True)
    tail = len(list(takewhile(lambda pair: pair[0] == pair[1], ends)))
    start, end = max(same - 2, 0), max(tail - 2, 0)
    return _excerpt(old, start, end), _excerpt(new, start, end)


def _excerpt(words: Sequence[str], start: int, end: int) -> str:
    text = " ".join(words[start : len(words) - end])
    cut = len(text) > _EXCERPT
    text = text[:_EXCERPT].rstrip() if cut else text
    return f"{'… ' if start else ''}{text}{' …' if text and (cut or end) else ''}"


def _contact_title(contact: Contact) -> Facts:
    return {contact.channel: contact.value, "country": contact.country, "name": contact.name.best("en")}


def _contact_facts(contact: Contact) -> Facts:
    return {
        contact.channel: contact.value,
        "status": contact.status,
        "country": contact.country,
        "kind": contact.kind,
        **_bilingual("name", contact.name),
        **_bilingual("purpose", contact.purpose),
        **_bilingual("hours", contact.hours),
        "languages": ", ".join(contact.languages),
        "topics": ", ".join(contact.topics),
        "verified": contact.verified,
        "source": contact.source,
    }


def _passage_title(entry: tuple[Passage, BulletinHeader]) -> Facts:
    passage, bulletin = entry
    return {"title": passage.title.best("en") if passage.title else "", "bulletin": bulletin.id}


def _passage_facts(entry: tuple[Passage, BulletinHeader]) -> Facts:
    passage, bulletin = entry
    return {
        **_bilingual("title", passage.title),
        **_bilingual("text", passage.text),
        **{
            f"questions in {name}": " | ".join(passage.questions.get("en" if code == "en" else "ru"))
            for code, name in _LANGUAGE_NAMES.items()
        },
        "date": str(passage.date or bulletin.date),
        "countries": ", ".join(passage.countries),
        "topics": ", ".join(passage.topics),
        "bulletin": bulletin.id,
        **_bilingual("title of the bulletin", bulletin.title),
        "source": bulletin.source or bulletin.url or "",
    }


def _bilingual(what: str, text: Bilingual | None) -> Facts:
    return {f"{what} in {name}": (getattr(text, code) or "") for code, name in _LANGUAGE_NAMES.items()} if text else {}


def _answer_facts(answer: Answer) -> Facts:
    return {
        "outcome": _OUTCOMES[answer.outcome],
        "urgent": "yes" if answer.urgent else "no",
        "first passage": answer.passages[0].passage.id if answer.passages else "none",
        "first contact": answer.contacts[0].id if answer.contacts else "none",
    }
