"""`diff`: against a folder and against a revision, for the terminal and for a pull request."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import SMALL
from tests.cli.program import Program, assert_one_clear_line
from tests.conftest import WriteFolder

SOURCE = """More than 1500 leaflets were handed out. Twenty five people were trained in Tashkent.
The network on migration was launched online. Many migrants returned home by land."""
QUESTIONS = "- {question: how many leaflets were handed out, language: en, kind: passage, passages: [leaflets]}\n"
FILES = {**SMALL, "sources/report.txt": SOURCE, "questions.yaml": QUESTIONS}
HOTLINE = 'phone: "11616"'


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", folder, *identity, *arguments], check=True, capture_output=True)


def replace(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def older(write_folder: WriteFolder) -> Path:
    return write_folder(FILES, "older")


@pytest.fixture
def newer(write_folder: WriteFolder) -> Path:
    folder = write_folder(FILES, "newer")
    replace(folder, "contacts.yaml", HOTLINE, 'phone: "11617"')
    return folder


@pytest.fixture
def repository(write_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a knowledge folder inside a repository, committed once."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    folder = write_folder(FILES, "repository/knowledge")
    git(folder.parent, "init", "--quiet")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "--quiet", "--message", "First")
    return folder


# Against a folder


def test_counts_come_first(program: Program, older: Path, newer: Path) -> None:
    run = program("diff", older, "--knowledge", newer)
    assert run.out.splitlines()[:3] == [
        f"Compared with {older}:",
        "  1 contact changed",
        "  0 of 1 curated questions with another answer",
    ]


def test_details_follow(program: Program, older: Path, newer: Path) -> None:
    run = program("diff", older, "--knowledge", newer)
    assert run.out.splitlines()[3:] == ["", "Contacts changed:", "  kz-hotline", "    phone: 11616 → 11617"]


def test_a_difference_is_no_failure(program: Program, older: Path, newer: Path) -> None:
    run = program("diff", older, "--knowledge", newer)
    assert (run.code, run.err) == (0, "")


def test_no_difference_is_said(program: Program, older: Path) -> None:
    assert "nothing changed" in program("diff", older, "--knowledge", older).out


def test_a_question_with_another_answer_is_told(program: Program, older: Path, newer: Path) -> None:
    replace(newer, "bulletins/report.yaml", "id: leaflets", "id: handouts")
    run = program("diff", older, "--knowledge", newer)
    assert "how many leaflets were handed out\n    first passage: leaflets → handouts" in run.out


def test_without_curated_questions_the_rest_is_compared(program: Program, older: Path, newer: Path) -> None:
    (newer / "questions.yaml").unlink()
    assert "11616 → 11617" in program("diff", older, "--knowledge", newer).out


def test_a_long_list_is_cut(program: Program, older: Path, newer: Path) -> None:
    with (newer / "topics.yaml").open("a", encoding="utf-8") as topics:
        topics.writelines(f"- {{id: t{number}, name: {{en: t{number}}}}}\n" for number in range(60))
    lines = program("diff", older, "--knowledge", newer).out.splitlines()
    assert "  60 settings of topics, countries and confidence changed" in lines
    assert "  and 10 more" in lines
    assert "  topic t50" not in lines


# Markdown


def test_markdown_has_a_list_of_counts(program: Program, older: Path, newer: Path) -> None:
    lines = program("diff", older, "--format", "markdown", "--knowledge", newer).out.splitlines()
    assert lines[:3] == [f"### Compared with `{older}`", "", "- 1 contact changed"]


def test_what_comes_from_files_is_code_in_markdown(program: Program, older: Path, newer: Path) -> None:
    replace(newer, "contacts.yaml", "dushanbe@example.org", "office@example.org")
    run = program("diff", older, "--format", "markdown", "--knowledge", newer)
    assert "  - email: `dushanbe@example.org` → `office@example.org`" in run.out


def test_a_backtick_does_not_end_the_code(program: Program, older: Path, newer: Path) -> None:
    replace(newer, "contacts.yaml", "en: Mission,", "en: '`@team` <b>',")
    run = program("diff", older, "--format", "markdown", "--knowledge", newer)
    assert "→ `` `@team` <b> ``" in run.out


# Against a revision


def test_without_an_argument_the_last_commit_is_compared(program: Program, repository: Path) -> None:
    replace(repository, "contacts.yaml", HOTLINE, 'phone: "11617"')
    assert "phone: 11616 → 11617" in program("diff", "--knowledge", repository).out


def test_an_older_commit_may_be_named(program: Program, repository: Path) -> None:
    replace(repository, "contacts.yaml", HOTLINE, 'phone: "11617"')
    git(repository, "commit", "--quiet", "--all", "--message", "Second")
    assert "11616 → 11617" in program("diff", "HEAD~1", "--knowledge", repository).out
    assert "nothing changed" in program("diff", "--knowledge", repository).out


def test_the_knowledge_folder_may_be_the_repository(program: Program, repository: Path) -> None:
    shutil.rmtree(repository.parent / ".git")
    git(repository, "init", "--quiet")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "First")
    assert "nothing changed" in program("diff", "--knowledge", repository).out


def test_the_repository_stays_as_it_was(program: Program, repository: Path) -> None:
    replace(repository, "contacts.yaml", HOTLINE, 'phone: "11617"')
    program("diff", "--knowledge", repository)
    assert "11617" in (repository / "contacts.yaml").read_text(encoding="utf-8")


# What cannot be compared


def test_an_unknown_revision_is_one_line(program: Program, repository: Path) -> None:
    run = program("diff", "nowhere", "--knowledge", repository)
    assert_one_clear_line(run)
    assert "nowhere is neither a folder nor a revision" in run.err


def test_a_folder_outside_any_repository_is_one_line(program: Program, older: Path) -> None:
    run = program("diff", "--knowledge", older)
    assert_one_clear_line(run)
    assert "no git repository" in run.err


def test_a_folder_that_was_not_there_yet_is_one_line(program: Program, repository: Path) -> None:
    folder = repository.rename(repository.parent / "moved")
    run = program("diff", "--knowledge", folder)
    assert_one_clear_line(run)
    assert "HEAD has no folder moved" in run.err


def test_a_machine_without_git_is_one_line(program: Program, older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(older))
    run = program("diff", "--knowledge", older)
    assert_one_clear_line(run)
    assert "git is not installed" in run.err


def test_an_error_of_the_older_side_is_one_line(program: Program, older: Path, newer: Path) -> None:
    replace(older, "contacts.yaml", "country: KZ", "country: XX")
    run = program("diff", older, "--knowledge", newer)
    assert_one_clear_line(run)
    assert f"{older} has 2 errors, the first in contacts.yaml, line 2" in run.err


def test_an_error_of_the_side_in_use_is_one_line(program: Program, older: Path, newer: Path) -> None:
    replace(newer, "topics.yaml", "id: awareness", "id: a, colour: red")
    run = program("diff", older, "--knowledge", newer)
    assert_one_clear_line(run)
    assert f"{newer} has" in run.err


def test_an_error_of_the_questions_is_one_line(program: Program, older: Path, newer: Path) -> None:
    replace(newer, "questions.yaml", "kind: passage", "kind: riddle")
    run = program("diff", older, "--knowledge", newer)
    assert_one_clear_line(run)
    assert "questions.yaml" in run.err
