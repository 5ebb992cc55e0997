"""Which contacts an answer shows, and in which order."""

from typing import Any

import pytest

from bot.assistant import Directory
from bot.assistant.directory import merged
from bot.knowledge import COUNTRIES, Bilingual, Contact, Knowledge


def contact(identifier: str, kind: str, **fields: Any) -> Contact:
    channel = {} if "email" in fields else {"phone": "100"}
    defaults: dict[str, Any] = {
        "country": identifier.partition("-")[0].upper(),
        "name": Bilingual(en=identifier),
        "verified": "2020",
        "source": "a report",
    }
    return Contact(id=identifier, kind=kind, **defaults | channel | fields)


MAIL: dict[str, Any] = {"email": "a@example.org"}
CONTACTS = [
    contact("kz-first", "mission", **MAIL),
    contact("kz-almaty", "mission", name=Bilingual(en="Office in Almaty"), **MAIL),
    contact("kz-unsure", "hotline", status="unconfirmed"),
    contact("kz-retired", "hotline", status="retired"),
    contact("kz-children", "hotline", topics=("child",)),
    contact("kz-hotline", "hotline"),
    contact("kz-112", "emergency"),
    contact("kz-102", "emergency", topics=("emergency",)),
    contact("tm-mission", "mission", **MAIL),
    contact("tj-mission", "mission", **MAIL),
    contact("tj-hotline", "hotline"),
    contact("kz-women", "hotline", topics=("violence",)),
]
DIRECTORY = Directory(CONTACTS)


def ids(contacts: list[Contact]) -> list[str]:
    return [contact.id for contact in contacts]


def select(*topics: str, **options: Any) -> list[str]:
    return ids(DIRECTORY.select("KZ", topics, **options))


# Which


def test_a_calm_question_gets_hotlines_then_missions() -> None:
    assert select() == ["kz-hotline", "kz-unsure", "kz-first", "kz-almaty"]


def test_an_emergency_number_comes_first_when_it_is_urgent() -> None:
    assert select(urgent=True)[:2] == ["kz-112", "kz-hotline"]


def test_emergency_numbers_come_first_when_asked_for() -> None:
    assert select("emergency")[:3] == ["kz-112", "kz-102", "kz-hotline"]


def test_a_contact_for_other_topics_is_left_out() -> None:
    assert "kz-children" not in select("health")


def test_a_retired_contact_is_never_given() -> None:
    everything = [*DIRECTORY.everything, *DIRECTORY.of("KZ"), *DIRECTORY.select("KZ", ("child",), urgent=True)]
    assert "kz-retired" not in ids(everything)
    assert DIRECTORY.get("kz-retired") is None


def test_a_country_without_contacts_has_none() -> None:
    assert DIRECTORY.select("UZ") == []


# In which order


def test_the_channel_asked_for_comes_first() -> None:
    assert select(channel="email") == ["kz-first", "kz-almaty", "kz-hotline", "kz-unsure"]


def test_the_channel_asked_for_does_not_come_before_help_in_danger() -> None:
    assert select(urgent=True, channel="email")[0] == "kz-112"


def test_an_unconfirmed_contact_comes_after_the_confirmed_ones_of_its_kind() -> None:
    assert select().index("kz-unsure") == select().index("kz-hotline") + 1


def test_a_hotline_for_the_topic_comes_before_the_general_one() -> None:
    assert select("child")[:2] == ["kz-children", "kz-hotline"]


def test_of_several_topics_the_first_decides() -> None:
    assert select("violence", "child")[0] == "kz-women"
    assert select("child", "violence")[0] == "kz-children"


def test_the_mission_of_the_place_comes_before_the_others() -> None:
    assert select(place="Almaty")[-2:] == ["kz-almaty", "kz-first"]


def test_a_place_without_a_mission_changes_nothing() -> None:
    assert select(place="Shymkent") == select()


def test_the_order_of_the_file_decides_between_equals() -> None:
    assert select()[-2:] == ["kz-first", "kz-almaty"]


# One of every country


def test_without_a_country_each_has_its_first_contact() -> None:
    assert ids(DIRECTORY.main()) == ["kz-hotline", "tj-hotline", "tm-mission"]


def test_without_a_country_each_has_the_first_of_the_channel_asked_for() -> None:
    assert ids(DIRECTORY.main("email")) == ["kz-first", "tj-mission", "tm-mission"]


# Lists and chains


def test_everything_is_listed_once_country_by_country() -> None:
    everything = ids(DIRECTORY.everything)
    assert len(everything) == len(set(everything)) == len(CONTACTS) - 1
    assert everything[-3:] == ["tj-hotline", "tj-mission", "tm-mission"]


def test_a_card_begins_with_the_contact_to_try_first() -> None:
    assert ids(DIRECTORY.card("KZ"))[0] == "kz-hotline"


def test_all_contacts_of_a_country_begin_with_emergency_numbers() -> None:
    assert ids(DIRECTORY.of("KZ"))[:2] == ["kz-112", "kz-102"]


def test_a_contact_is_found_by_its_id() -> None:
    assert DIRECTORY.get("kz-almaty") == CONTACTS[1]
    assert DIRECTORY.get("nobody") is None


@pytest.mark.parametrize(
    ("dead", "following"),
    [
        pytest.param("kz-hotline", "kz-unsure", id="the next of the same country"),
        pytest.param("kz-almaty", "kz-hotline", id="after the last the first"),
        pytest.param("kz-112", "kz-hotline", id="after an emergency number the hotline"),
        pytest.param("kz-children", "kz-hotline", id="after a special line the general one"),
    ],
)
def test_when_a_contact_is_dead_another_one_is_told(dead: str, following: str) -> None:
    found = DIRECTORY.get(dead)
    assert found is not None
    after = DIRECTORY.after(found)
    assert after is not None
    assert after.id == following


def test_after_the_only_contact_of_a_country_there_is_none() -> None:
    assert DIRECTORY.after(CONTACTS[8]) is None


def test_merged_lists_hold_each_contact_once_in_order() -> None:
    first, second, third = CONTACTS[:3]
    assert merged([second, first], [first, third]) == (second, first, third)


def test_merging_nothing_gives_nothing() -> None:
    assert merged() == ()


# The shipped contacts


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_a_first_contact(shipped: Knowledge, country: str) -> None:
    directory = Directory(shipped.contacts)
    assert country in [contact.country for contact in directory.main()]


def test_violence_at_home_leads_to_its_own_line(shipped: Knowledge) -> None:
    directory = Directory(shipped.contacts)
    assert [c.id for c in directory.select("TJ", ("home-violence",), urgent=True)][:2] == ["tj-1313", "tj-hotline"]


def test_an_unconfirmed_line_waits_behind_the_confirmed_one(shipped: Knowledge) -> None:
    directory = Directory(shipped.contacts)
    assert [c.id for c in directory.select("KG", ("home-violence",), urgent=True)][:2] == ["kg-hotline", "kg-117"]
