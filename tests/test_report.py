"""What the people who look after the knowledge are told, as data and as tables."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.i18n import catalog
from bot.knowledge import Bilingual, Bulletin, Contact, CuratedQuestion, Knowledge, Passage, Phrases, Topic
from bot.knowledge.models import BulletinHeader, QuestionKind
from bot.report import TROUBLED_FROM, as_tables, as_text, make_report, origin, troubled, without_answer
from bot.storage import ContactReports, Gap, Reason
from bot.telegram.screens import staff

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


# The knowledge


KNOWLEDGE = Knowledge(
    bulletins=(
        Bulletin(
            bulletin=BulletinHeader(id="news", date=dt.date(2020, 12, 29), title=Bilingual(en="News")),
            passages=(
                Passage(id="one", countries=("KG", "TJ"), text=Bilingual(en="One.")),
                Passage(id="two", date=dt.date(2020, 12, 1), text=Bilingual(en="Two.")),
            ),
        ),
    ),
    version="0123456789ab",
    changed=dt.datetime(2025, 5, 31, 23, 59, tzinfo=dt.UTC),
)


def test_a_report_names_the_version_of_the_knowledge_and_its_day() -> None:
    made = make_report([], [], [], TODAY, knowledge=KNOWLEDGE)
    assert origin(made, catalog("en")) == "Knowledge of 31 May 2025, version 0123456789ab"
    assert made.to_json()["knowledge"] == {"version": "0123456789ab", "date": "2025-05-31"}


def test_passages_that_were_shown_are_not_listed_as_never_shown() -> None:
    made = make_report([], [], [], TODAY, knowledge=KNOWLEDGE, shown={"two": 3, "gone": 1})
    assert made.shown == 4
    assert as_text(as_tables(made, catalog("en"), {})[3], catalog("en")) == (
        "date        country  passage\n2020-12-29  KG TJ    one"
    )


def test_where_nothing_was_shown_no_passage_is_listed_and_the_table_says_why() -> None:
    made = make_report([], [], [], TODAY, knowledge=KNOWLEDGE, shown={})
    assert (made.shown, made.unshown) == (0, ())
    text = as_text(as_tables(made, catalog("en"), {})[3], catalog("en"))
    assert text == "no passage was shown at all, so there is nothing to compare with"


def test_what_was_not_looked_up_has_no_table() -> None:
    made = make_report([], [], [], TODAY)
    assert origin(made, catalog("en")) is None
    assert len(as_tables(made, catalog("en"), {})) == 3


def test_a_curated_question_is_listed_with_what_it_should_find() -> None:
    questions = [
        CuratedQuestion(question="One?", language="en", kind="passage", passages=("one", "two")),
        CuratedQuestion(question="Кому звонить?", language="ru", kind="contact", contact="kg-hotline"),
        CuratedQuestion(question="Whom?", language="en", kind="contact"),
    ]
    made = make_report([], [], [], TODAY, unanswered=questions)
    assert as_tables(made, catalog("en"), {})[3].rows == (
        ("en", "one, two", "One?"),
        ("ru", "kg-hotline", "Кому звонить?"),
        ("en", "–", "Whom?"),
    )


@pytest.mark.parametrize(
    ("kind", "listed"),
    [("passage", True), ("contact", True), ("urgent", True), ("not_covered", False), ("small_talk", False)],
)
def test_only_questions_that_should_find_something_count_as_unanswered(kind: QuestionKind, listed: bool) -> None:
    question = CuratedQuestion(question="weather tomorrow", language="en", kind=kind)
    assert without_answer(Assistant(KNOWLEDGE), [question]) == [question] * listed


def test_a_question_that_is_answered_is_not_listed() -> None:
    knowledge = replace(
        KNOWLEDGE,
        contacts=(contact(),),
        topics=(Topic(id="call", role="contact", name=Bilingual(en="call"), triggers=Phrases(en=("hotline",))),),
    )
    question = CuratedQuestion(question="hotline", language="en", kind="contact")
    assert without_answer(Assistant(knowledge), [question]) == []


def test_the_screen_of_the_staff_names_the_version_below_its_title() -> None:
    screen = staff.report(make_report([], [], [], TODAY, knowledge=KNOWLEDGE), catalog("ru"), {})
    assert screen.html.splitlines()[:2] == [
        "<b>Отчёт от 15 января 2026 г.</b>".replace(" г.", "\u202fг."),
        "База знаний от 31 мая 2025\u202fг., версия 0123456789ab",
    ]


def test_the_screen_of_the_staff_cuts_a_long_list_of_passages() -> None:
    passages = tuple(Passage(id=f"passage-{n}", text=Bilingual(en="One.")) for n in range(30))
    [bulletin] = KNOWLEDGE.bulletins
    knowledge = replace(KNOWLEDGE, bulletins=(bulletin.model_copy(update={"passages": passages}),))
    made = make_report([], [], [], TODAY, knowledge=knowledge, shown={"passage-0": 1})
    assert "and 9 more" in staff.report(made, catalog("en"), {}).html
