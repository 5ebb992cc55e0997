"""`report`: what the people who look after the knowledge should know, as a table, JSON or CSV."""

import asyncio
import csv
import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge import load
from bot.storage import KeyedHash, open_storage
from tests.cli.conftest import SMALL
from tests.cli.program import Program, assert_one_clear_line
from tests.conftest import WriteFolder

QUESTIONS = """
    - {question: how many leaflets were handed out, language: en, kind: passage, passages: [leaflets]}
    - {question: какая завтра погода, language: ru, kind: contact, contact: tj-hotline}
    - {question: weather tomorrow, language: en, kind: not_covered}
    """


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "database" / "bot.db"
    path.parent.mkdir()
    monkeypatch.setenv("DATABASE_URL", str(path))
    return path


@pytest.fixture
def counted(database: Path) -> Path:
    """Count a report, three gaps and a passage, as the bot does."""
    today = dt.datetime.now(dt.UTC).date()

    async def count() -> None:
        async with open_storage(str(database)) as storage:
            await storage.report("kz-hotline", "no_answer", KeyedHash(b"secret").of(1), today)
            for _ in range(3):
                await storage.count_gaps({("awareness", "KG", "ru"): 1}, today)
            await storage.count_shown({"leaflets": 1, "network": 1}, today)

    asyncio.run(count())
    return database


@pytest.fixture
def folder(write_folder: WriteFolder) -> Path:
    return write_folder({**SMALL, "questions.yaml": QUESTIONS})


def as_json(program: Program, folder: Path) -> Mapping[str, Any]:
    found = json.loads(program("report", "--format", "json", "--knowledge", folder).out)
    assert isinstance(found, dict)
    return found


@pytest.mark.usefixtures("database")
def test_json_has_every_part(program: Program, folder: Path) -> None:
    found = as_json(program, folder)
    assert list(found) == "day failing gaps stale knowledge shown unshown unanswered".split()
    assert {"id", "country", "value", "verified", "days"} == set(found["stale"][0])


def test_no_database_is_made(program: Program, folder: Path, database: Path) -> None:
    assert program("report", "--knowledge", folder).code == 0
    assert list(database.parent.iterdir()) == []


@pytest.mark.usefixtures("database")
def test_the_version_and_the_day_of_the_knowledge_are_named(program: Program, folder: Path) -> None:
    knowledge = load(folder)
    assert as_json(program, folder)["knowledge"] == {
        "version": knowledge.version,
        "date": knowledge.changed.date().isoformat(),
    }


@pytest.mark.usefixtures("counted")
def test_csv_has_a_row_for_everything_found(program: Program, folder: Path) -> None:
    rows = list(csv.DictReader(program("report", "--format", "csv", "--knowledge", folder).out.splitlines()))
    found = [(row["part"], row["id"], row["times"]) for row in rows if row["part"] != "stale"]
    assert found == [
        ("knowledge", load(folder).version, ""),
        ("reported", "kz-hotline", "1"),
        ("gap", "awareness", "3"),
        ("unshown", "training", ""),
        ("unshown", "flight", ""),
        ("unanswered", "tj-hotline", ""),
    ]


@pytest.mark.usefixtures("counted")
def test_the_table_lists_what_was_counted_and_what_was_not(program: Program, folder: Path) -> None:
    table = program("report", "--language", "ru", "--knowledge", folder).out
    for line in (
        f"версия {load(folder).version}",
        "1    KZ      11616    не ответили 1",
        "2020-12-29  UZ      training",
        "ru    tj-hotline  какая завтра погода",
    ):
        assert line in table


@pytest.mark.usefixtures("database")
def test_where_nothing_was_shown_no_passage_is_called_forgotten(program: Program, folder: Path) -> None:
    found = as_json(program, folder)
    assert (found["shown"], found["unshown"]) == (0, [])
    assert "no passage was shown at all" in program("report", "--knowledge", folder).out


@pytest.mark.usefixtures("database")
def test_a_folder_need_not_have_curated_questions(program: Program, small: Path) -> None:
    assert as_json(program, small)["unanswered"] == []


@pytest.mark.usefixtures("database")
def test_curated_questions_that_cannot_be_read_are_one_line(program: Program, folder: Path) -> None:
    (folder / "questions.yaml").write_text("a: [b\n", encoding="utf-8")
    assert_one_clear_line(program("report", "--knowledge", folder))
