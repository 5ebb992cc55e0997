"""A YAML file as data with positions, and what is refused in it."""

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.problem import Position
from bot.knowledge.yaml_file import YamlFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.yaml"


def read(path: Path, text: str | bytes) -> YamlFile:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return YamlFile(path, path)


def content(path: Path, text: str | bytes) -> Any:
    file = read(path, text)
    assert file.problems == []
    return file.data


def only_problem(path: Path, text: str | bytes) -> tuple[Position, str]:
    (problem,) = read(path, text).problems
    assert problem.path == path
    assert problem.severity == "error"
    return problem.position, problem.message


# Positions


def test_a_key_stands_where_its_name_begins(path: Path) -> None:
    file = read(path, "bulletin:\n  id: x\n  title: {en: A, ru: Б}\n")
    assert file.position(("bulletin", "id")) == Position(2, 3)
    assert file.position(("bulletin", "title", "ru")) == Position(3, 18)


def test_an_entry_of_a_list_stands_where_its_content_begins(path: Path) -> None:
    file = read(path, "- id: one\n  name: a\n\n- id: two\n  name: b\n")
    assert file.position((1,)) == Position(4, 3)
    assert file.position((1, "name")) == Position(5, 3)


def test_nested_lists_have_positions_of_their_own(path: Path) -> None:
    file = read(path, "passages:\n  - questions:\n      en:\n        - first\n        - second\n")
    assert file.position(("passages", 0, "questions", "en", 1)) == Position(5, 11)


def test_what_the_file_does_not_have_stands_where_the_entry_around_it_does(path: Path) -> None:
    file = read(path, "- id: one\n- id: two\n  name: b\n")
    assert file.position((1, "phone")) == Position(2, 3)
    assert file.position((7, "phone")) == Position(1, 1)


def test_an_empty_file_has_the_position_of_its_beginning(path: Path) -> None:
    assert read(path, "").position(("bulletin", "id")) == Position(1, 1)


# Content


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_holds_nothing(path: Path, text: str) -> None:
    assert content(path, text) is None


def test_a_byte_order_mark_is_no_part_of_the_first_key(path: Path) -> None:
    assert content(path, b"\xef\xbb\xbfid: one\n") == {"id": "one"}


def test_lines_of_windows_are_lines(path: Path) -> None:
    file = read(path, b"- id: one\r\n- id: two\r\n  name: |\r\n    a\r\n    b\r\n")
    assert file.data == [{"id": "one"}, {"id": "two", "name": "a\nb\n"}]
    assert file.position((1, "name")) == Position(3, 3)


def test_texts_of_both_languages_are_read_as_they_stand(path: Path) -> None:
    assert content(path, "ru: «Ёлка» — 100 %\nen: “Fir”\n") == {"ru": "«Ёлка» — 100 %", "en": "“Fir”"}


def test_a_folded_text_keeps_its_paragraphs(path: Path) -> None:
    assert content(path, "en: >-\n  one\n  two\n\n  three\n") == {"en": "one two\nthree"}


# Refusals


def test_a_key_that_stands_twice_is_reported_at_the_second(path: Path) -> None:
    position, message = only_problem(path, "- id: one\n  phone: '1'\n  name: a\n  phone: '2'\n")
    assert position == Position(4, 3)
    assert "“phone” stands twice" in message
    assert "line 2" in message


def test_the_same_key_in_two_entries_is_no_duplicate(path: Path) -> None:
    assert content(path, "- {id: one}\n- {id: two}\n") == [{"id": "one"}, {"id": "two"}]


@pytest.mark.parametrize(
    "text",
    ["a: &x [1]\nb: *x\n", "a: &x {k: v}\nb:\n  - *x\n", "a: &x text\nb: *x\n"],
    ids=["list", "mapping", "scalar"],
)
def test_an_alias_is_refused(path: Path, text: str) -> None:
    assert "alias" in only_problem(path, text)[1]


def test_an_alias_of_the_entry_around_it_is_refused(path: Path) -> None:
    assert "alias" in only_problem(path, "a: &x\n  b: *x\n")[1]


def test_a_billion_laughs_are_refused_before_they_are_written_out(path: Path) -> None:
    lines = ["a0: &a0 [lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    problems = read(path, "\n".join(lines)).problems  # written out they would fill no memory there is
    assert problems
    assert all("alias" in problem.message for problem in problems)


def test_nesting_without_end_is_a_problem_and_no_crash(path: Path) -> None:
    assert read(path, "[" * 5_000 + "]" * 5_000).problems


def test_a_tab_for_indentation_is_named_as_such(path: Path) -> None:
    position, message = only_problem(path, "bulletin:\n\tid: x\n")
    assert position.line == 2
    assert "tab" in message
    assert "spaces" in message


def test_a_text_that_is_not_utf_8_is_reported(path: Path) -> None:
    assert "UTF-8" in only_problem(path, "ru: Привет\n".encode("cp1251"))[1]


def test_a_colon_in_a_bare_text_is_reported_at_its_line(path: Path) -> None:
    position, message = only_problem(path, "id: x\nen: Note: this\nru: a\n")
    assert position.line == 2
    assert "quotes" in message


def test_a_bracket_that_is_never_closed_is_reported(path: Path) -> None:
    assert "YAML" in only_problem(path, "topics: [health, covid\nid: x\n")[1]


def test_a_second_document_is_reported(path: Path) -> None:
    assert only_problem(path, "id: one\n---\nid: two\n")[0].line >= 2


def test_a_control_character_is_reported(path: Path) -> None:
    assert "YAML" in only_problem(path, "id: a\x00b\n")[1]


def test_a_day_that_does_not_exist_is_reported_at_its_place(path: Path) -> None:
    position, message = only_problem(path, "id: x\ndate: 2022-02-30\n")
    assert position == Position(2, 7)
    assert "2022-02-30" in message


@pytest.mark.parametrize("value", ["!!bool maybe", "!!int many", "!!timestamp soon", "!!python/name:os.system x"])
def test_a_tag_that_does_not_fit_its_value_is_a_problem_and_no_crash(path: Path, value: str) -> None:
    assert only_problem(path, f"id: x\ndate: {value}\n")[0].line == 2


def test_a_tag_creates_no_object(path: Path) -> None:
    assert read(path, "id: !!python/object/apply:os.getcwd []\n").data in ({"id": []}, {"id": None}, None)


def test_a_file_that_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    (problem,) = YamlFile(tmp_path, tmp_path).problems
    assert "cannot be read" in problem.message
