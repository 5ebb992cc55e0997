"""Contacts in a text are held against those on record and never taken over."""

from collections.abc import Sequence

import pytest

from bot.ingest.contacts import find_contacts
from bot.knowledge import Contact, CountryCode
from bot.knowledge.models import Bilingual


def record(identifier: str, country: CountryCode, value: str, status: str = "active") -> Contact:
    channel = "email" if "@" in value else "phone"
    kind = "mission" if channel == "email" else "hotline"
    fields = {"id": identifier, "country": country, "kind": kind, channel: value, "status": status}
    return Contact.model_validate({**fields, "name": Bilingual(en="Line"), "verified": "2024", "source": "Report"})


KNOWN = [
    record("kg-hotline", "KG", "1899"),
    record("tj-hotline", "TJ", "+992900800800"),
    record("uz-mission", "UZ", "iomuz@example.org"),
    record("kz-old", "KZ", "11617", "retired"),
]
NAMES: dict[str, CountryCode] = {"kazakhstan": "KZ", "kyrgyzstan": "KG", "tajikistan": "TJ", "uzbekistan": "UZ"}


def mentions(text: str) -> Sequence[CountryCode]:
    places = sorted((text.lower().rfind(name), code) for name, code in NAMES.items())
    return [code for place, code in places if place >= 0]


def found(*lines: str) -> list[tuple[str, str, str | None]]:
    contacts = find_contacts([("line 1", line) for line in lines], KNOWN, mentions)
    return [(contact.verdict, contact.value, contact.country) for contact in contacts]


@pytest.mark.parametrize(
    ("line", "contact"),
    [
        ("Kyrgyzstan: hotline 1899", ("same", "1899", "KG")),
        ("Call +992 900 800 800 at any hour.", ("same", "+992 900 800 800", "TJ")),
        ("Write to IOMUZ@example.org", ("same", "IOMUZ@example.org", "UZ")),
        ("Kyrgyzstan: hotline 1890", ("contradicting", "1890", "KG")),
        ("The hotline of Uzbekistan is 1148.", ("new", "1148", "UZ")),
        ("Uzbekistan: help@example.org", ("contradicting", "help@example.org", "UZ")),
        ("Kazakhstan, hotline 11617", ("contradicting", "11617", "KZ")),
        ("+(993 12) 46-35-14", ("new", "+(993 12) 46-35-14", "TM")),
        ("Номер доверия 1313, звонок бесплатный", ("new", "1313", None)),
    ],
)
def test_a_contact_is_compared(line: str, contact: tuple[str, str, str | None]) -> None:
    assert found(line) == [contact]


def test_two_addresses_in_one_are_two() -> None:
    assert [value for _, value, _ in found("one@example.org/two@example.org")] == ["one@example.org", "two@example.org"]


def test_each_number_of_a_sentence_has_its_country() -> None:
    text = "Kazakhstan's (11616) and Kyrgyzstan's national hotline (1899) continue to receive calls."
    assert found(text) == [("new", "11616", "KZ"), ("same", "1899", "KG")]


def test_the_country_may_stand_in_the_line_before() -> None:
    assert found("TAJIKISTAN", "office@example.org") == [("new", "office@example.org", "TJ")]


def test_a_heading_tells_that_short_lines_are_numbers() -> None:
    assert found("Hotlines", "Kyrgyzstan: 1899") == [("same", "1899", "KG")]


def test_a_contact_that_stands_twice_is_one() -> None:
    assert len(found("Kyrgyzstan: hotline 1899", "Kyrgyzstan: hotline 1899")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The hotline received 3120 calls in 2023, 440 of them from women.",
        "In 2019 the hotline was opened.",
        "They assisted 7,801 persons, and 1500 leaflets were handed out.",
        "Total: 1131 (m691/f440)",
    ],
)
def test_figures_are_no_contacts(text: str) -> None:
    assert found(text) == []
