import re
import signal
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.telegram.intake import polling
from tests.fakes import BotApiServer
from tests.fakes.bot_api import PATIENCE
from tests.fakes.ports import lasting_port
from tests.telegram.people import (
    COUNTRIES_EN,
    COUNTRIES_RU,
    FIRST_CONTACTS,
    PATIENT,
    Json,
    Person,
    Program,
    buttons,
    entity_types,
    running,
)


@pytest.fixture(scope="module")
def api() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture(scope="module")
def program(api: BotApiServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with running(api.url, api.token, tmp_path_factory.mktemp("bot") / "log", command=PATIENT) as program:
        api.wait_for(lambda: api.called("getUpdates") or program.process.poll() is not None)
        assert program.process.poll() is None, program.log
        yield program


@pytest.fixture(scope="module")
def chat_ids() -> Iterator[int]:
    return count(7_000_123_001)


@pytest.fixture
def person(api: BotApiServer, program: Program, chat_ids: Iterator[int]) -> Person:  # noqa: ARG001 - has to run
    return Person(api, next(chat_ids))


@pytest.fixture
def english_person(api: BotApiServer, program: Program, chat_ids: Iterator[int]) -> Person:  # noqa: ARG001
    return Person(api, next(chat_ids), "en")


# Questions


@pytest.mark.parametrize(
    ("question", "country", "value"),
    [
        pytest.param("горячая линия в Бишкеке", "Кыргызстан", "1899", id="plain"),
        pytest.param("горячая линея в бешкеке", "Кыргызстан", "1899", id="typos"),
        pytest.param("goryachaya liniya v Dushanbe", "Таджикистан", "+992900800800", id="transliteration"),
        pytest.param("ujhzxfz kbybz d ,birtrt", "Кыргызстан", "1899", id="wrong layout"),
        pytest.param("ГОРЯЧАЯ ЛИНИЯ БИШКЕК!!!", "Кыргызстан", "1899", id="capitals"),
        pytest.param("😀😀 горячая линия Алматы 📞", "Казахстан", "11616", id="emoji"),
        pytest.param("  \n горячая \t линия\n\nв\u00a0Бишкеке  ", "Кыргызстан", "1899", id="white space"),
        pytest.param("<b>горячая линия</b> & <Бишкек>", "Кыргызстан", "1899", id="HTML"),
        pytest.param("hotline in Tajikistan", "Tajikistan", "+992900800800", id="English"),
        pytest.param("IOM email in Almaty", "Kazakhstan", "iomalmaty@iom.int", id="e-mail"),
    ],
)
def test_a_question_gets_the_contact_of_its_country_in_its_language(
    person: Person, question: str, country: str, value: str
) -> None:
    reply = person.ask(question)
    paragraph = next(part for part in reply["text"].split("\n\n") if part.startswith(f"{country} · "))
    assert paragraph.split("\n")[1] == value


def test_an_uzbek_question_is_told_the_languages_and_gets_the_contact_of_uzbekistan(person: Person) -> None:
    text = person.ask("Menga yordam kerak, Toshkentdaman")["text"]
    assert text.startswith("Bot rus va ingliz tillarida javob beradi.")
    assert "\niomuz@iom.int\n" in text


def test_the_reply_hangs_below_the_question(person: Person) -> None:
    asked = person.say("горячая линия в Оше")
    reply = person.api.wait_reply(person.chat_id, after=asked)
    assert reply["reply_to_message"]["message_id"] == asked["message_id"]


def test_a_passage_is_shown_word_for_word_in_a_folded_quote(english_person: Person) -> None:
    reply = english_person.ask("how many leaflets were handed out in Tajikistan")
    assert "more than 1500" in reply["text"]
    assert "expandable_blockquote" in entity_types(reply)


def test_a_russian_passage_is_shown_as_an_unofficial_translation(person: Person) -> None:
    text = person.ask("сколько листовок раздали в Таджикистане")["text"]
    assert "1500" in text
    assert "Неофициальный перевод с английского." in text


def test_what_the_bulletins_do_not_cover_is_said_plainly(person: Person) -> None:
    reply = person.ask("какая погода завтра")
    assert re.match("В бюллетенях МОМ (об этом ничего нет|я об этом ничего не нашёл)", reply["text"])
    assert not {"blockquote", "expandable_blockquote"} & entity_types(reply)


def test_an_urgent_question_gets_the_emergency_number_first(person: Person) -> None:
    paragraphs = person.ask("у меня забрали паспорт, Алматы")["text"].split("\n\n")
    assert paragraphs[0].startswith("Похоже, кто-то в опасности.")
    assert paragraphs[1].split("\n")[1] == "112"


@pytest.mark.parametrize(
    "text", ["   \n\t  ", "🙂", "<b>&", "&lt;script&gt;</blockquote>", "?!", "\u200b\u202e"], ids=ascii
)
def test_a_message_without_a_question_gets_the_contacts_of_all_countries(person: Person, text: str) -> None:
    lines = person.ask(text)["text"].split("\n")
    assert [value for value in FIRST_CONTACTS if value in lines] == FIRST_CONTACTS


@pytest.mark.parametrize("filler", ["очень ", "👩‍🚒", "<b>&", "ы"], ids=["words", "emoji", "HTML", "one word"])
def test_5000_characters_are_answered(person: Person, filler: str) -> None:
    question = ("горячая линия в Бишкеке " + filler * 5000)[:5000]
    assert "\n1899\n" in person.ask(question)["text"]


def test_people_who_write_at_once_get_their_own_answers(
    api: BotApiServer,
    program: Program,  # noqa: ARG001 - has to run
    chat_ids: Iterator[int],
) -> None:
    asked = {
        "горячая линия в Бишкеке": "1899",
        "hotline in Tajikistan": "+992900800800",
        "горячая линия в Астане": "11616",
        "Ashgabat email": "iomashgabat@iom.int",
    }
    people = {question: Person(api, next(chat_ids)) for question in asked}
    for question, someone in people.items():
        someone.say(question)
    replies = {question: api.wait_reply(someone.chat_id)["text"] for question, someone in people.items()}
    for question, reply in replies.items():
        lines = reply.split("\n")
        assert [value for value in asked.values() if value in lines] == [asked[question]]


# Buttons


def test_a_question_without_a_country_offers_the_countries(person: Person) -> None:
    assert buttons(person.ask("горячая линия")) == COUNTRIES_RU


def test_the_countries_are_offered_in_the_language_of_the_question(person: Person) -> None:
    assert buttons(person.ask("hotline number please")) == COUNTRIES_EN


def test_a_question_with_a_country_offers_what_to_do_next(person: Person) -> None:
    reply = person.ask("горячая линия в Бишкеке")
    assert buttons(reply) == [
        "🇰🇬 1899",
        "1899 не сработал",
        "🇰🇬 iomkyrgyzstan@iom.int",
        "Другая страна",
        "Все контакты",
    ]


def test_a_country_button_turns_the_message_into_the_answer_for_that_country(person: Person) -> None:
    first = person.ask("горячая линия")
    edited = person.press(first, "TJ")
    values = [part.split("\n")[1] for part in edited["text"].split("\n\n")[1:]]
    assert values == ["+992900800800", "dushanbe@iom.int"]
    assert len(person.messages) == 1


def test_a_press_is_answered_so_that_the_button_stops_turning(person: Person) -> None:
    query = person.api.press(person.ask("hotline"), "country:KZ")
    assert person.api.wait_answer(query)["callback_query_id"] == query["id"]


def test_a_button_pressed_twice_is_harmless(person: Person, program: Program) -> None:
    first = person.ask("горячая линия")
    edited, log = person.press(first, "KG"), program.log
    person.api.press(first, "country:KG")
    person.api.wait_for(lambda: person.calls("editMessageText") == 2)
    assert "\n1899\n" in person.ask("горячая линия в Бишкеке")["text"]
    assert person.shown(first) == edited
    assert program.log == log


def test_a_country_button_below_a_greeting_gives_the_contacts_of_that_country(person: Person) -> None:
    edited = person.press(person.ask("привет"), "KG")
    assert "\n1899\n" in edited["text"]


def test_a_press_too_old_to_be_answered_still_gives_the_answer(person: Person) -> None:
    first = person.ask("горячая линия")
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    person.api.fail("answerCallbackQuery", 400, description=too_old)
    assert "\n1899\n" in person.press(first, "KG")["text"]


# Commands


def test_start_says_what_the_bot_is_and_offers_the_countries(person: Person) -> None:
    reply = person.ask("/start")
    assert reply["text"].startswith("Я программа, а не человек и не МОМ.")
    assert buttons(reply) == [*COUNTRIES_RU, "Горячие линии", "Как спросить", "English"]


def test_start_speaks_english_to_an_english_device(english_person: Person) -> None:
    reply = english_person.ask("/start")
    assert reply["text"].startswith("I am a programme, not a person, and not the IOM.")
    assert buttons(reply) == [*COUNTRIES_EN, "Hotlines now", "How to ask", "Русский"]


def test_start_with_a_payload_is_start(person: Person) -> None:
    assert person.ask("/start poster-42_Ab")["text"] == person.ask("/start")["text"]


def test_help_says_how_to_ask(person: Person) -> None:
    reply = person.ask("/help")
    assert "«горячая линия в Бишкеке»" in reply["text"]
    assert buttons(reply)[:5] == COUNTRIES_RU


def test_a_country_button_below_start_shows_its_contacts_and_the_way_back(person: Person) -> None:
    edited = person.press(person.ask("/start"), "KG")
    assert "\n1899\n" in edited["text"]
    assert "Казахстан · " not in edited["text"]
    assert buttons(edited)[-2:] == ["Другая страна", "В начало"]


def test_the_commands_are_set_in_both_languages(api: BotApiServer, program: Program) -> None:
    api.wait_for(lambda: len(api.called("setMyCommands")) == 3 or program.process.poll() is not None)
    names = {
        call.params.get("language_code"): [command["command"] for command in call.params["commands"]]
        for call in api.called("setMyCommands")
    }
    expected = ["start", "contacts", "country", "language", "help", "privacy", "forget"]
    assert names == dict.fromkeys(("ru", "en", None), expected)


# Faults


@pytest.mark.parametrize(
    "fault",
    [{"status": 500}, {"status": 429}, {"status": 502}, {"status": 200}, {"status": 403}, {"close": True}],
    ids=["500", "429", "502", "broken JSON", "blocked", "connection closed"],
)
def test_a_failed_send_does_not_stop_the_bot(person: Person, fault: Json) -> None:
    failure = person.api.fail("sendMessage", chat_id=person.chat_id, **fault)
    person.say("горячая линия в Бишкеке")
    person.api.wait_for(lambda: failure.times == 0)
    person.say("горячая линия в Душанбе")
    assert person.api.wait_for(lambda: [m for m in person.messages if "\n+992900800800\n" in m["text"]])


@pytest.mark.parametrize(
    "fault",
    [{"status": 500}, {"status": 429}, {"status": 502}, {"close": True}],
    ids=["500", "429", "502", "connection closed"],
)
def test_an_answer_that_could_not_be_sent_is_sent_again(person: Person, fault: Json) -> None:
    person.api.fail("sendMessage", chat_id=person.chat_id, **fault)
    assert "\n1899\n" in person.ask("горячая линия в Бишкеке")["text"]


def test_a_question_deleted_before_the_answer_is_still_answered(person: Person) -> None:
    sender = {"id": person.chat_id, "is_bot": False, "first_name": "Person", "language_code": "ru"}
    chat = {"id": person.chat_id, "type": "private", "first_name": "Person"}
    deleted = {"message_id": 900_000, "date": 0, "from": sender, "chat": chat, "text": "горячая линия в Бишкеке"}
    person.api.push({"message": deleted})
    person.api.wait_for(lambda: person.calls("sendMessage"))
    person.ask("привет")
    assert "\n1899\n" in person.messages[0]["text"]


def test_a_poll_that_fails_is_tried_again(person: Person) -> None:
    failure = person.api.fail("getUpdates", 502)
    person.ask("/start")  # ends the poll that is under way
    person.api.wait_for(lambda: failure.times == 0)
    assert "\n1899\n" in person.ask("горячая линия в Бишкеке")["text"]


def test_the_log_holds_neither_token_nor_text_nor_chat_id(person: Person, program: Program) -> None:
    for fault in ({"status": 500}, {"status": 429}, {"status": 400}, {"status": 502}, {"close": True}):
        person.api.fail("sendMessage", chat_id=person.chat_id, **fault)
        person.say("секретное слово карагач, горячая линия в Бишкеке")
    person.api.wait_for(lambda: person.calls("sendMessage") >= 9)  # all but the 400 are sent again
    person.ask("привет")
    assert "WARNING" in program.log
    secrets = (person.api.token, "карагач", "Бишкек", "Кыргызстан", str(person.chat_id))
    assert [secret for secret in secrets if secret in program.log] == []


def test_an_unreadable_answer_of_the_server_is_not_written_to_the_log(person: Person, program: Program) -> None:
    body = f'{{"ok":true,"result":[{{"message":{{"chat":{{"id":{person.chat_id}}},"text":"секретное слово саксаул'
    failure = person.api.fail("getUpdates", 200, body=body)
    person.ask("/start")  # ends the poll that is under way
    person.api.wait_for(lambda: failure.times == 0)
    person.ask("привет")
    assert [secret for secret in ("саксаул", str(person.chat_id)) if secret in program.log] == []


# The life of the process


def test_sigterm_ends_the_program_soon_with_code_0(tmp_path: Path) -> None:
    with BotApiServer() as api, running(api.url, api.token, tmp_path / "log") as program:
        api.wait_for(lambda: api.called("getUpdates"))
        program.process.send_signal(signal.SIGTERM)
        assert program.process.wait(polling._LONG_POLL - 5) == 0  # it does not wait for the end of its poll
        assert "Traceback" not in program.log


def test_an_answer_that_has_to_wait_does_not_put_off_the_end_for_long_and_is_given_after_the_next_start(
    tmp_path: Path,
) -> None:
    with BotApiServer() as api, running(api.url, api.token, tmp_path / "log") as program:
        api.wait_for(lambda: api.called("getUpdates"))
        api.fail("sendMessage", 429, retry_after=600)
        api.say("горячая линия в Бишкеке", chat_id=7)
        api.wait_for(lambda: api.called("sendMessage"))
        program.process.send_signal(signal.SIGTERM)
        assert program.exit_code() == 0
        assert len(api.pending) == 1
        with running(api.url, api.token, tmp_path / "log"):
            assert "\n1899\n" in api.wait_reply(7)["text"]
            api.wait_for(lambda: not api.pending)


def test_a_server_that_is_down_at_the_start_is_waited_for(tmp_path: Path) -> None:
    port = lasting_port()
    with socket.create_server(("127.0.0.1", port)) as listener:
        listener.settimeout(PATIENCE)
        with running(f"http://127.0.0.1:{port}", BotApiServer().token, tmp_path / "log") as program:
            listener.accept()[0].close()
            listener.close()
            with BotApiServer(port=port) as api:
                api.say("горячая линия в Бишкеке", chat_id=7)
                assert "\n1899\n" in api.wait_reply(7)["text"]
                assert api.token not in program.log


def test_a_wrong_token_ends_the_program_with_one_line(tmp_path: Path) -> None:
    token = "123456789:AA-another-token-than-the-server-has"  # noqa: S105
    with BotApiServer() as api, running(api.url, token, tmp_path / "log") as program:
        assert program.exit_code() == 1
    assert token not in program.log
    assert [line for line in program.log.splitlines() if " INFO " not in line] == [
        "error: Telegram refuses the token; copy TELEGRAM_BOT_TOKEN once more from @BotFather"
    ]


def test_without_a_token_the_program_says_where_to_get_one(tmp_path: Path) -> None:
    with running("http://127.0.0.1:9", "", tmp_path / "log") as program:
        assert program.exit_code() == 1
    assert program.log == ("error: TELEGRAM_BOT_TOKEN is not set; ask @BotFather in Telegram for a token and set it\n")
