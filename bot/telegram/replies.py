"""Which reply belongs to which message, so that an edited question gets its answer edited. In memory alone."""

from collections import OrderedDict

_MOST = 10_000


class Replies:
    """The ids of the latest messages and of the replies to them."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._replies: OrderedDict[tuple[int, int], int] = OrderedDict()

    def note(self, chat_id: int, message_id: int, reply_id: int) -> None:
        """Remember the reply to a message."""
        self._replies[chat_id, message_id] = reply_id
        self._replies.move_to_end((chat_id, message_id))
        if len(self._replies) > self._most:
            self._replies.popitem(last=False)

    def to(self, chat_id: int, message_id: int) -> int | None:
        """Return the reply to a message."""
        return self._replies.get((chat_id, message_id))

    def forget(self, chat_id: int) -> None:
        """Forget the replies of a chat."""
        for key in [key for key in self._replies if key[0] == chat_id]:
            del self._replies[key]
