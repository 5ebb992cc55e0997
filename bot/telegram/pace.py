"""How fast a chat may write and press buttons, kept in memory alone."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from enum import Enum, auto

MOST_MESSAGES = 20  # of one chat within the window
MOST_PRESSES = 60
WINDOW_SECONDS = 60.0
_MOST_CHATS = 10_000


class Verdict(Enum):
    """What to do with a message."""

    ANSWER = auto()
    WARN = auto()  # say once that it is too fast
    IGNORE = auto()


class Pace:
    """Counts the messages of each chat, or its presses, within the last minute."""

    def __init__(self, most: int = MOST_MESSAGES, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._times: OrderedDict[int, deque[float]] = OrderedDict()
        self._warned: dict[int, float] = {}

    def judge(self, chat_id: int) -> Verdict:
        """Count a message and say what to do with it."""
        now = self._clock()
        times = self._times.setdefault(chat_id, deque(maxlen=self._most + 1))
        self._times.move_to_end(chat_id)
        times.append(now)
        if len(self._times) > _MOST_CHATS:
            self._warned.pop(self._times.popitem(last=False)[0], None)
        if len(times) <= self._most or now - times[0] > WINDOW_SECONDS:
            return Verdict.ANSWER
        if now - self._warned.get(chat_id, float("-inf")) < WINDOW_SECONDS:
            return Verdict.IGNORE
        self._warned[chat_id] = now
        return Verdict.WARN
