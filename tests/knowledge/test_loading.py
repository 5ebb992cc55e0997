"""A knowledge folder becomes a `Knowledge`, or a list of what is wrong with it."""

from pathlib import Path

import pytest

from bot.knowledge import KnowledgeError, Problem, inspect, load, load_questions
from tests.conftest import WriteFolder

CONTACT = """
- id: kz-line
  country: KZ
  kind: hotline
  name: {en: Line}
  phone: "11616"
  verified: 2020-12-29
  source: a report
"""
BULLETIN = """
bulletin: {id: first, date: 2020-12-29, title: {en: First}}
passages:
  - id: one
    countries: [KZ]
    text: {en: One.}
"""


def contact(**fields: str) -> str:
    """Write one contact with other values; None or "" drops the key."""
    lines = {
        "id": "kz-line",
        "country": "KZ",
        "kind": "hotline",
        "name": "{en: Line}",
        "phone": '"11616"',
        "verified": "2020-12-29",
        "source": "a report",
    } | fields
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in lines.items() if value) + "\n"


def problems_of(folder: Path) -> list[tuple[int, str, str]]:
    """List line, entry and message of every error."""
    return [(problem.position.line, problem.entry, problem.message) for problem in inspect(folder)[1]]


def only_problem(folder: Path) -> Problem:
    (problem,) = inspect(folder)[1]
    return problem


# Whole folders


def test_a_folder_is_read_whole(write_folder: WriteFolder) -> None:
    knowledge = load(
        write_folder(
            {
                "bulletins/first.yaml": BULLETIN,
                "contacts.yaml": CONTACT,
                "countries.yaml": "- code: KZ\n  name: {en: Kazakhstan}\n  names: [kazakhst*]\n",
                "topics.yaml": "- id: health\n  name: {en: health}\n  triggers: {en: [doctor]}\n",
            }
        )
    )
    assert [passage.id for passage, _ in knowledge.passages] == ["one"]
    assert [contact.value for contact in knowledge.contacts] == ["11616"]
    assert [country.code for country in knowledge.countries] == ["KZ"]
    assert [topic.id for topic in knowledge.topics] == ["health"]


def test_an_empty_folder_holds_nothing(write_folder: WriteFolder) -> None:
    knowledge = load(write_folder({}))
    assert knowledge.passages == []
    assert [*knowledge.contacts, *knowledge.countries, *knowledge.topics] == []


@pytest.mark.parametrize("name", ["contacts.yaml", "countries.yaml", "topics.yaml"])
def test_an_empty_list_file_holds_nothing(write_folder: WriteFolder, name: str) -> None:
    assert inspect(write_folder({name: "# nothing yet\n"}))[1] == []


def test_an_empty_bulletin_file_is_an_error(write_folder: WriteFolder) -> None:
    assert only_problem(write_folder({"bulletins/first.yaml": ""})).position.line == 1


def test_a_bulletin_may_have_no_passage(write_folder: WriteFolder) -> None:
    folder = write_folder({"bulletins/a.yaml": "bulletin: {id: a, date: 2020-12-29, title: {en: A}}\n"})
    assert load(folder).passages == []


def test_bulletins_come_in_the_order_of_their_file_names(write_folder: WriteFolder) -> None:
    folder = write_folder(
        {
            "bulletins/b.yaml": BULLETIN.replace("first", "b").replace("one", "from-b"),
            "bulletins/a.yaml": BULLETIN.replace("first", "a").replace("one", "from-a"),
        }
    )
    assert [passage.id for passage, _ in load(folder).passages] == ["from-a", "from-b"]


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such folder") as error:
        load(tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "contacts.yaml"
    file.write_text(CONTACT, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="no such folder"):
        load(file)


def test_the_error_carries_the_problems_of_every_file(write_folder: WriteFolder) -> None:
    folder = write_folder(
        {
            "bulletins/first.yaml": BULLETIN.replace("text", "txt"),
            "contacts.yaml": contact(phone="", verified="soon") + contact(id="KZ 2"),
            "topics.yaml": "a: [b\n",
        }
    )
    with pytest.raises(KnowledgeError) as error:
        load(folder)
    files = {problem.path.name for problem in error.value.problems}
    assert files == {"first.yaml", "contacts.yaml", "topics.yaml"}
    assert len(error.value.problems) >= 5
    assert str(error.value).splitlines() == [str(problem) for problem in error.value.problems]


def test_the_good_files_of_a_bad_folder_are_still_inspected(write_folder: WriteFolder) -> None:
    knowledge, problems = inspect(write_folder({"bulletins/first.yaml": BULLETIN, "contacts.yaml": "- {}\n"}))
    assert problems
    assert [passage.id for passage, _ in knowledge.passages] == ["one"]


def test_a_problem_is_written_with_its_place_and_entry(write_folder: WriteFolder) -> None:
    folder = write_folder({"contacts.yaml": contact(colour="red")})
    (line,) = map(str, inspect(folder)[1])
    assert line.startswith(f"{folder}/contacts.yaml:8:3: error: kz-line: ")


# Keys


def test_an_unknown_key_is_reported_with_the_one_that_was_meant(write_folder: WriteFolder) -> None:
    folder = write_folder({"contacts.yaml": contact(phone="", phon='"11616"')})
    assert (7, "kz-line", "the key “phon” is not known; did you mean “phone”?") in problems_of(folder)


def test_an_unknown_key_like_no_other_is_to_be_removed(write_folder: WriteFolder) -> None:
    folder = write_folder({"contacts.yaml": contact(zzzzzz="1")})
    assert only_problem(folder).message == "the key “zzzzzz” is not known; remove it"


def test_an_unknown_key_deep_in_a_passage_is_reported_at_its_line(write_folder: WriteFolder) -> None:
    text = BULLETIN.lstrip().replace("text: {en: One.}", "text:\n      en: One.\n      rus: Один.")
    problem = only_problem(write_folder({"bulletins/first.yaml": text}))
    assert (problem.position.line, problem.position.column, problem.entry) == (7, 7, "one")


def test_a_missing_key_is_reported_at_its_entry(write_folder: WriteFolder) -> None:
    folder = write_folder({"contacts.yaml": contact() + contact(id="kz-two", source="")})
    assert problems_of(folder) == [(8, "kz-two", "the key “source” is missing; add it")]


def test_an_entry_without_id_is_named_by_its_number(write_folder: WriteFolder) -> None:
    folder = write_folder({"contacts.yaml": contact() + "- country: KZ\n"})
    assert {entry for _, entry, _ in problems_of(folder)} == {"entry 2"}


def test_a_duplicate_key_is_an_error(write_folder: WriteFolder) -> None:
    folder = write_folder({"contacts.yaml": contact() + '  phone: "1"\n'})
    assert only_problem(folder).position.line == 8


def test_a_list_file_that_holds_one_entry_without_a_dash_is_an_error(write_folder: WriteFolder) -> None:
    assert "“- ”" in only_problem(write_folder({"contacts.yaml": "id: kz-line\n"})).message


# Ids


def test_a_duplicate_id_is_reported_at_its_line(write_folder: WriteFolder) -> None:
    folder = write_folder({"contacts.yaml": contact() + contact()})
    problem = only_problem(folder)
    assert (problem.position.line, problem.entry) == (8, "kz-line")
    assert f"{folder}/contacts.yaml:1" in problem.message


def test_a_passage_id_must_be_unique_among_all_bulletins(write_folder: WriteFolder) -> None:
    folder = write_folder({"bulletins/a.yaml": BULLETIN, "bulletins/b.yaml": BULLETIN.replace("first", "second")})
    problem = only_problem(folder)
    assert (problem.path.name, problem.entry) == ("b.yaml", "one")
    assert "a.yaml" in problem.message


def test_two_bulletins_need_two_ids(write_folder: WriteFolder) -> None:
    folder = write_folder({"bulletins/a.yaml": BULLETIN, "bulletins/b.yaml": BULLETIN.replace("one", "two")})
    assert only_problem(folder).entry == "first"


def test_a_country_stands_once(write_folder: WriteFolder) -> None:
    folder = write_folder({"countries.yaml": "- {code: KZ, name: {en: A}}\n- {code: KZ, name: {en: B}}\n"})
    assert only_problem(folder).position.line == 2


def test_a_duplicate_id_on_the_same_line_is_found(write_folder: WriteFolder) -> None:
    topics = "[{id: health, name: {en: a}}, {id: health, name: {en: b}}]\n"
    assert "health" in only_problem(write_folder({"topics.yaml": topics})).entry


def test_a_topic_and_a_passage_may_share_an_id(write_folder: WriteFolder) -> None:
    folder = write_folder({"bulletins/a.yaml": BULLETIN, "topics.yaml": "- {id: one, name: {en: one}}\n"})
    assert inspect(folder)[1] == []


@pytest.mark.parametrize("identifier", ["KZ-line", "kz_line", "kz line", "-kz", "линия", "kz--line"])
def test_an_id_is_small_letters_digits_and_hyphens(write_folder: WriteFolder, identifier: str) -> None:
    folder = write_folder({"contacts.yaml": contact(id=f'"{identifier}"')})
    assert "small Latin letters" in only_problem(folder).message


# Texts


def test_a_text_in_one_language_is_no_error(write_folder: WriteFolder) -> None:
    folder = write_folder({"bulletins/a.yaml": BULLETIN.replace("{en: One.}", "{ru: Один.}")})
    (passage, _), *_ = load(folder).passages
    assert (passage.text.get("en"), passage.text.best("en")) == (None, "Один.")


def test_a_text_in_no_language_is_an_error(write_folder: WriteFolder) -> None:
    folder = write_folder({"bulletins/a.yaml": BULLETIN.replace("{en: One.}", "{}")})
    problem = only_problem(folder)
    assert problem.entry == "one"
    assert "no text" in problem.message


def test_an_empty_text_is_an_error(write_folder: WriteFolder) -> None:
    folder = write_folder({"bulletins/a.yaml": BULLETIN.replace("{en: One.}", '{en: " ", ru: Один.}')})
    assert "“en” is empty" in only_problem(folder).message


def test_a_bare_number_is_no_text(write_folder: WriteFolder) -> None:
    problem = only_problem(write_folder({"contacts.yaml": contact(phone="11616")}))
    assert problem.position.line == 5
    assert "quotes" in problem.message


def test_a_text_without_language_is_an_error(write_folder: WriteFolder) -> None:
    problem = only_problem(write_folder({"contacts.yaml": contact(name="Line")}))
    assert "“en: …”" in problem.message


# Channels


def test_a_contact_has_one_channel(write_folder: WriteFolder) -> None:
    problem = only_problem(write_folder({"contacts.yaml": contact(email="a@example.org")}))
    assert (problem.position.line, problem.entry) == (1, "kz-line")
    assert "second contact" in problem.message


def test_a_contact_without_channel_is_an_error(write_folder: WriteFolder) -> None:
    problem = only_problem(write_folder({"contacts.yaml": contact(phone="")}))
    assert problem.entry == "kz-line"
    assert "either phone or email" in problem.message


def test_an_address_is_a_channel(write_folder: WriteFolder) -> None:
    (entry,) = load(write_folder({"contacts.yaml": contact(phone="", email="a@example.org")})).contacts
    assert (entry.channel, entry.value) == ("email", "a@example.org")


@pytest.mark.parametrize(
    ("key", "value", "known"),
    [("country", "RU", "'KZ'"), ("kind", "shop", "'hotline'"), ("status", "old", "'retired'")],
)
def test_a_value_that_is_not_on_the_list_is_reported_with_the_list(
    write_folder: WriteFolder, key: str, value: str, known: str
) -> None:
    problem = only_problem(write_folder({"contacts.yaml": contact(**{key: value})}))
    assert f"“{key}” is '{value}'" in problem.message
    assert known in problem.message


# Dates


@pytest.mark.parametrize("date", ["2022", "2022-11", "2022-11-30", '"2022-11"', '"2022"', '"2022-11-30"'])
def test_a_contact_may_be_verified_in_a_year_a_month_or_on_a_day(write_folder: WriteFolder, date: str) -> None:
    (entry,) = load(write_folder({"contacts.yaml": contact(verified=date)})).contacts
    assert entry.verified == date.strip('"')


@pytest.mark.parametrize(
    "date", ["2022-13", "2022-00", "2022-11-31", '"2022-11-31"', "22-11", "2022-1", "11.2022", "soon", "true", "[]"]
)
def test_a_date_that_is_none_is_reported_at_its_line(write_folder: WriteFolder, date: str) -> None:
    problem = only_problem(write_folder({"contacts.yaml": contact(verified=date)}))
    assert (problem.position.line, problem.path.name) == (6, "contacts.yaml")


@pytest.mark.parametrize("date", ["2020", "2020-12", "29.12.2020", "2020-12-29 10:00", "yes"])
def test_a_bulletin_has_a_whole_date(write_folder: WriteFolder, date: str) -> None:
    problem = only_problem(write_folder({"bulletins/a.yaml": BULLETIN.replace("2020-12-29", date)}))
    assert problem.position.line == 2
    assert "2024-05-31" in problem.message


# Curated questions


def test_curated_questions_are_read(write_folder: WriteFolder) -> None:
    line = "- {question: hotline, language: en, kind: contact, contact: kz-line, country: KZ}\n"
    (question,) = load_questions(write_folder({"questions.yaml": line}) / "questions.yaml")
    assert (question.question, question.contact) == ("hotline", "kz-line")


def test_curated_questions_that_are_missing_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such file"):
        load_questions(tmp_path / "questions.yaml")


def test_a_wrong_curated_question_is_reported_at_its_line(write_folder: WriteFolder) -> None:
    lines = "- {question: a, language: en, kind: contact}\n- {question: b, language: de, kind: contact}\n"
    with pytest.raises(KnowledgeError) as error:
        load_questions(write_folder({"questions.yaml": lines}) / "questions.yaml")
    assert [problem.position.line for problem in error.value.problems] == [2]
