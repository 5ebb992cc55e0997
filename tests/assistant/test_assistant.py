"""From a question to an answer, over knowledge small enough to know by heart."""

import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant import MAX_QUESTION, Answer, Assistant, Profile
from bot.knowledge import CountryCode, Language, load

SMALL = {
    "bulletins/report.yaml": """
        bulletin: {id: report, date: 2020-12-29, source: report.txt, title: {en: The report, ru: Отчёт}}
        passages:
          - id: leaflets
            countries: [TJ]
            topics: [awareness]
            title: {en: Leaflets, ru: Листовки}
            text: {en: More than 1500 leaflets were handed out., ru: Раздали более 1500 листовок.}
            questions: {en: [how many leaflets were handed out], ru: [сколько листовок раздали]}
          - id: forum-tashkent
            countries: [UZ]
            title: {en: A migration forum, ru: Форум по миграции}
            text:
              en: The migration forum gathered experts from Tashkent.
              ru: Форум по миграции собрал экспертов из Ташкента.
            questions: {en: [who came to the migration forum], ru: [кто приехал на форум по миграции]}
          - id: forum-bishkek
            countries: [KG]
            title: {en: A migration forum, ru: Форум по миграции}
            text:
              en: The migration forum gathered students from Bishkek.
              ru: Форум по миграции собрал студентов из Бишкека.
            questions: {en: [who came to the migration forum], ru: [кто приехал на форум по миграции]}
          - id: cup
            countries: [KZ]
            date: 2022-12-10
            title: {en: The debate cup, ru: Кубок дебатов}
            text:
              en: Eight teams argued about equality, kindness, courage, justice, freedom, peace and honest work.
              ru: Восемь команд спорили о равенстве, доброте, смелости, справедливости, свободе, мире и честном труде.
            questions: {en: [how many teams played for the debate cup], ru: [сколько команд играло за кубок дебатов]}
          - id: cup-again
            countries: [KZ]
            date: 2022-12-11
            title: {en: The debate cup, ru: Кубок дебатов}
            text:
              en: Eight teams argued about equality, kindness, courage, justice, freedom, peace and honest work again.
              ru: Восемь команд спорили о равенстве, доброте, смелости, справедливости, свободе, честном труде вновь.
            questions: {en: [how many teams played for the debate cup], ru: [сколько команд играло за кубок дебатов]}
          - id: english-only
            text: {en: Zeppelin pilots received special licences in Almaty.}
        """,
    "contacts.yaml": """
        - {id: kz-hotline, country: KZ, kind: hotline, name: {en: Hotline}, phone: "11616", verified: 2020, source: S}
        - {id: kz-112, country: KZ, kind: emergency, name: {en: Rescue}, phone: "112", verified: 2020, source: S}
        - {id: kz-astana, country: KZ, kind: mission, name: {en: Astana}, email: a@b.org, verified: 2020, source: S}
        - {id: kz-almaty, country: KZ, kind: mission, name: {en: Almaty}, email: b@b.org, verified: 2020, source: S}
        - {id: tj-hotline, country: TJ, kind: hotline, name: {en: Hotline}, phone: "1000", verified: 2020, source: S}
        - {id: tj-mission, country: TJ, kind: mission, name: {en: Mission}, email: t@b.org, verified: 2020, source: S}
        - {id: uz-mission, country: UZ, kind: mission, name: {en: Mission}, email: u@b.org, verified: 2020, source: S}
        """,
    "countries.yaml": """
        - code: KZ
          name: {en: Kazakhstan, ru: Казахстан}
          names: [kazakhst*, казахст*]
          places: [{name: {en: Almaty, ru: Алматы}, match: [алмат*, almaty]}]
        - code: KG
          name: {en: Kyrgyzstan, ru: Кыргызстан}
          language: ky
          notice: Бот орус жана англис тилдеринде жооп берет.
          names: [kyrgyzst*, кыргызст*]
        - code: TJ
          name: {en: Tajikistan, ru: Таджикистан}
          names: [tajikist*, таджикист*]
          demonyms: [tajik*, таджик*]
        - code: UZ
          name: {en: Uzbekistan, ru: Узбекистан}
          language: uz
          notice: Bot rus va ingliz tillarida javob beradi.
          names: [uzbekist*, узбекист*]
        - {code: RU, outside: true, name: {en: Russia, ru: Россия}, names: [росси*, russia*, москв*]}
        """,
    "topics.yaml": """
        - {id: awareness, name: {en: awareness, ru: осведомлённость}, triggers: {en: [leaflets], ru: [листов*]}}
        - id: captivity
          name: {en: captivity, ru: удержание силой}
          urgent: {en: [locked me], ru: [меня заперли]}
        - {id: visa, name: {en: visas, ru: визы}, triggers: {en: [visa], ru: [виз*]}}
        - {id: prices, role: beyond, name: {en: prices, ru: цены}, triggers: {en: [how much is], ru: [сколько стоит]}}
        - id: phone
          role: contact
          channel: phone
          name: {en: phones, ru: телефоны}
          triggers: {en: [hotline], ru: [горяч* лини*]}
        - {id: email, role: contact, channel: email, name: {en: mail, ru: почта}, triggers: {en: [email], ru: [почт*]}}
        - id: greeting
          role: small_talk
          name: {en: greeting, ru: приветствие}
          triggers: {en: [hello], ru: [привет]}
          reply: {en: Hello!, ru: Здравствуйте!}
        """,
    "confidence.yaml": "ru: 0.25\nen: 0.25\n",
}
WITHOUT_PASSAGES = {name: text for name, text in SMALL.items() if name in ("contacts.yaml", "topics.yaml")}
KYRGYZ = "Иш берүүчү паспортумду алып койду, эмне кылам?"
UZBEK = "Xo‘jayin pasportimni olib qo‘ydi, nima qilay?"
NOISE = st.text(max_size=120) | st.text(
    st.characters(categories=["Cc", "Cf", "So", "Mn", "Nd", "Po"]), max_size=120
)  # control characters, marks, emoji


def assistant_over(folder: Path, files: dict[str, str]) -> Assistant:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return Assistant(load(folder))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("small"), SMALL)


@pytest.fixture(scope="module")
def lenient(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Show any passage, however unsure."""
    return assistant_over(tmp_path_factory.mktemp("lenient"), SMALL | {"confidence.yaml": "ru: 0\nen: 0\n"})


def passages(answer: Answer) -> list[str]:
    return [found.passage.id for found in answer.passages]


def contacts(answer: Answer) -> list[str]:
    return [contact.id for contact in answer.contacts]


# Passages


def test_a_question_finds_its_passage(small: Assistant) -> None:
    answer = small.answer("Сколько листовок раздали?")
    assert (answer.outcome, passages(answer), answer.topics) == ("answered", ["leaflets"], ("awareness",))


def test_a_passage_comes_with_its_bulletin_and_score(small: Assistant) -> None:
    (found,) = small.answer("how many leaflets were handed out").passages
    assert found.bulletin.id == "report"
    assert 0 < found.score <= 1


def test_a_question_that_nothing_covers_gets_no_passage(small: Assistant) -> None:
    answer = small.answer("Кто выиграл чемпионат по шахматам?")
    assert (answer.outcome, passages(answer)) == ("not_covered", [])


def test_the_best_passage_comes_first(small: Assistant) -> None:
    scores = [found.score for found in small.answer("forum leaflets teams", min_confidence=0).passages]
    assert scores == sorted(scores, reverse=True)


def test_three_passages_are_shown_at_most(small: Assistant) -> None:
    answer = small.answer("migration forum leaflets teams debate cup", min_confidence=0)
    assert len(answer.passages) == 3


def test_without_a_threshold_any_word_in_common_is_enough(small: Assistant) -> None:
    question = "Расскажите подробно и понятно, что известно науке о команде космонавтов"
    assert passages(small.answer(question)) == []
    assert "cup" in passages(small.answer(question, min_confidence=0))


def test_a_threshold_that_nothing_reaches_shows_nothing(small: Assistant) -> None:
    assert passages(small.answer("сколько листовок раздали", min_confidence=1)) == []


def test_the_threshold_asked_for_divides_at_the_confidence(small: Assistant) -> None:
    question = "сколько листовок раздали"
    confidence = small.answer(question).confidence
    assert passages(small.answer(question, min_confidence=confidence))
    assert not passages(small.answer(question, min_confidence=confidence + 0.001))


def test_two_passages_with_the_same_words_are_one(small: Assistant) -> None:
    assert passages(small.answer("how many teams played for the debate cup")) == ["cup"]


def test_two_passages_alike_but_of_other_words_are_two(small: Assistant) -> None:
    assert set(passages(small.answer("who came to the migration forum"))) == {"forum-tashkent", "forum-bishkek"}


@pytest.mark.parametrize(("year", "found"), [("2022", ["cup"]), ("2019", [])])
def test_a_question_about_one_year_is_not_answered_by_another(lenient: Assistant, year: str, found: list[str]) -> None:
    assert passages(lenient.answer(f"how many teams played for the debate cup in {year}")) == found


@pytest.mark.parametrize(("year", "found"), [("2020", ["leaflets"]), ("2022", [])])
def test_the_year_of_the_bulletin_stands_for_a_passage_without_date(
    lenient: Assistant, year: str, found: list[str]
) -> None:
    assert passages(lenient.answer(f"сколько листовок раздали в {year} году")) == found


@pytest.mark.parametrize(("country", "first"), [("UZ", "forum-tashkent"), ("KG", "forum-bishkek")])
def test_the_country_favours_its_passages(small: Assistant, country: CountryCode, first: str) -> None:
    assert passages(small.answer("who came to the migration forum", Profile(country=country)))[0] == first


def test_the_country_excludes_no_passage(small: Assistant) -> None:
    answer = small.answer("how many leaflets were handed out", Profile(country="UZ"))
    assert (answer.country, passages(answer)) == ("UZ", ["leaflets"])


def test_a_passage_in_the_other_language_may_be_found(small: Assistant) -> None:
    assert passages(small.answer("almaty zeppelin licences что это", min_confidence=0))[0] == "english-only"


def test_the_thresholds_of_the_folder_decide(tmp_path: Path) -> None:
    strict = assistant_over(tmp_path / "strict", SMALL | {"confidence.yaml": "ru: 1\nen: 0\n"})
    assert passages(strict.answer("сколько листовок раздали")) == []
    assert passages(strict.answer("how many leaflets were handed out")) == ["leaflets"]


# Contacts and places


def test_without_a_country_every_country_has_its_first_contact(small: Assistant) -> None:
    answer = small.answer("сколько листовок раздали")
    assert answer.country is None
    assert contacts(answer) == ["kz-hotline", "tj-hotline", "uz-mission"]


def test_the_country_of_the_question_decides_on_the_contacts(small: Assistant) -> None:
    answer = small.answer("сколько листовок раздали в Таджикистане")
    assert (answer.country, contacts(answer)) == ("TJ", ["tj-hotline", "tj-mission"])


def test_the_country_of_the_question_beats_that_of_the_profile(small: Assistant) -> None:
    assert small.answer("leaflets in Tajikistan", Profile(country="KZ")).country == "TJ"


def test_the_country_of_the_profile_counts_where_the_question_names_none(small: Assistant) -> None:
    answer = small.answer("leaflets", Profile(country="TJ"))
    assert (answer.country, contacts(answer)[0]) == ("TJ", "tj-hotline")


def test_the_contacts_of_the_origin_follow_those_of_the_place(small: Assistant) -> None:
    assert contacts(small.answer("я таджик, работаю в Алматы")) == [
        "kz-hotline",
        "kz-almaty",
        "kz-astana",
        "tj-hotline",
        "tj-mission",
    ]


def test_a_country_outside_is_named_beside_the_own_contacts(small: Assistant) -> None:
    answer = small.answer("гр. Таджикистана, нахожусь в Москве")
    assert answer.outside is not None
    assert (answer.outside.en, contacts(answer)) == ("Russia", ["tj-hotline", "tj-mission"])


def test_a_country_outside_alone_leaves_the_contacts_of_every_country(small: Assistant) -> None:
    answer = small.answer("живу в Москве")
    assert answer.outside is not None
    assert (answer.country, contacts(answer)[0]) == (None, "kz-hotline")


def test_nothing_is_outside_in_the_five_countries(small: Assistant) -> None:
    assert small.answer("живу в Алматы").outside is None


@pytest.mark.parametrize(
    ("question", "first"), [("горячая линия в Казахстане", "kz-hotline"), ("почта в Казахстане", "kz-astana")]
)
def test_the_channel_asked_for_comes_first(small: Assistant, question: str, first: str) -> None:
    answer = small.answer(question)
    assert (answer.outcome, answer.wants_contact, contacts(answer)[0]) == ("answered", True, first)


def test_a_wish_for_a_contact_alone_finds_no_passage(small: Assistant) -> None:
    assert passages(small.answer("горячая линия в Таджикистане")) == []


def test_a_wish_for_a_contact_and_a_question_get_both(small: Assistant) -> None:
    answer = small.answer("горячая линия и сколько листовок раздали")
    assert (passages(answer), contacts(answer)[0]) == (["leaflets"], "kz-hotline")


def test_no_contact_is_asked_for_by_another_question(small: Assistant) -> None:
    assert not small.answer("сколько листовок раздали").wants_contact


# Danger


def test_danger_leads_to_the_emergency_number(small: Assistant) -> None:
    answer = small.answer("меня заперли в Казахстане")
    assert (answer.urgent, answer.outcome, contacts(answer)[0]) == (True, "answered", "kz-112")


def test_a_calm_question_shows_no_emergency_number(small: Assistant) -> None:
    answer = small.answer("горячая линия в Казахстане")
    assert not answer.urgent
    assert "kz-112" not in contacts(answer)


def test_danger_shows_one_passage_at_most(lenient: Assistant) -> None:
    question = "who came to the migration forum to get leaflets"
    assert len(lenient.answer(question).passages) > 1
    assert len(lenient.answer(f"{question}, they locked me").passages) == 1


def test_danger_is_learnt_from_the_examples_of_the_folder(tmp_path: Path) -> None:
    examples = """
        urgent: {ru: [спасите он с ножом, спасите у него ножом бьет, он с ножом спасите нас]}
        calm: {ru: [где был форум, когда форум, чей форум]}
        """
    learnt = assistant_over(tmp_path / "learnt", SMALL | {"examples.yaml": examples})
    assert learnt.answer("спасите, он с ножом").urgent
    assert not learnt.answer("где и когда форум").urgent


def test_danger_is_recognised_without_any_passage(tmp_path: Path) -> None:
    bare = assistant_over(tmp_path / "bare", WITHOUT_PASSAGES)
    answer = bare.answer("помогите, меня заперли", Profile(country="KZ"))
    assert (answer.urgent, answer.outcome, contacts(answer)[:2]) == (True, "answered", ["kz-112", "kz-hotline"])


@pytest.mark.parametrize("question", ["меня заперли", "горячая линия", "сколько листовок", "привет", "", "hotlin"])
def test_an_empty_folder_has_an_answer_to_everything(tmp_path: Path, question: str) -> None:
    answer = assistant_over(tmp_path, {"contacts.yaml": ""}).answer(question)
    assert (answer.outcome, answer.passages, answer.contacts) == ("not_covered", (), ())


def test_a_folder_without_contacts_finds_passages(tmp_path: Path) -> None:
    files = {name: text for name, text in SMALL.items() if name != "contacts.yaml"}
    answer = assistant_over(tmp_path / "silent", files).answer("сколько листовок раздали")
    assert (passages(answer), answer.contacts) == (["leaflets"], ())


# What the bulletins do not cover, small talk


def test_a_subject_without_passages_is_named(small: Assistant) -> None:
    answer = small.answer("нужна ли виза, чтобы раздать листовки")
    assert answer.uncovered is None  # leaflets are covered
    answer = small.answer("нужна ли виза")
    assert answer.uncovered is not None
    assert (answer.outcome, answer.uncovered.ru) == ("not_covered", "визы")


def test_a_subject_beyond_the_bulletins_hides_the_passages(small: Assistant) -> None:
    answer = small.answer("сколько стоит раздать листовки")
    assert answer.uncovered is not None
    assert (answer.outcome, passages(answer), answer.uncovered.ru) == ("not_covered", [], "цены")


def test_a_question_without_a_subject_names_none(small: Assistant) -> None:
    assert small.answer("кто такой Пушкин").uncovered is None


@pytest.mark.parametrize("question", ["Привет!", "hello"])
def test_small_talk_gets_its_reply(small: Assistant, question: str) -> None:
    answer = small.answer(question)
    assert answer.small_talk is not None
    assert (answer.outcome, passages(answer), answer.small_talk.en) == ("not_covered", [], "Hello!")


@pytest.mark.parametrize("question", ["привет, сколько листовок раздали", "привет, меня заперли", "hello, hotline?"])
def test_a_greeting_before_a_question_is_no_small_talk(small: Assistant, question: str) -> None:
    answer = small.answer(question)
    assert (answer.outcome, answer.small_talk) == ("answered", None)


# Languages


@pytest.mark.parametrize(
    ("question", "profile", "language"),
    [
        pytest.param("сколько листовок", Profile(), "ru", id="of the message: Russian"),
        pytest.param("how many leaflets", Profile(), "en", id="of the message: English"),
        pytest.param("skolko listovok razdali", Profile(), "ru", id="of the message: Russian in Latin letters"),
        pytest.param("сколько листовок", Profile(language="en"), "en", id="as set, before the message"),
        pytest.param(KYRGYZ, Profile(language="en"), "en", id="as set, before a language of the region"),
        pytest.param("how many leaflets", Profile(device_language="ru"), "en", id="of the message, before the device"),
        pytest.param("11616", Profile(device_language="ru"), "ru", id="of the device: Russian"),
        pytest.param("11616", Profile(device_language="ky"), "ru", id="of the device: Kyrgyz, answered in Russian"),
        pytest.param("11616", Profile(device_language="en-GB"), "en", id="of the device: English of a country"),
        pytest.param("11616", Profile(device_language="de"), "en", id="of the device: another, answered in English"),
        pytest.param("11616", Profile(language="ru", device_language="en"), "ru", id="as set, before the device"),
        pytest.param(UZBEK, Profile(device_language="en"), "ru", id="of the region, answered in Russian"),
    ],
)
def test_the_language_of_the_answer(small: Assistant, question: str, profile: Profile, language: Language) -> None:
    assert small.answer(question, profile).language == language


@pytest.mark.parametrize(
    ("question", "country", "notice"),
    [
        pytest.param(KYRGYZ, "KG", "Бот орус жана англис тилдеринде жооп берет.", id="Kyrgyz"),
        pytest.param(UZBEK, "UZ", "Bot rus va ingliz tillarida javob beradi.", id="Uzbek"),
    ],
)
def test_a_language_of_the_region_gets_a_notice_and_its_country(
    small: Assistant, question: str, country: CountryCode, notice: str
) -> None:
    answer = small.answer(question)
    assert (answer.notice, answer.country, passages(answer)) == (notice, country, [])


def test_a_country_named_beats_that_of_the_language(small: Assistant) -> None:
    answer = small.answer("Men Qozogʻistonda ishlayman, Kazakhstan, xoʻjayin pasportimni olib qoʻydi")
    assert (answer.country, answer.notice) == ("KZ", "Bot rus va ingliz tillarida javob beradi.")


def test_the_country_of_the_profile_beats_that_of_the_language(small: Assistant) -> None:
    assert small.answer(KYRGYZ, Profile(country="KZ")).country == "KZ"


@pytest.mark.parametrize("question", ["сколько листовок", "how many leaflets", "", "11616"])
def test_a_message_in_russian_or_english_gets_no_notice(small: Assistant, question: str) -> None:
    assert small.answer(question).notice is None


# Whatever people send


def test_a_long_message_is_read_for_its_country_to_the_end(small: Assistant) -> None:
    assert small.answer("я " * MAX_QUESTION + " в Таджикистане").country == "TJ"


def test_danger_at_the_end_of_a_long_message_is_not_missed(assistant: Assistant) -> None:
    story = "Я приехал в Алматы работать на стройку летом. " * 30
    assert len(story) > MAX_QUESTION
    assert assistant.answer(f"{story} Хозяин забрал паспорт и бьёт меня.").urgent


def test_only_the_beginning_of_a_long_message_is_searched(small: Assistant) -> None:
    filler, word = "я " * MAX_QUESTION, " leaflets"
    assert passages(small.answer(filler[: MAX_QUESTION - len(word)] + word, min_confidence=0))
    assert not passages(small.answer(filler[:MAX_QUESTION] + word, min_confidence=0))


def test_a_long_question_comes_back_whole(small: Assistant) -> None:
    question = "где дом " * 500
    assert small.answer(question).question == question


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \n\t ", id="white space"),
        pytest.param("😀👍🏽🇰🇿", id="emoji"),
        pytest.param("\x00\x07\x1b[31m\u200b\u202e", id="control characters"),
        pytest.param("?!…—«»", id="punctuation"),
        pytest.param("а" * 10_000, id="one letter, ten kilobytes"),
        pytest.param("sdfghjkl[];" * 900, id="keys, ten kilobytes"),
        pytest.param("слово " * 2_000, id="a word, ten kilobytes"),
        pytest.param("7" * 10_000, id="digits, ten kilobytes"),
        pytest.param("\u0301" * 500, id="marks without letters"),
    ],
)
def test_noise_gets_contacts_and_no_passage(small: Assistant, question: str) -> None:
    answer = small.answer(question)
    assert (answer.outcome, answer.urgent, passages(answer)) == ("not_covered", False, [])
    assert contacts(answer) == ["kz-hotline", "tj-hotline", "uz-mission"]


@settings(derandomize=True, deadline=None, database=None)
@given(NOISE)
def test_any_text_has_an_answer_with_a_contact(small: Assistant, question: str) -> None:
    answer = small.answer(question)
    assert answer.contacts
    assert 0 <= answer.confidence <= 1
    assert len(answer.passages) <= 3


@settings(derandomize=True, deadline=None, database=None, max_examples=40)
@given(st.lists(st.sampled_from("сколько листовок форум hotline привет Алматы visa 2020 меня заперли".split())))
def test_the_same_question_has_the_same_answer(small: Assistant, words: list[str]) -> None:
    question = " ".join(words)
    assert small.answer(question) == small.answer(question)


def test_an_answer_does_not_depend_on_the_questions_before(small: Assistant, tmp_path: Path) -> None:
    fresh = assistant_over(tmp_path, SMALL)
    for question in ("ghbdtn", "skolko listovok", "памагите", "Xo‘jayin pasportimni"):
        small.answer(question)
    assert small.answer("сколько листовок раздали") == fresh.answer("сколько листовок раздали")


# As JSON


def test_an_answer_as_json_tells_texts_in_its_language(small: Assistant) -> None:
    data = small.answer("how many leaflets were handed out", Profile(language="ru")).to_json()
    assert data["language"] == "ru"
    assert data["passages"][0]["text"] == "Раздали более 1500 листовок."


def test_a_text_missing_in_the_language_is_told_in_the_other(small: Assistant) -> None:
    answer = small.answer("zeppelin pilots licences", Profile(language="ru"), min_confidence=0)
    assert answer.to_json()["passages"][0]["texts"] == {"en": "Zeppelin pilots received special licences in Almaty."}
