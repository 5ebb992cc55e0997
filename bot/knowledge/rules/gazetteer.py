"""The keys of countries.yaml: words that lead to two places, or to none."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.knowledge.folder import Finding, Folder, Place
from bot.knowledge.models import COUNTRIES
from bot.knowledge.notation import folded, slips
from bot.knowledge.problem import short

_FILE = "countries.yaml"


class Key(NamedTuple):
    """A key of the gazetteer: as it is written and compared, what it leads to, and where it stands."""

    text: str
    country: str
    target: str
    place: Place

    @property
    def folded(self) -> str:
        """Return the key as it is compared."""
        return folded(self.text)


def no_countries(folder: Folder) -> Iterator[Finding]:
    """Find out whether any country is known."""
    if folder.countries.whole and not folder.countries.sound:
        what = "holds no country" if _FILE in folder.names else "is missing"
        yield (
            Place(folder.directory / _FILE),
            f"{what}: no country or city in a question is understood, so nobody gets the contact of the right one; "
            "add the countries here",
        )


def unknown_codes(folder: Folder) -> Iterator[Finding]:
    """Find codes of none of the five countries: who names the country would get the contact of none."""
    for entry in folder.countries:
        code = entry.content.code
        if code not in COUNTRIES and not entry.content.outside:
            five = ", ".join(COUNTRIES)
            yield (
                entry.at("code"),
                f"this is none of the five countries ({five}); write one of them, or “outside: true” below it",
            )


def keys_of_two_countries(folder: Folder) -> Iterator[Finding]:
    """Find words that lead to two countries: people would get the contacts of the wrong one."""
    first: dict[str, Key] = {}
    for key in _keys(folder):
        other = first.setdefault(key.folded, key)
        if other.country != key.country:
            yield (
                key.place,
                f"“{short(key.text)}” already leads to {other.country} ({other.place}); keep one of them",
            )


def repeated_keys(folder: Folder) -> Iterator[Finding]:
    """Find words that stand twice in one country: one of them does nothing."""
    first: dict[tuple[str, str], Key] = {}
    for key in _keys(folder):
        other = first.setdefault((key.country, key.folded), key)
        if other is not key:
            where = "here too" if other.target == key.target else f"under {short(other.target)} too"
            yield key.place, f"“{short(key.text)}” stands {where} ({other.place}); keep one of them"


def slips_of_keys(folder: Folder) -> Iterator[Finding]:
    """Find keys that no word can match, or every word."""
    for key in (*_keys(folder), *_exceptions(folder)):
        for slip in slips(key.text):
            yield key.place, f"“{short(key.text)}”: {slip}"


def _keys(folder: Folder) -> Iterator[Key]:
    for country in folder.countries:
        code = country.content.code
        for name in ("names", "demonyms"):
            for number, text in enumerate(getattr(country.content, name)):
                yield Key(text, code, f"{code}, {name}", country.at(name, number))
        for row, place in enumerate(country.content.places):
            for number, text in enumerate(place.match):
                yield Key(text, code, place.name.best("en"), country.at("places", row, "match", number))


def _exceptions(folder: Folder) -> Iterator[Key]:
    for country in folder.countries:
        for row, place in enumerate(country.content.places):
            for number, text in enumerate(place.exceptions):
                yield Key(
                    text, country.content.code, place.name.best("en"), country.at("places", row, "except", number)
                )
