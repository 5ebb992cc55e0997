"""Dates as bulletins print them, in English and Russian, and datelines: “2 November 2022, Astana”."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

_ENGLISH = (
    "january february march april may june july august september october november december".split()
)  # fmt: skip
_RUSSIAN = "январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр".split()
_MONTH = (
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?|"
    r"(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[ьяе]|март[ае]?|август[ае]?|ма[йяе])(?!\w)"
)
_DAY = r"(?P<first>\d{1,2})(?:st|nd|rd|th)?(?:-?го)?"
_LAST = r"(?:\s*(?:-|–|—|to|and|по|до|и)\s*(?P<last>\d{1,2})(?:st|nd|rd|th)?(?:-?го)?)?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d)(?!\d))?"
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<first>\d\d)(?![\d-])",
        r"(?<![\d./])(?P<first>\d{1,2})([./])(?P<number>\d\d)\2(?P<year>(?:19|20)\d\d)(?!\d)",
        rf"(?<![\d.,-]){_DAY}{_LAST}\s+(?:of\s+)?{_MONTH}{_YEAR}(?:\s*(?:г\.|года)(?!\w))?",
        rf"\b{_MONTH}\s+{_DAY}{_LAST}(?![\d%]|[.,]\d){_YEAR}",
    )
]
_HALF_A_YEAR = dt.timedelta(days=183)
_YEARLY = re.compile(r"\b(?:annual|annually|every year|each year)\b|ежегодн|каждый год", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"{_MONTH}\s+(?P<year>(?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_PREPOSITIONS = ("", "on ", "from ", "в ", "с ", "со ", "на ")
_NAME = r"[^\W\d_][\w’'.-]*(?:\s[^\W\d_][\w’'-]*){0,3}"
_BEFORE = re.compile(rf"(?:{_NAME},\s+){{1,3}}")
_AFTER = re.compile(r"\s*(?:[,.:;–—-]|$)")
_PREFIX = re.compile(
    r"^\s*(?:date|published(?:\s+on)?|posted(?:\s+on)?|дата(?:\s+публикации)?|опубликовано)\s*:?\s+", re.IGNORECASE
)


class Found(NamedTuple):
    """A day in a text (of several days the last); without its year if the text does not say it."""

    start: int
    end: int
    year: int | None
    month: int
    day: int

    def on(self, issue: dt.date) -> dt.date | None:
        """Return the day if there is such a day; if its year is missing, the one in the half year before an issue."""
        day = self.near(issue)
        return day if day and (self.year or dt.timedelta(0) <= issue - day < _HALF_A_YEAR) else None

    def near(self, issue: dt.date) -> dt.date | None:
        """Return the day if there is such a day; if its year is missing, the one nearest to a day."""
        days = []
        for year in (self.year,) if self.year else (issue.year - 1, issue.year, issue.year + 1):
            with suppress(ValueError):
                days.append(dt.date(year, self.month, self.day))
        return min(days, key=lambda day: abs(day - issue), default=None)


def find_dates(text: str) -> list[Found]:
    """Return the dates of a text in their order."""
    found = sorted(_found(text))
    return [date for number, date in enumerate(found) if not any(one.end > date.start for one in found[:number])]


def _found(text: str) -> Iterator[Found]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = int(parts["number"]) if parts.get("number") else _month(parts["month"])
            day = int(parts.get("last") or parts["first"])
            year = int(parts["year"]) if parts["year"] else None
            if 1 <= month <= 12 and 1 <= day <= 31:
                yield Found(match.start(), match.end(), year, month, day)


def _month(name: str) -> int:
    name = name.lower().rstrip(".")
    if name in ("мая", "май", "мае"):
        return 5
    for number, (english, russian) in enumerate(zip(_ENGLISH, _RUSSIAN, strict=True), start=1):
        if (english.startswith(name[:3]) and name[0].isascii()) or (len(russian) > 2 and name.startswith(russian)):
            return number
    return 0


def dateline(text: str) -> Found | None:
    """Return the date if the text begins with it as a dateline does: “2 November 2022, Astana.”, “Osh, 5 May –”."""
    for date in find_dates(text[:120])[:1]:
        before = text[: date.start]
        if (not before or _BEFORE.fullmatch(before)) and _AFTER.match(text[date.end :]):
            return date
    return None


def without_opening_date(text: str) -> str:
    """Return a text without the date that it begins with: “On 12 November, IOM …” becomes “IOM …”."""
    date = dateline(text)
    if date is None:
        first = next(iter(find_dates(text[:60])), None)
        date = first if first and text[: first.start].lower() in _PREPOSITIONS else None
        if date and date.start == 0 and not re.search("[а-яё]", text[: date.end]):
            date = None  # “December 18 marked …”: the date is the subject
    rest = text[date.end :].lstrip(" .,:;–—-") if date else ""
    return rest[:1].upper() + rest[1:] if len(rest.split()) > 2 else text


def is_yearly(sentence: str) -> bool:
    """Say whether a sentence tells what happens every year: its days belong to no year."""
    return bool(_YEARLY.search(sentence))


def opens_with_date(text: str) -> bool:
    """Say whether the first words name a day or a month with its year: “On 12 November,”, «В ноябре 2020 года»."""
    head = text[:60]
    starts = [date.start for date in find_dates(head)] + [match.start() for match in _MONTH_YEAR.finditer(head)]
    return any(len(head[:start].split()) <= 2 for start in starts) or dateline(text) is not None


def split_prefix(text: str) -> tuple[str | None, str]:
    """Take “date 2020-12-29” off the beginning of a line: the date in ISO form if there is one, and the rest."""
    prefix = _PREFIX.match(text)
    if prefix:
        rest = text[prefix.end() :]
        for date in find_dates(rest)[:1]:
            if date.start == 0 and date.year and (day := date.on(dt.date.max)):
                return day.isoformat(), rest[date.end :].strip()
    return None, text


def latest(texts: Sequence[str], today: dt.date) -> dt.date | None:
    """Return the latest day up to today that the texts name with its year, or begin with."""
    days = [
        day for text in texts for date in find_dates(text) if date.year and (day := date.on(today)) and day <= today
    ]
    if not days:
        return None
    openings = [date.near(max(days)) for text in texts for date in find_dates(text)[:1] if opens_with_date(text)]
    return max(day for day in (*days, *openings) if day and day <= today)
