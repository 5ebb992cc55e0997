"""Every button: pressed twice, late, after a restart, with forged data."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.knowledge import COUNTRIES, LANGUAGES, Knowledge
from bot.storage import REASONS
from bot.telegram.callback import MAX_BYTES, Action, Press, decode
from tests.fakes import BotApiServer
from tests.telegram.people import BotThread, Json, Person, copied, values

EVERY_BUTTON = [
    "start;ru",
    "help;ru",
    "privacy;ru",
    "hotlines;ru",
    "countries;ru",
    "country:TJ",
    "answer",
    "answer:TJ",
    "original:TJ",
    "card:TJ;ru",
    "contact:tj-hotline;ru",
    "dead:tj-hotline;ru",
    "report:tj-hotline:n;ru",
    "language:en;ru",
    "language:auto;ru",
    "nocountry;ru",
    "forget;ru",
]
FORGED = [
    "x",
    "country:XX",
    "country:",
    "country",
    "card:tj",
    "card:TJ:n",
    "contact:",
    "contact:no-such-contact;ru",
    "dead:no-such-contact",
    "report:tj-hotline",
    "report:tj-hotline:x",
    "report:no-such-contact:n",
    "save:no-such-contact",
    "language:fr",
    "start:KZ",
    "start;fr",
    "start;",
    "answer:XX",
    "COUNTRY:TJ",
    "country:TJ:",
    "country:TJ;ru;en",
    "::::",
    "tj-hotline",
    "' OR 1=1 --",
    "<b>",
    "\u202e",
    "a" * 64,
    "forget:1",
    "\n",
    "null",
    "{}",
    "country:TJ\n",
]
examples = settings(derandomize=True, deadline=None, database=None, max_examples=200)


def with_button(message: Json, data: str) -> Json:
    return message | {"reply_markup": {"inline_keyboard": [[{"text": "…", "callback_data": data}]]}}


def push(person: Person, message: Json | None, data: str, **fields: object) -> Json:
    """Press a button without asking whether there is one."""
    query = {
        "id": person.api._query_id(),
        "from": {"id": person.chat_id, "is_bot": False, "first_name": "Person", "language_code": "ru"},
        "chat_instance": "1",
        "data": data,
        **({"message": message} if message else {}),
        **fields,
    }
    person.api.push({"callback_query": query})
    return query


# The codec


@pytest.mark.parametrize("data", [*EVERY_BUTTON, "save:tj-hotline;en"])
def test_what_a_button_sends_is_read_as_it_was_written(data: str) -> None:
    press = decode(data)
    assert press
    assert press.encode() == data


@pytest.mark.parametrize("data", [data for data in FORGED if "no-such-contact" not in data])
def test_forged_data_is_no_press(data: str) -> None:
    assert decode(data) is None


def test_every_action_is_tested() -> None:
    tested = {press.action for data in (*EVERY_BUTTON, "save:x") if (press := decode(data))}
    assert tested == set(Action)


@given(st.text(max_size=64) | st.text(st.sampled_from(":;acdeknorstuyTJZru-"), max_size=64))
@examples
def test_any_data_is_read_without_an_error(data: str) -> None:
    press = decode(data)
    assert press is None or press.encode() == data


@given(st.text(st.sampled_from("abcdefghij0123456789-"), min_size=1, max_size=80), st.sampled_from(REASONS))
@examples
def test_a_press_fits_or_is_left_out(contact_id: str, reason: str) -> None:
    data = Press(Action.REPORT, contact_id, reason, "ru").encode()  # type: ignore[arg-type]
    assert data is None or len(data.encode()) <= MAX_BYTES


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_countries_and_languages_are_short(country: str, language: str) -> None:
    assert decode(f"card:{country};{language}")


# Twice, late, forged


@pytest.mark.parametrize("opening", ["/start", "горячая линия в Душанбе"])
@pytest.mark.parametrize("data", [data for data in EVERY_BUTTON if data != "help;ru"])
def test_a_button_pressed_twice_leaves_one_message(person: Person, data: str, opening: str) -> None:
    message = with_button(person.ask(opening), data)
    for _ in range(2):
        query = push(person, message, data)
        person.api.wait_answer(query)
    assert [m["message_id"] for m in person.settle()] == [message["message_id"]]


@pytest.mark.parametrize("data", FORGED)
def test_forged_data_is_answered_and_leads_to_the_start(person: Person, data: str) -> None:
    message = person.ask("/help")
    query = push(person, message, data)
    assert person.api.wait_answer(query)["text"] == "Эта кнопка больше не действует. Начнём сначала."
    person.api.wait_for(lambda: person.shown(message)["text"].startswith("Я программа"))


def test_a_button_of_a_message_that_cannot_be_edited_any_more_gives_a_new_one(person: Person) -> None:
    message = person.ask("/start")
    gone = "Bad Request: message can't be edited"
    person.api.fail("editMessageText", 400, chat_id=person.chat_id, description=gone)
    push(person, message, "card:TJ;ru")
    person.api.wait_for(lambda: len(person.messages) == 2)
    assert values(person.messages[1])[0] == "+992900800800"


def test_a_button_of_a_message_that_the_bot_cannot_see_any_more_works(person: Person) -> None:
    message = person.ask("/start")
    old = {"chat": message["chat"], "message_id": message["message_id"], "date": 0}
    query = push(person, old, "card:TJ;ru")
    person.api.wait_answer(query)
    person.api.wait_for(lambda: "\n+992900800800\n" in person.shown(message)["text"])


def test_a_button_below_a_deleted_question_shows_the_card(person: Person) -> None:
    answer = person.ask("горячая линия")
    without = {key: value for key, value in answer.items() if key != "reply_to_message"}
    push(person, without, "country:TJ")
    person.api.wait_for(lambda: "источник:" in person.shown(answer)["text"])


def test_a_button_of_an_inline_message_is_answered(person: Person) -> None:
    query = push(person, None, "card:TJ;ru", inline_message_id="abc")
    assert person.api.wait_answer(query)


def test_a_button_speaks_the_language_of_its_message(person: Person) -> None:
    answer = person.ask("hotline in Tajikistan")
    assert person.press(answer, "All contacts")["text"].startswith("Tajikistan · ")


def test_every_button_works_after_a_restart(shipped: Knowledge, assistant: Assistant, tmp_path: Path) -> None:
    with BotApiServer() as api:
        person = Person(api, 9001)
        with BotThread(api, shipped, assistant, tmp_path / "bot.db"):
            messages = {data: person.ask("горячая линия в Душанбе") for data in EVERY_BUTTON[:10]}
            messages |= {data: person.ask("/start") for data in EVERY_BUTTON[10:]}
        with BotThread(api, shipped, assistant, tmp_path / "bot.db"):
            for data, message in messages.items():
                person.api.wait_answer(push(person, with_button(message, data), data))
            person.settle()
        edited = [call.params["message_id"] for call in api.called("editMessageText")]
        assert edited == [message["message_id"] for message in messages.values()]
        assert not [call for call in api.called("answerCallbackQuery") if "устарела" in call.params.get("text", "")]


def test_choices_outlive_a_restart(shipped: Knowledge, assistant: Assistant, tmp_path: Path) -> None:
    with BotApiServer() as api:
        person = Person(api, 9001)
        with BotThread(api, shipped, assistant, tmp_path / "bot.db"):
            person.ask("/start tj_en")
        with BotThread(api, shipped, assistant, tmp_path / "bot.db"):
            assert person.ask("горячая линия")["text"].startswith("Contacts:")
            assert values(person.ask("/contacts"))[0] == "+992900800800"


# A number that does not work


def test_a_dead_number_is_reported_in_two_taps_and_the_next_contact_is_shown(person: Person) -> None:
    answer = person.ask("горячая линия в Бишкеке")
    reasons = person.press(answer, "1899 не сработал")
    assert reasons["text"].startswith("Что случилось с номером 1899 (Кыргызстан)?")
    following = person.press(reasons, "Никто не ответил")
    assert following["text"].startswith("Спасибо, отмечено: номер 1899 не сработал.")
    assert values(following) == ["iomkyrgyzstan@iom.int"]
    assert copied(following) == ["iomkyrgyzstan@iom.int"]
    assert person.press(following, "Назад к ответу")["text"] == answer["text"]


@pytest.mark.parametrize(
    ("dead", "following"),
    [
        ("kz-hotline", "iomastana@iom.int"),
        ("kz-112", "11616"),
        ("tj-1313", "+992900800800"),
        ("uz-1008", "iomuz@iom.int"),
    ],
)
def test_the_next_contact_serves_the_same_need(person: Person, dead: str, following: str) -> None:
    message = person.ask("/start")
    push(person, message, f"report:{dead}:n;ru")
    assert values(person.changed(message)) == [following]


def test_a_report_counts_once_a_day_for_a_chat(person: Person, bot: BotThread, monkeypatch: pytest.MonkeyPatch) -> None:
    today = dt.datetime.now(dt.UTC).date()
    monkeypatch.setattr("bot.telegram.memory.utc_today", lambda: today)
    message = person.ask("/start")
    for letter in "nwr":
        person.api.wait_answer(push(person, message, f"report:kz-103:{letter};ru"))
    person.settle()
    reports = bot.call(bot.service.memory.reports())
    assert [(entry.reason, entry.times) for entry in reports if entry.contact_id == "kz-103"] == [("no_answer", 1)]


def test_after_three_reports_people_are_told(newcomer, bot: BotThread) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    told = "в последнее время некоторые не смогли дозвониться"
    for expected in (False, False, True):
        somebody = newcomer()
        message = somebody.ask("/start")
        somebody.api.wait_answer(push(somebody, message, "report:kg-117:n;ru"))
        somebody.settle()
        bot.service.memory._troubled_until = 0.0
        assert (told in somebody.ask("117")["text"]) == expected


# Contacts to keep


def test_a_contact_is_sent_for_the_address_book(person: Person) -> None:
    card = person.ask("/contacts tj")
    person.api.press(card, "save:tj-hotline;ru")
    sent = person.api.wait_reply(person.chat_id, after=card["message_id"])["contact"]
    assert sent["phone_number"] == "+992900800800"
    assert "TEL;TYPE=VOICE:+992900800800" in sent["vcard"]
    assert sent["first_name"] == "Таджикистан: Экстренный мобильный номер МОМ"


def test_an_address_is_sent_as_a_file_for_the_address_book(person: Person) -> None:
    card = person.ask("/contacts tm")
    person.api.press(card, "save:tm-mission;ru")
    sent = person.api.wait_reply(person.chat_id, after=card["message_id"])
    assert sent["document"]["file_name"] == "tm-mission.vcf"


def test_a_contact_is_shared_by_its_number(person: Person) -> None:
    rows = person.ask("/contacts kg")["reply_markup"]["inline_keyboard"]
    shared = [button["switch_inline_query"] for row in rows for button in row if "switch_inline_query" in button]
    assert shared == ["1899"]
