"""The program as a whole: the questions it was made for, the folder it reads, how it ends, what it loads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import __version__
from tests.cli.program import ROOT, Program, assert_one_clear_line, start
from tests.conftest import WriteFolder

CONTACT = """
- {id: kz-hotline, country: KZ, kind: hotline, name: {en: NAME}, phone: "111", verified: 2020, source: a report}
"""


@pytest.fixture
def two_folders(write_folder: WriteFolder) -> tuple[Path, Path]:
    return (
        write_folder({"contacts.yaml": CONTACT.replace("NAME", "First folder")}, "first"),
        write_folder({"contacts.yaml": CONTACT.replace("NAME", "Second folder")}, "second"),
    )


# What it was made for


def test_the_hotline_in_bishkek_is_1899() -> None:
    run = start("ask", "горячая линия в Бишкеке")
    assert (run.code, run.err) == (0, "")
    assert "1899" in run.out


def test_the_hotline_in_bishkek_comes_first(program: Program) -> None:
    found = json.loads(program("ask", "горячая линия в Бишкеке", "--format", "json").out)
    assert (found["country"], found["outcome"]) == ("KG", "answered")
    assert found["contacts"][0]["value"] == "1899"


def test_the_leaflets_in_tajikistan_are_more_than_1500(program: Program) -> None:
    found = json.loads(program("ask", "how many leaflets were handed out in Tajikistan", "--format", "json").out)
    assert (found["country"], found["outcome"]) == ("TJ", "answered")
    assert found["passages"][0]["id"] == "tj-umed-campaign"
    assert "more than 1500 leaflets were disseminated" in found["passages"][0]["text"]


def test_the_weather_is_not_covered(program: Program) -> None:
    found = json.loads(program("ask", "какая погода завтра", "--format", "json").out)
    assert (found["outcome"], found["passages"]) == ("not_covered", [])


def test_the_chat_answers_all_three() -> None:
    questions = "горячая линия в Бишкеке\nhow many leaflets were handed out in Tajikistan\nкакая погода завтра\n"
    run = start("chat", stdin=questions)
    assert (run.code, run.err) == (0, "")
    text = " ".join(run.out.split())
    places = [text.index(part) for part in ("1899", "more than 1500 leaflets", "ничего не")]
    assert places == sorted(places)


# Which folder


def test_the_folder_of_the_option_is_read(program: Program, two_folders: tuple[Path, Path]) -> None:
    assert "First folder" in program("contacts", "--knowledge", two_folders[0]).out


def test_the_folder_of_the_environment_is_read(
    program: Program, two_folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_KNOWLEDGE", str(two_folders[1]))
    assert "Second folder" in program("contacts").out


def test_the_option_goes_before_the_environment(
    program: Program, two_folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_KNOWLEDGE", str(two_folders[1]))
    assert "First folder" in program("contacts", "--knowledge", two_folders[0]).out


def test_an_empty_variable_counts_as_none(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_KNOWLEDGE", "")
    assert "1899" in program("contacts").out


def test_the_folder_here_is_read(write_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch, program: Program) -> None:
    here = write_folder({"contacts.yaml": CONTACT.replace("NAME", "This folder")}, "knowledge").parent
    monkeypatch.chdir(here)
    assert "This folder" in program("contacts").out


def test_elsewhere_the_shipped_folder_is_read(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "1899" in program("contacts").out


# How it ends


@pytest.mark.parametrize("command", [("ask", "leaflets"), ("ask", "--batch", "-"), ("contacts",), ("chat",)])
def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    run = start(*command, "--knowledge", tmp_path / "nowhere")
    assert_one_clear_line(run)
    assert str(tmp_path / "nowhere") in run.err


def test_a_broken_folder_is_a_line_a_problem(program: Program, write_folder: WriteFolder) -> None:
    folder = write_folder({"contacts.yaml": "- {id: a}\n"})
    run = program("ask", "leaflets", "--knowledge", folder)
    assert (run.code, run.out) == (1, "")
    assert all(line.startswith(f"{folder}/contacts.yaml:1:") for line in run.err.splitlines())


def test_run_without_a_token_is_one_line_that_names_the_variable() -> None:
    run = start("run", environment={"TELEGRAM_BOT_TOKEN": ""})
    assert_one_clear_line(run)
    assert "TELEGRAM_BOT_TOKEN" in run.err


def test_no_command_is_wrong_usage(program: Program) -> None:
    assert program().code == 2


def test_an_unknown_command_is_wrong_usage(program: Program) -> None:
    run = program("answer")
    assert run.code == 2
    assert "answer" in run.err


def test_the_version_is_told(program: Program) -> None:
    run = program("--version")
    assert (run.code, run.out) == (0, f"migrant-bot {__version__}\n")


def test_a_reader_that_leaves_early_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "contacts"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_russian_is_written_in_the_plainest_locale() -> None:
    run = start("ask", "горячая линия в Бишкеке", environment={"LC_ALL": "C", "LANG": "C"})
    assert (run.code, run.err) == (0, "")
    assert "Кыргызстан" in run.out


# What it loads


def loaded_by(*arguments: str) -> set[str]:
    """Return the modules that a command has loaded when it is done."""
    code = (
        "import sys; from bot.cli import main; code = main(sys.argv[1:]); "
        "print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    run = start(*arguments, command=(sys.executable, "-c", code))
    assert run.code == 0
    return set(run.err.split())


@pytest.mark.parametrize("command", [("ask", "hotline"), ("contacts",), ("check",), ("chat",)])
def test_a_command_that_needs_no_telegram_loads_none_of_it(command: tuple[str, ...]) -> None:
    loaded = loaded_by(*command)
    assert "bot.knowledge" in loaded
    foreign = {name for name in loaded if name.partition(".")[0] in {"telegram", "httpx", "aiohttp"}}
    assert foreign == set()
    assert not {name for name in loaded if name.startswith("bot.telegram")}
