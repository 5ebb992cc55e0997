"""`contacts --format html`: one page to print, in both languages."""

import datetime as dt
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.assistant import Directory
from bot.knowledge import COUNTRIES, Knowledge, load
from bot.sheet import Sheet, as_html, make_sheet
from tests.cli.program import Program
from tests.conftest import WriteFolder

TODAY = dt.date(2026, 11, 21)
BOT = "example_bot"
NASTY = """\
    - id: kz-hotline
      country: KZ
      kind: hotline
      name: {en: "<script>alert(1)</script> & <b>", ru: "<i>линия</i>"}
      phone: "11616"
      verified: 2020-12-29
      source: "<u>report</u>"
    """


class Page(HTMLParser):
    """The words, tags and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self._texts: list[str] = []
        self._in_style = False
        self.feed(text)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self._texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._in_style = tag == "style"
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, _: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self._texts.append(data)


@pytest.fixture
def sheet_of(small: Path) -> Callable[..., Sheet]:
    directory = Directory(load(small).contacts)
    return lambda username=None, today=TODAY: make_sheet(directory, COUNTRIES, today, username)


def words(sheet: Sheet) -> str:
    return Page(as_html(sheet)).words


@pytest.fixture(scope="session")
def shipped_sheet(shipped: Knowledge) -> Sheet:
    return make_sheet(Directory(shipped.contacts), COUNTRIES, TODAY, BOT)


# What stands on it


def test_a_contact_stands_in_both_languages(sheet_of: Callable[..., Sheet]) -> None:
    text = words(sheet_of())
    assert "Hotline" in text
    assert "Горячая линия" in text


def test_the_hotline_goes_before_the_mission(sheet_of: Callable[..., Sheet]) -> None:
    (tajikistan,) = [section for section in sheet_of().sections if "Tajikistan" in section.names]
    assert [entry.value for entry in tajikistan.entries] == ["+992900800800", "dushanbe@example.org"]


def test_only_the_first_contact_of_a_country_is_the_main_one(sheet_of: Callable[..., Sheet]) -> None:
    for section in sheet_of().sections:
        assert [entry.is_main for entry in section.entries] == [True] + [False] * (len(section.entries) - 1)


def test_a_retired_contact_is_left_out(sheet_of: Callable[..., Sheet]) -> None:
    assert "999" not in words(sheet_of())


def test_a_country_without_a_hotline_says_so(sheet_of: Callable[..., Sheet]) -> None:
    notes = {section.names[1]: section.notes for section in sheet_of().sections}
    assert notes["Uzbekistan"] == (
        "Горячей линии в моём списке нет: Узбекистан. Можно написать на этот адрес.",
        "No hotline is on record: Uzbekistan. You can write to this address.",
    )
    assert notes["Tajikistan"] == ()


def test_an_unconfirmed_contact_is_marked(sheet_of: Callable[..., Sheet]) -> None:
    doubtful = [entry for section in sheet_of().sections for entry in section.entries if entry.sides[0].doubt]
    assert [entry.value for entry in doubtful] == ["tashkent@example.org"]
    assert [side.doubt for side in doubtful[0].sides] == ["не подтверждено", "not confirmed"]


def test_an_old_contact_is_called_so(sheet_of: Callable[..., Sheet]) -> None:
    assert "as of 29 December 2020, not checked since" in words(sheet_of())


def test_a_contact_seen_lately_is_not_called_old(sheet_of: Callable[..., Sheet]) -> None:
    text = words(sheet_of(today=dt.date(2021, 1, 5)))
    assert "as of 29 December 2020" in text
    assert "not checked since" not in text


def test_every_source_stands_once_with_a_number(sheet_of: Callable[..., Sheet]) -> None:
    sheet = sheet_of()
    assert sheet.sources == ("The report", 'The report, "Issue 9"')
    assert {entry.source for section in sheet.sections for entry in section.entries} == {1, 2}


def test_nothing_stands_beside_a_number_that_could_be_dialled_with_it(sheet_of: Callable[..., Sheet]) -> None:
    assert re.search(r'<div class="value"[^>]*>11616</div>', as_html(sheet_of()))


def test_the_day_of_printing_is_told(sheet_of: Callable[..., Sheet]) -> None:
    russian, english = sheet_of().dates
    assert (russian.replace("\u202f", " "), english) == ("21 ноября 2026 г.", "21 November 2026")


# QR codes


def test_without_a_bot_there_are_no_codes(sheet_of: Callable[..., Sheet]) -> None:
    page = as_html(sheet_of())
    assert "<svg" not in page
    assert "t.me" not in page


def test_every_country_has_a_link_a_language(sheet_of: Callable[..., Sheet]) -> None:
    links = [link.address for section in sheet_of(BOT).sections for link in section.links]
    assert links == [
        f"https://t.me/{BOT}?start={country}_{language}" for country in ("kz", "tj", "uz") for language in ("ru", "en")
    ]


def test_every_link_is_drawn(sheet_of: Callable[..., Sheet]) -> None:
    assert as_html(sheet_of(BOT)).count("<svg") == 6


# HTML


def test_the_page_fetches_nothing(shipped_sheet: Sheet) -> None:
    text = as_html(shipped_sheet)
    assert Page(text).links == []
    assert "url(" not in text
    assert "@import" not in text


def test_the_page_has_no_scripts(shipped_sheet: Sheet) -> None:
    assert not {"script", "iframe", "link", "img"} & set(Page(as_html(shipped_sheet)).tags)


def test_texts_are_never_markup(write_folder: WriteFolder) -> None:
    directory = Directory(load(write_folder({"contacts.yaml": NASTY})).contacts)
    page = Page(as_html(make_sheet(directory, ["KZ"], TODAY)))
    assert not {"script", "img", "i", "u"} & set(page.tags)
    assert "<script>alert(1)</script> & <b>" in page.words


# PDF


def test_html_is_printed(program: Program, small: Path) -> None:
    run = program("contacts", "--format", "html", "--bot", f"@{BOT}", "--knowledge", small)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("<!doctype html>")
    assert f"@{BOT}" in run.out


def test_a_bot_needs_a_sheet(program: Program, small: Path) -> None:
    run = program("contacts", "--bot", BOT, "--knowledge", small)
    assert run.code == 1
    assert "--format html" in run.err


@pytest.mark.parametrize("name", ["a b", "x", "https://t.me/example", "имя_bot", "a&b<c>d"])
def test_what_is_no_user_name_is_wrong_usage(program: Program, small: Path, name: str) -> None:
    assert program("contacts", "--format", "html", "--bot", name, "--knowledge", small).code == 2
