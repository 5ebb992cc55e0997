"""knowledge/README.md: every “before” is there, every “after” is a folder without an error."""

import re
import shutil
from pathlib import Path

import pytest

from bot.knowledge import DEFAULT_DIRECTORY, check

TEXT = (DEFAULT_DIRECTORY / "README.md").read_text(encoding="utf-8")
SECTIONS: dict[str, str] = dict(re.findall(r"^## (.+)\n((?:(?!^## ).*\n)*)", TEXT, re.MULTILINE))
BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
FILES = {
    "Change a number": "contacts.yaml",
    "Add a contact": "contacts.yaml",
    "Retire a number": "contacts.yaml",
    "Add a city": "countries.yaml",
    "Add a passage": "bulletins/2020-12-migrants-day.yaml",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT_DIRECTORY, tmp_path / "knowledge"))


def errors(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder) if problem.severity == "error"]


@pytest.mark.parametrize("title", FILES)
def test_a_change_of_the_readme_can_be_made(folder: Path, title: str) -> None:
    before, after = BLOCK.findall(SECTIONS[title])
    path = folder / FILES[title]
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")
    assert [line for line in errors(folder) if "questions.yaml" not in line] == []


def test_the_bulletin_of_the_readme_can_be_added(folder: Path) -> None:
    (bulletin,) = BLOCK.findall(SECTIONS["Add a bulletin"])
    (folder / "bulletins" / "2024-05-news.yaml").write_text(bulletin, encoding="utf-8")
    text = "Twelve teachers of Osh took part in the\ntraining.\n"
    (folder / "sources" / "2024-05-news.txt").write_text(text, encoding="utf-8")
    assert errors(folder) == []


def test_the_readme_fits_on_a_page_or_little_more() -> None:
    assert len(TEXT.split()) < 1500


def test_every_file_that_the_readme_names_is_there() -> None:
    named = set(re.findall(r"`((?:bulletins/|sources/)?[\w*-]+\.(?:yaml|txt))`", TEXT)) - {
        "sources/2024-05-news.txt",
        "bulletins/2024-05-news.yaml",
    }
    assert [name for name in named if not list(DEFAULT_DIRECTORY.glob(name))] == []
