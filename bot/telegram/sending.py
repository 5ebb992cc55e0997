"""Messages on their way to Telegram: waits when told to, follows groups that move, lets go of chats that block us."""

import asyncio
import contextlib
import datetime as dt
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from aiolimiter import AsyncLimiter
from telegram import Bot, InputFile, Message
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import BaseRateLimiter

from bot.assistant.vcard import vcard
from bot.i18n import Catalog
from bot.knowledge import Contact
from bot.logs import Seldom
from bot.metrics import Metrics
from bot.telegram.keyboards import keyboard
from bot.telegram.memory import Memory
from bot.telegram.render import plain
from bot.telegram.screens.contacts import name_to_save
from bot.telegram.screens.screen import Screen

_log = logging.getLogger(__name__)
_NO_PREVIEW = {"is_disabled": True}  # Bot API: LinkPreviewOptions
_FIRST_PAUSE = 0.5  # seconds before a call that failed on the way is made once more; doubled each time
_LONGEST_PAUSE = 30.0
_GIVE_UP_SECONDS = 86400.0  # as long as Telegram itself keeps an update (Bot API: Getting updates)
_IN_DOUBT_SECONDS = 3600.0  # if it may have taken the message each time, and only its word for that was lost
_QUIET_SECONDS = 10.0  # between two lines in the log about it
_TYPING_AFTER = 1.0  # seconds of silence before people see that an answer comes
MAX_NAME = 64  # characters of a name that Telegram keeps; the vCard has the whole
_UNCHANGED = "not modified"


class Patience(BaseRateLimiter[None]):
    """Keeps to the rate that Telegram allows, and makes a call again when Telegram says when or when it was lost.

    A message is tried for a day, or for an hour if Telegram is silent and may have taken it; whoever cannot wait so
    long cancels. What only eases a conversation, such as the end of a button's turning, is worth no wait.
    """

    def __init__(self, messages_per_second: float, metrics: Metrics) -> None:
        self._metrics = metrics
        self._trouble = Seldom()
        # Telegram counts by the second: no more than the allowance of one may go out at once.
        self._limit = AsyncLimiter(max(1.0, messages_per_second), max(1.0, 1.0 / messages_per_second))

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to let go."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401 - as the library declares it
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],  # noqa: ARG002
        rate_limit_args: None,  # noqa: ARG002
    ) -> Any:  # noqa: ANN401
        """Call Telegram until it has taken the call."""
        is_message = endpoint.startswith(("send", "edit")) and endpoint != "sendChatAction"
        is_passing = endpoint == "sendChatAction" or endpoint.startswith("answer")
        began = time.monotonic()
        pause = _FIRST_PAUSE
        while True:
            if is_message:
                await self._limit.acquire()
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._count(endpoint, error)
                if is_passing or (is_message and _is_late(began, seconds_of(error), error)):
                    raise
                _log.warning("Telegram asks to wait", extra={"method": endpoint, "seconds": seconds_of(error)})
                await asyncio.sleep(seconds_of(error))
            except BadRequest as error:
                if _UNCHANGED not in str(error):  # the same button pressed twice
                    self._count(endpoint, error)
                raise
            except (NetworkError, InvalidToken) as error:
                self._count(endpoint, error)
                if not is_message or _is_late(began, pause, error):
                    raise
                self._note(endpoint, error)
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            except TelegramError as error:
                self._count(endpoint, error)
                raise

    def _note(self, endpoint: str, error: TelegramError) -> None:
        """Log a failure, not once more for every chat that waits."""
        if self._trouble.is_due(_QUIET_SECONDS):
            _log.warning("Telegram is tried again", extra={"method": endpoint, "kind": type(error).__name__})

    def _count(self, endpoint: str, error: TelegramError) -> None:
        self._metrics.telegram_errors.labels(endpoint, type(error).__name__).inc()


def _is_late(began: float, pause: float, error: TelegramError) -> bool:
    """Tell whether after a pause it is too late for one more try."""
    seconds = _IN_DOUBT_SECONDS if isinstance(error, TimedOut) else _GIVE_UP_SECONDS
    return time.monotonic() + pause > began + seconds


def seconds_of(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait (Bot API: ResponseParameters)."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, dt.timedelta) else wait


class Sender:
    """Sends and edits screens. A message that cannot be delivered to a chat that is gone is no error."""

    def __init__(self, bot: Bot, memory: Memory) -> None:
        self._bot = bot
        self._memory = memory

    async def send(
        self, chat_id: int, screen: Screen, *, reply_to: int | None = None, thread: int | None = None
    ) -> Message | None:
        """Send a screen, quoting a message if it is still there."""

        async def send_to(chat: int, quoted: int | None) -> Message:
            # Quoting keeps the question at hand for the buttons, so that nothing has to be stored.
            below = {"message_id": quoted, "allow_sending_without_reply": True} if quoted else None
            more = _laid_out(screen) | {"reply_parameters": below, "message_thread_id": thread}
            try:
                return await self._bot.send_message(chat, screen.html, api_kwargs=more)
            except BadRequest as error:
                _log.warning("a message was refused and is sent again as plain text: %s", type(error).__name__)
                return await self._bot.send_message(
                    chat, plain(screen.html), message_thread_id=thread, api_kwargs={"link_preview_options": _NO_PREVIEW}
                )

        return await self.deliver(chat_id, send_to, reply_to)

    async def deliver(
        self, chat_id: int, send_to: Callable[[int, int | None], Coroutine[Any, Any, Message]], reply_to: int | None
    ) -> Message | None:
        """Send to a chat, or to where it has moved; None if the chat does not want the bot any more."""
        try:
            return await send_to(chat_id, reply_to)
        except Forbidden:
            await self._memory.forget(chat_id)
        except ChatMigrated as moved:
            await self._memory.move(chat_id, moved.new_chat_id)
            return await send_to(moved.new_chat_id, None)
        return None

    async def send_card(self, chat_id: int, contact: Contact, words: Catalog, *, thread: int | None) -> None:
        """Send a contact for the address book. Telegram's own kind needs a number: an address goes as a file."""
        name = name_to_save(words, contact)
        card = vcard(contact, name)

        async def send_to(chat: int, _: int | None) -> Message:
            if contact.phone:
                return await self._bot.send_contact(
                    chat, contact.phone, name[:MAX_NAME], vcard=card, message_thread_id=thread
                )
            file = InputFile(card.encode(), filename=f"{contact.id}.vcf")
            return await self._bot.send_document(chat, file, caption=contact.value, message_thread_id=thread)

        await self.deliver(chat_id, send_to, None)

    async def edit(self, chat_id: int, message_id: int, screen: Screen) -> bool:
        """Turn a message into another screen; false if it is no longer there to be edited."""
        try:
            await self._bot.edit_message_text(
                screen.html, chat_id=chat_id, message_id=message_id, api_kwargs=_laid_out(screen)
            )
        except Forbidden:
            await self._memory.forget(chat_id)
        except BadRequest as error:
            return _UNCHANGED in str(error)  # the same button pressed twice
        return True

    @asynccontextmanager
    async def typing(self, chat_id: int) -> AsyncIterator[None]:
        """Show that an answer is being written, if it takes longer than a moment."""
        tasks: list[asyncio.Task[None]] = []
        loop = asyncio.get_running_loop()
        # Most answers are there long before: a timer costs less than a task that sleeps.
        timer = loop.call_later(_TYPING_AFTER, lambda: tasks.append(loop.create_task(self._type(chat_id))))
        try:
            yield
        finally:
            timer.cancel()
            for task in tasks:
                task.cancel()

    async def _type(self, chat_id: int) -> None:
        with contextlib.suppress(TelegramError):
            await self._bot.send_chat_action(chat_id, ChatAction.TYPING)


def _laid_out(screen: Screen) -> dict[str, Any]:
    """Return how a message is to look (Bot API: sendMessage, editMessageText)."""
    return {"parse_mode": ParseMode.HTML, "reply_markup": keyboard(screen.rows), "link_preview_options": _NO_PREVIEW}
