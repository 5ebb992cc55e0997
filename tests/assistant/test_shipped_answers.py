"""Answers from the shipped knowledge, to the questions that it was made for."""

import shutil
from pathlib import Path

import pytest

from bot.assistant import Answer, Assistant, Profile
from bot.knowledge import DEFAULT_DIRECTORY, CountryCode, Knowledge, load


def contacts(answer: Answer) -> list[str]:
    return [contact.id for contact in answer.contacts]


def passages(answer: Answer) -> list[str]:
    return [found.passage.id for found in answer.passages]


# Places


def test_where_somebody_works_comes_before_where_they_are_from(assistant: Assistant) -> None:
    answer = assistant.answer("я таджик, работаю в Алматы")
    assert answer.country == "KZ"
    assert contacts(answer)[:2] == ["kz-hotline", "kz-almaty-mission"]
    assert "tj-hotline" in contacts(answer)


def test_abroad_the_contact_of_the_own_country_is_given(assistant: Assistant) -> None:
    answer = assistant.answer("гр. Таджикистана, забрали паспорт в Москве")
    assert answer.outside is not None
    assert (answer.country, answer.outside.ru, contacts(answer)[0]) == ("TJ", "Россия", "tj-hotline")


@pytest.mark.parametrize("question", ["Что обсуждал Алматинский процесс?", "What did the Almaty Process discuss?"])
def test_the_almaty_process_is_no_place(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert (answer.country, passages(answer)[0]) == (None, "ca-almaty-process")


# Danger


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Помогите, нас держат взаперти в Алматы, забрали паспорта", "kz-112"),
        ("They locked us in a flat in Astana", "kz-112"),
        ("хозяин забрал паспорт, Бишкек", "kg-hotline"),
        ("муж бьёт меня, Душанбе", "tj-1313"),
        ("муж бьёт меня, Бишкек", "kg-hotline"),
        ("заставляют работать без денег, Ашхабад", "tm-mission"),
        ("подруга говорит что её не выпускают, Ташкент", "uz-mission"),
    ],
)
def test_danger_begins_with_the_first_contact_of_the_country(assistant: Assistant, question: str, first: str) -> None:
    answer = assistant.answer(question)
    assert (answer.urgent, answer.outcome, contacts(answer)[0]) == (True, "answered", first)


@pytest.mark.parametrize(
    "question",
    [
        "What training on trafficking was there in Tashkent?",
        "Какой тренинг по торговле людьми был в Ташкенте?",
        "горячая линия в Бишкеке",
        "hotline in Almaty",
        "я из Узбекистана, живу в Бишкеке",
        "мы из Таджикистана, живём в Астане",
        "I am from Tajikistan and I live in Almaty",
        "мне 25 лет, я из Кыргызстана",
        "я живу в Ташкенте",
        "I live in Osh",
    ],
)
def test_a_calm_question_raises_no_alarm(assistant: Assistant, question: str) -> None:
    assert not assistant.answer(question).urgent


@pytest.mark.parametrize(
    "question", ["у меня забрали паспорт", "муж бьёт меня", "они меня не выпускают", "my boss took my passport"]
)
def test_danger_needs_only_topics_and_contacts(tmp_path: Path, question: str) -> None:
    for name in ("topics.yaml", "contacts.yaml"):
        shutil.copy(DEFAULT_DIRECTORY / name, tmp_path)
    answer = Assistant(load(tmp_path)).answer(question, Profile(country="KZ"))
    assert (answer.urgent, answer.outcome, contacts(answer)[0]) == (True, "answered", "kz-112")


# Contacts


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("горячая линия в Казахстане", "kz-hotline"),
        ("phone in Kazakhstan", "kz-hotline"),
        ("куда писать в Астане", "kz-astana-mission"),
        ("email in Almaty", "kz-almaty-mission"),
        ("горячая линия в Узбекистане", "uz-mission"),
        ("hotline in Turkmenistan", "tm-mission"),
        ("скорая помощь, Алматы", "kz-112"),
        ("телефон в Душанбе", "tj-hotline"),
        ("почта МОМ в Душанбе", "tj-mission"),
    ],
)
def test_the_channel_asked_for_comes_first(assistant: Assistant, question: str, first: str) -> None:
    assert contacts(assistant.answer(question))[0] == first


@pytest.mark.parametrize(
    "question", ["phone", "телефон", "телефон в Казахстане", "phone in Kazakhstan", "hotline", "email", "куда писать"]
)
def test_a_question_for_a_contact_alone_gets_contacts_and_no_passage(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert (answer.outcome, passages(answer), answer.wants_contact) == ("answered", [], True)


# What the bulletins do not cover


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Как снять запрет на въезд в Россию?", "entry-ban"),
        ("Где получить патент?", "work-permit"),
        ("Как продлить регистрацию?", "registration"),
        ("Как получить гражданство Казахстана?", "citizenship"),
        ("Мне не платят зарплату", "wages"),
        ("невыплата зарплаты", "wages"),
        ("How do I get a visa?", "visa"),
    ],
)
def test_a_migrants_question_that_no_bulletin_covers_names_its_subject(
    assistant: Assistant, shipped: Knowledge, question: str, subject: str
) -> None:
    (topic,) = (topic for topic in shipped.topics if topic.id == subject)
    answer = assistant.answer(question)
    assert (answer.outcome, passages(answer), answer.uncovered) == ("not_covered", [], topic.name)
    assert answer.contacts


@pytest.mark.parametrize("question", ["привет", "спасибо", "кто ты?", "hello", "you are stupid", "ок"])
def test_small_talk_is_answered_in_kind(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.small_talk is not None
    assert (answer.outcome, passages(answer)) == ("not_covered", [])


# Languages of the region


@pytest.mark.parametrize(
    ("question", "country", "contact"),
    [
        ("Жұмыс беруші паспортымды алып қойды, не істеймін?", "KZ", "kz-hotline"),
        ("Иш берүүчү паспортумду алып койду, эмне кылам?", "KG", "kg-hotline"),
        ("Ҳуҷҷатҳои маро гирифтанд, чӣ кор кунам?", "TJ", "tj-hotline"),
        ("Pasportymy aldylar, näme etmeli?", "TM", "tm-mission"),
        ("Pasportimni olib qo‘yishdi, nima qilay?", "UZ", "uz-mission"),
        ("Паспортимни олиб қўйишди, нима қилай?", "UZ", "uz-mission"),
    ],
)
def test_a_language_of_the_region_leads_to_its_country(
    assistant: Assistant, shipped: Knowledge, question: str, country: CountryCode, contact: str
) -> None:
    (entry,) = (entry for entry in shipped.countries if entry.code == country)
    answer = assistant.answer(question)
    assert (answer.language, answer.country, answer.notice) == ("ru", country, entry.notice)
    assert contact in contacts(answer)[:2]
    assert passages(answer) == []


# Thresholds


def test_the_thresholds_are_those_that_were_measured(shipped: Knowledge) -> None:
    lines = (DEFAULT_DIRECTORY / "confidence.yaml").read_text(encoding="utf-8").splitlines()
    measured = dict(line.partition("  #")[0].split(": ") for line in lines if not line.startswith("#"))
    assert {"ru": f"{shipped.thresholds.ru:.2f}", "en": f"{shipped.thresholds.en:.2f}"} == measured


def test_shown_passages_reach_the_threshold(assistant: Assistant, shipped: Knowledge) -> None:
    for question in ("кубок равенства", "Equality Cup", "сколько листовок раздали", "кто такой Пушкин"):
        answer = assistant.answer(question)
        assert bool(answer.passages) == (answer.confidence >= shipped.thresholds.of(answer.language))
