"""The contacts, countries and curated questions that the program ships."""

import re
from pathlib import Path

import pytest

from bot.knowledge import COUNTRIES, DEFAULT_DIRECTORY, Contact, CuratedQuestion, Knowledge, load_questions

# The bulletins that contacts were taken from, by the name under which `source` cites them.
BULLETINS = {"IOM Central Asia Regional Response Report, Issue 9": "2020-12-migrants-day"}


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def from_bulletins(knowledge: Knowledge) -> list[Contact]:
    return [contact for contact in knowledge.contacts if contact.source in BULLETINS]


def source_of(knowledge: Knowledge, contact: Contact) -> str:
    (header,) = (item.bulletin for item in knowledge.bulletins if item.bulletin.id == BULLETINS[contact.source])
    assert header.source
    return Path(DEFAULT_DIRECTORY, header.source).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def curated() -> tuple[CuratedQuestion, ...]:
    return load_questions(DEFAULT_DIRECTORY / "questions.yaml")


# Contacts


def test_astana_and_almaty_have_an_address_each(shipped: Knowledge) -> None:
    addresses = [contact.value for contact in shipped.contacts if contact.country == "KZ" and contact.email]
    assert addresses == ["iomastana@iom.int", "iomalmaty@iom.int"]


def test_an_address_is_one_address(shipped: Knowledge) -> None:
    addresses = [contact.email for contact in shipped.contacts if contact.email]
    assert [address for address in addresses if not re.fullmatch(r"[a-z]+@[a-z.]+", address)] == []


def test_a_phone_holds_digits_alone(shipped: Knowledge) -> None:
    phones = [contact.phone for contact in shipped.contacts if contact.phone]
    assert [phone for phone in phones if not re.fullmatch(r"\+?\d{3,15}", phone)] == []


def test_the_contacts_of_the_bulletins_are_the_ones_that_they_print(shipped: Knowledge) -> None:
    assert {(contact.country, contact.value) for contact in from_bulletins(shipped)} == {
        ("KZ", "11616"),
        ("KG", "1899"),
        ("TJ", "+992900800800"),
        ("KZ", "iomastana@iom.int"),
        ("KZ", "iomalmaty@iom.int"),
        ("KG", "iomkyrgyzstan@iom.int"),
        ("TJ", "dushanbe@iom.int"),
        ("TM", "iomashgabat@iom.int"),
        ("UZ", "iomuz@iom.int"),
    }


def test_the_number_or_address_stands_in_the_bulletin_that_is_cited(shipped: Knowledge) -> None:
    missing = [
        contact.id
        for contact in from_bulletins(shipped)
        if not re.search(rf"(?<!\w){re.escape(contact.value)}(?!\w)", source_of(shipped, contact))
    ]
    assert missing == []


def test_a_contact_of_a_bulletin_was_verified_on_its_date(shipped: Knowledge) -> None:
    dates = {item.bulletin.id: item.bulletin.date.isoformat() for item in shipped.bulletins}
    late = [item.id for item in from_bulletins(shipped) if item.verified != dates[BULLETINS[item.source]]]
    assert late == []


def test_every_contact_has_a_source_a_date_and_a_name_in_both_languages(shipped: Knowledge) -> None:
    incomplete = [
        contact.id
        for contact in shipped.contacts
        if not (contact.source and contact.verified and contact.name.en and contact.name.ru)
    ]
    assert incomplete == []


def test_what_a_contact_says_of_itself_is_in_both_languages(shipped: Knowledge) -> None:
    texts = [text for contact in shipped.contacts for text in (contact.purpose, contact.hours) if text]
    assert [text for text in texts if not (text.en and text.ru)] == []


def test_the_figures_of_a_contact_are_the_same_in_both_languages(shipped: Knowledge) -> None:
    texts = [text for contact in shipped.contacts for text in (contact.name, contact.purpose, contact.hours)]
    assert [text for text in texts if text and digits(text.en or "") != digits(text.ru or "")] == []


@pytest.mark.parametrize(
    ("country", "value"), [("KZ", "11616"), ("KG", "1899"), ("TJ", "+992900800800"), ("TM", None), ("UZ", None)]
)
def test_a_country_has_its_general_hotline_or_none(shipped: Knowledge, country: str, value: str | None) -> None:
    general = [
        contact.value
        for contact in shipped.contacts
        if (contact.country, contact.kind) == (country, "hotline") and not contact.topics
    ]
    assert general == ([value] if value else [])


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_the_address_of_a_mission(shipped: Knowledge, country: str) -> None:
    assert [
        contact
        for contact in shipped.contacts
        if (contact.country, contact.kind, contact.channel) == (country, "mission", "email") and not contact.topics
    ]


def test_the_topics_of_the_contacts_are_on_record(shipped: Knowledge) -> None:
    used = {topic for contact in shipped.contacts for topic in contact.topics}
    assert used - {topic.id for topic in shipped.topics if topic.role != "group"} == set()


def test_no_number_stands_twice_in_a_country(shipped: Knowledge) -> None:
    values = [(contact.country, contact.value) for contact in shipped.contacts]
    assert len(values) == len(set(values))


# Countries


def test_the_five_countries_are_on_record(shipped: Knowledge) -> None:
    inside = [country for country in shipped.countries if not country.outside]
    assert sorted(country.code for country in inside) == sorted(COUNTRIES)
    assert all(country.name.en and country.name.ru and country.names for country in inside)


# Curated questions


def test_every_expected_passage_and_contact_is_on_record(
    shipped: Knowledge, curated: tuple[CuratedQuestion, ...]
) -> None:
    passages = {passage.id for passage, _ in shipped.passages}
    contacts = {contact.id for contact in shipped.contacts if contact.status != "retired"}
    assert {name for question in curated for name in question.passages} - passages == set()
    assert {question.contact for question in curated if question.contact} - contacts == set()


def test_an_expected_contact_is_one_of_the_expected_country(
    shipped: Knowledge, curated: tuple[CuratedQuestion, ...]
) -> None:
    country = {contact.id: contact.country for contact in shipped.contacts}
    wrong = [item.question for item in curated if item.contact and country[item.contact] != item.country]
    assert wrong == []


def test_every_passage_is_asked_for_in_both_languages(shipped: Knowledge, curated: tuple[CuratedQuestion, ...]) -> None:
    expected = {(passage.id, language) for passage, _ in shipped.passages for language in ("ru", "en")}
    assert expected - {(name, item.language) for item in curated for name in item.passages} == set()


def test_no_curated_question_stands_twice(curated: tuple[CuratedQuestion, ...]) -> None:
    questions = [item.question.casefold() for item in curated]
    assert sorted({question for question in questions if questions.count(question) > 1}) == []
