"""Any object that Telegram might send is dealt with and finished, whatever is in it."""

import copy
import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.knowledge import Knowledge
from bot.telegram import sending
from bot.telegram.callback import MAX_BYTES, Action, Press, decode
from bot.telegram.intake.worker import Result, delivery
from tests.fakes import BotApiServer
from tests.telegram.intake.conftest import message
from tests.telegram.people import BotThread, Json

_numbers = count(1)
PERSON = {"id": 77, "is_bot": False, "first_name": "Person", "language_code": "ru"}
MESSAGE = message(77, "горячая линия в Бишкеке", 5)["message"]
REPLY = MESSAGE | {"from": PERSON | {"is_bot": True}, "reply_to_message": MESSAGE}
ORIGIN = {"type": "user", "date": 1, "sender_user": PERSON}
MEMBER = {"user": PERSON, "status": "kicked", "until_date": 0}
UPDATES: list[Json] = [
    {"message": MESSAGE | {"entities": [{"type": "bold", "offset": 0, "length": 7}]}},
    {"message": MESSAGE | {"text": "/start kg_ru", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}},
    {"message": {key: value for key, value in MESSAGE.items() if key != "text"} | {"caption": "Ош", "photo": []}},
    {"message": MESSAGE | {"location": {"latitude": 42.87, "longitude": 74.59}, "forward_origin": ORIGIN}},
    {"edited_message": MESSAGE | {"edit_date": 1_770_000_001}},
    {"callback_query": {"id": "1", "from": PERSON, "chat_instance": "1", "message": REPLY, "data": "country:KG"}},
    {"callback_query": {"id": "1", "from": PERSON, "chat_instance": "1", "inline_message_id": "1", "data": "card:KG"}},
    {"inline_query": {"id": "1", "from": PERSON, "query": "Ош", "offset": ""}},
    {"my_chat_member": {"chat": MESSAGE["chat"], "from": PERSON, "date": 1, "old_chat_member": MEMBER,
                        "new_chat_member": MEMBER}},
]  # fmt: skip
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["горячая линия", "/help", "x" * 10_000, "\ud800", "\x00", "kicked", 10**20, -(10**13)])
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
KINDS = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "chat_member", "poll"]
NAMES = ["from", "chat", "id", "type", "text", "date", "message", "message_id", "entities", "data", "query", "photo"]
arbitrary = st.dictionaries(
    st.sampled_from(KINDS) | st.text(max_size=8),
    values | st.dictionaries(st.sampled_from(NAMES), values, max_size=6),
    max_size=3,
)
few = settings(
    max_examples=100, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def shared_bot(
    shipped: Knowledge, assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotThread]:
    with pytest.MonkeyPatch.context() as patch, BotApiServer() as api:
        patch.setattr(sending, "_GIVE_UP_SECONDS", 0.0)  # the server of the tests stumbles over some ids, too
        with BotThread(api, shipped, assistant, tmp_path_factory.mktemp("state") / "bot.db") as bot:
            yield bot


def places(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Name every place within an update."""
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from places(value, (*path, key))


@st.composite
def mutated(draw: st.DrawFn) -> Json:
    """Change or leave out one or two things of a real update."""
    update = copy.deepcopy(draw(st.sampled_from(UPDATES)))
    for _ in range(draw(st.integers(1, 2))):
        *path, last = draw(st.sampled_from(list(places(update))))
        part: Any = update
        for key in path:
            part = part[key]
        if draw(st.booleans()):
            part[last] = draw(values)
        else:
            del part[last]
        if not update:
            break
    return update


def deal_with(bot: BotThread, update: Json) -> Result:
    number = next(_numbers)
    given_update = delivery(update | {"update_id": number})
    assert given_update
    poller = bot.service._poller
    assert poller
    result = bot.call(poller._worker.answer(given_update))
    assert number in poller._ledger.answered
    assert not poller._worker.taken
    assert not len(poller._worker._turns)
    return Result(result)


def test_the_updates_to_be_spoilt_are_sound(shared_bot: BotThread) -> None:
    for update in UPDATES:
        assert deal_with(shared_bot, update) is Result.ANSWERED, update


@few
@given(update=mutated())
def test_a_spoilt_update_is_dealt_with(update: Json, shared_bot: BotThread) -> None:
    deal_with(shared_bot, update)


@few
@given(update=arbitrary)
def test_any_object_is_dealt_with(update: Json, shared_bot: BotThread) -> None:
    deal_with(shared_bot, update)


@few
@given(raw=values | st.dictionaries(st.just("update_id") | st.text(max_size=5), values, max_size=2))
def test_only_an_object_with_a_number_is_a_delivery(raw: Any) -> None:
    found = delivery(raw)
    assert (found is not None) == (
        isinstance(raw, dict) and type(raw.get("update_id")) is int and 0 <= raw["update_id"] < 2**63
    )


@pytest.mark.parametrize(
    "update",
    [
        {"message": MESSAGE | {"chat": {"id": [], "type": "private"}}},
        {"message": MESSAGE | {"chat": {"id": {}, "type": "private"}}},
        {"message": MESSAGE | {"chat": {"id": True, "type": "private"}}},
        {"inline_query": {"id": "1", "from": PERSON | {"id": "77"}, "query": "", "offset": ""}},
        {"message": MESSAGE | {"date": 10**30}},
        {"message": MESSAGE | {"date": "now"}},
        {"message": "text"},
    ],
    ids=lambda update: json.dumps(update)[-60:],
)
def test_what_has_no_sound_id_or_date_cannot_be_read(update: Json, shared_bot: BotThread) -> None:
    assert deal_with(shared_bot, update) is Result.UNREADABLE


def test_an_enormous_update_is_answered(shared_bot: BotThread) -> None:
    entities = [{"type": "bold", "offset": number, "length": 1} for number in range(10_000)]
    update = {"message": MESSAGE | {"text": "горячая линия в Бишкеке " + "ы" * 100_000, "entities": entities}}
    assert deal_with(shared_bot, update) is Result.ANSWERED


def test_no_id_is_kept(shared_bot: BotThread) -> None:
    deal_with(shared_bot, UPDATES[0])
    application = shared_bot.service.application
    assert not application._chat_ids_to_be_updated_in_persistence
    assert not application._user_ids_to_be_updated_in_persistence
    assert not application.chat_data
    assert not application.user_data


def test_nobody_stands_in_a_queue_for_ever(shared_bot: BotThread) -> None:
    assert shared_bot.metric("updates_in_flight") == 0
    assert shared_bot.metric("oldest_update_seconds") == 0


# What buttons send back

actions = st.sampled_from([*map(str, Action), "", "x", "COUNTRY"])
pieces = st.sampled_from(["KG", "kg", "", "kg-hotline", "auto", "ru", "n", "w", ":", ";", "😀", "x" * 70]) | st.text()
signs = st.sampled_from(":;")
data = st.text() | st.builds(
    lambda action, rest, sign: sign.join([action, *rest]), actions, st.lists(pieces, max_size=4), signs
)


@settings(few, max_examples=300)
@given(text=data)
def test_a_button_is_read_only_as_it_is_written(text: str) -> None:
    press = decode(text)
    assert press is None or (press.encode() == text and len(text.encode()) <= MAX_BYTES)


@settings(few, max_examples=200)
@given(
    press=st.builds(
        Press,
        st.sampled_from(Action),
        pieces,
        st.sampled_from([None, "no_answer", "wrong_number", "refused_language"]),
        st.sampled_from([None, "ru", "en"]),
    )
)
def test_a_button_that_can_be_read_means_what_was_written(press: Press) -> None:
    written = press.encode()
    assert written is None or decode(written) in (press, None)
