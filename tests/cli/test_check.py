"""`check`: every problem of a knowledge folder, for people, for GitHub and for programs."""

import json
from pathlib import Path

import pytest

from tests.cli.program import Program, start
from tests.conftest import WriteFolder

BROKEN = {
    "contacts.yaml": """\
        - id: kz-hotline
          country: KZ
          kind: hotline
          name: {en: Hotline}
          phone: "11616"
          verified: soon
          source: The report
          50%: off
        """,
    "countries.yaml": "- {code: KZ, name: {en: Kazakhstan, ru: Казахстан}}\n",
    "topics.yaml": "- {id: one, name: {en: one, ru: один}}\n- {id: one, name: {en: again, ru: снова}}\n",
}


@pytest.fixture
def broken(write_folder: WriteFolder) -> Path:
    return write_folder(BROKEN, "broken")


def test_the_shipped_folder_has_no_error(program: Program) -> None:
    run = program("check")
    assert (run.code, run.err) == (0, "")
    assert "0 errors" in run.out


def test_a_good_folder_gives_no_annotation_of_an_error(program: Program, small: Path) -> None:
    run = program("check", "--format", "github", "--knowledge", small)
    assert (run.code, "::error" in run.out) == (0, False)


def test_an_empty_folder_has_no_error_but_warnings(program: Program, write_folder: WriteFolder) -> None:
    run = program("check", "--format", "json", "--knowledge", write_folder({}))
    rows = json.loads(run.out)
    assert (run.code, {row["severity"] for row in rows}) == (0, {"warning"})


@pytest.mark.parametrize("layout", ["text", "github", "json"])
def test_an_error_is_exit_code_1(program: Program, broken: Path, layout: str) -> None:
    assert program("check", "--format", layout, "--knowledge", broken).code == 1


def test_the_text_has_a_line_a_problem_with_file_and_line(program: Program, broken: Path) -> None:
    *lines, summary = program("check", "--knowledge", broken).out.splitlines()
    assert [line.split(" error: ")[0] for line in lines] == [
        f"{broken}/contacts.yaml:6:3:",
        f"{broken}/contacts.yaml:8:3:",
        f"{broken}/topics.yaml:2:4:",
    ]
    assert summary == "3 errors, 0 warnings"


def test_json_says_file_line_column_severity_entry_and_message(program: Program, broken: Path) -> None:
    rows = json.loads(program("check", "--format", "json", "--knowledge", broken).out)
    assert len(rows) == 3
    message = rows[1].pop("message")
    assert "50%" in message
    assert rows[1] == {
        "file": f"{broken}/contacts.yaml",
        "line": 8,
        "column": 3,
        "severity": "error",
        "entry": "kz-hotline",
    }


def test_github_gets_an_annotation_a_problem(program: Program, broken: Path) -> None:
    lines = program("check", "--format", "github", "--knowledge", broken).out.splitlines()
    assert lines[2].startswith(f"::error file={broken}/topics.yaml,line=2,col=4::one: this id is taken")
    assert len(lines) == 3


def test_github_gets_percent_signs_escaped(program: Program, broken: Path) -> None:
    line = program("check", "--format", "github", "--knowledge", broken).out.splitlines()[1]
    assert "50%25" in line
    assert "50%”" not in line


def test_github_gets_a_message_on_one_line(program: Program, write_folder: WriteFolder) -> None:
    folder = write_folder({**BROKEN, "topics.yaml": '- {id: one, name: {en: one}, "two\\nlines": 1}\n'})
    *_, line = program("check", "--format", "github", "--knowledge", folder).out.splitlines()
    assert "two%0Alines" in line


def test_github_gets_the_signs_of_its_format_escaped_in_a_path(program: Program, write_folder: WriteFolder) -> None:
    folder = write_folder(BROKEN, "a,b:c")
    out = program("check", "--format", "github", "--knowledge", folder).out
    assert f"file={folder.parent}/a%2Cb%3Ac/topics.yaml,line=2,col=4::" in out


def test_a_folder_that_is_missing_is_an_error(program: Program, tmp_path: Path) -> None:
    run = program("check", "--knowledge", tmp_path / "nowhere")
    assert run.code == 1
    assert "no such folder" in run.out + run.err


def test_files_of_the_folder_here_are_named_from_here(write_folder: WriteFolder) -> None:
    folder = write_folder(BROKEN, "knowledge")
    run = start("check", cwd=folder.parent, environment={"PYTHONPATH": str(Path(__file__).parents[2])})
    assert run.out.startswith("knowledge/contacts.yaml:6:3: error: ")
