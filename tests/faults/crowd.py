"""Many people who write one question each, and what became of their questions."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count, cycle
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from tests.fakes import BotApiServer
from tests.faults.bots import wait_until
from tests.telegram.people import Json

QUESTIONS = {
    "сколько листовок раздали": "1500",
    "горячая линия в Казахстане": "11616",
    "hotline in Tajikistan": "+992900800800",
    "how many people were trained": "Twenty five",
}
_LOOK_SECONDS = 0.03
_chat_ids = count(7_100_000_001)


@dataclass(frozen=True)
class Tally:
    """What became of the questions."""

    questions: int
    lost: int  # without their answer
    repeated: frozenset[int]  # chats that got it more than once
    strange: int  # messages that are no answer to what was asked
    longest_wait: float  # seconds

    def __str__(self) -> str:
        return (
            f"{self.questions} questions, {self.lost} lost, {len(self.repeated)} answered twice, "
            f"longest wait {self.longest_wait:.1f} s"
        )


@dataclass
class _Asked:
    expected: str
    message_id: int
    time: float
    answered: float | None = None

    def is_answered_by(self, message: Json) -> bool:
        quoted = message.get("reply_to_message", {})
        return quoted.get("message_id") == self.message_id and self.expected in message.get("text", "")


@dataclass
class Crowd:
    """Writes at a steady pace, whatever the bot does, for as long as the block lasts or until all have written."""

    api: BotApiServer
    size: int
    per_second: float = 100.0
    _asked: dict[int, _Asked] = field(default_factory=dict)
    _turn: Lock = field(default_factory=Lock)
    _stop: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._live, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        assert self._thread is not None
        self._thread.join()

    @property
    def answered(self) -> set[int]:
        """Return the chats that have got their answer."""
        return {chat for chat, asked in self._asked.copy().items() if asked.answered is not None}

    @property
    def unconfirmed(self) -> set[int]:
        """Return the chats whose question Telegram would deliver again."""
        messages = [update.get("message", {}) for update in self.api.pending]
        return {message.get("chat", {}).get("id") for message in messages} & self._asked.keys()

    def at_risk(self, deed: Callable[[], object]) -> set[int]:
        """Do something that breaks connections and return the chats that Telegram did not know answered before it.

        To look before it is not enough: people write on until it is done.
        """
        asked = set(self._asked.copy())
        confirmed = asked - self.unconfirmed
        deed()
        with self._turn:
            return self._asked.keys() - confirmed

    @property
    def begun(self) -> set[int]:
        """Return the chats to which the bot has sent something, or tried to."""
        return {int(call.params["chat_id"]) for call in self.api.called("sendMessage")} & self._asked.keys()

    def wait_answered(self, number: int | None = None) -> None:
        """Wait until so many have got their answers, by default all, and Telegram knows of all answers."""
        wait_until(lambda: len(self.answered) >= (number or self.size), self.tally, _LOOK_SECONDS)
        if number is None:
            wait_until(lambda: not self.unconfirmed, self.tally)

    def tally(self) -> Tally:
        """Count what became of the questions that were asked so far."""
        asked = self._asked.copy()
        answers = {chat: [each.is_answered_by(sent) for sent in self.api.sent(chat)] for chat, each in asked.items()}
        waits = [each.answered - each.time for each in asked.values() if each.answered]
        return Tally(
            questions=len(answers),
            lost=sum(not any(found) for found in answers.values()),
            repeated=frozenset(chat for chat, found in answers.items() if sum(found) > 1),
            strange=sum(not is_answer for found in answers.values() for is_answer in found),
            longest_wait=max(waits, default=0.0),
        )

    def _live(self) -> None:
        questions = cycle(QUESTIONS.items())
        start = time.monotonic()
        looked = start
        while not self._stop.is_set():
            now = time.monotonic()
            while len(self._asked) < min(self.size, (now - start) * self.per_second):
                self._ask(*next(questions))
            if now - looked > _LOOK_SECONDS:
                looked = now
                self._look()
            self._stop.wait(0.01)

    def _ask(self, text: str, expected: str) -> None:
        chat = next(_chat_ids)
        language = "ru" if text[0] > "z" else "en"
        with self._turn:
            message = self.api.say(text, chat_id=chat, language_code=language)
            self._asked[chat] = _Asked(expected, message["message_id"], time.monotonic())

    def _look(self) -> None:
        now = time.monotonic()
        for chat, asked in self._asked.items():
            if asked.answered is None and any(map(asked.is_answered_by, self.api.sent(chat))):
                asked.answered = now
