"""A Bot API server for load: every call takes 50 ms, every update is timed. It runs in a process of its own."""

import asyncio
import itertools
import json
import time
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import NamedTuple
from urllib.parse import urlsplit

from .people import BOT, Json, encoded, updates
from .wire import Posts, Requests

DELAY = 0.05  # seconds that each call takes; it is carried out at their end
MOST = 100  # updates that getUpdates gives at once (Bot API: getUpdates)
STEP = 500  # replies between two messages on progress
_PAUSE = 0.1  # seconds before a webhook that refused an update or a connection is tried again
_BOT = json.dumps(BOT)
Answer = Callable[[bytes], None]


class Load(NamedTuple):
    """What people do: send so many updates at a rate, or as fast as they are answered, so many at a time."""

    updates: int
    rate: float | None = None  # a second
    ahead: int | None = None  # updates without a reply at any time; None: all at once


class Outcome(NamedTuple):
    """What became of a load: times by the same clock in seconds, one of each kind an update."""

    available: list[float]  # when the update could be fetched or delivered first
    least: list[float]  # how long delivery had to take: the rest of the getUpdates under way; a webhook takes none
    replied: list[float]  # when the first call that answers it had been carried out; 0: never
    surplus: int  # replies to nothing: a second one to the same question


class LoadServer:
    """The server's state and its methods."""

    def __init__(self, progress: Callable[[int], None]) -> None:
        self._progress = progress
        self._loop = asyncio.get_running_loop()
        self._people = updates()
        self._message_ids = itertools.count(1_000_000_000)
        self._pending: deque[tuple[int, bytes]] = deque()
        self._poll: Poll | None = None
        self._webhook: Webhook | None = None
        self._task: asyncio.Task[None] | None = None
        self._first, self._sent = 1, 0
        self._reset(Load(0))

    def _reset(self, load: Load) -> None:
        self._first += self._sent  # the id of the first update
        self._load = load
        self._available, self._least, self._replied = ([0.0] * load.updates for _ in range(3))
        self._sent = self._answered = self._surplus = 0
        self._questions: dict[int, deque[int]] = {}  # without a reply, by chat
        self._presses: dict[str, int] = {}  # without an answer, by the id of the query

    # What people do

    def start(self, load: Load) -> None:
        """Let people write."""
        self._reset(load)
        if load.rate is not None:
            self._task = self._loop.create_task(self._write_at(load.rate))
        else:
            self._write(load.updates if load.ahead is None else load.ahead)

    def outcome(self) -> Outcome:
        """Return what has become of the load so far."""
        return Outcome(self._available, self._least, self._replied, self._surplus)

    async def _write_at(self, rate: float) -> None:
        start = time.monotonic()
        while self._sent < self._load.updates:
            self._write(int((time.monotonic() - start) * rate) + 1 - self._sent)
            await asyncio.sleep(max(0.0, start + self._sent / rate - time.monotonic()))

    def _write(self, count: int) -> None:
        for _ in range(min(count, self._load.updates - self._sent)):
            update_id = self._first + self._sent
            chat_id, content = next(self._people)
            if "message" in content:
                self._questions.setdefault(chat_id, deque()).append(self._sent)
            else:
                self._presses[content["callback_query"]["id"]] = self._sent
            self._available[self._sent] = time.monotonic()
            self._least[self._sent] = 0 if self._webhook else self._poll.rest() if self._poll else DELAY
            self._pending.append((update_id, encoded(update_id, content)))
            self._sent += 1
        if self._webhook:
            self._webhook.deliver()
        elif self._poll:
            self._poll.look()

    # What the bot does

    def call(self, method: str, parameters: Json, answer: Answer) -> None:
        """Carry out a call and answer it when its time is up."""
        if method == "getupdates":
            if self._poll:
                self._poll.end()
            self._poll = Poll(self, parameters, answer)
        else:
            self._loop.call_later(DELAY, self._carry_out, method, parameters, answer)

    def _carry_out(self, method: str, parameters: Json, answer: Answer) -> None:
        match method:
            case "getme":
                result = json.dumps(BOT)
            case "sendmessage":
                self._replied_to(parameters)
                result = _message(next(self._message_ids), parameters)
            case "editmessagetext":
                result = _message(parameters["message_id"], parameters)
            case "answercallbackquery":
                self._settle(self._presses.pop(parameters["callback_query_id"], None))
                result = "true"
            case "setwebhook":
                self._webhook = Webhook(self, parameters)
                self._webhook.deliver()
                result = "true"
            case "deletewebhook":
                self._webhook = None
                result = "true"
            case "getwebhookinfo":
                url = json.dumps(self._webhook.url if self._webhook else "")
                result = f'{{"url":{url},"has_custom_certificate":false,"pending_update_count":{len(self._pending)}}}'
            case _:
                result = "true"
        answer(f'{{"ok":true,"result":{result}}}'.encode())

    def _replied_to(self, parameters: Json) -> None:
        waiting = self._questions.get(int(parameters["chat_id"]))
        self._settle(waiting.popleft() if waiting else None)

    def _settle(self, number: int | None) -> None:
        if number is None:
            self._surplus += 1
            return
        self._replied[number] = time.monotonic()
        self._answered += 1
        if self._answered % STEP == 0 or self._answered == self._load.updates:
            self._progress(self._answered)
        if self._load.ahead is not None:
            self._write(1)

    # What polls and the webhook need

    def confirm(self, offset: int) -> None:
        """Forget the updates before an offset."""
        while self._pending and self._pending[0][0] < offset:
            self._pending.popleft()

    def pending(self, limit: int) -> list[bytes]:
        """Return the first updates that are not confirmed."""
        return [body for _, body in itertools.islice(self._pending, limit)]

    def take(self) -> tuple[int, bytes] | None:
        """Return the first update and keep it no longer."""
        return self._pending.popleft() if self._pending else None

    def give_back(self, update: tuple[int, bytes]) -> None:
        """Keep an update that was not taken."""
        self._pending.appendleft(update)


def _message(message_id: object, parameters: Json) -> str:
    keyboard = parameters.get("reply_markup")  # JSON, or as a string what is JSON
    markup = f',"reply_markup":{keyboard if isinstance(keyboard, str) else json.dumps(keyboard)}' if keyboard else ""
    return (
        f'{{"message_id":{message_id},"date":{int(time.time())},"from":{_BOT},'
        f'"chat":{{"id":{parameters["chat_id"]},"type":"private","first_name":"Person"}},'
        f'"text":{json.dumps(parameters["text"], ensure_ascii=False)}{markup}}}'
    )


class Poll:
    """One call of getUpdates."""

    def __init__(self, server: LoadServer, parameters: Json, answer: Answer) -> None:
        self._server = server
        self._answer = answer
        self._loop = asyncio.get_running_loop()
        self._limit = min(int(parameters.get("limit") or MOST), MOST)
        self._due = self._loop.time() + DELAY
        self._ended = False
        server.confirm(int(parameters.get("offset") or 0))
        self._loop.call_at(self._due, self.look)
        self._loop.call_at(self._due + float(parameters.get("timeout") or 0), self.end)

    def rest(self) -> float:
        """Return how long it takes at least until it gives updates."""
        return DELAY if self._ended else max(0.0, self._due - self._loop.time())

    def look(self) -> None:
        """Give updates if it is time and there are any."""
        if not self._ended and self._loop.time() >= self._due - 1e-4 and (found := self._server.pending(self._limit)):
            self._end(found)

    def end(self) -> None:
        """Give what there is, and be it nothing."""
        if not self._ended:
            self._end(self._server.pending(self._limit))

    def _end(self, found: list[bytes]) -> None:
        self._ended = True
        self._answer(b'{"ok":true,"result":[%b]}' % b",".join(found))


class Webhook:
    """Delivers updates over as many connections as the bot allows."""

    def __init__(self, server: LoadServer, parameters: Json) -> None:
        self.url = str(parameters.get("url", ""))
        parts = urlsplit(self.url)
        self._server = server
        self._host, self._port, self._path = parts.hostname or "", parts.port or 80, parts.path
        self._secret = str(parameters.get("secret_token", ""))
        self._most = min(int(parameters.get("max_connections") or 40), 100)
        self._loop = asyncio.get_running_loop()
        self._opening: set[asyncio.Task[None]] = set()
        self._idle: list[Posts] = []
        self._busy: dict[Posts, tuple[int, bytes]] = {}

    def deliver(self) -> None:
        """Post what waits over the connections that are free."""
        while self._idle and (update := self._server.take()):
            connection = self._idle.pop()
            self._busy[connection] = update
            connection.post(self._path, f"{self._host}:{self._port}", self._secret, update[1])
        if not self._idle and not self._opening and len(self._busy) < self._most:
            task = self._loop.create_task(self._open())
            self._opening.add(task)
            task.add_done_callback(self._opened)

    def _opened(self, task: asyncio.Task[None]) -> None:
        self._opening.discard(task)
        self.deliver()

    async def _open(self) -> None:
        try:
            _, connection = await self._loop.create_connection(
                lambda: Posts(self._taken, self._lost), self._host, self._port
            )
        except OSError:
            await asyncio.sleep(_PAUSE)
        else:
            self._idle.append(connection)

    def _taken(self, connection: Posts, status: int) -> None:
        update = self._busy.pop(connection)
        self._idle.append(connection)
        if 200 <= status < 300:
            self.deliver()
        else:
            self._server.give_back(update)
            self._loop.call_later(_PAUSE, self.deliver)

    def _lost(self, connection: Posts) -> None:
        if update := self._busy.pop(connection, None):
            self._server.give_back(update)
        if connection in self._idle:
            self._idle.remove(connection)
        self._loop.call_later(_PAUSE, self.deliver)


def serve(control: Connection) -> None:
    """Serve on a free port of loopback, tell it, carry out each Load that comes, and tell the outcome when asked."""
    asyncio.run(_serve(control))


async def _serve(control: Connection) -> None:
    loop = asyncio.get_running_loop()
    server = LoadServer(control.send)
    listening = await loop.create_server(lambda: Requests(server.call), "127.0.0.1", 0, backlog=4096)

    def ordered() -> None:
        order = control.recv()
        if isinstance(order, Load):
            server.start(order)
        else:
            control.send(server.outcome())

    loop.add_reader(control.fileno(), ordered)
    control.send(listening.sockets[0].getsockname()[1])
    await listening.serve_forever()
