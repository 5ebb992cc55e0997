"""What people send: real questions in both languages, /start, and presses of a button, from many chats."""

import itertools
import json
import time
from collections.abc import Iterator, Sequence
from typing import Any

from bot.knowledge import DEFAULT_DIRECTORY, load_questions

CHATS = 10_000  # they take turns, so that nobody writes faster than the bot lets one chat write
EVERY = 20  # one update in so many is a /start, and one a press
BOT = {"id": 123456789, "is_bot": True, "first_name": "Support", "username": "migrant_support_test_bot"}
_COUNTRIES = ("KZ", "KG", "TJ", "TM", "UZ")
_FIRST_CHAT = 5_000_000_000
Json = dict[str, Any]


def updates() -> Iterator[tuple[int, Json]]:
    """Give the chat and the content of one update after another, the same ones every time."""
    asked = itertools.cycle(_questions())
    for number in itertools.count():
        chat_id = _FIRST_CHAT + number % CHATS
        if number % EVERY == 0:
            yield chat_id, _message(number, chat_id, "/start", "ru")
        elif number % EVERY == EVERY // 2:
            yield chat_id, _press(number, chat_id)
        else:
            yield chat_id, _message(number, chat_id, *next(asked))


def _questions() -> Sequence[tuple[str, str]]:
    """Return the curated questions with their languages, Russian and English in turn."""
    questions = load_questions(DEFAULT_DIRECTORY / "questions.yaml")
    languages = [[(q.question, q.language) for q in questions if q.language == language] for language in ("ru", "en")]
    return [question for pair in zip(*languages, strict=False) for question in pair]


def _person(chat_id: int, language: str) -> Json:
    return {"id": chat_id, "is_bot": False, "first_name": "Person", "language_code": language}


def _message(number: int, chat_id: int, text: str, language: str) -> Json:
    message = {
        "message_id": number + 1,
        "date": int(time.time()),
        "chat": {"id": chat_id, "type": "private", "first_name": "Person"},
        "from": _person(chat_id, language),
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"message": message}


def _press(number: int, chat_id: int) -> Json:
    country = _COUNTRIES[number // EVERY % len(_COUNTRIES)]
    pressed = _message(number, chat_id, "Country?", "ru")["message"] | {"from": BOT}
    query = {
        "id": str(number + 1),
        "from": _person(chat_id, "ru"),
        "message": pressed,
        "chat_instance": str(chat_id),
        "data": f"country:{country}",
    }
    return {"callback_query": query}


def encoded(update_id: int, content: Json) -> bytes:
    """Return an update as it goes over the wire."""
    return json.dumps({"update_id": update_id} | content, ensure_ascii=False).encode()
