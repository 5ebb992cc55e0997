"""`ask`: one answer as text or JSON, or a line of JSON for every line of a file."""

import datetime as dt
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge import load
from tests.cli.program import Program, Run, assert_one_clear_line, start

ANSWER = {
    "question": str,
    "language": str,
    "country": str,
    "urgent": bool,
    "topics": list,
    "outcome": str,
    "confidence": float,
    "passages": list,
    "contacts": list,
    "knowledge": dict,
}
PASSAGE = {
    "id": str,
    "score": float,
    "title": str,
    "text": str,
    "texts": dict,
    "bulletin": str,
    "date": str,
    "countries": list,
    "source": str,
}
CONTACT = dict.fromkeys(("id", "country", "kind", "channel", "value", "name", "verified", "source"), str)


def answer(run: Run) -> dict[str, Any]:
    assert (run.code, run.err) == (0, "")
    data = json.loads(run.out)
    assert isinstance(data, dict)
    return data


def answers(run: Run) -> list[dict[str, Any]]:
    assert (run.code, run.err) == (0, "")
    return [json.loads(line) for line in run.out.splitlines()]


def types(data: Mapping[str, object]) -> dict[str, type]:
    return {key: type(value) for key, value in data.items()}


def ids(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["id"] for entry in entries]


# JSON


def test_an_answer_has_the_agreed_keys_in_the_agreed_order(program: Program, small: Path) -> None:
    run = program("ask", "how many leaflets were handed out, Tajikistan", "--format", "json", "--knowledge", small)
    assert list(answer(run)) == list(ANSWER)


def test_the_values_of_an_answer_have_the_agreed_types(program: Program, small: Path) -> None:
    run = program("ask", "how many leaflets were handed out, Tajikistan", "--format", "json", "--knowledge", small)
    assert types(answer(run)) == ANSWER


def test_a_passage_has_the_agreed_keys_and_types(program: Program, small: Path) -> None:
    run = program("ask", "how many leaflets were handed out", "--format", "json", "--knowledge", small)
    found, *_ = answer(run)["passages"]
    assert list(found) == list(PASSAGE)
    assert types(found) == PASSAGE


def test_a_contact_has_the_agreed_keys_and_types(program: Program, small: Path) -> None:
    run = program("ask", "leaflets", "--country", "TJ", "--format", "json", "--knowledge", small)
    for contact in answer(run)["contacts"]:
        assert list(contact) == list(CONTACT)
        assert types(contact) == CONTACT


def test_a_passage_is_told_with_its_texts_date_and_origin(program: Program, small: Path) -> None:
    run = program("ask", "сколько листовок раздали", "--format", "json", "--knowledge", small)
    found, *_ = answer(run)["passages"]
    del found["score"]
    assert found == {
        "id": "leaflets",
        "title": "Листовки",
        "text": "Раздали более 1500 листовок.",
        "texts": {"en": "More than 1500 leaflets were handed out.", "ru": "Раздали более 1500 листовок."},
        "bulletin": "report",
        "date": "2020-12-18",
        "countries": ["TJ"],
        "source": "sources/report.txt",
    }


def test_a_passage_without_date_has_that_of_its_bulletin(program: Program, small: Path) -> None:
    run = program("ask", "how many people were trained", "--format", "json", "--knowledge", small)
    assert answer(run)["passages"][0]["date"] == "2020-12-29"


def test_scores_and_confidence_are_shares(program: Program, small: Path) -> None:
    run = program("ask", "how many leaflets", "--format", "json", "--knowledge", small)
    found = answer(run)
    assert 0 < found["confidence"] <= 1
    scores = [passage["score"] for passage in found["passages"]]
    assert scores == sorted(scores, reverse=True)


def test_the_question_comes_back_as_it_was_asked(program: Program, small: Path) -> None:
    question = '  Сколько ЛИСТОВОК?! \\ «ё» "😀" '
    assert answer(program("ask", question, "--format", "json", "--knowledge", small))["question"] == question


def test_no_country_is_null_and_gives_one_contact_of_each(program: Program, small: Path) -> None:
    found = answer(program("ask", "leaflets", "--format", "json", "--knowledge", small))
    assert found["country"] is None
    assert ids(found["contacts"]) == ["kz-hotline", "tj-hotline", "uz-mission"]


def test_a_question_beside_the_subject_is_not_covered(program: Program, small: Path) -> None:
    found = answer(program("ask", "какая погода завтра", "--format", "json", "--knowledge", small))
    assert (found["outcome"], found["passages"]) == ("not_covered", [])


@pytest.mark.parametrize("question", ["", "   ", "?!", "😀", "\n", "0", "a" * 50_000])
def test_any_text_is_answered(program: Program, small: Path, question: str) -> None:
    found = answer(program("ask", question, "--format", "json", "--knowledge", small))
    assert found["outcome"] == "not_covered"


def test_an_empty_knowledge_folder_covers_nothing(program: Program, tmp_path: Path) -> None:
    found = answer(program("ask", "leaflets", "--format", "json", "--knowledge", tmp_path))
    assert (found["outcome"], found["passages"], found["contacts"]) == ("not_covered", [], [])


# Options


def test_the_country_of_the_option_is_that_of_the_contacts(program: Program, small: Path) -> None:
    run = program("ask", "leaflets", "--country", "tj", "--format", "json", "--knowledge", small)
    found = answer(run)
    assert found["country"] == "TJ"
    assert ids(found["contacts"]) == ["tj-hotline", "tj-mission"]


def test_the_country_in_the_question_goes_before_the_option(program: Program, small: Path) -> None:
    run = program("ask", "hotline Kazakhstan", "--country", "TJ", "--format", "json", "--knowledge", small)
    assert answer(run)["country"] == "KZ"


def test_the_language_of_the_option_is_that_of_the_answer(program: Program, small: Path) -> None:
    run = program("ask", "сколько листовок раздали", "--language", "en", "--format", "json", "--knowledge", small)
    found = answer(run)
    assert found["language"] == "en"
    assert found["passages"][0]["text"] == "More than 1500 leaflets were handed out."


@pytest.mark.parametrize(("question", "language"), [("how many leaflets", "en"), ("сколько листовок раздали", "ru")])
def test_the_answer_is_in_the_language_of_the_question(
    program: Program, small: Path, question: str, language: str
) -> None:
    assert answer(program("ask", question, "--format", "json", "--knowledge", small))["language"] == language


@pytest.mark.parametrize("option", [("--country", "RU"), ("--language", "de"), ("--format", "xml")])
def test_a_value_that_is_not_on_the_list_is_wrong_usage(program: Program, option: tuple[str, str]) -> None:
    run = program("ask", "leaflets", *option)
    assert run.code == 2
    assert option[0] in run.err


def test_no_threshold_shows_the_three_best_passages(program: Program) -> None:
    run = program("ask", "migrants weather tomorrow", "--min-confidence", "0", "--format", "json")
    assert len(answer(run)["passages"]) == 3


def test_a_threshold_that_nothing_reaches_shows_no_passage(program: Program, small: Path) -> None:
    run = program("ask", "how many leaflets", "--min-confidence", "1", "--format", "json", "--knowledge", small)
    assert answer(run)["passages"] == []


def test_a_question_or_a_file_has_to_be_given(program: Program) -> None:
    assert_one_clear_line(program("ask"))


def test_a_question_and_a_file_are_too_much(program: Program) -> None:
    assert_one_clear_line(program("ask", "leaflets", "--batch", "-"))


def test_an_answer_names_the_version_of_the_knowledge_and_its_day(program: Program, small: Path) -> None:
    for file in small.rglob("*.yaml"):
        os.utime(file, (0, dt.datetime(2024, 5, 31, 23, 30, tzinfo=dt.UTC).timestamp()))
    run = program("ask", "how many leaflets", "--format", "json", "--knowledge", small)
    assert answer(run)["knowledge"] == {"version": load(small).version, "date": "2024-05-31"}


def test_every_line_of_a_batch_names_the_version_of_the_knowledge(program: Program, small: Path) -> None:
    run = program("ask", "--batch", "-", "--knowledge", small, stdin="one\ntwo\n")
    assert [item["knowledge"]["version"] for item in answers(run)] == 2 * [load(small).version]


# Text


def test_the_text_shows_passage_origin_contact_and_its_date(program: Program, small: Path) -> None:
    run = program("ask", "how many leaflets were handed out", "--country", "TJ", "--knowledge", small)
    for part in (
        "Leaflets",
        "18 December 2020 · The report",
        "More than 1500 leaflets were handed out.",
        "+992900800800",
        "29 December 2020",
    ):
        assert part in run.out


def test_a_russian_text_is_shown_as_an_unofficial_translation(program: Program, small: Path) -> None:
    run = program("ask", "сколько листовок раздали в Таджикистане", "--knowledge", small)
    assert "18 декабря 2020 г. · Отчёт" in run.out.replace("\u202f", " ")
    assert "Неофициальный перевод" in run.out


def test_the_words_of_a_passage_stand_in_the_text_however_it_is_wrapped(program: Program) -> None:
    question = "how many leaflets were handed out in Tajikistan"
    found = answer(program("ask", question, "--format", "json"))
    text = program("ask", question).out
    for passage in found["passages"]:
        assert " ".join(passage["text"].split()) in " ".join(text.split())


# Batches


def test_every_line_of_a_file_gets_a_line(program: Program, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_text("how many leaflets were handed out\nсколько человек обучили\nпогода\n", encoding="utf-8")
    found = answers(program("ask", "--batch", file, "--knowledge", small))
    assert [item["question"] for item in found] == [
        "how many leaflets were handed out",
        "сколько человек обучили",
        "погода",
    ]
    assert [item["outcome"] for item in found] == ["answered", "answered", "not_covered"]


def test_a_dash_is_standard_input(program: Program, small: Path) -> None:
    run = program("ask", "--batch", "-", "--knowledge", small, stdin="how many leaflets were handed out\n")
    (found,) = answers(run)
    assert ids(found["passages"]) == ["leaflets"]


def test_a_line_of_a_batch_is_the_answer_to_its_question_alone(program: Program, small: Path) -> None:
    alone = answer(program("ask", "how many leaflets", "--format", "json", "--knowledge", small))
    lines = "hotline Tajikistan\nhow many leaflets\n"
    assert answers(program("ask", "--batch", "-", "--knowledge", small, stdin=lines))[1] == alone


def test_the_last_line_needs_no_end(program: Program, small: Path) -> None:
    assert len(answers(program("ask", "--batch", "-", "--knowledge", small, stdin="one\ntwo"))) == 2


def test_a_line_may_be_json_with_language_and_country(program: Program, small: Path) -> None:
    line = json.dumps({"question": "сколько листовок", "language": "en", "country": "TJ"}) + "\n"
    (found,) = answers(program("ask", "--batch", "-", "--knowledge", small, stdin=line))
    assert (found["question"], found["language"], found["country"]) == ("сколько листовок", "en", "TJ")


def test_json_lines_and_plain_ones_may_be_mixed(program: Program, small: Path) -> None:
    lines = 'how many leaflets\n{"question": "how many leaflets", "country": "TJ"}\n'
    found = answers(program("ask", "--batch", "-", "--knowledge", small, stdin=lines))
    assert [item["country"] for item in found] == [None, "TJ"]


def test_language_and_country_of_a_line_may_be_null(program: Program, small: Path) -> None:
    line = '{"question": "how many leaflets", "language": null, "country": null}\n'
    (found,) = answers(program("ask", "--batch", "-", "--knowledge", small, stdin=line))
    assert (found["language"], found["country"]) == ("en", None)


def test_the_options_hold_for_lines_that_do_not_say_otherwise(program: Program, small: Path) -> None:
    lines = 'how many leaflets\n{"question": "how many leaflets", "country": "UZ"}\n'
    run = program("ask", "--batch", "-", "--country", "TJ", "--knowledge", small, stdin=lines)
    assert [item["country"] for item in answers(run)] == ["TJ", "UZ"]


def test_the_threshold_holds_for_a_batch(program: Program, small: Path) -> None:
    run = program("ask", "--batch", "-", "--min-confidence", "1", "--knowledge", small, stdin="how many leaflets\n")
    assert answers(run)[0]["passages"] == []


def test_an_empty_line_gets_a_line_too(program: Program, small: Path) -> None:
    found = answers(program("ask", "--batch", "-", "--knowledge", small, stdin="one\n\ntwo\n"))
    assert [item["question"] for item in found] == ["one", "", "two"]


def test_no_line_gives_no_line(program: Program, small: Path) -> None:
    assert program("ask", "--batch", "-", "--knowledge", small) == Run(0, "", "")


@pytest.mark.parametrize(
    "line",
    [
        '{"question": "a"',
        "{}",
        '{"question": 5}',
        '{"question": null}',
        '{"question": "a", "language": "de"}',
        '{"question": "a", "country": "RU"}',
        '{"question": "a", "country": ["KZ"]}',
        '{"question": "a"} trailing',
    ],
)
def test_a_bad_json_line_ends_the_batch_with_one_line(program: Program, small: Path, line: str) -> None:
    run = program("ask", "--batch", "-", "--knowledge", small, stdin=f"how many leaflets\n{line}\nmore\n")
    assert_one_clear_line(run)
    assert "line 2" in run.err
    assert len(run.out.splitlines()) == 1


def test_a_file_that_is_not_there_is_one_line(program: Program, small: Path, tmp_path: Path) -> None:
    run = program("ask", "--batch", tmp_path / "nowhere.txt", "--knowledge", small)
    assert_one_clear_line(run)
    assert "nowhere.txt" in run.err


def test_a_file_that_is_not_utf_8_is_one_line(program: Program, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_bytes("сколько листовок\n".encode("cp1251"))
    assert_one_clear_line(program("ask", "--batch", file, "--knowledge", small))


def test_a_file_may_begin_with_a_byte_order_mark(program: Program, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_text('{"question": "how many leaflets"}\n', encoding="utf-8-sig")
    (found,) = answers(program("ask", "--batch", file, "--knowledge", small))
    assert found["question"] == "how many leaflets"


# Half a pair of surrogates is no character: JSON and the arguments of a process can hold one, UTF-8 cannot.
STRICT = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "utf-8"}


def test_half_a_character_in_a_line_does_not_end_the_batch(small: Path) -> None:
    lines = '{"question": "leaflets \\ud83d"}\nmore\n'
    run = start("ask", "--batch", "-", "--knowledge", small, stdin=lines, environment=STRICT)
    assert len(answers(run)) == 2


@pytest.mark.parametrize("layout", ["json", "text"])
def test_bytes_that_are_no_text_are_answered_as_well_as_can_be(small: Path, layout: str) -> None:
    run = start("ask", "leaflets \udcff\udcfe", "--format", layout, "--knowledge", small, environment=STRICT)
    assert (run.code, run.err) == (0, "")


def test_a_thousand_lines_are_answered_by_one_process() -> None:
    questions = [f"how many leaflets were handed out in Tajikistan {number}" for number in range(1000)]
    found = answers(start("ask", "--batch", "-", stdin="\n".join(questions)))
    assert [item["question"] for item in found] == questions
