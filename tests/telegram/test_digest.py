"""The report to the staff: on demand and once a week."""

import datetime as dt
from collections.abc import Callable

import pytest

from bot.telegram.digest import Housekeeping
from tests.telegram.people import BotThread, Person

MONDAY = dt.datetime(2026, 11, 23, 6, 0, tzinfo=dt.UTC)


@pytest.fixture
def staff(newcomer: Callable[..., Person], staff_chat: int) -> Person:
    return newcomer("ru", staff_chat)


@pytest.fixture
def at(bot: BotThread) -> Callable[[dt.datetime], None]:
    """Let the housekeeping look at a clock of ours."""

    def look(now: dt.datetime) -> None:
        service = bot.service
        keeping = Housekeeping(service.memory, service._staff, service._report, clock=lambda: now)
        bot.call(keeping.look())

    return look


def test_staff_get_the_report(staff: Person) -> None:
    text = staff.ask("/report")["text"]
    assert "Контакты, не проверенные больше года" in text
    assert "Вопросы без ответа за 30 дней" in text


def test_others_do_not(person: Person) -> None:
    assert person.ask("/report")["text"].startswith("Команды /report нет.")


def test_the_report_lists_reported_numbers(staff: Person, bot: BotThread) -> None:
    bot.call(bot.service.memory.report(1, "kz-102", "refused_language"))
    assert "1    KZ      102      язык 1" in staff.ask("/report")["text"]


def test_gaps_are_shown_from_three_on(newcomer: Callable[..., Person], staff: Person) -> None:
    somebody = newcomer()
    for count in (2, 3):
        while somebody.calls("sendMessage") < count:
            somebody.ask("тыгыдымские кони в Бишкеке")
        assert ("KG" in gap_part(staff.ask("/report")["text"])) == (count == 3)


def gap_part(text: str) -> str:
    return text.partition("Вопросы без ответа")[2].partition("Контакты, не проверенные")[0]


def test_the_digest_comes_once_a_week(staff: Person, at: Callable[[dt.datetime], None]) -> None:
    before = len(staff.messages)
    for hours in (0, 1, 5):
        at(MONDAY + dt.timedelta(hours=hours))
    assert len(staff.messages) == before + 1
    assert staff.messages[-1]["text"].startswith("Отчёт от ")
    at(MONDAY + dt.timedelta(days=7))
    assert len(staff.messages) == before + 2


def test_that_a_digest_was_sent_is_forgotten(bot: BotThread, at: Callable[[dt.datetime], None]) -> None:
    def weeks() -> list[tuple[str]]:
        storage = bot.service.memory._storage
        assert storage
        rows: list[tuple[str]] = bot.call(storage._database.fetch("SELECT period FROM claimed_period"))
        return rows

    at(MONDAY + dt.timedelta(weeks=8))
    at(MONDAY + dt.timedelta(weeks=9, days=6))
    assert ("2027-W03",) in weeks()
    at(MONDAY + dt.timedelta(weeks=10, hours=-1))
    assert ("2027-W03",) not in weeks()


@pytest.mark.parametrize("early", [dt.timedelta(minutes=-1), dt.timedelta(days=-1), dt.timedelta(days=1)])
def test_no_digest_at_other_times(staff: Person, at: Callable[[dt.datetime], None], early: dt.timedelta) -> None:
    before = len(staff.messages)
    at(MONDAY + dt.timedelta(weeks=4) + early)
    assert len(staff.messages) == before
