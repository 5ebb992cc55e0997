"""A file that was read becomes a draft: its passages, what is proposed for them, and what was left out."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.ingest import proposals
from bot.ingest.asides import mark_captions, set_contacts_apart, set_contents_apart
from bot.ingest.contacts import FoundContact, find_contacts
from bot.ingest.dates import latest, split_prefix
from bot.ingest.document import Document, Dropped, IngestError, Line
from bot.ingest.furniture import set_apart
from bot.ingest.paragraphs import mark_headings, rebuild, rejoin
from bot.ingest.passages import Piece, split
from bot.ingest.spacing import Mended, groups_with_comma, mend_numbers
from bot.knowledge import CountryCode, Knowledge, Language
from bot.knowledge.age import utc_today

_HOUSE_ID = re.compile(r"\d{4}(-[a-z0-9]+)+")
_PREFIX_LINES = 5  # a date that stands for the whole file is in one of the first lines


@dataclass(frozen=True)
class DraftPassage:
    """A passage as it is proposed."""

    id: str
    where: str
    title: str
    text: str
    countries: tuple[CountryCode, ...]
    topics: tuple[str, ...]
    date: tuple[dt.date, str] | None
    mends: tuple[Mended, ...]
    known: tuple[proposals.Likeness, ...]


@dataclass(frozen=True)
class Draft:
    """A bulletin as it is proposed."""

    id: str
    source: str
    date: dt.date
    date_from: str
    title: str
    language: Language
    passages: tuple[DraftPassage, ...]
    dropped: tuple[Dropped, ...]
    contacts: tuple[FoundContact, ...]
    notes: tuple[str, ...]


def draft(
    path: Path,
    document: Document,
    knowledge: Knowledge,
    recogniser: proposals.Recogniser,
    date: dt.date | None = None,
    identifier: str | None = None,
) -> Draft:
    """Propose the passages of a file that was read. Raises IngestError if no date or no passage is found in it."""
    printed, lines = _take_date(document.lines)
    lines, furniture = set_apart(lines)
    paragraphs = mark_captions(rebuild(lines))
    texts = [(paragraph.where, paragraph.text) for paragraph in paragraphs]
    texts += [(drop.where, drop.text) for drop in (*furniture, *document.dropped)]
    contacts = find_contacts(texts, knowledge.contacts, recogniser.countries)
    paragraphs, contact_blocks = set_contacts_apart(paragraphs)
    paragraphs, contents = set_contents_apart(paragraphs)
    parts = split(mark_headings(rejoin(paragraphs, (line.text for line in lines))), document.title)
    if not parts.pieces:
        raise IngestError("holds no passage: nothing but headings, captions, contacts or links was found in it")
    issue, date_from = _issue_date(date, printed or document.date, document.lines)
    language = proposals.language_of(" ".join(piece.text for piece in parts.pieces))
    title = parts.title or path.stem
    notes = list(document.notes)
    if parts.title is None:
        notes.append("The file has no title; its name stands in its place.")
    return Draft(
        id=identifier or _id(path, title, issue),
        source=path.name.encode(errors="replace").decode(),
        date=issue,
        date_from=date_from,
        title=title,
        language=language,
        passages=tuple(_passages(parts.pieces, issue, knowledge, recogniser)),
        dropped=tuple(_in_order([*document.dropped, *furniture, *contact_blocks, *contents, *parts.dropped])),
        contacts=tuple(contacts),
        notes=tuple(notes),
    )


def _id(path: Path, title: str, issue: dt.date) -> str:
    """Return the name of the file if it is such as ids are, else an id from date and title."""
    if _HOUSE_ID.fullmatch(path.stem):
        return path.stem
    return f"{issue:%Y-%m}-{proposals.slug(title, 3) or 'bulletin'}"


def _take_date(lines: Sequence[Line]) -> tuple[str | None, list[Line]]:
    """Take a date such as “date 2020-12-29” off the first lines."""
    kept = list(lines)
    for number, line in enumerate(lines[:_PREFIX_LINES]):
        date, rest = split_prefix(line.text)
        if date:
            kept[number : number + 1] = [replace(line, text=rest)] if rest else []
            return date, kept
    return None, kept


def _issue_date(asked: dt.date | None, printed: str | None, lines: Sequence[Line]) -> tuple[dt.date, str]:
    """Return the date of the bulletin: as asked for, as printed, else the latest day in the text."""
    if asked:
        return asked, "as given"
    if printed:
        try:
            return dt.date.fromisoformat(printed), "printed in the file"
        except ValueError:
            pass  # a page may call anything its date
    day = latest([line.text for line in lines], utc_today())
    if day is None:
        raise IngestError("says nowhere when it came out; add --date, such as --date 2024-05-31")
    return day, "the latest day in the text: compare with the source"


def _passages(
    pieces: Sequence[Piece], issue: dt.date, knowledge: Knowledge, recogniser: proposals.Recogniser
) -> list[DraftPassage]:
    known = [passage for passage, _ in knowledge.passages]
    taken = {passage.id for passage in known}
    used = {topic for passage in known for topic in passage.topics}
    commas = any(groups_with_comma(piece.text) for piece in pieces)  # else a comma and a space divide two numbers
    drafts = []
    for piece in pieces:
        text, mends = mend_numbers(piece.text) if commas else (piece.text, [])
        countries = proposals.countries_of(piece, recogniser)
        title = proposals.title_of(piece)
        drafts.append(
            DraftPassage(
                id=proposals.passage_id(title, countries, taken),
                where=piece.where,
                title=title,
                text=text,
                countries=countries,
                topics=proposals.topics_of(piece, recogniser, used),
                date=proposals.date_of(piece, issue, countries, recogniser),
                mends=tuple(dict.fromkeys(mends)),
                known=tuple(proposals.likenesses(text, known)),
            )
        )
    return drafts


def _in_order(dropped: Sequence[Dropped]) -> list[Dropped]:
    """Order what was dropped as it stood in the file."""

    def place(drop: Dropped) -> int:
        number = re.search(r"\d+", drop.where)
        return int(number[0]) if number else 0

    return sorted(dropped, key=place)
