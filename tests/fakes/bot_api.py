"""A Bot API server on loopback, for tests: the people who write, what the bot did, and faults on demand."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from threading import Condition, Event, Thread
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from . import markup
from .door import Call, Door
from .entities import commands
from .failures import Failure, Json
from .methods import State, new_chat
from .updates import UpdateQueue

TOKEN = "123456789:AA-test-token-of-the-fake-Bot-API-0"  # noqa: S105
MAX_UPLOAD = 50 * 2**20
PATIENCE = 60.0  # seconds for what a test waits for; reached only when something is wrong, however slow the machine
T = TypeVar("T")


class BotApiServer:
    """Serves one bot over HTTP in a thread of its own; every public method is thread-safe.

    The waiting methods block: in an asyncio test call them through `asyncio.to_thread`.
    """

    def __init__(self, *, token: str = TOKEN, username: str = "migrant_support_test_bot", port: int = 0) -> None:
        bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Support",
            "username": username,
        }
        self.token = token
        self.port = port
        self._changed = Condition()
        self._state = State(bot)
        self._updates = UpdateQueue(self._changed)
        self._door = Door(token, self._state, self._updates, self._changed)
        self._last_query = 0
        self._thread = Thread(target=self._run, name="bot-api", daemon=True)
        self._ready = Event()
        self._stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._runner: web.AppRunner | None = None
        self._error: BaseException | None = None

    # The server's life

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Serve on a free loopback port, or on the one given."""
        self._thread.start()
        self._ready.wait()
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        """Stop serving; a pending poll is answered with no updates, hanging calls are cut off."""
        if self._loop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()
        if self._error is not None:
            raise self._error

    @property
    def url(self) -> str:
        """Return what stands before /bot<token>/<method>."""
        return f"http://127.0.0.1:{self.port}"

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            self._error = error
            self._ready.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._updates.start()
        app = web.Application(client_max_size=MAX_UPLOAD)
        app.router.add_route("*", "/{path:.*}", self._door.handle)
        self._runner = runner = web.AppRunner(app, access_log=None, shutdown_timeout=10 * PATIENCE)
        await runner.setup()
        try:
            await self._listen(runner)
            self.port = runner.addresses[0][1]
            self._ready.set()
            await self._stop.wait()
        finally:
            await self._updates.close()
            self._door.cut_off()  # what is left is answered
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> None:
        await web.TCPSite(runner, "127.0.0.1", self.port, backlog=1024).start()

    async def _vanish(self, runner: web.AppRunner) -> None:
        for site in list(runner.sites):
            await site.stop()
        for connection in runner.server.connections if runner.server else ():
            connection.force_close()

    # What people do

    def say(
        self,
        text: str | None = None,
        *,
        chat_id: int = 1001,
        user_id: int | None = None,
        language_code: str | None = "ru",
        first_name: str | None = None,
        username: str | None = None,
        **fields: Any,
    ) -> Json:
        """Write a message to the bot and return it; other kinds come as fields (Bot API: Message)."""
        person_id = user_id or abs(chat_id)
        with self._changed:
            person = self._person(person_id, language_code=language_code, first_name=first_name, username=username)
            chat = self._state.chats[chat_id] = new_chat(chat_id, person)
            content = fields if text is None else _written(text) | fields
            message = self._state.add_message(chat, person, content)
        self.push({"message": message})
        return message

    def edit(self, message: Json, text: str) -> Json:
        """Change what a person wrote before and return the message as it is now."""
        with self._changed:
            kept = {key: value for key, value in message.items() if key not in ("text", "entities")}
            edited = self._state.put(kept | _written(text) | {"edit_date": int(time.time())})
        self.push({"edited_message": edited})
        return edited

    def press(self, message: Json, button: str, *, user_id: int | None = None) -> Json:
        """Press an inline button, named by its data or its text, and return the callback query.

        The button may be one that the message had when it was handed out and has lost by an edit since.
        """
        chat_id = message["chat"]["id"]
        with self._changed:
            current = self._state.find(chat_id, message["message_id"]) or message
            offered = markup.callback_buttons(message) + markup.callback_buttons(current)
            found = [data for text, data in offered if button == data] or [
                data for text, data in offered if button == text
            ]
            if not found:
                raise LookupError(f"no button {button!r} among {offered}")
            query = {
                "id": self._query_id(),
                "from": self._person(user_id or abs(chat_id)),
                "message": current,
                "chat_instance": str(chat_id),
                "data": found[0],
            }
        self.push({"callback_query": query})
        return query

    def inline(
        self,
        query: str,
        *,
        user_id: int = 1001,
        language_code: str | None = None,
        offset: str = "",
        **fields: Any,
    ) -> Json:
        """Type after the bot's name in some chat and return the inline query."""
        with self._changed:
            person = self._person(user_id, language_code=language_code)
            update = {"id": self._query_id(), "from": person, "query": query, "offset": offset} | fields
        self.push({"inline_query": update})
        return update

    def push(self, update: Json) -> int:
        """Queue any update; return its id, or 0 where allowed_updates leaves its kind out."""
        return self._updates.push(update)

    def renumber(self, next_id: int) -> None:
        """Let the number of the next update be another."""
        self._updates.renumber(next_id)

    def _person(self, user_id: int, **given: str | None) -> Json:
        """Return a person, changed by whatever is given (Bot API: User)."""
        known = self._state.people.get(user_id, {"id": user_id, "is_bot": False, "first_name": "Person"})
        person = self._state.people[user_id] = known | {key: value for key, value in given.items() if value}
        return person

    def _query_id(self) -> str:
        self._last_query += 1
        query_id = str(4_000_000_000_000 + self._last_query)
        self._state.queries[query_id] = None
        return query_id

    # What the bot did

    @property
    def calls(self) -> list[Call]:
        """Return every call so far, oldest first."""
        return self._door.calls

    def sent(self, chat_id: int | None = None) -> list[Json]:
        """Return the bot's messages, in one chat or in all, as they are after edits and deletions."""
        with self._changed:
            chats = self._state.messages
            found = chats.values() if chat_id is None else [chats.get(chat_id, {})]
            messages = [message for chat in found for message in chat.values() if message["from"]["is_bot"]]
        return sorted(messages, key=lambda message: int(message["message_id"]))

    def called(self, method: str) -> list[Call]:
        """Return the calls of one method."""
        return [call for call in list(self.calls) if call.method == method]

    def answer(self, query: Json) -> Json | None:
        """Return the parameters with which a callback or inline query was answered."""
        return self._state.queries[query["id"]]

    @property
    def pending(self) -> list[Json]:
        """Return the updates that the bot has not confirmed."""
        with self._changed:
            return list(self._updates.pending.values())

    def wait_for(self, predicate: Callable[[], T], timeout: float = PATIENCE) -> T:
        """Wait until the predicate gives something true, and return that."""
        deadline = time.monotonic() + timeout
        while not (value := predicate()):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"nothing came in {timeout} s; last calls: {self.calls[-3:]}")
            with self._changed:
                self._changed.wait(min(left, 0.02))
        return value

    def wait_reply(self, chat_id: int, after: Json | int | None = None, timeout: float = PATIENCE) -> Json:
        """Wait for the bot's first message after the one given, by default after the person's last."""
        if isinstance(after, dict):
            after = int(after.get("message", after)["message_id"])
        if after is None:
            with self._changed:
                theirs = self._state.messages.get(chat_id, {}).values()
                after = max((m["message_id"] for m in theirs if not m["from"]["is_bot"]), default=0)
        start = after
        return self.wait_for(lambda: [m for m in self.sent(chat_id) if m["message_id"] > start], timeout)[0]

    def wait_answer(self, query: Json, timeout: float = PATIENCE) -> Json:
        """Wait until a callback or inline query is answered, and return the parameters of the answer."""
        answer = self.wait_for(lambda: self.answer(query), timeout)
        assert answer is not None
        return answer

    # What goes wrong

    @property
    def delay(self) -> float:
        """The seconds that each call takes more than it needs."""
        return self._door.delay

    @delay.setter
    def delay(self, seconds: float) -> None:
        self._door.delay = seconds

    def fail(self, method: str, status: int = 0, **details: Any) -> Failure:
        """Spoil the next calls of a method ("*": of any); the details are those of Failure."""
        failure = Failure(method, status, **details)
        with self._changed:
            self._door.failures.append(failure)
        return failure

    @contextmanager
    def hold(self, method: str, **details: Any) -> Iterator[Failure]:
        """Let the next calls of a method wait until the block ends, and carry them out then."""
        failure = self.fail(method, held=True, **details)
        try:
            yield failure
        finally:
            failure.held = False

    def go_down(self) -> None:
        """Break every connection and refuse new ones; people can go on writing."""
        self._call(self._vanish)

    def come_back(self) -> None:
        """Take connections again, at the same port."""
        self._call(self._listen)

    def _call(self, deed: Callable[[web.AppRunner], Coroutine[Any, Any, None]]) -> None:
        assert self._loop is not None
        assert self._runner is not None
        asyncio.run_coroutine_threadsafe(deed(self._runner), self._loop).result(PATIENCE)

    def heal(self) -> None:
        """Forget every failure asked for."""
        with self._changed:
            self._door.failures.clear()


def _written(text: str) -> Json:
    found = commands(text)
    return {"text": text} | ({"entities": found} if found else {})
