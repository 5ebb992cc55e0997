"""What a question is about: topics, danger, a wish for a contact, small talk."""

import pytest

from bot.assistant.subjects import SubjectReader, Subjects
from bot.knowledge import Bilingual, Knowledge, Phrases, Topic
from bot.search import tokenize

NAME = Bilingual(en="name")
TOPICS = (
    Topic(id="kin", role="group", name=NAME, triggers=Phrases(ru=("муж", "свекр*"), en=("husband",))),
    Topic(
        id="violence",
        name=NAME,
        triggers=Phrases(ru=("насили*",), en=("violence",)),
        urgent=Phrases(ru=("<kin>|отчим ... бьет", "не пускает <kin>"), en=("<kin> ... beats",)),
    ),
    Topic.model_validate(
        {
            "id": "health",
            "name": NAME,
            "triggers": {"ru": ["врач*", "скор*"], "en": ["doctor"]},
            "except": {"ru": ["скор* ответ*"]},
        }
    ),
    Topic(id="prices", role="beyond", name=NAME, triggers=Phrases(ru=("сколько стоит",))),
    Topic(id="phone", role="contact", channel="phone", name=NAME, triggers=Phrases(ru=("горяч* лини*",))),
    Topic(id="law", role="calm", name=NAME, triggers=Phrases(ru=("по закону",), en=("the law",))),
    Topic(id="greeting", role="small_talk", name=NAME, triggers=Phrases(ru=("привет",)), reply=NAME),
    Topic(id="thanks", role="small_talk", name=NAME, triggers=Phrases(ru=("спасибо",)), reply=NAME),
)


@pytest.fixture(scope="module")
def subjects() -> SubjectReader:
    return SubjectReader(TOPICS)


@pytest.fixture(scope="module")
def shipped_subjects(shipped: Knowledge) -> SubjectReader:
    return SubjectReader(shipped.topics)


def read(reader: SubjectReader, question: str) -> Subjects:
    return reader.read(tokenize(question))


def test_words_that_name_nothing_are_about_nothing(subjects: SubjectReader) -> None:
    assert read(subjects, "где дом") == Subjects()


def test_no_words_are_about_nothing(subjects: SubjectReader) -> None:
    assert read(subjects, "") == Subjects()


def test_topics_come_in_the_order_of_the_file(subjects: SubjectReader) -> None:
    assert read(subjects, "врач и насилие").topics == ("violence", "health")


def test_phrases_of_both_languages_count_in_one_question(subjects: SubjectReader) -> None:
    assert read(subjects, "нужен doctor").topics == ("health",)


def test_a_trigger_is_no_danger(subjects: SubjectReader) -> None:
    assert read(subjects, "что такое насилие").urgent == ()


def test_a_danger_is_a_topic_too(subjects: SubjectReader) -> None:
    found = read(subjects, "муж бьёт")
    assert (found.urgent, found.topics) == (("violence",), ("violence",))


@pytest.mark.parametrize("question", ["свекровь бьёт", "отчим бьёт", "my husband beats"])
def test_a_group_stands_for_its_words_in_the_language_of_the_phrase(subjects: SubjectReader, question: str) -> None:
    assert read(subjects, question).urgent == ("violence",)


def test_the_words_of_a_group_are_no_topic(subjects: SubjectReader) -> None:
    assert read(subjects, "муж") == Subjects()


def test_a_negated_danger_is_none(subjects: SubjectReader) -> None:
    assert read(subjects, "муж не бьёт").urgent == ()


def test_a_danger_that_is_a_denial_counts(subjects: SubjectReader) -> None:
    assert read(subjects, "не пускает муж").urgent == ("violence",)


def test_a_general_question_is_calm(subjects: SubjectReader) -> None:
    assert read(subjects, "что по закону если отчим бьёт").urgent == ()


@pytest.mark.parametrize("question", ["меня муж бьёт что по закону", "my husband beats what says the law"])
def test_a_general_question_about_oneself_stays_urgent(subjects: SubjectReader, question: str) -> None:
    assert read(subjects, question).urgent == ("violence",)


def test_an_exception_hides_the_trigger_that_it_overlaps(subjects: SubjectReader) -> None:
    assert read(subjects, "жду скорого ответа").topics == ()


def test_an_exception_hides_no_trigger_elsewhere(subjects: SubjectReader) -> None:
    assert read(subjects, "нужна скорая жду скорого ответа").topics == ("health",)


def test_what_is_beyond_the_bulletins_is_kept_apart(subjects: SubjectReader) -> None:
    found = read(subjects, "сколько стоит врач")
    assert (found.beyond, found.topics) == (("prices",), ("health",))


def test_a_wish_for_a_contact_tells_its_words(subjects: SubjectReader) -> None:
    found = read(subjects, "дайте горячую линию врача")
    assert found.contact == ("phone",)
    assert found.contact_words == {1, 2}


def test_small_talk_tells_its_first_kind_and_all_its_words(subjects: SubjectReader) -> None:
    found = read(subjects, "спасибо и привет")
    assert found.small_talk == "greeting"
    assert found.small_talk_words == {0, 2}


def test_the_words_of_topics_are_listed_with_those_of_groups(subjects: SubjectReader) -> None:
    assert {("насили", True), ("муж", False), ("свекр", True)} <= set(subjects.words)


# The shipped topics: contacts


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("горячая линия", "phone"),
        ("номер горячей линии в Бишкеке", "phone"),
        ("куда звонить", "phone"),
        ("кому позвонить", "phone"),
        ("какой номер", "phone"),
        ("дайте телефон", "phone"),
        ("hotline", "phone"),
        ("phone number", "phone"),
        ("who can I call", "phone"),
        ("куда писать", "email"),
        ("email", "email"),
        ("e-mail", "email"),
        ("электронная почта", "email"),
        ("where can I write", "email"),
        ("куда обратиться", "contacts"),
        ("контакты", "contacts"),
        ("contacts", "contacts"),
        ("с кем связаться", "contacts"),
        ("who can I turn to", "contacts"),
        ("скорая помощь", "emergency"),
        ("как вызвать полицию", "emergency"),
        ("ambulance", "emergency"),
        ("call the police", "emergency"),
    ],
)
def test_a_question_asks_for_a_contact(shipped_subjects: SubjectReader, question: str, topic: str) -> None:
    assert topic in read(shipped_subjects, question).contact


@pytest.mark.parametrize(
    "question",
    [
        "сколько человек вернулось",
        "номер указа о миграции 2020 года",
        "the number of migrants",
        "кто провёл форум",
        "who held the training",
    ],
)
def test_a_question_asks_for_no_contact(shipped_subjects: SubjectReader, question: str) -> None:
    assert read(shipped_subjects, question).contact == ()


# The shipped topics: danger


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("у меня забрали паспорт", "documents"),
        ("хозяин отобрал документы", "documents"),
        ("my boss took my passport", "documents"),
        ("подруга говорит что её не выпускают", "captivity"),
        ("нас держат взаперти", "captivity"),
        ("they locked me in a room", "captivity"),
        ("мою сестру продали", "trafficking"),
        ("заставляют работать бесплатно", "forced-work"),
        ("they force me to work", "forced-work"),
        ("муж бьёт меня", "home-violence"),
        ("my husband beats me", "home-violence"),
        ("хочу умереть", "suicide"),
        ("I want to kill myself", "suicide"),
        ("брата задержала полиция", "detention"),
    ],
)
def test_somebody_is_in_danger(shipped_subjects: SubjectReader, question: str, topic: str) -> None:
    assert topic in read(shipped_subjects, question).urgent


@pytest.mark.parametrize(
    "question",
    [
        "What training on trafficking was there in Tashkent?",
        "Какой тренинг по торговле людьми был в Ташкенте?",
        "закон о домашнем насилии в Казахстане",
        "меня не бьют",
        "паспорт не забрали",
        "сколько жертв торговли людьми выявили в 2020 году",
        "how many victims of trafficking were there",
        "футболист бьёт по мячу",
        "задержали зарплату",
        "",
    ],
)
def test_nobody_is_in_danger(shipped_subjects: SubjectReader, question: str) -> None:
    assert read(shipped_subjects, question).urgent == ()


# The shipped topics: what the bulletins do not cover, small talk


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("запрет на въезд в Россию", "entry-ban"),
        ("entry ban", "entry-ban"),
        ("как получить патент", "work-permit"),
        ("продлить регистрацию", "registration"),
        ("как получить гражданство", "citizenship"),
        ("не платят зарплату", "wages"),
        ("they did not pay me", "wages"),
        ("потерял паспорт", "travel-documents"),
        ("нужна ли виза", "visa"),
        ("нужен юрист", "legal-aid"),
        ("устроить ребёнка в школу", "education"),
    ],
)
def test_a_migrants_subject_is_named(shipped_subjects: SubjectReader, question: str, topic: str) -> None:
    assert topic in read(shipped_subjects, question).topics


@pytest.mark.parametrize(
    ("question", "topic"),
    [("сколько стоит билет", "prices"), ("есть вакансии", "jobs"), ("как оформить пенсию", "pension")],
)
def test_a_subject_is_beyond_any_bulletin(shipped_subjects: SubjectReader, question: str, topic: str) -> None:
    assert topic in read(shipped_subjects, question).beyond


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("привет", "greeting"),
        ("Здравствуйте!", "greeting"),
        ("ассаламу алейкум", "greeting"),
        ("hello", "greeting"),
        ("спасибо большое", "thanks"),
        ("thank you", "thanks"),
        ("до свидания", "goodbye"),
        ("bye", "goodbye"),
        ("ты кто", "identity"),
        ("are you a robot", "identity"),
        ("дурак", "insult"),
        ("stupid bot", "insult"),
        ("ок", "acknowledgement"),
        ("ok", "acknowledgement"),
    ],
)
def test_small_talk_is_told_by_its_kind(shipped_subjects: SubjectReader, question: str, topic: str) -> None:
    assert read(shipped_subjects, question).small_talk == topic


def test_every_small_talk_has_a_reply_in_both_languages(shipped: Knowledge) -> None:
    replies = [topic.reply for topic in shipped.topics if topic.role == "small_talk"]
    assert all(reply and reply.ru and reply.en for reply in replies)


def test_every_group_that_a_phrase_names_is_there(shipped: Knowledge) -> None:
    groups = {topic.id for topic in shipped.topics if topic.role == "group"}
    named = {
        word.strip("<>")
        for topic in shipped.topics
        for phrases in (topic.triggers, topic.exceptions, topic.urgent)
        for phrase in (*phrases.ru, *phrases.en)
        for word in phrase.replace("|", " ").split()
        if word.startswith("<")
    }
    assert named <= groups
