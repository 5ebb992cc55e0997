"""What the people who look after the knowledge should know: old contacts, numbers that fail, unanswered questions."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.i18n import Catalog
from bot.knowledge import Bilingual, Contact
from bot.knowledge.age import last_day
from bot.storage import REASONS, ContactReports, Gap, Reason

PERIOD = dt.timedelta(days=30)  # how far back reports and gaps are counted
# From this many reports in the period on, readers are told. A chat counts once a day: it takes several people or days,
# so that one angry or mistaken person cannot discredit a hotline, and a dead one is marked within days.
TROUBLED_FROM = 3
STALE = dt.timedelta(days=365)  # a contact not verified for longer is due


@dataclass(frozen=True)
class StaleContact:
    """A contact that nobody has verified for long."""

    id: str
    country: str
    value: str
    verified: str
    days: int


@dataclass(frozen=True)
class FailingContact:
    """A contact that people reported, and how often for which reason."""

    id: str
    country: str
    value: str
    times: int
    reasons: dict[Reason, int]


@dataclass(frozen=True)
class UnansweredTopic:
    """A kind of question that found no answer."""

    topic: str | None
    country: str | None
    language: str
    times: int


@dataclass(frozen=True)
class Report:
    """The report of one day."""

    day: dt.date
    failing: tuple[FailingContact, ...]
    gaps: tuple[UnansweredTopic, ...]
    stale: tuple[StaleContact, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON data."""
        return asdict(self) | {"day": self.day.isoformat()}


@dataclass(frozen=True)
class Table:
    """A part of the report as people read it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def make_report(
    contacts: Iterable[Contact], reported: Iterable[ContactReports], gaps: Iterable[Gap], today: dt.date
) -> Report:
    """Put together what was counted; contacts that are no longer shown are left out."""
    shown = {contact.id: contact for contact in contacts if contact.status != "retired"}
    reasons: dict[str, Counter[Reason]] = {}
    for entry in reported:
        if entry.contact_id in shown:
            reasons.setdefault(entry.contact_id, Counter())[_reason(entry)] += entry.times
    failing = [
        FailingContact(number, shown[number].country, shown[number].value, counts.total(), dict(counts.most_common()))
        for number, counts in reasons.items()
    ]
    stale = [
        StaleContact(contact.id, contact.country, contact.value, contact.verified, age.days)
        for contact in shown.values()
        if (age := today - last_day(contact.verified)) > STALE
    ]
    return Report(
        day=today,
        failing=tuple(sorted(failing, key=lambda entry: -entry.times)),
        gaps=tuple(UnansweredTopic(*gap) for gap in gaps),
        stale=tuple(sorted(stale, key=lambda entry: -entry.days)),
    )


def troubled(reported: Iterable[ContactReports]) -> frozenset[str]:
    """Return the contacts that readers are warned of."""
    times: Counter[str] = Counter()
    for entry in reported:
        times[entry.contact_id] += entry.times
    return frozenset(contact for contact, count in times.items() if count >= TROUBLED_FROM)


def as_tables(report: Report, words: Catalog, topics: Mapping[str, Bilingual]) -> list[Table]:
    """Put the report into words, narrow enough for a phone."""
    labels: dict[str, str] = {
        "no_answer": words.text("no answer"),
        "wrong_number": words.text("wrong number"),
        "refused_language": words.text("language"),
    }
    number, times, country = words.text("contact"), words.text("times"), words.text("country")
    days = PERIOD.days
    return [
        Table(
            words.plural("Reported in the last {number} day", "Reported in the last {number} days", days),
            (times, country, number, words.text("reasons")),
            tuple(
                (
                    str(entry.times),
                    entry.country,
                    entry.value,
                    ", ".join(f"{labels[reason]} {count}" for reason, count in entry.reasons.items()),
                )
                for entry in report.failing
            ),
        ),
        Table(
            words.plural(
                "Questions without an answer in the last {number} day",
                "Questions without an answer in the last {number} days",
                days,
            ),
            (times, country, words.text("language"), words.text("topic")),
            tuple(
                (str(gap.times), gap.country or "–", gap.language, _topic(gap.topic, words, topics))
                for gap in report.gaps
            ),
        ),
        Table(
            words.text("Contacts not verified for over a year"),
            (words.text("verified"), country, number),
            tuple((entry.verified, entry.country, entry.value) for entry in report.stale),
        ),
    ]


def as_text(table: Table, words: Catalog) -> str:
    """Lay a table out in columns."""
    if not table.rows:
        return words.text("nothing")
    rows = [table.columns, *table.rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.columns))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _reason(entry: ContactReports) -> Reason:
    return next(reason for reason in REASONS if reason == entry.reason)


def _topic(topic: str | None, words: Catalog, topics: Mapping[str, Bilingual]) -> str:
    if topic is None:
        return words.text("not recognised")
    return topics[topic].best(words.language) if topic in topics else topic


def flat_rows(report: Report) -> Sequence[dict[str, Any]]:
    """Return the report as rows of one kind, for a spreadsheet."""
    failing = (
        {"part": "reported", "id": e.id, "country": e.country, "value": e.value, "times": count, "reason": reason}
        for e in report.failing
        for reason, count in e.reasons.items()
    )
    gaps = (
        {"part": "gap", "id": gap.topic, "country": gap.country, "times": gap.times, "language": gap.language}
        for gap in report.gaps
    )
    stale = (
        {"part": "stale", "id": e.id, "country": e.country, "value": e.value, "verified": e.verified}
        for e in report.stale
    )
    return [*failing, *gaps, *stale]
