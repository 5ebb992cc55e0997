"""In groups the bot answers only what is said to it, and shows no personal settings."""

import pytest

from tests.telegram.people import Person, buttons, values

NAME = "@migrant_support_test_bot"


def silent(group: Person) -> bool:
    """Say whether the bot has left unanswered what was said before."""
    return group.settle() == []


@pytest.mark.parametrize(
    "text",
    [
        "горячая линия в Бишкеке", "/unknown", "/start@another_bot", "1899", "😀", "@another_bot горячая линия",
        "migrant_support_test_bot", NAME,
    ],
)  # fmt: skip
def test_what_is_not_said_to_the_bot_is_left_alone(group: Person, text: str) -> None:
    group.say(text, entities=mentions(text))
    assert silent(group)


def test_a_photo_or_location_in_a_group_is_left_alone(group: Person) -> None:
    group.say(location={"latitude": 42.87, "longitude": 74.59})
    group.say(photo=[{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}])
    assert silent(group)


@pytest.mark.parametrize("text", [f"{NAME} горячая линия в Бишкеке", f"горячая линия в Бишкеке, {NAME.upper()}"])
def test_a_mention_is_answered(group: Person, text: str) -> None:
    assert values(group.ask(text, entities=mentions(text)))[0] == "1899"


def test_a_reply_to_the_bot_is_answered(group: Person) -> None:
    reply_to = group.ask("/help")
    assert values(group.ask("горячая линия в Бишкеке", reply_to_message=reply_to))[0] == "1899"


@pytest.mark.parametrize("command", ["/contacts tj", f"/contacts{NAME} tj"])
def test_a_command_is_answered(group: Person, command: str) -> None:
    assert values(group.ask(command))[0] == "+992900800800"


def test_an_unknown_command_to_the_bot_by_name_is_answered(group: Person) -> None:
    assert "/start" in group.ask(f"/strat{NAME}")["text"]


@pytest.mark.parametrize("command", ["/language", "/language en", "/country", "/country tj", "/forget"])
def test_settings_are_made_in_private_only(group: Person, command: str) -> None:
    reply = group.ask(command)
    assert reply["text"].startswith("Настроек для групп у меня нет.")
    assert reply["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/migrant_support_test_bot"


def test_start_in_a_group_offers_no_language(group: Person) -> None:
    assert "English" not in buttons(group.ask("/start"))


def test_a_country_button_in_a_group_sets_nothing(group: Person) -> None:
    card = group.press(group.ask("/start"), "Таджикистан")
    assert values(card)[0] == "+992900800800"
    text = f"{NAME} горячая линия"
    assert values(group.ask(text, entities=mentions(text)))[0] == "11616"


def test_a_country_button_in_a_group_answers_for_that_country(group: Person) -> None:
    text = f"{NAME} горячая линия"
    answer = group.ask(text, entities=mentions(text))
    assert values(group.press(answer, "TJ"))[0] == "+992900800800"


def test_personal_choices_do_not_follow_into_a_group(person: Person, group: Person) -> None:
    person.ask("/country tj")
    group.say(f"/contacts{NAME}", user_id=person.chat_id)
    assert values(group.api.wait_reply(group.chat_id))[0] == "11616"


def test_a_forged_button_in_a_group_sets_and_deletes_nothing(group: Person) -> None:
    start = group.ask("/start")
    for data in ("language:en", "forget", "nocountry", "country:TJ"):
        keyboard = {"inline_keyboard": [[{"text": "…", "callback_data": data}]]}
        group.api.wait_answer(group.api.press(start | {"reply_markup": keyboard}, data))
    assert group.ask("/help")["text"].startswith("Спрашивайте так")


def mentions(text: str) -> list[dict[str, object]]:
    start = text.find("@")
    if text.startswith("/"):
        return [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    if start < 0:
        return []
    return [{"type": "mention", "offset": start, "length": len(text[start:].split(maxsplit=1)[0])}]
