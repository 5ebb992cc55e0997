"""Updates that are broken or enormous: whatever stands behind them is answered."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.fakes import BotApiServer
from tests.faults.bots import Bot, wait_until
from tests.faults.crowd import Crowd
from tests.faults.trials import Mode
from tests.telegram.people import Json

MEGABYTE = 1_000_000
_chat_ids = count(7_400_000_001)


def _nested(depth: int) -> Json:
    message: Json = {}
    for _ in range(depth):
        message = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "reply_to_message": message}
    return message


UNREADABLE: dict[str, Json] = {
    "a date that is none": {"message": {"message_id": 1, "date": "never", "chat": {"id": 1, "type": "private"}}},
    "a message of nothing": {"message": {}},
    "a message in no chat": {"message": {"message_id": 1, "date": 0, "text": "hotline"}},
    "a sender that is a list": {"edited_message": {"message_id": 1, "date": 0, "chat": {"id": 1}, "from": [1]}},
    "a press of nothing": {"callback_query": {"id": None}},
    "numbers beyond all bounds": {"message": {"message_id": 10**300, "date": 10**300, "chat": {"id": 10**300}}},
    "a message in a message, 200 deep": {"message": _nested(200)},
}
ENORMOUS: dict[str, Json] = {
    "a megabyte of text": {"text": ("hotline in Tajikistan " * MEGABYTE)[:MEGABYTE]},
    "a megabyte of one word": {"text": "ы" * (MEGABYTE // 6)},  # six bytes each, as Telegram writes them
    "10,000 entities": {
        "text": "hotline in Tajikistan " * 500,
        "entities": [{"type": "bold", "offset": number, "length": 1} for number in range(10_000)],
    },
}


@pytest.fixture(scope="module", params=["polling", "webhook"])
def bot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    mode: Mode = request.param
    folder = tmp_path_factory.mktemp("bot")
    with BotApiServer() as api, Bot(api, folder, str(folder / "bot.db"), mode) as running:
        running.wait_ready()
        yield running


@pytest.mark.parametrize("update", UNREADABLE.values(), ids=UNREADABLE)
def test_what_stands_behind_a_broken_update_is_answered(bot: Bot, update: Json) -> None:
    with Crowd(bot.api, 10, per_second=1000) as crowd:
        bot.api.push(update)
        crowd.wait_answered()
        wait_until(lambda: not bot.api.pending)
    assert crowd.tally().lost == 0


@pytest.mark.parametrize("fields", ENORMOUS.values(), ids=ENORMOUS)
def test_an_enormous_message_is_answered_and_so_is_what_stands_behind_it(bot: Bot, fields: Json) -> None:
    chat = next(_chat_ids)
    message = bot.api.say(chat_id=chat, **fields)
    with Crowd(bot.api, 10, per_second=1000) as crowd:
        crowd.wait_answered()
    assert bot.api.wait_reply(chat, after=message)
    assert crowd.tally().lost == 0
    assert bot.is_running


def test_no_trouble_is_left_in_the_log(bot: Bot) -> None:
    assert "Traceback" not in bot.log
