"""Whole bulletins: the five that the passages were curated from, and three in other formats."""

from collections.abc import Sequence
from typing import NamedTuple

import pytest

from bot.ingest import Draft
from bot.knowledge import DEFAULT_DIRECTORY, Knowledge
from tests.ingest.bulletins import DOCX_STORIES, HTML_STORIES, PDF_STORIES, Story, write_docx, write_html, write_pdf
from tests.ingest.conftest import Drafting
from tests.ingest.measure import Measured, letters, measure

_CONTACTS = [
    "Contact IOM missions in Central Asia:", "iomastana@iom.int/iomalmaty@iom.int", "KYRGYZSTAN: iomkyrgyzstan@iom.int",
    "TAJIKISTAN: dushanbe@iom.int", "TURKMENISTAN iomashgabat@iom.int", "UZBEKISTAN: iomuz@iom.int",
    "FOLLOW US ON FACEBOOK", "national hotline (1899) as well as emergency cell number in Tajikistan +992900800800",
]  # fmt: skip
RAW = {
    "2020-12-migrants-day.txt": (
        "2020-12-migrants-day",
        [
            *_CONTACTS,
            "Footage from a TV program on safe migration, human trafficking, and internal migration featuring experts",
            "mailto:iomastana@iom.int/iomalmaty@iom.int",
            "mailto:iomuz@iom.int",
            "https://www.facebook.com/iomcentralasia/",
            "INTERNATIONAL MIGRANTS DAY – TAJIKISTAN",
        ],
    ),
    "2020-12-migrants-day-reliefweb.txt": ("2020-12-migrants-day", ["NTERNATIONAL MIGRANTS DAY – TAJIKISTAN"]),
    "2020-11-response.txt": (
        "2020-11-response",
        [
            *_CONTACTS,
            "Photo above by IOM partners.",
            "Photo by IOM Kazakhstan.",
            "Photo by IOM Tajikistan. IOM Tajikistan HIV outreach to migrants in 2011. This photo has been used",
        ],
    ),
    "2021-03-tajikistan-news.txt": ("2021-03-tajikistan-news", []),
    "2022-12-migrants-day.txt": (
        "2022-12-migrants-day",
        [
            "10 December 2022, Dushanbe, Tajikistan",
            "19 December 2022, Press cafe held in Kyrgyzstan",
            "2 November 2022, Astana, Kazakhstan. The Ministry of Internal Affairs of the Republic of Kazakhstan",
            "Bishkek, 18-19 November 2022",
            "16 December 2022, Dushanbe, Tajikistan",
            "November 18, 2022, Turkmenistan, Ashgabat",
            "18 November, Tashkent, Uzbekistan",
        ],
    ),
}
NOT_IN = {"2020-12-migrants-day-reliefweb.txt": {"ca-migrants-day-2020"}}  # the web copy lost this passage


class Other(NamedTuple):
    draft: Draft
    stories: Sequence[Story]
    noise: Sequence[str]


@pytest.fixture(scope="module")
def raw(shipped_drafting: Drafting) -> dict[str, Draft]:
    return {name: shipped_drafting.file(DEFAULT_DIRECTORY / "sources" / name) for name in RAW}


@pytest.fixture(scope="module")
def others(shipped_drafting: Drafting, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Other]:
    folder = tmp_path_factory.mktemp("bulletins")
    drafting = shipped_drafting.file
    return {
        "PDF": Other(
            drafting(write_pdf(folder / "roads.pdf")),
            PDF_STORIES,
            [
                "IOM Central Asia · Newsletter, May 2024",
                "Page 2",
                "TAJIKISTAN: dushanbe@iom.int",
                "FOLLOW US ON FACEBOOK",
            ],
        ),
        "HTML": Other(
            drafting(write_html(folder / "summer.html")),
            HTML_STORIES,
            [
                "Who we are",
                "Home",
                "Telegram",
                "Kazakhstan + 4 more",
                "Originally published",
                "Related news",
                "Kyrgyzstan: 1899",
            ],
        ),
        "DOCX": Other(
            drafting(write_docx(folder / "vestnik.docx")),
            DOCX_STORIES,
            ["Бюллетень не продается", "Контакты", "горячая линия 1899", "Подписывайтесь на нас"],
        ),
    }


def curated(shipped: Knowledge, name: str) -> list[str]:
    bulletin = next(item for item in shipped.bulletins if item.bulletin.id == RAW[name][0])
    return [passage.text.best("en") for passage in bulletin.passages if passage.id not in NOT_IN.get(name, set())]


def of_raw(raw: dict[str, Draft], shipped: Knowledge, name: str) -> Measured:
    return measure(raw[name], curated(shipped, name), RAW[name][1])


def of_other(others: dict[str, Other], name: str) -> Measured:
    other = others[name]
    captions = [story.caption for story in other.stories if story.caption]
    return measure(other.draft, [story.text for story in other.stories], [*other.noise, *captions])


# The five raw bulletins


@pytest.mark.parametrize("name", RAW)
def test_passages_begin_and_end_as_the_curated_ones(raw: dict[str, Draft], shipped: Knowledge, name: str) -> None:
    assert of_raw(raw, shipped, name).boundaries >= 0.9


@pytest.mark.parametrize("name", RAW)
def test_the_text_is_that_of_the_curated_passages(raw: dict[str, Draft], shipped: Knowledge, name: str) -> None:
    assert of_raw(raw, shipped, name).text >= 0.99


@pytest.mark.parametrize("name", RAW)
def test_noise_is_left_out_and_listed(raw: dict[str, Draft], shipped: Knowledge, name: str) -> None:
    assert of_raw(raw, shipped, name).noise == 1


@pytest.mark.parametrize("name", RAW)
def test_every_passage_is_known_as_its_curated_one(raw: dict[str, Draft], shipped: Knowledge, name: str) -> None:
    wanted = [passage.id for passage, bulletin in shipped.passages if bulletin.id == RAW[name][0]]
    found = [passage.known[0].passage for passage in raw[name].passages]
    assert found == [identifier for identifier in wanted if identifier not in NOT_IN.get(name, set())]


@pytest.mark.parametrize("name", RAW)
def test_every_country_that_was_curated_is_proposed(raw: dict[str, Draft], shipped: Knowledge, name: str) -> None:
    countries = {passage.id: passage.countries for passage, _ in shipped.passages}
    assert all(set(countries[passage.known[0].passage]) <= set(passage.countries) for passage in raw[name].passages)


@pytest.mark.parametrize("name", RAW)
def test_a_topic_that_was_curated_is_proposed(raw: dict[str, Draft], shipped: Knowledge, name: str) -> None:
    topics = {passage.id: set(passage.topics) for passage, _ in shipped.passages}
    hits = [not topics[passage.known[0].passage].isdisjoint(passage.topics) for passage in raw[name].passages]
    assert sum(hits) >= 0.8 * len(hits)


@pytest.mark.parametrize("name", ["2020-12-migrants-day.txt", "2020-11-response.txt"])
def test_the_contacts_are_those_on_record(raw: dict[str, Draft], name: str) -> None:
    assert {contact.verdict for contact in raw[name].contacts} == {"same"}
    assert len(raw[name].contacts) == 9


@pytest.mark.parametrize("name", RAW)
def test_no_word_of_the_file_is_lost(raw: dict[str, Draft], name: str) -> None:
    draft = raw[name]
    kept = letters("".join([draft.title, *(passage.title + passage.text for passage in draft.passages)]))
    everything = kept + letters("".join(drop.text for drop in draft.dropped)) + "date20201229"
    words = (DEFAULT_DIRECTORY / "sources" / name).read_text(encoding="utf-8").replace("](#)", " ").split()
    assert [word for word in words if letters(word) not in everything] == []


# The three others


@pytest.mark.parametrize("name", ["PDF", "HTML", "DOCX"])
def test_other_formats_give_their_passages(others: dict[str, Other], name: str) -> None:
    assert of_other(others, name).boundaries >= 0.85


@pytest.mark.parametrize("name", ["PDF", "HTML", "DOCX"])
def test_other_formats_give_their_text(others: dict[str, Other], name: str) -> None:
    assert of_other(others, name).text >= 0.99


@pytest.mark.parametrize("name", ["PDF", "HTML", "DOCX"])
def test_noise_of_other_formats_is_left_out_and_listed(others: dict[str, Other], name: str) -> None:
    assert of_other(others, name).noise == 1


def test_headings_become_titles(others: dict[str, Other]) -> None:
    for draft, stories, _ in others.values():
        headings = [story.heading for story in stories if len(story.heading.split()) > 2]
        assert set(headings) <= {passage.title for passage in draft.passages}


def test_a_russian_file_gives_russian_passages(others: dict[str, Other]) -> None:
    assert {name: other.draft.language for name, other in others.items()} == {"PDF": "en", "HTML": "en", "DOCX": "ru"}


def test_the_date_is_taken_from_the_page_or_its_first_lines(others: dict[str, Other]) -> None:
    assert str(others["HTML"].draft.date) == "2024-06-14"
    assert str(others["DOCX"].draft.date) == "2024-05-31"


def test_a_number_other_than_that_on_record_is_contradicting(others: dict[str, Other]) -> None:
    verdicts = {contact.value: contact.verdict for contact in others["HTML"].draft.contacts}
    assert verdicts == {"1899": "same", "+992 900 000 111": "contradicting"}
