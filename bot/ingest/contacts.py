"""Contacts that stand in a bulletin, held against those on record. They are proposals; nothing is taken over."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from bot.knowledge import Contact, CountryCode

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}")
PHONE = re.compile(r"(?<![\w+])\+\s?\(?\d(?:[\s().-]{0,2}\d){7,13}(?!\d)|(?<![\w+])8(?:[\s()-]{1,2}\d{2,4}){3,4}(?!\d)")
_SHORT = re.compile(  # not “440 of them”, “3120 calls”: a figure is followed by what is counted
    r"(?<![\w.,/+@№#-])\d{3,5}(?![\w/%@-]|[.,]\d|"
    r"\s+(?!(?:for|or|and|is|free|in|at|to|from|для|и|или|в|на|по|с)\b)[a-zа-яё])"
)
_TELEPHONE = re.compile(
    r"hot\s?-?line|help\s?-?line|\bcall(?:s|ing)?\b|\bdial|phone|\btel\b|горяч\w+ лини|телефон|звон|\bтел\.|доверия",
    re.IGNORECASE,
)
_LABELLED = 8  # a line of so few words may owe its meaning to the heading above it
_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZА-ЯЁ])|\n")
_CALLING_CODES: dict[str, CountryCode] = {"+77": "KZ", "+996": "KG", "+992": "TJ", "+993": "TM", "+998": "UZ"}

Mentions = Callable[[str], Sequence[CountryCode]]
Verdict = Literal["new", "same", "contradicting"]


class FoundContact(NamedTuple):
    """A number or address of the text, and how it stands to the contacts on record."""

    verdict: Verdict
    value: str
    country: CountryCode | None
    where: str
    records: tuple[Contact, ...]  # with the same value, or with another one for the same purpose


def find_contacts(lines: Sequence[tuple[str, str]], known: Sequence[Contact], mentions: Mentions) -> list[FoundContact]:
    """Return every contact in the lines, given as place and text, once."""
    found: dict[str, FoundContact] = {}
    context = ""
    for where, text in lines:
        for value, start in _values(text, context):
            country = _country(value, text, start, context, mentions)
            earlier = found.get(_plain(value))
            if earlier is None or (earlier.country is None and country is not None):
                found[_plain(value)] = _compared(value, country, where, known)
        context = f"{context} {text}"[-200:]
    return list(found.values())


def find_numbers(text: str) -> list[str]:
    """Return the short numbers of a text that speaks of calling."""
    return [match[0] for match in _short_numbers(text, "")]


def _values(text: str, context: str) -> Iterator[tuple[str, int]]:
    for pattern in (EMAIL, PHONE):
        yield from ((match[0], match.start()) for match in pattern.finditer(text))
    yield from ((match[0], match.start()) for match in _short_numbers(text, context))


def _short_numbers(text: str, context: str) -> Iterator[re.Match[str]]:
    covered = [match.span() for match in PHONE.finditer(text)]
    start = 0
    for sentence in _SENTENCE.split(text):
        start = text.index(sentence, start)
        near = sentence if len(sentence.split()) > _LABELLED else f"{context[-60:]} {sentence}"
        if not _TELEPHONE.search(near):
            continue
        for match in _SHORT.finditer(text, start, start + len(sentence)):
            inside = any(first <= match.start() < last for first, last in covered)
            if not inside and not _YEAR.fullmatch(match[0]) and not EMAIL.search(text[match.start() : match.end() + 1]):
                yield match


def _country(value: str, text: str, start: int, context: str, mentions: Mentions) -> CountryCode | None:
    """Return the country that a value belongs to: by its calling code, else the one named last before it, or after."""
    digits = "+" + re.sub(r"\D", "", value)
    if value.startswith("+"):
        return next((country for code, country in _CALLING_CODES.items() if digits.startswith(code)), None)
    for before in (text[:start], context):
        if codes := mentions(before):
            return codes[-1]
    return next(iter(mentions(text[start + len(value) :])), None)


def _compared(value: str, country: CountryCode | None, where: str, known: Sequence[Contact]) -> FoundContact:
    same = tuple(
        record
        for record in known
        if _plain(record.value) == _plain(value) and (country in (None, record.country) or record.channel == "email")
    )
    if same:
        retired = all(record.status == "retired" for record in same)
        return FoundContact("contradicting" if retired else "same", value, same[0].country, where, same)
    channel = "email" if "@" in value else "phone"
    others = tuple(
        record
        for record in known
        if record.country == country
        and record.channel == channel
        and record.status != "retired"
        and record.kind == ("mission" if channel == "email" else "hotline")
    )
    return FoundContact("contradicting" if others else "new", value, country, where, others)


def _plain(value: str) -> str:
    return value.lower() if "@" in value else re.sub(r"\D", "", value)
