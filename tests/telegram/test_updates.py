"""A table of every kind of update and message of Bot API 10.0 with what the bot does about it."""

from typing import Any

import pytest
from telegram import Update
from telegram.constants import MessageType, UpdateType

from bot.telegram.intake.updates import ALLOWED_UPDATES
from tests.telegram.people import BotThread, Person, values

Json = dict[str, Any]

FILE = {"file_id": "f", "file_unique_id": "u"}
VIDEO = FILE | {"width": 1, "height": 1, "duration": 1}
PHOTO = [FILE | {"width": 1, "height": 1}]
USER = {"id": 77, "is_bot": False, "first_name": "Person"}
CHAT = {"id": 77, "type": "private", "first_name": "Person"}
OPTION = {"text": "a", "voter_count": 0, "persistent_id": "0", "option_position": 0}
POLL = {
    "id": "1",
    "question": "?",
    "options": [OPTION],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
BISHKEK = {"latitude": 42.87, "longitude": 74.59}
GIFT = {
    "id": "1",
    "sticker": FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False},
    "star_count": 1,
}

VOICE, PICTURE, WORDS = "Слушать сообщения", "Смотреть фото и видео", "Я понимаю только слова"
DOCUMENT, PHONE, TEXT = "Открывать файлы", "Номера телефонов", "Я умею читать только текст"
IGNORED = None

# Kinds of messages by the field that makes them (Bot API: Message), with the beginning of the reply.
MESSAGES: dict[str, tuple[Json, str | None]] = {
    "text": ({"text": "горячая линия в Бишкеке"}, "Контакты:"),
    "voice": ({"voice": FILE | {"duration": 1}}, VOICE),
    "audio": ({"audio": FILE | {"duration": 1}}, VOICE),
    "video_note": ({"video_note": FILE | {"length": 1, "duration": 1}}, VOICE),
    "photo": ({"photo": PHOTO}, PICTURE),
    "video": ({"video": VIDEO}, PICTURE),
    "animation": ({"animation": VIDEO, "document": FILE}, PICTURE),
    "live_photo": ({"photo": PHOTO, "live_photo": VIDEO | {"photo": PHOTO}}, PICTURE),
    "story": ({"story": {"id": 1, "chat": CHAT}}, PICTURE),
    "paid_media": ({"paid_media": {"star_count": 1, "paid_media": []}}, PICTURE),
    "document": ({"document": FILE}, DOCUMENT),
    "passport_data": ({"passport_data": {"data": [], "credentials": {"data": "", "hash": "", "secret": ""}}}, DOCUMENT),
    "checklist": ({"checklist": {"title": "a", "tasks": [{"id": 1, "text": "a"}]}}, DOCUMENT),
    "sticker": ({"sticker": GIFT["sticker"]}, WORDS),
    "dice": ({"dice": {"emoji": "🎲", "value": 1}}, WORDS),
    "contact": ({"contact": {"phone_number": "+7", "first_name": "Person"}}, PHONE),
    "poll": ({"poll": POLL}, "В опросах я не участвую"),
    "location": ({"location": BISHKEK}, "Судя по карте, это Кыргызстан"),
    "venue": ({"venue": {"location": BISHKEK, "title": "a", "address": "a"}}, "Судя по карте, это Кыргызстан"),
    "game": ({"game": {"title": "a", "description": "a", "photo": PHOTO}}, TEXT),
    "invoice": (
        {"invoice": {"title": "a", "description": "a", "start_parameter": "a", "currency": "USD", "total_amount": 1}},
        TEXT,
    ),
    "giveaway": ({"giveaway": {"chats": [], "winners_selection_date": 1, "winner_count": 1}}, TEXT),
    "giveaway_winners": (
        {"giveaway_winners": {"chat": CHAT, "giveaway_message_id": 1, "winners_selection_date": 1, "winner_count": 1,
                              "winners": []}},
        TEXT,
    ),
    # Service messages: nobody has asked for anything.
    "new_chat_members": ({"new_chat_members": [USER]}, IGNORED),
    "left_chat_member": ({"left_chat_member": USER}, IGNORED),
    "new_chat_title": ({"new_chat_title": "a"}, IGNORED),
    "new_chat_photo": ({"new_chat_photo": PHOTO}, IGNORED),
    "delete_chat_photo": ({"delete_chat_photo": True}, IGNORED),
    "group_chat_created": ({"group_chat_created": True}, IGNORED),
    "supergroup_chat_created": ({"supergroup_chat_created": True}, IGNORED),
    "channel_chat_created": ({"channel_chat_created": True}, IGNORED),
    "migrate_to_chat_id": ({"migrate_to_chat_id": -100_555}, IGNORED),
    "message_auto_delete_timer_changed": (
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 1}}, IGNORED),
    "pinned_message": ({"pinned_message": {"message_id": 1, "date": 1, "chat": CHAT, "text": "a"}}, IGNORED),
    "successful_payment": (
        {"successful_payment": {"currency": "USD", "total_amount": 1, "invoice_payload": "a",
                                "telegram_payment_charge_id": "a", "provider_payment_charge_id": "a"}},
        IGNORED,
    ),
    "refunded_payment": (
        {"refunded_payment": {"currency": "XTR", "total_amount": 1, "invoice_payload": "a",
                              "telegram_payment_charge_id": "a"}},
        IGNORED,
    ),
    "users_shared": ({"users_shared": {"request_id": 1, "users": []}}, IGNORED),
    "chat_shared": ({"chat_shared": {"request_id": 1, "chat_id": 1}}, IGNORED),
    "connected_website": ({"connected_website": "example.org"}, IGNORED),
    "write_access_allowed": ({"write_access_allowed": {}}, IGNORED),
    "proximity_alert_triggered": (
        {"proximity_alert_triggered": {"traveler": USER, "watcher": USER, "distance": 1}}, IGNORED),
    "boost_added": ({"boost_added": {"boost_count": 1}}, IGNORED),
    "chat_background_set": (
        {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "a"}}}, IGNORED),
    "checklist_tasks_done": ({"checklist_tasks_done": {"marked_as_done_task_ids": [1]}}, IGNORED),
    "checklist_tasks_added": ({"checklist_tasks_added": {"tasks": [{"id": 1, "text": "a"}]}}, IGNORED),
    "forum_topic_created": ({"forum_topic_created": {"name": "a", "icon_color": 1}}, IGNORED),
    "forum_topic_edited": ({"forum_topic_edited": {}}, IGNORED),
    "forum_topic_closed": ({"forum_topic_closed": {}}, IGNORED),
    "forum_topic_reopened": ({"forum_topic_reopened": {}}, IGNORED),
    "general_forum_topic_hidden": ({"general_forum_topic_hidden": {}}, IGNORED),
    "general_forum_topic_unhidden": ({"general_forum_topic_unhidden": {}}, IGNORED),
    "giveaway_created": ({"giveaway_created": {}}, IGNORED),
    "giveaway_completed": ({"giveaway_completed": {"winner_count": 1}}, IGNORED),
    "gift": ({"gift": {"gift": GIFT}}, IGNORED),
    "video_chat_scheduled": ({"video_chat_scheduled": {"start_date": 1}}, IGNORED),
    "video_chat_started": ({"video_chat_started": {}}, IGNORED),
    "video_chat_ended": ({"video_chat_ended": {"duration": 1}}, IGNORED),
    "video_chat_participants_invited": ({"video_chat_participants_invited": {"users": [USER]}}, IGNORED),
    "web_app_data": ({"web_app_data": {"data": "a", "button_text": "a"}}, IGNORED),
    "paid_message_price_changed": ({"paid_message_price_changed": {"paid_message_star_count": 1}}, IGNORED),
    "direct_message_price_changed": (
        {"direct_message_price_changed": {"are_direct_messages_enabled": True}}, IGNORED),
    "suggested_post_refunded": ({"suggested_post_refunded": {"reason": "post_deleted"}}, IGNORED),
}  # fmt: skip
# Service messages with fields of their own that the bot does not look at, and marks of other kinds of messages.
OF_NO_KIND = frozenset(
    """
    chat_owner_changed chat_owner_left gift_upgrade_sent managed_bot_created poll_option_added
    poll_option_deleted
    suggested_post_approval_failed suggested_post_approved suggested_post_declined suggested_post_info
    suggested_post_paid unique_gift business_connection_id effect_id reply_to_story sender_boost_count
    sender_business_bot
    """.split()
)

# Kinds of updates the bot asks Telegram for, and where they are tested; it is not sent the others.
ASKED_FOR = {
    "message": "this file, test_asking.py",
    "edited_message": "test_asking.py",
    "callback_query": "test_buttons.py",
    "inline_query": "test_inline.py",
    "my_chat_member": "test_delivery.py",
}
# Channels, payments, reactions, boosts, business chats, other bots: none of these is a person asking this bot.
NOT_ASKED_FOR = frozenset(
    """
    channel_post edited_channel_post chosen_inline_result shipping_query pre_checkout_query poll poll_answer chat_member
    chat_join_request chat_boost removed_chat_boost message_reaction message_reaction_count business_connection
    business_message edited_business_message deleted_business_messages purchased_paid_media managed_bot guest_message
    """.split()
)


def test_every_kind_of_update_is_in_the_table() -> None:
    assert {str(kind.value) for kind in UpdateType} == ASKED_FOR.keys() | NOT_ASKED_FOR
    assert {str(kind.value) for kind in ALLOWED_UPDATES} == ASKED_FOR.keys()


def test_every_kind_of_message_is_in_the_table() -> None:
    assert {str(kind.value) for kind in MessageType} - OF_NO_KIND == MESSAGES.keys()


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_message_gets_a_fitting_reply_or_none(person: Person, kind: str) -> None:
    fields, beginning = MESSAGES[kind]
    person.say(**fields)
    replies = person.settle()
    assert [reply["text"].startswith(beginning) for reply in replies] == ([True] if beginning else [])


@pytest.mark.parametrize(
    "kind", [kind for kind, (_, beginning) in MESSAGES.items() if beginning and kind != "location"]
)
def test_the_hotline_is_near_in_every_reply(person: Person, kind: str) -> None:
    person.ask("/country kg")
    assert "1899" in values(person.ask(**MESSAGES[kind][0]))


@pytest.mark.parametrize("kind", sorted(NOT_ASKED_FOR))
def test_an_update_that_nobody_asked_for_is_ignored(person: Person, bot: BotThread, kind: str) -> None:
    body = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": person.chat_id, "type": "private"},
        "from": USER,
        "text": "горячая линия",
        "user": USER,
        "id": "1",
        "question": "?",
        "options": [],
        "total_voter_count": 0,
        "is_closed": True,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
        "result_id": "1",
        "query": "a",
        "invoice_payload": "a",
        "currency": "USD",
        "total_amount": 1,
        "shipping_address": {
            "country_code": "KG",
            "state": "",
            "city": "",
            "street_line1": "",
            "street_line2": "",
            "post_code": "",
        },
        "poll_id": "1",
        "option_ids": [],
        "option_persistent_ids": [],
        "user_chat_id": 1,
        "message_ids": [1],
        "business_connection_id": "1",
        "is_enabled": True,
        "can_reply": True,
        "paid_media_payload": "a",
        "reactions": [],
        "old_reaction": [],
        "new_reaction": [],
        "remove_date": 1,
        "boost_id": "1",
        "source": {"source": "premium", "user": USER},
        "boost": {"boost_id": "1", "add_date": 1, "expiration_date": 1, "source": {"source": "premium", "user": USER}},
        "old_chat_member": {"status": "left", "user": USER},
        "new_chat_member": {"status": "member", "user": USER},
        "bot": USER | {"is_bot": True},
    }
    assert person.api.push({kind: body}) == 0  # Telegram would not send it
    update = Update.de_json({"update_id": 1, kind: body}, bot.service.application.bot)
    assert update
    calls = len(person.api.calls)
    bot.call(bot.service.application.process_update(update))
    of_others = ("getUpdates", "setMy")  # the bot introduces itself while it answers
    assert [call for call in person.api.calls[calls:] if not call.method.startswith(of_others)] == []


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"from": USER | {"is_bot": True}}, id="another bot"),
        pytest.param({"via_bot": {"id": 123456789, "is_bot": True, "first_name": "Support"}}, id="made by inline mode"),
        pytest.param({"is_automatic_forward": True}, id="post of a channel"),
    ],
)
def test_what_no_person_wrote_is_ignored(person: Person, fields: Json) -> None:
    person.say("горячая линия", **fields)
    assert person.settle() == []


@pytest.mark.parametrize(
    "fields",
    [
        {"location": BISHKEK},
        {"pinned_message": {"message_id": 1, "date": 1, "chat": CHAT}},
        {"photo": PHOTO},
        {"new_chat_title": "a"},
    ],
    ids=["live location", "pinned", "photo", "title"],
)
def test_edited_messages_without_words_are_ignored(person: Person, fields: Json) -> None:
    message = person.say("/help")
    edited = {key: value for key, value in message.items() if key not in ("text", "entities")} | fields
    person.api.push({"edited_message": edited | {"edit_date": 1}})
    assert person.settle() == []


@pytest.mark.parametrize(
    ("place", "country", "first"),
    [
        ((42.87, 74.59), "Кыргызстан", "1899"),
        ((40.51, 72.80), "Кыргызстан", "1899"),
        ((43.24, 76.89), "Казахстан", "11616"),
        ((38.56, 68.77), "Таджикистан", "+992900800800"),
        ((37.95, 58.38), "Туркменистан", "iomashgabat@iom.int"),
        ((41.30, 69.24), "Узбекистан", "iomuz@iom.int"),
    ],
)
def test_a_location_sets_the_country(person: Person, place: tuple[float, float], country: str, first: str) -> None:
    reply = person.ask(location={"latitude": place[0], "longitude": place[1]})
    assert reply["text"].startswith(f"Судя по карте, это {country}. Я запомню только страну, а не само место.")
    assert values(reply)[0] == first
    assert values(person.ask("горячая линия"))[0] == first


def test_a_location_elsewhere_sets_nothing(person: Person) -> None:
    reply = person.ask(location={"latitude": 55.75, "longitude": 37.62})
    assert reply["text"].startswith("Это место за пределами пяти стран")
    assert person.ask("/country")["text"].startswith("Какая страна вам нужна?")
