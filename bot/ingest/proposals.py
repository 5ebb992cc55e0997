"""What a draft proposes for a passage: language, id, title, date, countries, topics, and the passages it repeats."""

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from bot.ingest.dates import dateline, find_dates, is_yearly, without_opening_date
from bot.ingest.passages import Piece
from bot.ingest.sentences import sentences
from bot.knowledge import COUNTRIES, LANGUAGES, CountryCode, Language, Passage

ALIKE = 0.9  # passages so alike are one
_NOTED = 0.3  # passages so alike are pointed out
_SHINGLE = 4  # words
_MAX_TOPICS = 3
_TITLE_WORDS = 10
_ID_WORDS = 4
_WORD = re.compile(r"\w+")
_LATIN = {
    pair[0]: pair[1:]
    for pair in (
        "аa бb вv гg дd еe ёe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya"
    ).split()
}
_ID_STOP_WORDS = frozenset(
    """
    a an the and of in on at to from by for with its their has have been was were is are held said iom international
    organization migration day central asia i v vo na s so o ob ot do iz po dlya za k u mom byl byla bylo byli
    sostoyalas sostoyalsya proshel proshla
    """.split()
)


class Recogniser(Protocol):
    """Knows the countries and topics of the knowledge folder."""

    def countries(self, text: str, /) -> Sequence[CountryCode]:
        """Return every mention of one of the five countries, in the order of the text."""

    def topics(self, text: str, /) -> Sequence[str]:
        """Return the ids of the topics of a sentence."""


class Likeness(NamedTuple):
    """A passage on record and how much of the shorter of the two texts stands in the other, from 0 to 1."""

    passage: str
    share: float


def language_of(text: str) -> Language:
    """Say whether a text is Russian or English, by its letters."""
    return "ru" if len(re.findall("[А-Яа-яЁё]", text)) > len(re.findall("[A-Za-z]", text)) else "en"


def slug(text: str, words: int = _ID_WORDS) -> str:
    """Return the first telling words of a text as they can stand in an id."""
    latin = "".join(_LATIN.get(letter, letter) for letter in text.lower())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    all_words = re.findall(r"[a-z0-9]+", re.sub("['’]", "", plain))
    telling = [word for word in all_words if word not in _ID_STOP_WORDS]
    return "-".join((telling or all_words)[:words])


def passage_id(title: str, countries: Sequence[CountryCode], taken: set[str]) -> str:
    """Return an id that is not taken, and take it."""
    place = countries[0].lower() if len(countries) == 1 else "ca"
    base = f"{place}-{slug(title) or 'passage'}"
    identifier, number = base, 1
    while identifier in taken:
        number += 1
        identifier = f"{base}-{number}"
    taken.add(identifier)
    return identifier


def title_of(piece: Piece) -> str:
    """Return the heading of a passage, else the first words of its text."""
    if piece.heading:
        return piece.heading
    first = sentences(without_opening_date(piece.text))[0]
    words = first.split()
    return first.rstrip(".") if len(words) <= _TITLE_WORDS else " ".join(words[:_TITLE_WORDS]).rstrip(",;:–—-") + "…"


def countries_of(piece: Piece, known: Recogniser) -> tuple[CountryCode, ...]:
    """Return the countries of the heading and the first sentence, else of the text; none if it is about all five."""
    for text in (f"{piece.heading or ''}. {sentences(piece.text)[0]}", piece.text):
        if mentioned := set(known.countries(text)):
            return tuple(code for code in COUNTRIES if code in mentioned) if len(mentioned) < len(COUNTRIES) else ()
    return ()


def topics_of(piece: Piece, known: Recogniser, used: Collection[str]) -> tuple[str, ...]:
    """Return the topics that most sentences are about. One that is not `used` on record has to occur twice."""
    counts = Counter(
        topic for sentence in [piece.heading or "", *sentences(piece.text)] for topic in known.topics(sentence)
    )
    return tuple(topic for topic, count in counts.most_common() if count > 1 or topic in used)[:_MAX_TOPICS]


def date_of(
    piece: Piece, issue: dt.date, countries: Sequence[CountryCode], known: Recogniser
) -> tuple[dt.date, str] | None:
    """Return the day of a passage and where it comes from: its first words, a caption beside it, or its latest date."""
    if (date := dateline(piece.text)) and (day := date.on(issue)):
        return day, _told("text", date.year)
    for caption in piece.captions:
        mentioned = set(known.countries(caption))
        dates = find_dates(caption)
        if dates and not (mentioned and countries and mentioned.isdisjoint(countries)):
            day = dates[0].on(issue)
            if day and day <= issue:
                return day, _told("caption", dates[0].year)
    dates = [date for sentence in sentences(piece.text) if not is_yearly(sentence) for date in find_dates(sentence)]
    days = [(day, date.year) for date in dates if (day := date.on(issue)) and day <= issue]
    if not days:
        return None
    day, year = max(days, key=lambda found: found[0])
    return day, _told("text", year)


def _told(source: str, year: int | None) -> str:
    return f"from the {source}" + ("" if year else ", the year is inferred")


def likenesses(text: str, known: Sequence[Passage]) -> list[Likeness]:
    """Return the passages on record that a text repeats, the most alike first."""
    shingles = _shingles(text)
    found = []
    for passage in known:
        share = max(_share(shingles, _shingles(passage.text.get(language) or "")) for language in LANGUAGES)
        if share >= _NOTED:
            found.append(Likeness(passage.id, share))
    return sorted(found, key=lambda likeness: -likeness.share)


def alike(one: str, other: str) -> bool:
    """Say whether two texts are the same passage."""
    return _share(_shingles(one), _shingles(other)) >= ALIKE


@lru_cache(maxsize=50_000)  # the passages on record are held against every draft
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    size = min(_SHINGLE, len(words))
    return frozenset(tuple(words[start : start + size]) for start in range(len(words) - size + 1 if size else 0))


def _share(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
