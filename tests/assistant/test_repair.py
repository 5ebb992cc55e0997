"""Questions as they were meant, read with the shipped knowledge."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.assistant.reading import QuestionReader
from bot.assistant.repair import swap_layout
from bot.assistant.transliteration import is_cyrillic
from bot.knowledge import DEFAULT_DIRECTORY, Language, load_questions
from bot.search import tokenize

# Words of questions.yaml that are misspelt there on purpose: changing them makes nothing worse.
MISSPELT = frozenset(
    """
    агенство карона зарегестрировано добравольное регеональный граммотность граматность вибинар реинтиграции
    реинтиграция позваночника гарячая телифон тилефон угражают избевает пасредник спосите рускому патерял ваканции
    колекторы уезвимым процес тубиркулез короновируса падскажите вьезд обезательно экзамин ааааа
    vulnarable litteracy consultaion servise constraction foriegners asist remitance displasement trafiking reech
    residense lisence recipie adress
    """.split()
)
MOST_CHANGED = 0.003


def meant(reader: QuestionReader, question: str) -> str:
    return " ".join(reader.read(question).words)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # misspelt
        ("тилефон гарячей линии", "телефон горячей линии"),
        ("trafiking of people", "trafficking of people"),
        ("вибинар о тубиркулезе", "вебинар о туберкулезе"),
        # letters held down
        ("привеееет", "привет"),
        ("сколькоооо листовок", "сколько листовок"),
        # Latin letters
        ("kuda zvonit", "куда звонить"),
        ("pomogite zabrali pasport", "помогите забрали паспорт"),
        ("menja ne wypuskajut", "меня не выпускают"),
        ("xochu domoj", "хочу домой"),
        ("goryachaya liniya v Dushanbe", "горячая линия в душанбе"),
        ("vozvraschenie domoi", "возвращение домой"),
        ("zabrali pasporta u rabochix", "забрали паспорта у рабочих"),
        ("gorya4aya liniya", "горячая линия"),
        ("menya derjat vzaperti", "меня держат взаперти"),
        ("ho4u domoy", "хочу домой"),
        ("4to delat", "что делать"),
        ("nachalnik ne otdayot pasport", "начальник не отдает паспорт"),
        # the wrong keyboard layout
        ("ghbdtn", "привет"),
        ("gjvjubnt? pf,hfkb gfcgjhn", "помогите забрали паспорт"),
        ("rjulf ,sk ajhev d Nfirtynt&", "когда был форум в ташкенте"),
        ("ujhzxfz kbybz", "горячая линия"),
        ("[jxe ljvjq", "хочу домой"),
        ("руддщ", "hello"),
        ("црфе шы еру рщедшту тгьиук", "what is the hotline number"),
        ("црщ екфштув еру щаашсшфды", "who trained the officials"),
        # several scripts
        ("горячая линия Bishkek", "горячая линия bishkek"),
        ("hotline Бишкек", "hotline бишкек"),
        ("сеть Umed в Таджикистане", "сеть umed в таджикистане"),
    ],
)
def test_a_question_is_read_as_it_was_meant(reader: QuestionReader, question: str, expected: str) -> None:
    assert meant(reader, question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Что сказал Зейнал Гаджиев про коронавирус?",
        "НПО «Чашмаи хаёт» и «Хуршеди зиндаги»",
        "How many people did IOM Tajikistan reach?",
        "Who is Rukhshona Qurbonova?",
        "What was the Equality Cup in Dushanbe?",
        "Кто такая Айгуль?",
        "+992 900 800 800",
        "11616",
        "700 000 граждан",
        "",
    ],
)
def test_a_clean_question_stays_as_it_is(reader: QuestionReader, question: str) -> None:
    assert meant(reader, question) == " ".join(tokenize(question))


@pytest.mark.parametrize(
    "question",
    [
        "hotlin in Bishkek",
        "хотлайн",
        "goryachaya liniya",
        "goriachaia liniia",
        "gorjatschaja linija",
        "горячяя линия",
        "ujhzxfz kbybz",
        "рщедшту",
    ],
)
def test_a_hotline_is_asked_for_however_it_is_spelt(reader: QuestionReader, question: str) -> None:
    assert reader.read(question).subjects.contact == ("phone",)


@pytest.mark.parametrize(
    "question",
    [
        "памагите забрали пасспорт",
        "pomogite zabrali pasport",
        "pomogiti zabrali pasport",
        "gjvjubnt? pf,hfkb gfcgjhn",
        "бос забрал мой пасспорт и не атдаёт",
        "my bos took my pasport",
    ],
)
def test_a_passport_is_missed_however_it_is_spelt(reader: QuestionReader, question: str) -> None:
    assert reader.read(question).subjects.urgent == ("documents",)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("kuda zvonit", "ru"),
        ("ghbdtn", "ru"),
        ("руддщ", "en"),
        ("hotlin in Bishkek", "en"),
        ("Bishkek hotline", "en"),
        ("горячая линия Bishkek", "ru"),
        ("Equality Cup что это", "ru"),
    ],
)
def test_the_language_is_that_of_the_words_as_they_were_meant(
    reader: QuestionReader, question: str, language: Language
) -> None:
    assert reader.read(question).language == language


@pytest.mark.parametrize("language", ["ru", "en"])
def test_hardly_any_clean_word_is_changed(reader: QuestionReader, language: Language) -> None:
    """Of the curated questions, words in the script of their language, those misspelt on purpose aside."""
    words = changed = 0
    for question in load_questions(DEFAULT_DIRECTORY / "questions.yaml"):
        asked = tokenize(question.question)
        clean = [word for word in asked if is_cyrillic(word) == (language == "ru") and word not in MISSPELT]
        if question.language == language:
            words += len(clean)
            changed += len(set(clean) - set(reader.read(question.question).words))
    assert words > 5000
    assert changed / words < MOST_CHANGED


def test_repair_costs_hardly_any_clean_question_its_passage(assistant: Assistant, reader: QuestionReader) -> None:
    right = lost = 0
    for question in load_questions(DEFAULT_DIRECTORY / "questions.yaml"):
        asked = tokenize(question.question)
        if question.passages and MISSPELT.isdisjoint(asked):
            index = assistant._indexes[question.language]
            raw, repaired = (index.search(words, 1) for words in (asked, reader.read(question.question).words))
            found = [
                assistant._passages[hit.number][0].id in question.passages for hits in (raw, repaired) for hit in hits
            ]
            right += found[:1] == [True]
            lost += found == [True, False]
    assert right > 500
    assert lost / right < MOST_CHANGED


# Layout


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("ghbdtn", "привет"),
        ("привет", "ghbdtn"),
        ("[jxe", "хочу"),
        ("'nj", "это"),
        (";bpym", "жизнь"),
        ("gj,tu", "побег"),
        ("`kre", "ёлку"),
        ("rnj&", "кто?"),
    ],
)
def test_the_same_keys_give_other_letters(text: str, swapped: str) -> None:
    assert swap_layout(text) == swapped


@settings(derandomize=True, deadline=None, database=None)
@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюя ", min_size=1).filter(is_cyrillic))
def test_a_russian_text_survives_both_layouts(text: str) -> None:
    latin = swap_layout(text)
    assert is_cyrillic(latin) or swap_layout(latin) == text
