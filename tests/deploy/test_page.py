"""The operator's page: its links lead somewhere, its commands are whole, its files are there."""

import re
import shlex
import subprocess

import pytest

from bot.cli import build_parser
from tests.deploy.page import TEXT, blocks, headings
from tests.deploy.tools import ROOT
from tests.fakes.bot_api import PATIENCE


def anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(#([^)]+)\)", TEXT))))
def test_a_link_within_the_page_leads_to_a_heading(link: str) -> None:
    assert link in map(anchor, headings())


def test_no_two_headings_are_the_same() -> None:
    assert len(set(headings())) == len(headings())


@pytest.mark.parametrize("block", blocks())
def test_a_shell_understands_the_commands(block: str) -> None:
    subprocess.run(["/bin/sh", "-n"], input=block, text=True, check=True, timeout=PATIENCE)


@pytest.mark.parametrize("line", [line for line in "".join(blocks()).splitlines() if line.startswith("sudo ")])
def test_what_needs_root_writes_no_file_by_the_shell_of_the_user(line: str) -> None:
    tokens = shlex.shlex(line, posix=False, punctuation_chars=True)
    assert not any(">" in token for token in tokens if token[0] not in "'\"")


@pytest.mark.parametrize("path", sorted(set(re.findall(r"/opt/migrant-bot/source/([\w./-]*\w)", TEXT))))
def test_a_file_that_is_named_is_there(path: str) -> None:
    made = {"deploy/tls"}
    assert path in made or (ROOT / path).exists()


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"\bmigrant-bot ((?:webhook|check|run|report|ask)\b[\w -]*)", TEXT)))
)
def test_a_command_of_the_bot_that_is_named_is_one(command: str) -> None:
    build_parser().parse_args(command.split())
