"""Questions and the replies to them."""

from collections.abc import Callable

import pytest

from bot.telegram import sending
from bot.telegram.pace import MOST_PRESSES
from tests.telegram.people import BotThread, Person, buttons, copied, values

PASSAGE_RU = "сколько листовок раздали в Таджикистане"


def test_numbers_and_addresses_can_be_copied(person: Person) -> None:
    assert copied(person.ask("горячая линия в Бишкеке")) == ["1899", "iomkyrgyzstan@iom.int"]


def test_only_numbers_can_be_reported(person: Person) -> None:
    assert [text for text in buttons(person.ask("контакт в Ашхабаде")) if "не сработал" in text] == []


def test_a_button_shows_the_original_and_another_the_translation_again(person: Person) -> None:
    answer = person.ask(PASSAGE_RU)
    assert "Неофициальный перевод" in answer["text"]
    original = person.press(answer, "Показать оригинал")
    assert "more than 1500 leaflets" in original["text"]
    assert "Оригинал." in original["text"]
    assert "Где можно спросить:" in original["text"]
    assert person.press(original, "Показать перевод")["text"] == answer["text"]


def test_an_english_answer_offers_no_original(english_person: Person) -> None:
    answer = english_person.ask("how many leaflets were handed out in Tajikistan")
    assert [text for text in buttons(answer) if "original" in text] == []


def test_another_country_below_a_question_that_names_one_shows_the_card_of_the_other(person: Person) -> None:
    answer = person.ask("горячая линия в Бишкеке")
    card = person.press(person.press(answer, "Другая страна"), "Таджикистан")
    assert values(card)[0] == "+992900800800"
    assert person.press(card, "Назад к ответу")["text"] == answer["text"]


def test_a_country_button_below_an_answer_sets_the_country(person: Person) -> None:
    person.press(person.ask("горячая линия"), "TJ")
    assert values(person.ask("горячая линия"))[0] == "+992900800800"


def test_the_country_chosen_is_used_where_a_question_names_none(person: Person) -> None:
    person.ask("/country kg")
    assert values(person.ask("мне нужна горячая линия"))[0] == "1899"


def test_a_question_that_names_a_country_does_not_change_the_chosen_one(person: Person) -> None:
    person.ask("/country kg")
    person.ask("горячая линия в Душанбе")
    assert values(person.ask("мне нужна горячая линия"))[0] == "1899"


def test_an_urgent_message_is_short_and_its_passages_follow_the_contacts(person: Person) -> None:
    text = person.ask("у меня забрали паспорт, Алматы")["text"]
    assert text.index("\n112\n") < 200
    assert text.index("\n11616\n") < 300
    assert len(text) < 1000


def test_a_long_message_is_cut_and_that_is_said(person: Person) -> None:
    text = person.ask("горячая линия в Бишкеке " + "очень " * 400)["text"]
    assert text.startswith("Сообщение длинное: прочитаны только первые 1000 символов.")


def test_a_message_of_1000_characters_is_not_cut(person: Person) -> None:
    assert "прочитаны" not in person.ask(("горячая линия в Бишкеке " + "очень " * 400)[:1000])["text"]


def test_not_covered_says_what_can_be_done(person: Person) -> None:
    text = person.ask("тыгыдымские кони в Бишкеке")["text"]
    assert text.startswith("В бюллетенях МОМ я об этом ничего не нашёл.")
    assert "Можно спросить другими словами или обратиться к людям:" in text


def test_a_forwarded_message_is_a_question(person: Person) -> None:
    origin = {"type": "hidden_user", "date": 0, "sender_user_name": "Somebody"}
    text = person.ask("горячая линия в Бишкеке", forward_origin=origin)["text"]
    assert "Пересланное сообщение" in text
    assert "\n1899\n" in text


def test_a_forwarded_command_is_none(person: Person) -> None:
    origin = {"type": "hidden_user", "date": 0, "sender_user_name": "Somebody"}
    person.ask("/country kg")
    person.ask("/forget", forward_origin=origin)
    assert values(person.ask("горячая линия"))[0] == "1899"


def test_the_words_below_a_picture_are_a_question(person: Person) -> None:
    photo = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]
    text = person.ask(photo=photo, caption="горячая линия в Бишкеке")["text"]
    assert "Я читаю только подпись" in text
    assert "\n1899\n" in text


@pytest.mark.parametrize("number", ["1899", "18 99", "☎️ 1899!"])
def test_a_number_is_explained(person: Person, number: str) -> None:
    text = person.ask(number)["text"]
    assert text.startswith("Этот номер есть в моём списке:")
    assert "Кыргызстан · Национальная горячая линия" in text


@pytest.mark.parametrize("number", ["+992900800800", "992 900 800 800", "900800800"])
def test_a_long_number_is_known_in_every_spelling(person: Person, number: str) -> None:
    assert "Таджикистан · " in person.ask(number)["text"]


def test_a_number_of_two_countries_is_explained_for_both(person: Person) -> None:
    text = person.ask("111")["text"]
    assert "Казахстан · " in text
    assert "Кыргызстан · " in text


def test_an_unknown_number_is_said_to_be_unknown(person: Person) -> None:
    assert person.ask("4242")["text"].startswith("Такого номера в моём списке нет: 4242.")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("/strat", "/start"), ("/contact", "/contacts"), ("/langauge", "/language"), ("/privasy", "/privacy")],
)
def test_a_misspelt_command_is_suggested(person: Person, typed: str, meant: str) -> None:
    assert person.ask(typed)["text"] == f"Команды {typed} нет. Может быть, {meant}?"


def test_an_unknown_command_leads_on(person: Person) -> None:
    reply = person.ask("/qqqqqqq")
    assert reply["text"].startswith("Команды /qqqqqqq нет. Напишите вопрос словами")
    assert buttons(reply)[5:] == ["Горячие линии", "В начало"]


def test_typing_is_shown_only_if_an_answer_takes_longer(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.ask("горячая линия в Бишкеке")
    assert person.calls("sendChatAction") == 0
    monkeypatch.setattr(sending, "_TYPING_AFTER", 0.05)
    with person.api.hold("sendMessage", chat_id=person.chat_id):
        person.say("горячая линия в Бишкеке")
        person.api.wait_for(lambda: person.calls("sendChatAction") == 1)


# Edits


def test_an_edited_question_gets_its_answer_edited(person: Person) -> None:
    asked = person.say("горячая линия в Бишкеке")
    reply = person.api.wait_reply(person.chat_id, after=asked)
    person.api.edit(asked, "горячая линия в Душанбе")
    assert values(person.changed(reply))[0] == "+992900800800"
    assert len(person.messages) == 1


def test_a_question_edited_before_anything_is_known_of_it_is_answered(person: Person, bot: BotThread) -> None:
    asked = person.say("горячая линия в Бишкеке")
    person.api.wait_reply(person.chat_id, after=asked)
    replies = bot.service.reception.desk.replies
    person.api.wait_for(lambda: replies.to(person.chat_id, asked["message_id"]))
    replies.forget(person.chat_id)  # as after a restart
    person.api.edit(asked, "горячая линия в Душанбе")
    person.api.wait_for(lambda: len(person.messages) == 2)
    assert values(person.messages[1])[0] == "+992900800800"


def test_an_answer_that_was_deleted_is_given_anew(person: Person) -> None:
    asked = person.say("горячая линия в Бишкеке")
    person.api.wait_reply(person.chat_id, after=asked)
    gone = "Bad Request: message to edit not found"
    person.api.fail("editMessageText", 400, chat_id=person.chat_id, description=gone)
    person.api.edit(asked, "горячая линия в Душанбе")
    person.api.wait_for(lambda: len(person.messages) == 2)


def test_an_edit_that_changes_nothing_is_harmless(person: Person) -> None:
    asked = person.say("горячая линия в Бишкеке")
    reply = person.api.wait_reply(person.chat_id, after=asked)
    person.api.edit(asked, "горячая линия в Бишкеке!")
    person.api.wait_for(lambda: person.calls("editMessageText") == 1)
    person.ask("/help")
    assert person.shown(reply) == reply


# Flood


def test_too_many_messages_get_one_polite_line_and_urgent_ones_their_answer(
    newcomer: Callable[..., Person], bot: BotThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.service.reception.desk.pace, "_clock", lambda: 0.0)  # all in one moment
    somebody = newcomer()
    for number in range(25):
        somebody.say(f"горячая линия в Бишкеке {number}")
    somebody.say("у меня забрали паспорт, Алматы")
    somebody.api.wait_for(lambda: [m for m in somebody.messages if "\n112\n" in m["text"]])
    texts = [message["text"] for message in somebody.messages]
    assert len(texts) == 22
    assert sum(text.startswith("Вы пишете быстрее") for text in texts) == 1


def test_one_who_presses_too_fast_is_told_so_and_the_message_stays_as_it_is(
    person: Person, bot: BotThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.service.reception.desk.presses, "_clock", lambda: 0.0)  # all in one moment
    start = person.ask("/start")
    for _ in range(MOST_PRESSES // 2):
        start = person.press(person.press(start, "Кыргызстан"), "В начало")
    query = person.api.press(start, person.data_behind(start, "Кыргызстан"))
    assert person.api.wait_answer(query)["text"].startswith("Вы нажимаете быстрее, чем я отвечаю")
    assert person.settle()[-1]["text"] == start["text"]


def test_others_are_answered_during_a_flood(newcomer: Callable[..., Person]) -> None:
    flooding, other = newcomer(), newcomer()
    for number in range(30):
        flooding.say(f"горячая линия {number}")
    assert "\n1899\n" in other.ask("горячая линия в Бишкеке")["text"]


def test_messages_of_one_chat_are_answered_in_their_order(person: Person) -> None:
    cities = ["Бишкеке", "Душанбе", "Алматы", "Ташкенте"]
    with person.api.hold("sendMessage", chat_id=person.chat_id):
        for city in cities:
            person.say(f"горячая линия в {city}")
        person.api.wait_for(lambda: person.calls("sendMessage"))
    person.api.wait_for(lambda: len(person.messages) == len(cities))
    assert [values(message)[0] for message in person.messages] == ["1899", "+992900800800", "11616", "iomuz@iom.int"]
