"""What the people who look after the knowledge should know: what is old, fails, is missing or is never asked for."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.assistant import Assistant
from bot.i18n import Catalog
from bot.knowledge import Bilingual, Contact, CuratedQuestion, Knowledge
from bot.knowledge.age import last_day
from bot.storage import REASONS, ContactReports, Gap, Reason

PERIOD = dt.timedelta(days=30)  # how far back reports and gaps are counted
# From this many reports in the period on, readers are told. A chat counts once a day: it takes several people or days,
# so that one angry or mistaken person cannot discredit a hotline, and a dead one is marked within days.
TROUBLED_FROM = 3
STALE = dt.timedelta(days=365)  # a contact not verified for longer is due
_ANSWERABLE = ("passage", "contact", "urgent")  # kinds of curated questions that should find something


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
class UnshownPassage:
    """A passage that no answer has shown."""

    id: str
    countries: tuple[str, ...]
    date: str


@dataclass(frozen=True)
class UnansweredQuestion:
    """A curated question that should find something and does not."""

    question: str
    language: str
    expected: tuple[str, ...]  # ids of passages, or of a contact


@dataclass(frozen=True)
class KnowledgeVersion:
    """Which knowledge is in use, and the day on which it was changed."""

    version: str
    date: str


@dataclass(frozen=True)
class Report:
    """The report of one day. None stands for what was not looked up."""

    day: dt.date
    failing: tuple[FailingContact, ...]
    gaps: tuple[UnansweredTopic, ...]
    stale: tuple[StaleContact, ...]
    knowledge: KnowledgeVersion | None = None
    shown: int | None = None  # how many passages were shown in the period; 0: `unshown` says nothing and is empty
    unshown: tuple[UnshownPassage, ...] = ()
    unanswered: tuple[UnansweredQuestion, ...] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON data."""
        return asdict(self) | {"day": self.day.isoformat()}


@dataclass(frozen=True)
class Table:
    """A part of the report as people read it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remark: str = ""  # in the place of rows, if there is more to say than that there are none


def make_report(
    contacts: Iterable[Contact],
    reported: Iterable[ContactReports],
    gaps: Iterable[Gap],
    today: dt.date,
    *,
    knowledge: Knowledge | None = None,
    shown: Mapping[str, int] | None = None,
    unanswered: Iterable[CuratedQuestion] | None = None,
) -> Report:
    """Put together what was counted; contacts that are no longer shown are left out.

    With `knowledge` the report names its version; with `shown` too, the passages that were never shown. Where none was
    shown at all, all of them would be listed: then none is.
    """
    active = {contact.id: contact for contact in contacts if contact.status != "retired"}
    reasons: dict[str, Counter[Reason]] = {}
    for entry in reported:
        if entry.contact_id in active:
            reasons.setdefault(entry.contact_id, Counter())[_reason(entry)] += entry.times
    failing = [
        FailingContact(number, active[number].country, active[number].value, counts.total(), dict(counts.most_common()))
        for number, counts in reasons.items()
    ]
    stale = [
        StaleContact(contact.id, contact.country, contact.value, contact.verified, age.days)
        for contact in active.values()
        if (age := today - last_day(contact.verified)) > STALE
    ]
    return Report(
        day=today,
        failing=tuple(sorted(failing, key=lambda entry: -entry.times)),
        gaps=tuple(UnansweredTopic(*gap) for gap in gaps),
        stale=tuple(sorted(stale, key=lambda entry: -entry.days)),
        knowledge=KnowledgeVersion(knowledge.version, knowledge.date) if knowledge else None,
        shown=None if shown is None else sum(shown.values()),
        unshown=tuple(_never_shown(knowledge, shown)) if knowledge and shown else (),
        unanswered=None if unanswered is None else tuple(map(_unanswered, unanswered)),
    )


def without_answer(assistant: Assistant, questions: Iterable[CuratedQuestion]) -> list[CuratedQuestion]:
    """Ask the curated questions and return those that should find something and do not."""
    return [
        question
        for question in questions
        if question.kind in _ANSWERABLE and assistant.answer(question.question).outcome == "not_covered"
    ]


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
    tables = [
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
    if report.shown is not None:
        tables.append(_unshown_table(report, words))
    if report.unanswered is not None:
        tables.append(_unanswered_table(report.unanswered, words))
    return tables


def origin(report: Report, words: Catalog) -> str | None:
    """Say which knowledge the report is about, if it was looked up."""
    if report.knowledge is None:
        return None
    date = words.date(report.knowledge.date)
    return words.text("Knowledge of {date}, version {version}", date=date, version=report.knowledge.version)


def as_text(table: Table, words: Catalog) -> str:
    """Lay a table out in columns."""
    if not table.rows:
        return table.remark or words.text("nothing")
    rows = [table.columns, *table.rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.columns))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _never_shown(knowledge: Knowledge, shown: Mapping[str, int]) -> Iterable[UnshownPassage]:
    for passage, bulletin in knowledge.passages:
        if passage.id not in shown:
            yield UnshownPassage(passage.id, passage.countries, (passage.date or bulletin.date).isoformat())


def _unanswered(question: CuratedQuestion) -> UnansweredQuestion:
    contact = (question.contact,) if question.contact else ()
    return UnansweredQuestion(question.question, question.language, question.passages or contact)


def _unshown_table(report: Report, words: Catalog) -> Table:
    days = PERIOD.days
    return Table(
        words.plural(
            "Passages never shown in the last {number} day", "Passages never shown in the last {number} days", days
        ),
        (words.text("date"), words.text("country"), words.text("passage")),
        tuple((item.date, " ".join(item.countries) or "–", item.id) for item in report.unshown),
        remark="" if report.shown else words.text("no passage was shown at all, so there is nothing to compare with"),
    )


def _unanswered_table(questions: Iterable[UnansweredQuestion], words: Catalog) -> Table:
    return Table(
        words.text("Curated questions without an answer"),
        (words.text("language"), words.text("expected"), words.text("question")),
        tuple((item.language, ", ".join(item.expected) or "–", item.question) for item in questions),
    )


def _reason(entry: ContactReports) -> Reason:
    return next(reason for reason in REASONS if reason == entry.reason)


def _topic(topic: str | None, words: Catalog, topics: Mapping[str, Bilingual]) -> str:
    if topic is None:
        return words.text("not recognised")
    return topics[topic].best(words.language) if topic in topics else topic


def flat_rows(report: Report) -> Sequence[dict[str, Any]]:
    """Return the report as rows of one kind, for a spreadsheet."""
    versions = ({"part": "knowledge", "id": e.version, "date": e.date} for e in (report.knowledge,) if e)
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
    unshown = (
        {"part": "unshown", "id": e.id, "country": " ".join(e.countries), "date": e.date} for e in report.unshown
    )
    unanswered = (
        {"part": "unanswered", "id": " ".join(e.expected), "value": e.question, "language": e.language}
        for e in report.unanswered or ()
    )
    return [*versions, *failing, *gaps, *stale, *unshown, *unanswered]
