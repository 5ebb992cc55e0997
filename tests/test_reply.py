import datetime as dt
from typing import Any

import pytest

from bot.assistant import Answer, FoundPassage
from bot.i18n import catalog
from bot.knowledge import Bilingual, Contact, Language, Passage
from bot.knowledge.models import BulletinHeader
from bot.reply import Block, ContactBlock, PassageBlock, Sentence, compose

TODAY = dt.date(2022, 6, 1)
BULLETIN = BulletinHeader(
    id="report", date=dt.date(2020, 12, 29), title=Bilingual(en="Response Report", ru="Доклад о мерах реагирования")
)


def passage(identifier: str = "forum", **fields: Any) -> FoundPassage:
    defaults: dict[str, Any] = {
        "title": Bilingual(en="Forum", ru="Форум"),
        "text": Bilingual(en="The forum was held.", ru="Прошёл форум."),
    }
    return FoundPassage(Passage(id=identifier, **defaults | fields), BULLETIN, 0.9)


def contact(identifier: str = "kg-hotline", **fields: Any) -> Contact:
    defaults: dict[str, Any] = {
        "country": "KG",
        "kind": "hotline",
        "name": Bilingual(en="Hotline", ru="Горячая линия"),
        "verified": "2020-12-29",
        "source": "Response Report",
    }
    channel = {} if "email" in fields else {"phone": "1899"}
    return Contact(id=identifier, **defaults | channel | fields)


KG_HOTLINE = contact()
KG_MISSION = contact("kg-mission", kind="mission", email="mission@example.org", name=Bilingual(en="IOM", ru="МОМ"))
TM_MISSION = contact("tm-mission", country="TM", kind="mission", email="tm@example.org", name=Bilingual(ru="МОМ"))
KZ_HOTLINE = contact("kz-hotline", country="KZ", phone="11616")


def answer(language: Language = "ru", **fields: Any) -> Answer:
    defaults: dict[str, Any] = {
        "question": "?",
        "country": "KG",
        "urgent": False,
        "topics": (),
        "outcome": "answered" if fields.get("passages") else "not_covered",
        "confidence": 0.5,
    }
    return Answer(language=language, **defaults | fields)


def reply(answer: Answer, today: dt.date = TODAY) -> list[Block]:
    return compose(answer, catalog(answer.language), today)


def names(blocks: list[Block]) -> list[str]:
    """Name each block: a sentence by its words, all else by its id."""
    return [block.text if isinstance(block, Sentence) else block.id for block in blocks]


def passage_block(found: FoundPassage, language: Language = "ru") -> PassageBlock:
    [block] = [b for b in reply(answer(language, passages=(found,))) if isinstance(b, PassageBlock)]
    return block


def contact_block(shown: Contact, language: Language = "ru", today: dt.date = TODAY) -> ContactBlock:
    blocks = reply(answer(language, country=shown.country, contacts=(shown,)), today)
    [block] = [b for b in blocks if isinstance(b, ContactBlock)]
    return block


def spaced(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def dates(block: ContactBlock) -> str:
    return spaced(block.details[-1])


# The order


@pytest.mark.parametrize(
    ("language", "opening", "heading"),
    [
        ("ru", "В бюллетенях МОМ об этом 1 отрывок:", "Где можно спросить:"),
        ("en", "One passage of the IOM bulletins is about this:", "Where to ask:"),
    ],
)
def test_an_answer_is_passages_and_then_contacts(language: Language, opening: str, heading: str) -> None:
    blocks = reply(answer(language, passages=(passage(),), contacts=(KG_HOTLINE, KG_MISSION)))
    assert names(blocks) == [opening, "forum", heading, "kg-hotline", "kg-mission"]


@pytest.mark.parametrize(
    ("language", "lead"),
    [
        ("ru", "Похоже, кто-то в опасности. Вот куда можно позвонить или написать:"),
        ("en", "It sounds as if somebody may be in danger. You can call or write here:"),
    ],
)
def test_an_urgent_answer_is_the_lead_contacts_and_then_passages(language: Language, lead: str) -> None:
    blocks = reply(answer(language, urgent=True, passages=(passage(),), contacts=(KG_HOTLINE, KG_MISSION)))
    assert names(blocks) == [lead, "kg-hotline", "kg-mission", "forum"]
    assert blocks[0] == Sentence(lead, "lead")


def test_an_urgent_answer_does_not_say_that_the_bulletins_have_nothing() -> None:
    blocks = reply(answer(urgent=True, uncovered=Bilingual(ru="визы"), contacts=(KG_HOTLINE,)))
    assert names(blocks)[1:] == ["kg-hotline"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ru", "В бюллетенях МОМ я об этом ничего не нашёл."),
        ("en", "I have found nothing about this in the IOM bulletins."),
    ],
)
def test_what_is_not_covered_is_said_before_the_contacts(language: Language, sentence: str) -> None:
    assert names(reply(answer(language, contacts=(KG_HOTLINE,))))[::2] == [sentence, "kg-hotline"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ru", "В бюллетенях МОМ об этом ничего нет (визы)."),
        ("en", "The IOM bulletins say nothing about this (visas)."),
    ],
)
def test_a_subject_that_is_not_covered_is_named(language: Language, sentence: str) -> None:
    blocks = reply(answer(language, uncovered=Bilingual(en="visas", ru="визы"), contacts=(KG_HOTLINE,)))
    assert names(blocks)[0] == sentence


@pytest.mark.parametrize(("language", "words"), [("ru", "Здравствуйте!"), ("en", "Hello!")])
def test_small_talk_is_answered_with_one_sentence(language: Language, words: str) -> None:
    greeting = Bilingual(en="Hello!", ru="Здравствуйте!")
    assert reply(answer(language, small_talk=greeting, contacts=(KG_HOTLINE,))) == [Sentence(words)]


@pytest.mark.parametrize(("language", "heading"), [("ru", "Контакты:"), ("en", "Contacts:")])
def test_whoever_asks_for_contacts_gets_them_without_regrets(language: Language, heading: str) -> None:
    blocks = reply(answer(language, wants_contact=True, contacts=(KG_HOTLINE,)))
    assert names(blocks) == [heading, "kg-hotline"]


def test_an_answer_without_contacts_has_no_heading_for_them() -> None:
    assert names(reply(answer(passages=(passage(),)))) == ["В бюллетенях МОМ об этом 1 отрывок:", "forum"]


@pytest.mark.parametrize(
    ("count", "opening"),
    [
        (1, "В бюллетенях МОМ об этом 1 отрывок:"),
        (2, "В бюллетенях МОМ об этом 2 отрывка:"),
        (5, "В бюллетенях МОМ об этом 5 отрывков:"),
    ],
)
def test_the_number_of_passages_is_told_in_good_russian(count: int, opening: str) -> None:
    blocks = reply(answer(passages=tuple(passage(f"forum-{number}") for number in range(count))))
    assert names(blocks)[0] == opening


def test_the_number_of_passages_is_told_in_english() -> None:
    blocks = reply(answer("en", passages=(passage("a"), passage("b"))))
    assert names(blocks)[0] == "2 passages of the IOM bulletins are about this:"


# Countries and languages


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("ru", "Контактов в этой стране у меня нет: Россия."),
        ("en", "No contact in this country is on record: Russia."),
    ],
)
def test_somebody_outside_of_the_five_countries_is_told_that_there_is_no_contact(language: Language, note: str) -> None:
    russia = Bilingual(en="Russia", ru="Россия")
    blocks = reply(answer(language, wants_contact=True, outside=russia, contacts=(KG_HOTLINE,)))
    assert Sentence(note, "note") in blocks
    assert names(blocks)[-1] == "kg-hotline"


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("ru", "Какая страна вам нужна? Вот по одному контакту из каждой:"),
        ("en", "Which country do you need? Here is one contact of each:"),
    ],
)
def test_without_a_country_people_are_asked_for_it(language: Language, question: str) -> None:
    blocks = reply(answer(language, country=None, wants_contact=True, contacts=(KZ_HOTLINE, KG_HOTLINE, TM_MISSION)))
    assert names(blocks) == [question, "kz-hotline", "kg-hotline", "tm-mission"]


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("ru", "Горячей линии в моём списке нет: Туркменистан. Можно написать на этот адрес."),
        ("en", "No hotline is on record: Turkmenistan. You can write to this address."),
    ],
)
@pytest.mark.parametrize("urgent", [False, True])
def test_a_country_without_hotline_is_said_to_have_none(language: Language, note: str, urgent: bool) -> None:
    blocks = reply(answer(language, country="TM", urgent=urgent, contacts=(TM_MISSION,)))
    assert blocks[1 if urgent else 2] == Sentence(note, "note")
    assert names(blocks)[-1] == "tm-mission"


def test_a_country_with_hotline_is_not_said_to_have_none() -> None:
    assert len(reply(answer(wants_contact=True, contacts=(KG_HOTLINE, KG_MISSION)))) == 3


@pytest.mark.parametrize("urgent", [False, True])
def test_a_notice_in_the_mother_tongue_comes_first(urgent: bool) -> None:
    notice = "Bot rus va ingliz tillarida javob beradi."
    blocks = reply(answer(notice=notice, urgent=urgent, contacts=(KG_HOTLINE,)))
    assert blocks[0] == Sentence(notice, "lead")
    assert "kg-hotline" in names(blocks)


def test_a_notice_takes_the_place_of_the_regret() -> None:
    blocks = reply(answer(notice="Бот…", contacts=(KG_HOTLINE,)))
    assert names(blocks) == ["Бот…", "Где можно спросить:", "kg-hotline"]


# A passage


@pytest.mark.parametrize(
    ("language", "title", "origin", "text"),
    [
        ("ru", "Форум", "29 декабря 2020 г. · Доклад о мерах реагирования", "Прошёл форум."),
        ("en", "Forum", "29 December 2020 · Response Report", "The forum was held."),
    ],
)
def test_a_passage_has_title_date_bulletin_and_text(language: Language, title: str, origin: str, text: str) -> None:
    block = passage_block(passage(), language)
    assert (block.title, spaced(block.origin), block.text) == (title, origin, text)


def test_a_passage_has_its_own_date_rather_than_that_of_the_bulletin() -> None:
    assert passage_block(passage(date=dt.date(2020, 12, 18)), "en").origin.startswith("18 December 2020 · ")


def test_a_passage_without_title_is_called_by_its_id() -> None:
    assert passage_block(passage(title=None)).title == "forum"


def test_a_translation_is_shown_as_unofficial() -> None:
    assert passage_block(passage()).notes == ("Неофициальный перевод с английского.",)


def test_the_original_carries_no_note() -> None:
    assert passage_block(passage(), "en").notes == ()


def test_a_passage_that_is_only_in_english_says_so_to_a_russian_reader() -> None:
    block = passage_block(passage(text=Bilingual(en="The forum was held.")))
    assert (block.text, block.notes) == ("The forum was held.", ("Есть только на английском.",))


def test_a_passage_that_is_only_in_russian_says_so_to_an_english_reader() -> None:
    block = passage_block(passage(text=Bilingual(ru="Прошёл форум.")), "en")
    assert (block.text, block.notes) == ("Прошёл форум.", ("Only in Russian.",))


def test_a_russian_original_is_no_translation() -> None:
    assert passage_block(passage(text=Bilingual(ru="Прошёл форум."))).notes == ()


# A contact


@pytest.mark.parametrize(
    ("language", "title", "details"),
    [
        ("ru", "Кыргызстан · Горячая линия", ["бесплатно", "круглосуточно", "по данным на 29 декабря 2020 г."]),
        ("en", "Kyrgyzstan · Hotline", ["free", "round the clock", "as of 29 December 2020"]),
    ],
)
def test_a_contact_has_country_name_number_purpose_hours_and_date(
    language: Language, title: str, details: list[str]
) -> None:
    block = contact_block(
        contact(
            purpose=Bilingual(en="free", ru="бесплатно"), hours=Bilingual(en="round the clock", ru="круглосуточно")
        ),
        language,
    )
    assert (block.title, block.value, [spaced(detail) for detail in block.details]) == (title, "1899", details)


@pytest.mark.parametrize(("language", "words"), [("ru", "не подтверждено"), ("en", "not confirmed")])
def test_an_unconfirmed_contact_says_so(language: Language, words: str) -> None:
    assert words in contact_block(contact(status="unconfirmed"), language).details
    assert words not in contact_block(contact(), language).details


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "по данным на 29 декабря 2020 г., с тех пор не проверено"),
        ("en", "as of 29 December 2020, not checked since"),
    ],
)
def test_a_contact_not_verified_for_three_years_says_so(language: Language, words: str) -> None:
    assert dates(contact_block(contact(), language, today=dt.date(2023, 12, 31))) == words


@pytest.mark.parametrize(
    ("verified", "written"), [("2022-11", "as of November 2022"), ("2022-11-03", "as of 3 November 2022")]
)
def test_the_date_of_a_contact_is_as_exact_as_its_source(verified: str, written: str) -> None:
    assert dates(contact_block(contact(verified=verified), "en")) == written


@pytest.mark.parametrize(
    ("verified", "last_fresh_day", "first_old_day"),
    [
        pytest.param("2021-02-10", dt.date(2024, 2, 10), dt.date(2024, 2, 11), id="day"),
        pytest.param("2021-05", dt.date(2024, 5, 20), dt.date(2024, 6, 1), id="month"),
        pytest.param("2021", dt.date(2024, 12, 20), dt.date(2025, 1, 1), id="year"),
    ],
)
def test_a_contact_is_old_when_three_years_have_passed(
    verified: str, last_fresh_day: dt.date, first_old_day: dt.date
) -> None:
    shown = contact(verified=verified)
    assert "not checked since" not in dates(contact_block(shown, "en", today=last_fresh_day))
    assert "not checked since" in dates(contact_block(shown, "en", today=first_old_day))


@pytest.mark.parametrize(
    ("verified", "day"),
    [pytest.param("2021-05", dt.date(2024, 5, 29), id="month"), pytest.param("2021", dt.date(2024, 12, 29), id="year")],
)
def test_of_a_month_or_year_the_last_day_counts(verified: str, day: dt.date) -> None:
    assert "not checked since" not in dates(contact_block(contact(verified=verified), "en", today=day))
