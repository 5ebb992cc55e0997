"""A broken knowledge folder a rule, and what the rule finds in it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.folder import Folder, Rule
from bot.knowledge.reading import FolderReader

BROKEN = Path(__file__).parent / "broken"
TODAY = dt.date(2024, 5, 31)
Findings = Callable[[Rule], list[str]]


def read(name: str) -> Folder:
    """Read a folder of broken/; its files have to be right for the models."""
    reader = FolderReader(BROKEN / name)
    folder = reader.folder(TODAY, questions=True)
    assert reader.problems == []
    return folder


@pytest.fixture
def findings() -> Findings:
    """List what a rule finds in the folder of its name, as `file:line:column: entry: message`."""

    def find(rule: Rule) -> list[str]:
        problems = [place.problem("error", message) for place, message in rule(read(rule.__name__))]
        return [
            str(problem).replace("error: ", "", 1).replace(f"{BROKEN / rule.__name__}/", "") for problem in problems
        ]

    return find
