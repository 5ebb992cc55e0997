"""README.md, `--help` and the settings tell the same."""

import argparse
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.cli import build_parser
from bot.settings import Settings
from tests.cli.program import Program

ROOT = Path(__file__).parents[2]


class Recorder(Mapping[str, str]):
    """An empty environment that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getitem__(self, key: str) -> str:
        self.asked.append(key)
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def commands() -> dict[str, argparse.ArgumentParser]:
    (action,) = (item for item in build_parser()._actions if isinstance(item, argparse._SubParsersAction))
    return dict(action.choices)


def options() -> list[tuple[str, str]]:
    """List every long option with its command."""
    return [
        (command, option)
        for command, parser in commands().items()
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    ]


def variables() -> list[str]:
    recorder = Recorder()
    Settings.read(recorder)
    return sorted(set(recorder.asked))


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def stands_in(word: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


# Commands and options


@pytest.mark.parametrize("command", ["run", "chat", "ask", "contacts", "check"])
def test_the_agreed_commands_are_there(command: str) -> None:
    assert command in commands()


@pytest.mark.parametrize("command", commands())
def test_help_lists_every_command(program: Program, command: str) -> None:
    run = program("--help")
    assert run.code == 0
    assert re.search(rf"^ +{command} +\S", run.out, re.MULTILINE)


@pytest.mark.parametrize("command", commands())
def test_every_command_has_help_of_its_own(program: Program, command: str) -> None:
    run = program(command, "--help")
    assert run.code == 0
    assert f"migrant-bot {command}" in run.out
    assert "--knowledge" in run.out


@pytest.mark.parametrize("command", commands())
def test_the_readme_names_every_command(readme: str, command: str) -> None:
    assert re.search(rf"`{command}\b", readme)


@pytest.mark.parametrize(("command", "option"), options())
def test_the_readme_names_every_option(readme: str, command: str, option: str) -> None:
    lines = [line for line in readme.splitlines() if f"`{command}" in line] if option != "--knowledge" else [readme]
    assert stands_in(option, "\n".join(lines))


def test_the_readme_names_no_command_that_is_not_there(readme: str) -> None:
    table = re.findall(r"^\| `([a-z]+)", readme, re.MULTILINE)
    typed = re.findall(r"(?:python -m bot|migrant-bot) ([a-z]+)", readme)
    assert table
    assert set(table + typed) - commands().keys() == set()


def test_the_readme_names_no_option_that_is_not_there(readme: str) -> None:
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", readme)) - {option for _, option in options()} == set()


# Settings


def test_the_settings_are_read_from_variables() -> None:
    assert {"BOT_KNOWLEDGE", "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL"} <= set(variables())


@pytest.mark.parametrize("variable", variables())
def test_the_readme_names_every_variable(readme: str, variable: str) -> None:
    assert re.search(rf"^\| `{variable}` \|", readme, re.MULTILINE)


def test_the_readme_names_no_variable_that_is_not_read(readme: str) -> None:
    assert set(re.findall(r"^\| `([A-Z][A-Z_]+)` \|", readme, re.MULTILINE)) - set(variables()) == set()


def test_the_environment_is_read_in_one_place() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bot").rglob("*.py")
        if re.search(r"\b(?:environ|getenv)\b", path.read_text(encoding="utf-8"))
    }
    assert readers == {"bot/settings.py"}


# Files, targets, dependencies


def test_the_readme_names_no_file_that_is_not_there(readme: str) -> None:
    paths = re.findall(r"`((?:bot|knowledge|deploy|tests)/[\w./*-]*)`", readme)
    assert paths
    assert [path for path in paths if not list(ROOT.glob(path))] == []


def test_the_readme_names_no_make_target_that_is_not_there(readme: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"(?:`|^|…\s)make ([a-z]+)", readme, re.MULTILINE)
    assert {"chat", "test", "run"} <= set(named)
    assert set(named) - set(targets) == set()


def test_the_readme_gives_a_reason_for_every_dependency(readme: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[<>=!~;\[ ]", line)[0] for line in project["dependencies"]]
    rows = "\n".join(re.findall(r"^\| ([^|`]+) \|", readme, re.MULTILINE))
    assert [name for name in names if not stands_in(name, rows)] == []
