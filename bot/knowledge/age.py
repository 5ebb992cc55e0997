"""How long ago something was verified, whether a day, a month or only a year is known."""

import datetime as dt
from calendar import monthrange


def utc_today() -> dt.date:
    """Return the day that it is in UTC, by which all days here are counted."""
    return dt.datetime.now(dt.UTC).date()


def first_day(iso: str) -> dt.date:
    """Return the day of a date; of a month or year its first one."""
    year, month, day = (*map(int, iso.split("-")), 1, 1)[:3]
    return dt.date(year, month, day)


def last_day(iso: str) -> dt.date:
    """Return the day of a date; of a month or year its last one."""
    year, month, day = (*map(int, iso.split("-")), 0, 0)[:3]
    month = month or 12
    return dt.date(year, month, day or monthrange(year, month)[1])


def months_since(day: dt.date, today: dt.date) -> int:
    """Count the whole months from one day to another."""
    return (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
