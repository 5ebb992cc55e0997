"""`check` of whole folders: all problems at once, in order, and without problems that only follow from others."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from bot.evaluation.own_questions import passages_not_found
from bot.knowledge import DEFAULT_DIRECTORY, KnowledgeError, check, load
from tests.conftest import WriteFolder
from tests.knowledge.rules.conftest import TODAY

BULLETIN = "bulletin: {id: news, date: 2024-02-01, title: {en: News, ru: Новости}}\npassages:\n"
CONTACT = (
    "- {id: kz-line, country: KZ, kind: hotline, name: {en: Line, ru: Линия}, phone: '11616', verified: 2024-05,"
    " source: A report}\n"
)


COUNTRY = "- {code: KZ, name: {en: Kazakhstan, ru: Казахстан}}\n"


def messages(write_folder: WriteFolder, files: dict[str, str]) -> list[str]:
    folder = write_folder({"countries.yaml": COUNTRY, **files})
    return [problem.message for problem in check(folder, today=TODAY)]


# The shipped folder


def test_the_shipped_folder_has_no_error() -> None:
    assert [str(problem) for problem in check(DEFAULT_DIRECTORY) if problem.severity == "error"] == []


def test_the_shipped_folder_has_warnings_for_ages_only() -> None:
    problems = check(DEFAULT_DIRECTORY, further=[passages_not_found])
    assert [str(problem) for problem in problems if " months ago" not in problem.message] == []


# Together


def test_problems_of_every_kind_come_at_once(write_folder: WriteFolder) -> None:
    found = messages(
        write_folder,
        {
            "contacts.yaml": CONTACT.replace("11616", "call us")
            + CONTACT.replace("kz-line", "kz-two").replace("id", "di"),
            "topics.yaml": "a: [b\n",
            "bulletins/news.yaml": BULLETIN + "- {id: one, text: {en: One.}, date: 2042-01-01}\n",
        },
    )
    for part in (
        "is no phone number",
        "“di” is not known",
        "“id” is missing",
        "not YAML",
        "in the future",
        "in Russian",
    ):
        assert [message for message in found if part in message], part


def test_problems_come_in_the_order_of_the_files_and_lines(write_folder: WriteFolder) -> None:
    wrong = CONTACT.replace("11616", "x")
    files = {"topics.yaml": "a\n", "contacts.yaml": wrong + wrong.replace("line", "two"), "bulletins/a.yaml": "a\n"}
    problems = check(write_folder(files), today=TODAY)
    places = [(str(problem.path), problem.position) for problem in problems]
    assert places == sorted(places)
    assert len(places) >= 4


def test_the_sound_entries_of_a_broken_file_are_looked_at_too(write_folder: WriteFolder) -> None:
    files = {"contacts.yaml": CONTACT.replace("11616", "call us") + "- {id: kz-two}\n"}
    assert [message for message in messages(write_folder, files) if "is no phone number" in message]


def test_a_broken_topic_is_not_reported_again_where_it_is_used(write_folder: WriteFolder) -> None:
    files = {
        "topics.yaml": "- {id: health, nam: {en: health, ru: здоровье}}\n",
        "bulletins/a.yaml": BULLETIN + "- {id: one, topics: [health], text: {en: One., ru: Раз.}}\n",
    }
    assert not [message for message in messages(write_folder, files) if "no topic" in message]


@pytest.mark.parametrize("topics", [None, "a: [b\n"], ids=["missing", "unreadable"])
def test_nothing_is_said_of_topics_that_cannot_be_known(write_folder: WriteFolder, topics: str | None) -> None:
    files = {"bulletins/a.yaml": BULLETIN + "- {id: one, topics: [health], text: {en: One., ru: Раз.}}\n"}
    found = messages(write_folder, files if topics is None else {**files, "topics.yaml": topics})
    assert not [message for message in found if "no topic" in message]


def test_a_file_with_very_many_problems_lists_the_first_ones(write_folder: WriteFolder) -> None:
    found = messages(write_folder, {"contacts.yaml": "- {}\n" * 3000})
    assert len(found) == 201
    assert "more than 200 problems" in " ".join(found)


def test_a_long_wrong_value_is_not_quoted_whole(write_folder: WriteFolder) -> None:
    (message,) = messages(write_folder, {"contacts.yaml": CONTACT.replace("kz-line", "K" * 5000)})
    assert len(message) < 250


# Countries


@pytest.mark.parametrize(
    ("written", "meant"), [("kz", "KZ"), ("KZZ", "KZ"), ("Tajikistan", "TJ"), ("Узбекистан", "UZ")]
)
def test_an_unknown_country_is_reported_with_the_nearest(write_folder: WriteFolder, written: str, meant: str) -> None:
    (message,) = messages(write_folder, {"contacts.yaml": CONTACT.replace("country: KZ", f"country: {written}")})
    assert message.endswith(f"did you mean {meant}?")


# Files that are missing or empty


def warnings(folder: Path) -> list[str]:
    problems = check(folder, today=TODAY)
    assert {problem.severity for problem in problems} <= {"warning"}
    return [str(problem).removeprefix(f"{folder}/") for problem in problems]


@pytest.mark.parametrize("files", [{}, {"contacts.yaml": ""}, {"contacts.yaml": "[]"}], ids=["missing", "empty", "[]"])
def test_a_folder_without_contacts_gets_a_warning_and_one_a_country(
    write_folder: WriteFolder, files: dict[str, str]
) -> None:
    found = [line for line in warnings(write_folder(files)) if line.startswith("contacts.yaml:1:1:")]
    assert sum("nobody is told whom to call" in line for line in found) == 1
    assert [line.split("has no contact of ")[1] for line in found if "has no contact of" in line] == [
        f"{code}; add one" for code in ("KZ", "KG", "TJ", "TM", "UZ")
    ]


@pytest.mark.parametrize(
    "files", [{}, {"countries.yaml": ""}, {"countries.yaml": "[]"}], ids=["missing", "empty", "[]"]
)
def test_a_folder_without_countries_gets_a_warning(write_folder: WriteFolder, files: dict[str, str]) -> None:
    (line,) = [line for line in warnings(write_folder(files)) if line.startswith("countries.yaml:")]
    assert "nobody gets the contact of the right one" in line


def test_a_country_without_contact_is_told_where_the_other_countries_are_missing_too(write_folder: WriteFolder) -> None:
    found = warnings(write_folder({"contacts.yaml": CONTACT}))
    assert not [line for line in found if "contact of KZ" in line]
    assert [line for line in found if "contact of TM" in line]


def test_contacts_that_cannot_be_read_are_not_called_missing(write_folder: WriteFolder) -> None:
    found = [problem.message for problem in check(write_folder({"contacts.yaml": "a: [b\n"}), today=TODAY)]
    assert not [message for message in found if "nobody is told" in message or "no contact of" in message]


def test_of_a_folder_that_cannot_be_read_nothing_more_is_said(tmp_path: Path) -> None:
    (problem,) = check(tmp_path / "nowhere")
    assert "no such folder" in problem.message


# Dates


def test_a_day_that_has_begun_somewhere_on_earth_is_no_future(write_folder: WriteFolder) -> None:
    today = dt.datetime.now(dt.timezone(dt.timedelta(hours=14))).date()
    load(write_folder({"contacts.yaml": CONTACT.replace("2024-05", str(today))}))


def test_the_day_after_tomorrow_is_future(write_folder: WriteFolder) -> None:
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    with pytest.raises(KnowledgeError, match="in the future"):
        load(write_folder({"contacts.yaml": CONTACT.replace("2024-05", str(day))}))


# Own questions


def test_a_passage_that_its_own_questions_do_not_find_is_a_warning(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(DEFAULT_DIRECTORY, folder)
    lost = "- {id: lost, text: {en: Another thing., ru: Другое.}, questions: {en: [what is it], ru: [другое дело]}}\n"
    (folder / "bulletins" / "lost.yaml").write_text(BULLETIN + lost, encoding="utf-8")
    problems = check(folder, further=[passages_not_found])
    found = [problem.entry for problem in problems if "none of these questions" in problem.message]
    assert set(found) == {"lost"}


def test_a_passage_without_questions_is_a_warning(write_folder: WriteFolder) -> None:
    folder = write_folder(
        {"bulletins/a.yaml": BULLETIN + "- {id: one, text: {en: One., ru: Раз.}, questions: {en: [one]}}\n"}
    )
    problems = check(folder, further=[passages_not_found], today=TODAY)
    assert [problem.message for problem in problems if problem.entry == "one" and "(ru)" in problem.message]


def test_own_questions_are_not_asked_where_there_is_an_error(write_folder: WriteFolder) -> None:
    folder = write_folder(
        {"bulletins/a.yaml": BULLETIN + "- {id: one, text: {en: One., ru: Раз.}}\n", "topics.yaml": "a\n"}
    )
    problems = check(folder, further=[passages_not_found], today=TODAY)
    assert not [problem for problem in problems if "has no question" in problem.message]
