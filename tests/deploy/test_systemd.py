"""The units of systemd, judged by systemd itself."""

import re
import sys
from pathlib import Path

import pytest

from tests.deploy.tools import DEPLOY, run, tool

UNITS = DEPLOY / "systemd"
SERVICES = ("migrant-bot.service", "migrant-bot-backup.service")
MOST_EXPOSURE = 1.5  # of 10, as systemd counts


def directive(unit: str, name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", (UNITS / unit).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Return a folder with the units, in which the program is one that exists here."""
    for path in UNITS.glob("*.*"):
        text = re.sub(r"/opt/migrant-bot/current/bin/\S+", sys.executable, path.read_text(encoding="utf-8"))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    return tmp_path


def test_systemd_finds_no_mistake_in_the_units(installed: Path) -> None:
    units = [installed / name for name in (*SERVICES, "migrant-bot-backup.timer")]
    assert run(tool("systemd-analyze"), "verify", "--man=no", *units) == ""


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_shut_off_from_the_rest_of_the_system(service: str) -> None:
    judged = run(tool("systemd-analyze"), "security", "--offline=true", "--no-pager", UNITS / service)
    exposure = re.search(r"Overall exposure level for \S+ ([\d.]+)", judged)
    assert exposure
    assert float(exposure[1]) <= MOST_EXPOSURE


def test_backups_are_made_every_night() -> None:
    (calendar,) = directive("migrant-bot-backup.timer", "OnCalendar")
    assert "Normalized form: *-*-* 02:30:00" in run(tool("systemd-analyze"), "calendar", calendar)


def test_a_stop_leaves_time_to_answer_what_is_in_flight() -> None:
    assert int(directive("migrant-bot.service", "TimeoutStopSec")[0]) >= 15


def test_a_reload_makes_the_bot_read_its_knowledge_anew() -> None:
    assert directive("migrant-bot.service", "ExecReload") == ["/bin/kill -HUP $MAINPID"]


def test_the_bot_is_started_again_however_often_it_ends() -> None:
    assert directive("migrant-bot.service", "Restart") == ["always"]
    assert directive("migrant-bot.service", "StartLimitIntervalSec") == ["0"]
