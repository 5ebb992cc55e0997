"""The version of the knowledge: of the same files the same one, of any other content another."""

import datetime as dt
import os
from pathlib import Path

import pytest

from bot.knowledge import load
from tests.conftest import WriteFolder

FILES = {
    "bulletins/news.yaml": "bulletin: {id: news, date: 2024-02-01, title: {en: News}}\n",
    "countries.yaml": "- {code: KZ, name: {en: Kazakhstan}}\n",
    "questions.yaml": "- {question: where, language: en, kind: not_covered}\n",
}


@pytest.fixture
def folder(write_folder: WriteFolder) -> Path:
    return write_folder(FILES)


def test_a_version_is_twelve_hexadecimal_letters(folder: Path) -> None:
    assert len(load(folder).version) == 12
    int(load(folder).version, 16)


def test_the_same_files_in_another_folder_are_the_same_version(folder: Path, write_folder: WriteFolder) -> None:
    assert load(write_folder(FILES, "copy")).version == load(folder).version


def test_the_day_of_a_change_makes_no_other_version(folder: Path) -> None:
    before = load(folder).version
    os.utime(folder / "countries.yaml", (0, 0))
    assert load(folder).version == before


@pytest.mark.parametrize("name", ["countries.yaml", "bulletins/news.yaml"])
def test_another_byte_is_another_version_even_in_a_comment(folder: Path, name: str) -> None:
    before = load(folder).version
    (folder / name).write_text(FILES[name] + "# a remark\n", encoding="utf-8")
    assert load(folder).version != before


def test_a_file_of_another_name_is_another_version(folder: Path) -> None:
    before = load(folder).version
    (folder / "bulletins" / "news.yaml").rename(folder / "bulletins" / "other.yaml")
    assert load(folder).version != before


def test_a_file_more_is_another_version(folder: Path) -> None:
    before = load(folder).version
    (folder / "topics.yaml").touch()
    assert load(folder).version != before


@pytest.mark.parametrize("name", ["questions.yaml", "notes.txt"])
def test_a_file_that_is_not_loaded_makes_no_other_version(folder: Path, name: str) -> None:
    before = load(folder).version
    (folder / name).write_text("# a remark\n", encoding="utf-8")
    assert load(folder).version == before


def test_knowledge_is_as_new_as_its_newest_file(folder: Path) -> None:
    os.utime(folder / "bulletins" / "news.yaml", (0, 1_000_000_000))
    os.utime(folder / "countries.yaml", (0, 1_700_000_000))
    assert load(folder).changed == dt.datetime(2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC)


@pytest.mark.parametrize("seconds", [-1, 1 << 40])
def test_a_clock_that_was_wrong_is_no_error(folder: Path, seconds: int) -> None:
    os.utime(folder / "countries.yaml", (0, seconds))
    assert load(folder).changed.tzinfo is dt.UTC
