"""What a change of the knowledge does, entry by entry and answer by answer."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.evaluation.diff import Change, Item, compare
from bot.knowledge import CuratedQuestion, Knowledge, load
from tests.conftest import WriteFolder

CONTACTS = """
- {id: kz-hotline, country: KZ, kind: hotline, name: {en: Hotline, ru: Горячая линия}, phone: "11616",
   verified: 2020-12-29, source: The report}
"""
BULLETIN = """
bulletin: {id: report, date: 2020-12-29, source: sources/report.txt, title: {en: The report, ru: Отчёт}}
passages:
  - id: leaflets
    title: {en: Leaflets, ru: Листовки}
    text: {en: More than 1500 leaflets were handed out., ru: Раздали более 1500 листовок.}
    questions: {en: [how many leaflets were handed out], ru: [сколько листовок раздали]}
  - id: flight
    title: {en: A flight, ru: Рейс}
    text: {en: Many migrants returned home by land., ru: Многие мигранты вернулись домой по суше.}
    questions: {en: [how did migrants return home], ru: [как мигранты вернулись домой]}
"""
SOURCE = "More than 1500 leaflets were handed out. Many migrants returned home by land. A new line was opened."
TOPICS = """
- {id: danger, name: {en: danger, ru: опасность}, triggers: {en: [captive]}, urgent: {en: [they hold me captive]}}
"""
FILES = {
    "contacts.yaml": CONTACTS,
    "bulletins/report.yaml": BULLETIN,
    "sources/report.txt": SOURCE,
    "topics.yaml": TOPICS,
}
LEAFLETS = CuratedQuestion(question="how many leaflets were handed out", language="en", kind="passage")
CAPTIVE = CuratedQuestion(question="they hold me captive", language="en", kind="urgent")
HOTLINE_TITLE = (Change("phone", "11616"), Change("country", "KZ"), Change("name", "Hotline"))


@pytest.fixture
def before(write_folder: WriteFolder) -> Knowledge:
    return load(write_folder(FILES, "before"))


class After:
    """The same folder with some texts replaced."""

    def __init__(self, write_folder: WriteFolder) -> None:
        self._write_folder = write_folder

    def __call__(self, file: str, old: str, new: str) -> Knowledge:
        assert old in FILES[file]
        folder: Path = self._write_folder({**FILES, file: FILES[file].replace(old, new)}, "after")
        return load(folder)


@pytest.fixture
def after(write_folder: WriteFolder) -> After:
    return After(write_folder)


def parts(old: Knowledge, new: Knowledge, *questions: CuratedQuestion) -> Mapping[str, tuple[Item, ...]]:
    """List the parts in which something differs."""
    return {part.title: part.items for part in compare(old, new, questions).parts if part.items}


def test_the_same_folder_differs_in_nothing(before: Knowledge) -> None:
    assert parts(before, before, LEAFLETS) == {}
    assert compare(before, before, [LEAFLETS]).is_empty


def test_a_number_is_told_before_and_after(before: Knowledge, after: After) -> None:
    changed = after("contacts.yaml", "11616", "11617")
    assert parts(before, changed) == {"contacts changed": (Item("kz-hotline", (Change("phone", "11616", "11617"),)),)}


def test_a_contact_that_becomes_an_address_loses_its_number(before: Knowledge, after: After) -> None:
    changed = after("contacts.yaml", 'phone: "11616"', "email: help@example.org")
    (item,) = parts(before, changed)["contacts changed"]
    assert set(item.changes) == {Change("phone", "11616", ""), Change("email", "", "help@example.org")}


def test_a_retired_contact_is_told_with_its_number(before: Knowledge, after: After) -> None:
    changed = after("contacts.yaml", "source: The report", "source: The report, status: retired")
    assert parts(before, changed) == {"contacts retired": (Item("kz-hotline", HOTLINE_TITLE),)}


def test_a_contact_that_comes_back_is_a_change(before: Knowledge, after: After) -> None:
    retired = after("contacts.yaml", "source: The report", "source: The report, status: retired")
    (item,) = parts(retired, before)["contacts changed"]
    assert item.changes == (Change("status", "retired", "active"),)


def test_a_removed_contact_is_told_with_its_number(before: Knowledge, after: After) -> None:
    changed = after("contacts.yaml", CONTACTS, "[]\n")
    assert parts(before, changed) == {"contacts removed": (Item("kz-hotline", HOTLINE_TITLE),)}


def test_an_added_contact_is_told_with_its_number(before: Knowledge, after: After) -> None:
    empty = after("contacts.yaml", CONTACTS, "[]\n")
    (item,) = parts(empty, before)["contacts added"]
    assert (item.name, item.changes[0]) == ("kz-hotline", Change("phone", "11616"))


def test_a_changed_translation_is_cut_to_where_it_differs(before: Knowledge, after: After) -> None:
    changed = after("bulletins/report.yaml", "вернулись домой по суше", "возвратились домой по суше")
    (item,) = parts(before, changed)["passages changed"]
    assert item.name == "flight"
    assert item.changes == (
        Change("text in Russian", "Многие мигранты вернулись домой по …", "Многие мигранты возвратились домой по …"),
    )


def test_words_at_the_end_are_told_with_the_words_before(before: Knowledge, after: After) -> None:
    changed = after("bulletins/report.yaml", "домой по суше.", "домой по воде.")
    (item,) = parts(before, changed)["passages changed"]
    assert item.changes == (Change("text in Russian", "… домой по суше.", "… домой по воде."),)


def test_a_new_question_changes_its_passage(before: Knowledge, after: After) -> None:
    changed = after("bulletins/report.yaml", "[how did migrants return home]", "[how did migrants return home, by bus]")
    (item,) = parts(before, changed)["passages changed"]
    assert [change.what for change in item.changes] == ["questions in English"]


def test_a_long_text_is_told_in_part(before: Knowledge, after: After) -> None:
    changed = after("bulletins/report.yaml", "Раздали более 1500 листовок.", "Слово " * 100)
    (item,) = parts(before, changed)["passages changed"]
    (change,) = item.changes
    assert change.new is not None
    assert len(change.new) < 90


def test_a_passage_with_another_id_is_gone_and_added(before: Knowledge, after: After) -> None:
    found = parts(before, after("bulletins/report.yaml", "id: flight", "id: journey"))
    assert [item.name for item in found["passages gone"]] == ["flight"]
    assert [item.name for item in found["passages added"]] == ["journey"]


def test_a_changed_topic_is_named(before: Knowledge, after: After) -> None:
    changed = after("topics.yaml", "[captive]", "[captive, hostage]")
    assert parts(before, changed) == {
        "settings of topics, countries and confidence changed": (Item("topic danger", ()),)
    }


def test_a_question_that_finds_no_passage_any_more_is_told(before: Knowledge, after: After) -> None:
    gone = after(
        "bulletins/report.yaml", BULLETIN[BULLETIN.index("  - id: leaflets") : BULLETIN.index("  - id: fl")], ""
    )
    (item,) = parts(before, gone, LEAFLETS)["curated questions with another answer"]
    assert item.name == LEAFLETS.question
    assert set(item.changes) == {
        Change("outcome", "answered", "refused"),
        Change("first passage", "leaflets", "none"),
    }


def test_a_question_that_gets_another_contact_is_told(before: Knowledge, after: After) -> None:
    changed = after("contacts.yaml", "id: kz-hotline", "id: kz-other")
    (item,) = parts(before, changed, LEAFLETS)["curated questions with another answer"]
    assert item.changes == (Change("first contact", "kz-hotline", "kz-other"),)


def test_a_question_that_is_no_longer_urgent_is_told(before: Knowledge, after: After) -> None:
    changed = after("topics.yaml", "[they hold me captive]", "[they hold us]")
    (item,) = parts(before, changed, CAPTIVE)["curated questions with another answer"]
    assert Change("urgent", "yes", "no") in item.changes
