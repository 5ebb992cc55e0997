"""What is no part of a passage is set apart, with the reason, and never lost."""

import pytest

from tests.ingest.conftest import Drafting

STORY = "Advisers of the mission in Osh spoke with four hundred travellers about contracts and wages."
OTHER = "Doctors visited nine villages near the border and saw two hundred children in a week."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Page 3", "page number"),
        ("12", "page number"),
        ("- 4 -", "page number"),
        ("стр. 5", "page number"),
        ("3 of 14", "page number"),
        ("FOLLOW US ON FACEBOOK", "call or credit of the site"),
        ("Подписывайтесь на наш канал", "call or credit of the site"),
        ("Originally published", "call or credit of the site"),
        ("View original", "call or credit of the site"),
        ("Read more", "call or credit of the site"),
        ("Читать далее", "call or credit of the site"),
        ("© IOM 2024. All rights reserved.", "call or credit of the site"),
        ("Kazakhstan + 4 more", "call or credit of the site"),
        ("https://www.example.org/news", "link"),
        ("mailto:help@example.org", "link"),
        ("* * *", "ornament"),
        ("Photo by IOM Kazakhstan.", "caption"),
        ("Фото: МОМ в Казахстане", "caption"),
        ("Footage of a broadcast in which experts speak about the way abroad", "caption"),
        ("2 November 2022, Astana, Kazakhstan. The minister and the head of the office.", "caption"),
        ("Bishkek, 18-19 November 2022", "caption"),
        ("November 18, 2022, Turkmenistan, Ashgabat", "caption"),
        ("Казахстан, Астана, 2 ноября 2022 года", "caption"),
        ("UZBEKISTAN: help@example.org", "contacts"),
        ("Hotline in Tajikistan: +992 900 800 800", "contacts"),
        ("In this edition: contracts, wages, doctors", "table of contents"),
    ],
)
def test_a_line_that_is_no_text_is_listed(drafting: Drafting, line: str, reason: str) -> None:
    draft = drafting.text(f"{STORY}\n\n{line}\n\n{OTHER}")
    assert [passage.text for passage in draft.passages] == [STORY, OTHER]
    assert [(drop.reason, drop.where, drop.text) for drop in draft.dropped] == [(reason, "line 5", line)]


def test_a_running_header_is_left_out_wherever_it_stands(drafting: Drafting) -> None:
    header = "NEWS OF THE MISSION"
    draft = drafting.text(f"{STORY}\n\n{header}\n\n{OTHER}\n\n{header}\n\n{STORY}\n\n{header}\n\n{OTHER}")
    assert [drop.reason for drop in draft.dropped] == ["repeated header"] * 3


def test_a_caption_glued_to_a_text_is_cut_off(drafting: Drafting) -> None:
    draft = drafting.text(f"Photo above by our partners. {STORY}")
    assert [passage.text for passage in draft.passages] == [STORY]
    assert draft.dropped[0].text == "Photo above by our partners."


def test_a_caption_that_goes_on_about_the_picture_stays_whole(drafting: Drafting) -> None:
    caption = "Photo by IOM. A consultation in the year 2011. This photo has been used on the site before."
    assert [drop.text for drop in drafting.text(f"{STORY}\n\n{caption}").dropped] == [caption]


def test_a_place_and_date_before_a_story_belong_to_it(drafting: Drafting) -> None:
    story = f"Dushanbe, 29 January 2024. {STORY} {OTHER}"
    assert [passage.text for passage in drafting.text(story).passages] == [story]


def test_short_stories_that_all_begin_with_place_and_date_are_no_captions(drafting: Drafting) -> None:
    stories = [f"Osh, {day} May 2024. Advisers spoke with {day} travellers about contracts." for day in (2, 3, 4)]
    assert [passage.text for passage in drafting.text("\n".join(stories)).passages] == stories


def test_a_block_of_contacts_goes_with_its_head_and_its_labels(drafting: Drafting) -> None:
    block = ["Contact IOM missions:", "KAZAKHSTAN", "one@example.org/two@example.org", "OSH: three@example.org"]
    draft = drafting.text(f"{STORY}\n\n" + "\n".join(block))
    assert [drop.text for drop in draft.dropped] == block


def test_a_story_that_names_an_address_is_kept(drafting: Drafting) -> None:
    story = f"{STORY} {OTHER} People who could not come may write to help@example.org until the end of the month."
    assert [passage.text for passage in drafting.text(story).passages] == [story]


def test_the_address_of_a_link_is_listed(drafting: Drafting) -> None:
    draft = drafting.text(STORY.replace("contracts", "[contracts](https://example.org/c)"))
    assert draft.passages[0].text == STORY
    assert draft.dropped[0].text == "https://example.org/c"


@pytest.mark.parametrize("line", ["share on the way,", "source: of trouble"])
def test_a_line_in_the_middle_of_a_sentence_is_no_call(drafting: Drafting, line: str) -> None:
    text = f"Advisers of the mission told many people\n{line}\nabout contracts, wages and about the\nway home."
    assert drafting.text(text).passages[0].text == " ".join(text.split())


def test_headings_without_text_are_listed(drafting: Drafting) -> None:
    draft = drafting.text(f"NEWS\n\n{STORY}\n\nTHE END OF ALL NEWS")
    assert [(drop.reason, drop.text) for drop in draft.dropped] == [("heading without text", "THE END OF ALL NEWS")]
