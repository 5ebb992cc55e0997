"""Which countries a question names, and whether as the place where somebody is or as the one they come from."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from bot.assistant.phrases import PhraseTable, longest
from bot.knowledge import COUNTRIES, Country, CountryCode
from bot.search import normalize

Role = Literal["name", "place", "people"]

# What stands before the name of the place that somebody is from.
_FROM = frozenset(
    "из с со гр гражданин гражданина гражданину гражданином гражданка гражданки гражданке гражданку граждане граждан "
    "гражданам родом уроженец уроженка паспорт паспортом from citizen citizens".split()
)
_SKIPPED = frozenset("республики республика города город г of the city republic".split())


class Mention(NamedTuple):
    """A country named in a question, by words [start, end)."""

    country: str
    role: Role
    place: str | None  # its English name
    start: int
    end: int


class Whereabouts(NamedTuple):
    """What a question says of places: the country to give contacts of, a second one, and a country that is not ours."""

    country: CountryCode | None = None
    origin: CountryCode | None = None
    outside: str | None = None
    place: str | None = None  # English name of the place in `country` where somebody is
    words: frozenset[int] = frozenset()  # the places of the words that name countries


class Gazetteer:
    """Finds the countries of countries.yaml in the words of a question."""

    def __init__(self, countries: Sequence[Country]) -> None:
        self._outside = {country.code for country in countries if country.outside}
        keys = list(_keys(countries))
        self._table = PhraseTable(keys)
        # Keys of one word: where one of them stands, it names a place whatever the language around it.
        self.names = [
            (normalize(key).rstrip("*"), key.endswith("*"))
            for key, _ in keys
            if len(key.replace("-", " ").split()) == 1
        ]

    @property
    def words(self) -> Iterator[tuple[str, bool]]:
        """List the words of all keys, each with whether any ending may follow."""
        return self._table.words

    def mentions(self, words: Sequence[str]) -> list[Mention]:
        """Return the countries named, in the order of the question; of overlapping keys the longest counts."""
        return [
            Mention(*match.value, match.start, match.end)
            for match in longest(self._table.find(words))
            if match.value is not None
        ]

    def whereabouts(self, words: Sequence[str]) -> Whereabouts:
        """Say whose contacts a question calls for. Where a person is weighs more than where they are from."""
        here: list[Mention] = []
        origins: list[Mention] = []
        mentions = self.mentions(words)
        for mention in mentions:
            (origins if mention.role == "people" or _is_origin(words, mention.start) else here).append(mention)
        ours = [(code, mention) for mention in (*here, *origins) if (code := as_country_code(mention.country))]
        country = ours[0][0] if ours else None
        return Whereabouts(
            country=country,
            origin=next((code for code, _ in ours if code != country), None),
            outside=next((mention.country for mention in here if mention.country in self._outside), None),
            place=next((mention.place for code, mention in ours if code == country and mention.place), None),
            words=frozenset(place for mention in mentions for place in range(mention.start, mention.end)),
        )


def as_country_code(code: str) -> CountryCode | None:
    """Return the code if it is one of the five countries."""
    return next((country for country in COUNTRIES if country == code), None)


def _keys(countries: Iterable[Country]) -> Iterator[tuple[str, tuple[str, Role, str | None] | None]]:
    for country in countries:
        yield from ((key, (country.code, "name", None)) for key in country.names)
        yield from ((key, (country.code, "people", None)) for key in country.demonyms)
        for place in country.places:
            yield from ((key, (country.code, "place", place.name.best("en"))) for key in place.match)
            yield from ((key, None) for key in place.exceptions)


def _is_origin(words: Sequence[str], start: int) -> bool:
    before = [word for word in words[max(0, start - 3) : start] if word not in _SKIPPED]
    return bool(before) and before[-1] in _FROM
