"""Contacts as vCards."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant.vcard import vcard
from bot.knowledge import Bilingual, Contact


def contact(**fields: Any) -> Contact:
    channel = {} if "email" in fields else {"phone": "+992900800800"}
    defaults: dict[str, Any] = {
        "id": "tj-hotline",
        "country": "TJ",
        "kind": "hotline",
        "name": Bilingual(en="Hotline"),
        "verified": "2020-12-29",
        "source": "The report",
    }
    return Contact(**defaults | channel | fields)


def unfolded(card: str) -> list[str]:
    return card.replace("\r\n ", "").split("\r\n")


def test_a_phone_as_a_card() -> None:
    assert vcard(contact(), "Горячая линия") == (
        "BEGIN:VCARD\r\n"
        "VERSION:3.0\r\n"
        "N:Горячая линия;;;;\r\n"
        "FN:Горячая линия\r\n"
        "TEL;TYPE=VOICE:+992900800800\r\n"
        "NOTE:2020-12-29: The report\r\n"
        "END:VCARD\r\n"
    )


def test_an_address_as_a_card() -> None:
    lines = unfolded(vcard(contact(email="dushanbe@example.org"), "Mission"))
    assert "EMAIL:dushanbe@example.org" in lines
    assert not [line for line in lines if line.startswith("TEL")]


@pytest.mark.parametrize(
    ("name", "escaped"),
    [("a, b", r"a\, b"), ("a; b", r"a\; b"), ("a\\b", r"a\\b"), ("a\nb", r"a\nb"), ("a: b", "a: b")],
)
def test_characters_with_a_meaning_are_escaped(name: str, escaped: str) -> None:
    assert f"FN:{escaped}" in unfolded(vcard(contact(), name))


def test_the_source_is_escaped_too() -> None:
    assert r"NOTE:2020-12-29: a\, b" in unfolded(vcard(contact(source="a, b"), "Name"))


@settings(derandomize=True, deadline=None, database=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=300))
def test_no_line_is_longer_than_75_octets_and_none_is_lost(name: str) -> None:
    card = vcard(contact(), name)
    assert all(len(line.encode()) <= 75 for line in card.split("\r\n"))
    escaped = name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    assert f"FN:{escaped}" in unfolded(card)
