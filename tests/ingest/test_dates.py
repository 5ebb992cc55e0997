"""Dates as bulletins print them, in two languages."""

import datetime as dt
from pathlib import Path

import pytest

from bot.ingest import IngestError
from bot.ingest.dates import dateline, find_dates, opens_with_date
from tests.ingest.conftest import Drafting

ISSUE = dt.date(2022, 12, 19)
STORY = "Advisers of the mission in Osh spoke with four hundred travellers about contracts and wages."


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2 November 2022", "2022-11-02"),
        ("17-18 December 2020", "2020-12-18"),
        ("from November 10 to 18", "2022-11-18"),
        ("December 10-11", "2022-12-11"),
        ("November 18, 2022", "2022-11-18"),
        ("29th January 2021", "2021-01-29"),
        ("18 November", "2022-11-18"),
        ("2020-12-29", "2020-12-29"),
        ("31.05.2021", "2021-05-31"),
        ("01/07/2021", "2021-07-01"),
        ("2 ноября 2022 года", "2022-11-02"),
        ("18–19 ноября 2022 г.", "2022-11-19"),
        ("с 10 по 18 ноября", "2022-11-18"),
        ("5 мая 2022", "2022-05-05"),
        ("3 марта 2021 года", "2021-03-03"),
    ],
)
def test_a_date_is_found(text: str, date: str) -> None:
    (found,) = find_dates(f"It was {text}, they say.")
    assert str(found.on(ISSUE)) == date


@pytest.mark.parametrize(
    "text", ["1131 (m691/f440)", "may 5 be few", "1-2 hours", "24 teams", "99 November 2022", "31 июня 2022 года"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert [date for found in find_dates(text) if (date := found.on(ISSUE)) and found.year] == []


def test_a_day_without_year_is_one_of_the_last_half_year() -> None:
    near, far = find_dates("18 November and 5 January")
    assert str(near.on(ISSUE)) == "2022-11-18"
    assert far.on(ISSUE) is None


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("2 November 2022, Astana, Kazakhstan. The minister.", True),
        ("Bohtar, Khatlon, 27 January 2021. Today, the mission", True),
        ("18 December 2020 - On this day", True),
        ("Ашхабад, 16 июня 2023 года – МОМ", True),
        ("On 31 March, a roundtable", False),
        ("December 18 marked the day", False),
    ],
)
def test_a_dateline_is_told_from_a_sentence(text: str, yes: bool) -> None:
    assert (dateline(text) is not None) == yes


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("On 31 March, a roundtable", True),
        ("In December 2019, the mission", True),
        ("В мае 2024 года прошла", True),
        ("The forum of 31 March", False),
    ],
)
def test_an_opening_with_a_date_is_seen(text: str, yes: bool) -> None:
    assert opens_with_date(text) == yes


# The date of the bulletin


@pytest.mark.parametrize(
    "prefix", ["date 2020-12-29", "Date: 2020-12-29", "Published on 29 December 2020", "дата 29.12.2020"]
)
def test_a_date_glued_before_the_title_is_taken(drafting: Drafting, prefix: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f" {prefix} THE DAY OF MIGRANTS\n\n{STORY}", encoding="utf-8")
    draft = drafting.file(path)
    assert (str(draft.date), draft.title) == ("2020-12-29", "THE DAY OF MIGRANTS")
    assert draft.date_from == "printed in the file"


def test_else_the_latest_day_in_the_text_is_taken_and_said_so(drafting: Drafting, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"On 2 May 2021, it rained.\n\nOn 31 March, {STORY}\n\nOn 9 May, {STORY}", encoding="utf-8")
    draft = drafting.file(path)
    assert str(draft.date) == "2021-05-09"
    assert "compare" in draft.date_from


def test_a_file_without_any_date_asks_for_one(drafting: Drafting, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    with pytest.raises(IngestError, match="add --date"):
        drafting.file(path)


# The date of a passage


def dates(drafting: Drafting, *paragraphs: str) -> list[str | None]:
    return [str(p.date[0]) if p.date else None for p in drafting.text("\n\n".join(paragraphs)).passages]


def test_the_caption_after_a_story_dates_it(drafting: Drafting) -> None:
    heading = "BOOKS FOR THE TEACHERS OF KHATLON"
    assert dates(drafting, STORY, "2 May 2024, Osh", heading, STORY) == ["2024-05-02", None]


def test_the_caption_between_heading_and_story_dates_that_story(drafting: Drafting) -> None:
    heading = "BOOKS FOR THE TEACHERS OF KHATLON"
    assert dates(drafting, STORY, heading, "2 May, Osh", STORY) == [None, "2024-05-02"]


def test_a_caption_from_another_country_dates_nothing(shipped_drafting: Drafting) -> None:
    caption, heading = "9 May 2024, Press cafe held in Kyrgyzstan", "A LAW OF KAZAKHSTAN IN FIVE PARTS"
    story = STORY.replace("Osh", "Dushanbe")
    assert dates(shipped_drafting, story, caption, heading, STORY.replace("Osh", "Astana")) == [None, None]


def test_the_last_day_of_an_event_is_its_date(drafting: Drafting) -> None:
    assert dates(drafting, f"From 3 to 5 May, {STORY}") == ["2024-05-05"]


def test_days_of_every_year_date_nothing(drafting: Drafting) -> None:
    assert dates(drafting, f"{STORY} The campaign starts annually on 25 April and ends on 10 May.") == [None]
