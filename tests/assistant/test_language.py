"""The language of a message. languages.tsv: messages as migrants write them, each with its language."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant.language import mother_tongue
from bot.assistant.reading import QuestionReader
from bot.assistant.transliteration import is_cyrillic

TABLE = Path(__file__).with_name("languages.tsv")
MESSAGES = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]


def wrong(reader: QuestionReader, language: str, messages: list[str]) -> list[str]:
    """List the messages that are not read as messages in a language, each with what they are taken for."""
    readings = [(message, reader.read(message)) for message in messages]
    taken = [(message, reading.mother_tongue or reading.language) for message, reading in readings]
    return [f"{message}: {other}" for message, other in taken if other != language]


def of(language: str) -> list[str]:
    return [message for code, message in MESSAGES if code == language]


def test_the_table_holds_every_message_once() -> None:
    assert len({message for _, message in MESSAGES}) == len(MESSAGES)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_three_words_tell_russian_from_english(reader: QuestionReader, language: str) -> None:
    messages = [message for message in of(language) if len(message.split()) == 3]
    assert len(messages) >= 150
    mistaken = wrong(reader, language, messages)
    assert len(mistaken) <= 0.01 * len(messages), mistaken


@pytest.mark.parametrize("language", ["ru", "en"])
def test_hardly_any_russian_or_english_message_is_taken_for_a_language_of_the_region(language: str) -> None:
    messages = of(language)
    mistaken = [message for message in messages if mother_tongue(message)]
    assert len(mistaken) <= 0.01 * len(messages), mistaken


@pytest.mark.parametrize("language", ["kk", "ky", "tg", "tk"])
def test_a_language_of_the_region_is_recognised(reader: QuestionReader, language: str) -> None:
    messages = of(language)
    assert len(messages) >= 90
    mistaken = wrong(reader, language, messages)
    assert len(mistaken) <= 0.05 * len(messages), mistaken


@pytest.mark.parametrize("cyrillic", [True, False], ids=["Cyrillic", "Latin"])
def test_uzbek_is_recognised_in_both_scripts(reader: QuestionReader, cyrillic: bool) -> None:
    messages = [message for message in of("uz") if is_cyrillic(message) == cyrillic]
    assert len(messages) >= 40
    mistaken = wrong(reader, "uz", messages)
    assert len(mistaken) <= 0.05 * len(messages), mistaken


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("Жұмыс беруші паспортымды алып қойды", "kk"),
        ("жумыс беруши паспортымды алып койды", "kk"),
        ("Иш берүүчү паспортумду алып койду", "ky"),
        ("иш берген киши паспортумду бербей жатат", "ky"),
        ("Ҳуҷҷатҳои маро гирифтанд, чӣ кор кунам?", "tg"),
        ("хуччатхои маро гирифтанд чи кор кунам", "tg"),
        ("Pasportimni olib qo‘yishdi, nima qilay?", "uz"),
        ("pasportimni olib qoyishdi nima qilay", "uz"),
        ("Паспортимни олиб қўйишди, нима қилай?", "uz"),
        ("Pasportymy aldylar, näme etmeli?", "tk"),
    ],
)
def test_a_sentence_is_recognised_with_and_without_its_letters(message: str, language: str) -> None:
    assert mother_tongue(message) == language


@pytest.mark.parametrize(
    "message",
    [
        pytest.param("помогите, у меня забрали паспорт", id="Russian"),
        pytest.param("please help, my passport was taken", id="English"),
        pytest.param("kuda zvonit esli zabrali pasport", id="Russian in Latin letters"),
        pytest.param("Ош", id="a place alone"),
        pytest.param("Мары", id="another place alone"),
        pytest.param("салам", id="a greeting that all share"),
        pytest.param("Bishkek hotline", id="a place in English"),
        pytest.param("махалля не даёт справку", id="Russian with a local word"),
        pytest.param("", id="nothing"),
        pytest.param("11616", id="a number"),
        pytest.param("😀👍", id="emoji"),
    ],
)
def test_no_language_of_the_region_is_seen(message: str) -> None:
    assert mother_tongue(message) is None


def test_a_message_on_the_wrong_layout_is_no_language_of_the_region(reader: QuestionReader) -> None:
    question = "vt;leyfhjlysq rheuksq cnjk jykfqy b jakfqy"  # международный круглый стол онлайн и офлайн
    assert mother_tongue(question) == "uz"
    assert reader.read(question).mother_tongue is None


@pytest.mark.parametrize(
    ("message", "language"),
    [
        pytest.param("ба мо кумак кун", "tg", id="help us"),
        pytest.param("моро кумак кун", "tg", id="help us, otherwise"),
        pytest.param("мага паспортумду бер", "ky", id="give me my passport"),
        pytest.param("мени хозяин паспортумду", "ky", id="the master has my passport"),
    ],
)
def test_words_that_could_be_russian_forms_keep_their_language(
    reader: QuestionReader, message: str, language: str
) -> None:
    reading = reader.read(message)
    assert (reading.known_share, reading.mother_tongue) == (1, language)


def test_english_words_that_are_all_known_are_no_language_of_the_region(reader: QuestionReader) -> None:
    question = "Chashmai Hayot round table"  # a bulletin names the organisation
    assert mother_tongue(question) == "uz"
    assert reader.read(question).mother_tongue is None


@settings(derandomize=True, deadline=None, database=None)
@given(st.text(max_size=200))
def test_any_text_has_a_known_language_or_none(message: str) -> None:
    assert mother_tongue(message) in (None, "kk", "ky", "tg", "uz", "tk")
