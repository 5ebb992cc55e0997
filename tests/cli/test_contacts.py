"""`contacts`: the directory as a table, JSON, CSV or vCards."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.program import Program, start

FIELDS = ["id", "country", "kind", "channel", "value", "name", "verified", "source"]


def cards(text: str) -> list[list[str]]:
    """Split vCards into their lines, the folded ones joined."""
    lines = text.replace("\r\n ", "").split("\r\n")
    assert lines.pop() == ""
    found: list[list[str]] = []
    for line in lines:
        if line == "BEGIN:VCARD":
            found.append([])
        found[-1].append(line)
    return found


def test_the_table_has_a_line_a_contact(program: Program, small: Path) -> None:
    lines = program("contacts", "--knowledge", small).out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["Kazakhstan", "11616"],
        ["Tajikistan", "+992900800800"],
        ["Tajikistan", "dushanbe@example.org"],
        ["Uzbekistan", "tashkent@example.org"],
    ]


def test_the_columns_of_the_table_are_aligned(program: Program, small: Path) -> None:
    lines = program("contacts", "--knowledge", small).out.splitlines()
    assert (
        len({line.index(value) for line in lines for value in ("11616", "+992", "dush", "tash") if value in line}) == 1
    )


def test_the_table_says_when_a_contact_was_verified(program: Program, small: Path) -> None:
    assert "2020-12-29" in program("contacts", "KZ", "--knowledge", small).out


def test_the_table_marks_what_is_not_confirmed(program: Program, small: Path) -> None:
    assert "not confirmed" in program("contacts", "UZ", "--knowledge", small).out
    assert "not confirmed" not in program("contacts", "KZ", "--knowledge", small).out


@pytest.mark.parametrize("layout", ["table", "json", "csv", "vcard"])
def test_a_retired_contact_is_never_shown(program: Program, small: Path, layout: str) -> None:
    assert "999" not in program("contacts", "--format", layout, "--knowledge", small).out


@pytest.mark.parametrize("country", ["TJ", "tj"])
def test_one_country_may_be_chosen(program: Program, small: Path, country: str) -> None:
    run = program("contacts", country, "--format", "json", "--knowledge", small)
    assert [contact["id"] for contact in json.loads(run.out)] == ["tj-hotline", "tj-mission"]


def test_another_country_is_wrong_usage(program: Program) -> None:
    assert program("contacts", "RU").code == 2


def test_the_names_may_be_russian(program: Program, small: Path) -> None:
    out = program("contacts", "KZ", "--language", "ru", "--knowledge", small).out
    assert "Казахстан" in out
    assert "Горячая линия" in out


def test_json_has_the_agreed_keys(program: Program, small: Path) -> None:
    contacts = json.loads(program("contacts", "--format", "json", "--knowledge", small).out)
    assert [list(contact) for contact in contacts] == [FIELDS] * 4
    assert contacts[0] == {
        "id": "kz-hotline",
        "country": "KZ",
        "kind": "hotline",
        "channel": "phone",
        "value": "11616",
        "name": "Hotline",
        "verified": "2020-12-29",
        "source": "The report",
    }


def test_csv_parses_back_to_the_same_contacts(program: Program, small: Path) -> None:
    contacts = json.loads(program("contacts", "--format", "json", "--knowledge", small).out)
    rows = csv.DictReader(io.StringIO(program("contacts", "--format", "csv", "--knowledge", small).out))
    assert list(rows) == contacts
    assert rows.fieldnames == FIELDS


def test_no_contact_is_an_empty_table(program: Program, small: Path) -> None:
    assert program("contacts", "TM", "--knowledge", small) == (0, "", "")


def test_no_contact_is_an_empty_json_list(program: Program, small: Path) -> None:
    assert json.loads(program("contacts", "TM", "--format", "json", "--knowledge", small).out) == []


# vCard 3.0 (RFC 2426)


def test_a_contact_is_a_whole_card(program: Program, small: Path) -> None:
    (card,) = cards(program("contacts", "KZ", "--format", "vcard", "--knowledge", small).out)
    assert card == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Kazakhstan: Hotline;;;;",
        "FN:Kazakhstan: Hotline",
        "TEL;TYPE=VOICE:11616",
        "NOTE:2020-12-29: The report",
        "END:VCARD",
    ]


def test_every_contact_has_a_card(program: Program, small: Path) -> None:
    found = cards(program("contacts", "--format", "vcard", "--knowledge", small).out)
    assert [card[4] for card in found] == [
        "TEL;TYPE=VOICE:11616",
        "TEL;TYPE=VOICE:+992900800800",
        "EMAIL:dushanbe@example.org",
        "EMAIL:tashkent@example.org",
    ]


def test_the_signs_of_the_format_are_escaped_in_a_card(program: Program, small: Path) -> None:
    card, _ = cards(program("contacts", "TJ", "--format", "vcard", "--knowledge", small).out)
    assert card[3] == r"FN:Tajikistan: Help\; free\, day\\night"
    assert card[5] == r'NOTE:2020-12-29: The report\, "Issue 9"'


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_card_has_no_line_of_more_than_75_octets(program: Program, small: Path, language: str) -> None:
    out = program("contacts", "--format", "vcard", "--language", language, "--knowledge", small).out
    lengths = [len(line.encode()) for line in out.split("\r\n")]
    assert max(lengths) <= 75
    assert "\r\n " in out


def test_a_folded_name_unfolds_to_the_whole_name(program: Program, small: Path) -> None:
    (card,) = cards(program("contacts", "UZ", "--format", "vcard", "--language", "ru", "--knowledge", small).out)
    name = "Отделение с названием\\, слишком длинным\\, чтобы стоять в одной строке визитной карточки без переноса"
    assert card[3] == f"FN:Узбекистан: {name}"


def test_the_lines_of_a_card_end_as_the_format_wants(small: Path) -> None:
    run = start("contacts", "KZ", "--format", "vcard", "--knowledge", small)
    assert run.out.count("\r\n") == run.out.count("\n") == 7


def test_the_shipped_contacts_make_whole_cards(program: Program) -> None:
    contacts = json.loads(program("contacts", "--format", "json").out)
    found = cards(program("contacts", "--format", "vcard").out)
    assert [card[4].rpartition(":")[2] for card in found] == [contact["value"] for contact in contacts]
    assert {(card[0], card[1], card[-1]) for card in found} == {("BEGIN:VCARD", "VERSION:3.0", "END:VCARD")}
