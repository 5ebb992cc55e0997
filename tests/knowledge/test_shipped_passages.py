"""The passages that the program ships: word for word from their sources, the same facts in both languages."""

import re
from functools import cache

import pytest

from bot.knowledge import DEFAULT_DIRECTORY, LANGUAGES, Knowledge, Language, Passage, inspect, load_questions
from bot.knowledge.models import BulletinHeader
from bot.knowledge.sources import mended, plain, readings
from bot.knowledge.translation import countries, figures, latin, months

PASSAGES = dict(
    sorted((passage.id, (passage, bulletin)) for passage, bulletin in inspect(DEFAULT_DIRECTORY)[0].passages)
)
every_passage = pytest.mark.parametrize("name", PASSAGES)


def quotations(text: str) -> int:
    """Count the quoted names, inner ones too."""
    return sum(map(text.count, "“«„<")) + text.count('"') // 2


# Names as the source writes them, and as the translation has to.
NAMES = {
    "ca-covid-figures": [("COVID-19", "COVID-19")],
    "ca-almaty-process": [("Almaty Process", "Алматинского процесса"), ("UNHCR", "УВКБ ООН")],
    "ca-dtm-roundtable": [("DTM", "DTM")],
    "ca-return-migration-manual": [("Turkmenistan", "Туркменистана")],
    "kg-internal-migrants-training": [("Unison", "Unison"), ("IDF", "IDF"), ("Bishkek", "Бишкеке")],
    "kg-un-network": [("Zeynal Hajiyev", "Зейнал Гаджиев"), ("Vice Prime Minster", "вице-премьер-министр")],
    "kz-academy-memorandum": [
        (
            "Academy of Public Administration under the President of the Republic of Kazakhstan",
            "Академией государственного управления при Президенте Республики Казахстан",
        )
    ],
    "kz-information-marathon": [
        ("Nur-Sultan", "Нур-Султан"),
        ("Almaty", "Алматы"),
        ("Aktau", "Актау"),
        ("Karaganda", "Караганда"),
    ],
    "kz-moldova-return": [("Moldova", "Молдову")],
    "tj-alisher-story": [("Alisher", "Алишер")],
    "tj-equality-cup": [
        ("Aga Khan", "Ага Хана"),
        ("American Space Dushanbe", "American Space Dushanbe"),
        ("Equality Cup", "Equality Cup"),
        ("European Union", "Европейским союзом"),
    ],
    "tj-hiv-dialogue": [("AFEW", "AFEW"), ("WHO", "ВОЗ"), ("HIV", "ВИЧ")],
    "tj-hiv-project": [
        ("AFEW International", "AFEW International"),
        ("AFEW Kyrgyzstan", "AFEW Kyrgyzstan"),
        ("www.afew.org", "www.afew.org"),
    ],
    "tj-mgi-consultation": [("Hilton", "Хилтон"), ("MGI", "MGI"), ("Dushanbe", "Душанбе")],
    "tj-reintegration-training": [("Bohtar", "Бохтар"), ("Khatlon", "Хатлон")],
    "tj-safe-migration-programs": [
        ("Chashmai Hayot", "Чашмаи хаёт"),
        ("Khurshedi Zindagi", "Хуршеди зиндаги"),
        ("Femida", "Фемида"),
        ("Madina", "Мадина"),
        ("Ruhafzo", "Рухафзо"),
        ("Khorog", "Хороге"),
        ("Yovon", "Яванском"),
        ("Khatlon", "Хатлон"),
        ("Khujand", "Худжанде"),
        ("Sughd", "Согдийская"),
        ("GBAO", "ГБАО"),
    ],
    "tj-tuberculosis-webinar": [("Rukhshona Qurbonova", "Рухшона Курбанова"), ("EECA", "ВЕЦА")],
    "tj-umed-campaign": [("Umed", "Умед")],
    "tm-trafficking-training": [
        ("Dashoguz", "Дашогуз"),
        ("Turkmenabat", "Туркменабат"),
        ("Gyorogly", "Гёроглы"),
        ("Chardzhev", "Чарджев"),
    ],
    "uz-migration-forum": [("Norwegian", "Норвегии"), ("Cabinet of Ministers", "Кабинетом Министров")],
    "uz-referral-training": [
        ("Denise Lassar", "Дениз Лассар"),
        ("US/JTIP", "US/JTIP"),
        ("ROV PxD", "ROV PxD"),
    ],
}


@cache
def source_of(bulletin: BulletinHeader) -> str:
    assert bulletin.source
    return (DEFAULT_DIRECTORY / bulletin.source).read_text(encoding="utf-8")


def both_texts(name: str) -> tuple[str, str]:
    text = PASSAGES[name][0].text
    assert text.en
    assert text.ru
    return text.en, text.ru


def asked(text: str) -> str:
    """Return the words of a question, however it is written."""
    return " ".join(re.findall(r"\w+", text.lower().replace("ё", "е")))


def questions_of(passage: Passage) -> set[str]:
    return {asked(question) for language in LANGUAGES for question in passage.questions.get(language)}


def test_the_bulletins_hold_thirty_one_passages(shipped: Knowledge) -> None:
    assert len(shipped.passages) == 31


def test_every_bulletin_names_a_source_that_is_there(shipped: Knowledge) -> None:
    for item in shipped.bulletins:
        assert source_of(item.bulletin)


# The source


@every_passage
def test_the_english_text_stands_in_the_source_word_for_word(name: str) -> None:
    passage, bulletin = PASSAGES[name]
    text = plain(both_texts(name)[0])
    assert any(text in mended(source, passage.mends) for source in readings(source_of(bulletin)))


@every_passage
def test_every_mend_stands_in_source_and_text(name: str) -> None:
    passage, bulletin = PASSAGES[name]
    for mend in passage.mends:
        assert any(plain(mend.source) in source for source in readings(source_of(bulletin)))
        assert plain(mend.text) in plain(both_texts(name)[0])


@every_passage
def test_a_mend_changes_no_figure(name: str) -> None:
    for mend in PASSAGES[name][0].mends:
        assert re.sub(r"\D", "", mend.source) == re.sub(r"\D", "", mend.text)


# The translation


@every_passage
def test_the_figures_are_the_same_in_both_languages(name: str) -> None:
    english, russian = both_texts(name)
    assert figures(russian) == figures(english)


@every_passage
def test_the_months_are_the_same_in_both_languages(name: str) -> None:
    english, russian = both_texts(name)
    assert months(russian) == months(english)


@every_passage
def test_the_countries_are_the_same_in_both_languages(name: str) -> None:
    english, russian = both_texts(name)
    assert countries(russian) == countries(english)


@every_passage
def test_the_translation_adds_no_name_in_latin_letters(name: str) -> None:
    english, russian = both_texts(name)
    assert latin(russian) <= latin(english)


@every_passage
def test_every_quoted_name_is_quoted_in_the_translation(name: str) -> None:
    english, russian = both_texts(name)
    assert quotations(russian) >= quotations(english)


@pytest.mark.parametrize(
    ("name", "english", "russian"), [(name, *pair) for name, pairs in NAMES.items() for pair in pairs]
)
def test_a_name_stands_in_both_languages(name: str, english: str, russian: str) -> None:
    source, translation = both_texts(name)
    assert english in source
    assert russian in translation


@every_passage
def test_the_title_has_the_same_figures_in_both_languages(name: str) -> None:
    title = PASSAGES[name][0].title
    assert title
    assert title.en
    assert title.ru
    assert figures(title.en) == figures(title.ru)


# Questions, topics, countries


@every_passage
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_passage_has_at_least_three_questions(name: str, language: Language) -> None:
    assert len({asked(question) for question in PASSAGES[name][0].questions.get(language)}) >= 3


@every_passage
def test_the_questions_are_in_their_language(name: str) -> None:
    questions = PASSAGES[name][0].questions
    assert [question for question in questions.ru if not re.search("[а-яё]", question.lower())] == []
    assert [question for question in questions.en if re.search("[а-яё]", question.lower())] == []


@every_passage
def test_no_question_of_a_passage_is_a_curated_question(name: str) -> None:
    curated = {asked(item.question) for item in load_questions(DEFAULT_DIRECTORY / "questions.yaml")}
    assert questions_of(PASSAGES[name][0]) & curated == set()


@every_passage
def test_the_topics_of_a_passage_are_subjects_on_record(name: str, shipped: Knowledge) -> None:
    topics = PASSAGES[name][0].topics
    assert topics
    assert set(topics) <= {topic.id for topic in shipped.topics if topic.role == "subject"}


@every_passage
def test_the_countries_of_a_passage_are_on_record(name: str, shipped: Knowledge) -> None:
    known = {country.code for country in shipped.countries if not country.outside}
    assert set(PASSAGES[name][0].countries) <= known


@every_passage
def test_no_passage_is_later_than_its_bulletin(name: str) -> None:
    passage, bulletin = PASSAGES[name]
    assert passage.date is None or passage.date <= bulletin.date
