"""Printed lines become paragraphs, whatever the layout made of them."""

import pytest

from tests.ingest.conftest import Drafting

FIRST = "Advisers of the mission in Osh spoke with four hundred travellers about contracts and wages."
SECOND = "Doctors visited nine villages near the border and saw two hundred children in a week."
THIRD = "Teachers of Khatlon received new books about the rights of people who work abroad."


def lines(text: str, width: int) -> list[str]:
    found = [""]
    for word in text.split():
        if len(found[-1]) + len(word) >= width:
            found.append("")
        found[-1] = f"{found[-1]} {word}".strip()
    return found


def texts(drafting: Drafting, text: str) -> list[str]:
    return [passage.text for passage in drafting.text(text).passages]


@pytest.mark.parametrize("width", [30, 45, 60])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_printed_lines_are_joined_also_with_a_blank_line_after_each(drafting: Drafting, width: int, gap: str) -> None:
    printed = [gap.join(lines(text, width)) for text in (FIRST, SECOND, THIRD)]
    assert texts(drafting, "\n\n\n\n".join(printed)) == [FIRST, SECOND, THIRD]


def test_a_line_that_ends_early_ends_its_paragraph(drafting: Drafting) -> None:
    printed = "\n\n".join([*lines(FIRST, 58), *lines(SECOND, 58), *lines(THIRD, 58)])
    assert texts(drafting, printed) == [FIRST, SECOND, THIRD]


def test_an_indent_begins_a_paragraph(drafting: Drafting) -> None:
    first, second = "\n\n".join(lines(FIRST, 46)), "\n\n".join(lines(SECOND, 46))
    assert texts(drafting, f"{first}\n {second}") == [FIRST, SECOND]


def test_an_indent_in_the_middle_of_a_sentence_begins_nothing(drafting: Drafting) -> None:
    start, *rest = lines(FIRST, 40)
    assert texts(drafting, "\n\n".join([start, *rest[:1]]) + "\n  " + "\n\n".join(rest[1:])) == [FIRST]


def test_one_paragraph_a_line_stays_so(drafting: Drafting) -> None:
    assert texts(drafting, f"{FIRST}\n{SECOND}\n{THIRD}") == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("cut", ["spoke with", "four hundred travellers about contracts and"])
def test_a_sentence_cut_by_blank_lines_is_joined(drafting: Drafting, cut: str) -> None:
    assert texts(drafting, FIRST.replace(cut, f"{cut}\n\n\n")) == [FIRST]


def test_a_sentence_cut_after_a_comma_is_joined_before_a_capital(drafting: Drafting) -> None:
    assert texts(drafting, "The meeting was attended by “Madina”, “Femida”,\n\nSughd region and Khatlon region.") == [
        "The meeting was attended by “Madina”, “Femida”, Sughd region and Khatlon region."
    ]


def test_a_sentence_cut_by_a_caption_is_joined(drafting: Drafting) -> None:
    cut = FIRST.replace("travellers about", "travellers\n\nPhoto by IOM.\n\nabout")
    assert texts(drafting, cut) == [FIRST]


def test_a_sentence_cut_by_a_page_is_joined(drafting: Drafting) -> None:
    cut = FIRST.replace("travellers about", "travellers\n\n- 3 -\n\nabout")
    assert texts(drafting, cut) == [FIRST]


def test_a_word_broken_at_the_end_of_a_line_is_closed(drafting: Drafting) -> None:
    broken = FIRST.replace("contracts", "con-\ntracts").replace("travellers", "travel-\nlers")
    assert texts(drafting, broken) == [FIRST]


@pytest.mark.parametrize("name", ["Sub-Regional", "week-long"])
def test_a_hyphen_of_the_word_itself_is_kept(drafting: Drafting, name: str) -> None:
    text = f"The {name} coordinator opened the first day of the week-long marathon and then the second one."
    assert texts(drafting, text.replace(f"{name} c", name.replace("-", "-\n") + " c")) == [text]


@pytest.mark.parametrize("broken", ["con\u00adtracts", "con\u00ad\ntracts"])
def test_a_soft_hyphen_goes(drafting: Drafting, broken: str) -> None:
    assert texts(drafting, FIRST.replace("contracts", broken)) == [FIRST]


def test_letters_set_as_one_are_taken_apart(drafting: Drafting) -> None:
    assert texts(drafting, FIRST.replace("Advisers", "Oﬃcers")) == [FIRST.replace("Advisers", "Officers")]


def test_a_heading_with_spaced_letters_is_closed_up(drafting: Drafting) -> None:
    text = f"{THIRD}\n\nN E W B O O K S F O R T E A C H E R S\n\n{THIRD} This is told again. Books for teachers."
    assert drafting.text(text).passages[-1].title == "NEW BOOKS FOR TEACHERS"


def test_a_heading_of_two_lines_is_one(drafting: Drafting) -> None:
    draft = drafting.text(f"NEWS\n\n{FIRST}\n\n**BOOKS FOR THE TEACHERS\nOF KHATLON REGION**\n\n{THIRD}")
    assert draft.passages[-1].title == "BOOKS FOR THE TEACHERS OF KHATLON REGION"


def test_an_abbreviation_in_capitals_at_the_start_of_a_line_is_no_heading(drafting: Drafting) -> None:
    start, end = (
        "The clinic near the old market was closed twice during the spread of",
        "COVID-19. It is open again now.",
    )
    assert texts(drafting, "\n".join([*lines(start, 30), end])) == [f"{start} {end}"]


def test_items_of_a_list_stay_with_their_text(drafting: Drafting) -> None:
    text = f"{FIRST} They have three rules:\n\n- ◆ keep your passport;\n• write down the address;\n* call home."
    assert texts(drafting, text) == [
        f"{FIRST} They have three rules:\n- keep your passport;\n- write down the address;\n- call home."
    ]


def test_bold_signs_and_dead_links_leave_their_words(drafting: Drafting) -> None:
    assert texts(drafting, "Advisers have **1,200** visitors and [a round table](#) every week in Osh.") == [
        "Advisers have 1,200 visitors and a round table every week in Osh."
    ]


def test_quotation_marks_in_angles_are_kept(drafting: Drafting) -> None:
    text = "An adviser took part in the webinar <Migration and Health> as a speaker last week."
    assert texts(drafting, text) == [text]


# Numbers


def test_a_number_split_by_a_space_is_mended_and_noted(drafting: Drafting) -> None:
    (passage,) = drafting.text("The region counts 330, 528 registered cases and 4,378 deaths in the year.").passages
    assert "330,528 registered" in passage.text
    assert passage.mends == (("330, 528", "330,528"),)


@pytest.mark.parametrize(
    "text",
    [
        "There were 1,200 visitors; everybody who needs help may call 112, 103 at any hour of the day, "
        "and those who wish can also come to the office near the market and speak with somebody there.",
        "There were 1,200 visitors in rooms 112, 103 and 104 of the old building.",
        "There were visitors in rooms 112, 103 of the old building near the market.",
    ],
)
def test_two_numbers_stay_two(drafting: Drafting, text: str) -> None:
    assert texts(drafting, text) == [text]
