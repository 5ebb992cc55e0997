"""Where one item of a bulletin ends and the next begins."""

import pytest

from tests.ingest.conftest import Drafting

STORY = "Advisers of the mission in Osh spoke with four hundred travellers about contracts and wages."
RUSSIAN = "Юристы в Оше за месяц проверили двести трудовых договоров и дали советы тем, кто едет на заработки."


def count(drafting: Drafting, *paragraphs: str) -> int:
    return len(drafting.text("\n\n".join(paragraphs)).passages)


@pytest.mark.parametrize(
    "paragraph",
    [
        "On 12 March, IOM and its partners held a dialogue about the health of people who move.",
        "IOM Uzbekistan held a forum on migration in the old town of Samarkand.",
        "In December 2023, three clinics launched a project that helps people who come home.",
        "Osh, 5 May 2024. Students of two universities spoke about the law and its many gaps today, "
        "and then they wrote a letter to the parliament in which they ask for clearer words.",
        "Alisher is one of the activists of a union of people with a disability.",
    ],
)
def test_news_begin_a_passage(drafting: Drafting, paragraph: str) -> None:
    assert count(drafting, STORY, paragraph) == 2


@pytest.mark.parametrize(
    "paragraph",
    [
        "The project will study the practice of the banks in the region in the next months.",
        "This was the first meeting of the partners about the research of the coming year.",
        "More than 100 guests from nine countries took part and exchanged their views.",
        "Mr. Karimov spoke about the way abroad and the dangers that wait on it.",
        "Additionally, a young woman told what she went through in another country.",
        "A lawyer, who came from Bishkek, noted that contracts are seldom read to the end.",
        "On this day of the year people remember those who are far away from home.",
        "Guests of the forum were pleased, and the training will be repeated after the forum.",
    ],
)
def test_a_paragraph_that_refers_back_goes_on(drafting: Drafting, paragraph: str) -> None:
    assert count(drafting, STORY, paragraph) == 1


@pytest.mark.parametrize(
    ("paragraph", "passages"),
    [
        ("Участники получили памятку и список телефонов, по которым можно позвонить.", 1),
        ("Кроме того, в городе открыли приют для тех, кому негде ночевать зимой.", 1),
        ("Юристы принимают по будням в здании вокзала, записываться заранее не нужно.", 1),
        ("В мае 2024 года в Алматы прошла ярмарка вакансий для тех, кто вернулся домой.", 2),
        ("МОМ в Узбекистане провела форум по миграции в старом городе Самарканде.", 2),
    ],
)
def test_the_same_holds_in_russian(drafting: Drafting, paragraph: str, passages: int) -> None:
    assert count(drafting, RUSSIAN, paragraph) == passages


def test_a_heading_begins_a_passage_and_is_its_title(drafting: Drafting) -> None:
    draft = drafting.text(f"NEWS\n\n{STORY}\n\nBOOKS FOR TEACHERS OF KHATLON\n\nThe books are here and all read them.")
    assert [passage.title for passage in draft.passages][1] == "BOOKS FOR TEACHERS OF KHATLON"
    assert len(draft.passages) == 2


def test_the_first_heading_is_the_title_of_the_bulletin(drafting: Drafting) -> None:
    assert drafting.text(f"News of the missions in May\n\n{STORY}").title == "News of the missions in May"


def test_a_file_without_heading_is_called_by_its_name_and_says_so(drafting: Drafting) -> None:
    draft = drafting.text(STORY, "spring.txt")
    assert draft.title == "spring"
    assert "no title" in draft.notes[0]


def test_a_heading_over_several_items_is_the_title_of_none(drafting: Drafting) -> None:
    draft = drafting.text(f"NEWS\n\nSHORT ITEMS\n\n{STORY}\n\nIOM Uzbekistan held a forum on migration in Samarkand.")
    assert "SHORT ITEMS" not in {passage.title for passage in draft.passages}
    assert ("heading of a section", "SHORT ITEMS") in {(drop.reason, drop.text) for drop in draft.dropped}


def test_a_text_in_parts_under_one_headline_is_one_passage(drafting: Drafting) -> None:
    parts = "Farms need people in summer.\n\nWages rose by a tenth.\n\nIOM reads contracts free of charge."
    assert count(drafting, "NEWS", STORY, "WORK ON THE FARMS OF KHATLON", parts) == 2


def test_a_list_follows_its_text(drafting: Drafting) -> None:
    assert count(drafting, f"{STORY} They advise:", "IOM has three rules for everybody who leaves.") == 1


def test_a_few_words_are_no_passage(drafting: Drafting) -> None:
    draft = drafting.text(f"{STORY}\n\nDon't hurry, think.\n\n{RUSSIAN}")
    assert [(drop.reason, drop.text) for drop in draft.dropped] == [("fragment", "Don't hurry, think.")]
