import asyncio
import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.i18n import catalog
from bot.knowledge import Bilingual, Contact
from bot.report import TROUBLED_FROM, as_tables, as_text, make_report, troubled
from bot.storage import ContactReports, Gap, KeyedHash, Reason, open_storage

TODAY = dt.date(2026, 1, 15)


def contact(identifier: str = "kg-hotline", **fields: Any) -> Contact:
    defaults = {
        "country": "KG",
        "kind": "hotline",
        "name": Bilingual(en="Hotline"),
        "phone": "1899",
        "verified": "2020-12-29",
        "source": "Report",
    }
    return Contact(id=identifier, **defaults | fields)


def reported(identifier: str, reason: Reason = "no_answer", times: int = 1) -> ContactReports:
    return ContactReports(identifier, TODAY, reason, times)


def test_the_oldest_contacts_come_first() -> None:
    contacts = [contact("a", verified="2021-05"), contact("b", verified="2019"), contact("c", verified="2020-01-02")]
    assert [entry.id for entry in make_report(contacts, [], [], TODAY).stale] == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("verified", "stale"),
    [("2025-01-14", True), ("2025-01-15", False), ("2025-01", False), ("2024-12", True), ("2025", False)],
)
def test_a_contact_is_stale_after_a_year(verified: str, stale: bool) -> None:
    assert bool(make_report([contact(verified=verified)], [], [], TODAY).stale) == stale


def test_retired_contacts_are_left_out() -> None:
    made = make_report([contact(status="retired")], [reported("kg-hotline")], [], TODAY)
    assert (made.stale, made.failing) == ((), ())


def test_reports_of_a_contact_are_summed_by_reason() -> None:
    reports = [reported("kg-hotline"), reported("kg-hotline", "wrong_number", 3), reported("kg-hotline", times=1)]
    [failing] = make_report([contact()], reports, [], TODAY).failing
    assert failing.times == 5
    assert failing.reasons == {"wrong_number": 3, "no_answer": 2}


def test_reports_of_a_contact_that_is_gone_are_left_out() -> None:
    assert make_report([contact()], [reported("other")], [], TODAY).failing == ()


@pytest.mark.parametrize(("times", "expected"), [(TROUBLED_FROM - 1, set()), (TROUBLED_FROM, {"kg-hotline"})])
def test_a_contact_is_troubled_from_a_number_of_reports_on(times: int, expected: set[str]) -> None:
    assert troubled([reported("kg-hotline") for _ in range(times)]) == expected


def test_a_table_has_columns_that_line_up() -> None:
    made = make_report([contact(), contact("b", phone="112")], [], [Gap("visas", None, "ru", 12)], TODAY)
    tables = as_tables(made, catalog("en"), {"visas": Bilingual(en="visas")})
    assert as_text(tables[2], catalog("en")) == (
        "verified    country  contact\n2020-12-29  KG       1899\n2020-12-29  KG       112"
    )
    assert as_text(tables[1], catalog("en")).splitlines()[1] == "12     –        ru        visas"


# The command


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["report", *arguments]) == 0
    return capsys.readouterr().out


def test_the_command_prints_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", str(tmp_path / "none.db"))
    found = json.loads(run(capsys, "--format", "json"))
    assert found["failing"] == []
    assert {"id", "country", "value", "verified", "days"} == set(found["stale"][0])


def test_the_command_makes_no_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", str(tmp_path / "none.db"))
    run(capsys)
    assert list(tmp_path.iterdir()) == []


def test_the_command_lists_what_was_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bot.db"
    today = dt.datetime.now(dt.UTC).date()

    async def count() -> None:
        async with open_storage(str(path)) as storage:
            await storage.report("kg-hotline", "no_answer", KeyedHash(b"secret").of(1), today)
            for _ in range(3):
                await storage.count_gap("visas", "KG", "ru", today)

    asyncio.run(count())
    monkeypatch.setenv("DATABASE_URL", str(path))
    rows = list(csv.DictReader(run(capsys, "--format", "csv").splitlines()))
    assert [row["id"] for row in rows if row["part"] == "reported"] == ["kg-hotline"]
    assert [row["times"] for row in rows if row["part"] == "gap"] == ["3"]
    table = run(capsys, "--language", "ru")
    assert "1    KG      1899     не ответили 1" in table
