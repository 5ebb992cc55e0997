"""People who talk to the bot through the Bot API server of the tests; the bot, in this process or as a program."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

from bot.assistant import Assistant
from bot.knowledge import Knowledge
from bot.settings import Settings
from bot.telegram.edition import Edition
from bot.telegram.last_good import LastGood
from bot.telegram.service import Service
from tests.fakes import BotApiServer
from tests.fakes.bot_api import PATIENCE

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "bot", "run")
PATIENT = (sys.executable, "-m", "tests.limits", "run")  # the same without the limits that a slow machine would meet
BOT_ID = 123456789
SECRET = b"a secret for the tests alone"
COUNTRIES_RU = ["Казахстан", "Кыргызстан", "Таджикистан", "Туркменистан", "Узбекистан"]
COUNTRIES_EN = ["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"]
CODES = ["KZ", "KG", "TJ", "TM", "UZ"]
FIRST_CONTACTS = ["11616", "1899", "+992900800800", "iomashgabat@iom.int", "iomuz@iom.int"]
Json = dict[str, Any]


@dataclass(frozen=True)
class Person:
    api: BotApiServer
    chat_id: int
    language: str | None = "ru"

    def say(self, text: str | None = None, **fields: Any) -> Json:
        return self.api.say(text, chat_id=self.chat_id, language_code=self.language, **fields)

    def ask(self, text: str | None = None, **fields: Any) -> Json:
        return self.api.wait_reply(self.chat_id, after=self.say(text, **fields))

    def press(self, message: Json, button: str) -> Json:
        """Press a button of a message and return the message when it has changed."""
        before = self.shown(message)
        self.api.press(before, self.data_behind(before, button))
        return self.changed(before)

    def changed(self, before: Json) -> Json:
        """Wait until a message is another than it was, and return it."""
        self.api.wait_for(lambda: self.shown(before) != before)
        return self.shown(before)

    @staticmethod
    def data_behind(message: Json, button: str) -> str:
        """Return the data of a button, named by its data, its text or the code of its country."""
        if button in CODES:
            return f"country:{button}"
        return button if ":" in button else data_of(message, button)

    def settle(self) -> list[Json]:
        """Wait until everything said so far is dealt with, and return the messages other than those of /help."""
        helps = len(self.messages) - len(self._others)
        self.say("/help")
        self.api.wait_for(lambda: len(self.messages) - len(self._others) > helps)
        return self._others

    @property
    def _others(self) -> list[Json]:
        return [m for m in self.messages if not m.get("text", "").startswith(("Спрашивайте так", "Write a question"))]

    def shown(self, message: Json) -> Json:
        return next(m for m in self.messages if m["message_id"] == message["message_id"])

    @property
    def messages(self) -> list[Json]:
        """Return the messages of the bot."""
        return [message for message in self.api.sent(self.chat_id) if message["from"]["id"] == BOT_ID]

    def calls(self, method: str) -> int:
        return sum(call.params.get("chat_id") == self.chat_id for call in self.api.called(method))


@dataclass(frozen=True)
class Program:
    process: subprocess.Popen[bytes]
    log_file: Path

    @property
    def log(self) -> str:
        return self.log_file.read_text("utf-8")

    def exit_code(self) -> int:
        return self.process.wait(PATIENCE)


@contextmanager
def running(
    api_url: str, token: str, log_file: Path, *, command: Sequence[str] = COMMAND, **environment: str
) -> Iterator[Program]:
    """Run the bot as a program of its own; its database stands beside the log unless told otherwise."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "TELEGRAM_API_URL": api_url,
        "TELEGRAM_BOT_TOKEN": token,
        "DATABASE_URL": str(log_file.parent / "bot.db"),
    } | environment
    with log_file.open("ab") as log, subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log) as process:
        try:
            yield Program(process, log_file)
        finally:
            process.kill()


class BotThread:
    """The bot in this process, on a loop of its own."""

    def __init__(
        self,
        api: BotApiServer,
        knowledge: Knowledge,
        assistant: Assistant,
        database: Path,
        staff_chats: tuple[int, ...] = (),
        *,
        watched: Path | None = None,
        waits: bool = True,
        **changes: Any,
    ) -> None:
        """Prepare it; `waits` until it can answer; `changes` are those of its settings."""
        self._api = api
        self._edition = Edition(knowledge, assistant)
        self._database = database
        self._staff_chats = staff_chats
        self._watched = watched
        self._waits = waits
        self._changes = changes
        self._ready = Event()
        self._error: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._service: Service | None = None
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> "BotThread":
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        if self._error:
            raise self._error
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        if self._error:
            raise self._error

    def stop(self) -> None:
        """End the bot, if it has not ended yet."""
        assert self._loop
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self.service.stop)
            self._thread.join(PATIENCE)

    def begin_to_end(self) -> None:
        """Tell the bot to end, and give it the time to be on its way."""

        async def begin() -> None:
            self.service.stop()
            await asyncio.sleep(0.05)

        self.call(begin())

    def call(self, coroutine: Any) -> Any:
        """Run a coroutine on the loop of the bot."""
        assert self._loop
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(PATIENCE)

    @property
    def service(self) -> Service:
        assert self._service
        return self._service

    @property
    def url(self) -> str:
        """Return the address of the bot's own server."""
        assert self.service._server
        return f"http://127.0.0.1:{self.service._server._socket.getsockname()[1]}"

    def metric(self, name: str, **labels: str) -> float:
        """Return the value of a metric, 0 if it has none yet."""
        return self.service.metrics.registry.get_sample_value(f"migrant_bot_{name}", labels) or 0.0

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            self._error = error
            self._ready.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        settings = Settings(
            token=self._api.token,
            api_url=self._api.url,
            database_url=str(self._database),
            state=self._database.parent,
            staff_chats=self._staff_chats,
            messages_per_second=10_000,
        )
        self._service = Service(replace(settings, **self._changes), SECRET, self._edition)
        if self._watched:
            self._service.watch(self._watched, LastGood(settings.state / "last-good"))
        running = asyncio.create_task(self._service.run())
        while self._waits and not (self._service.is_ready or running.done()):
            await asyncio.sleep(0.01)
        self._ready.set()
        await running


def buttons(message: Json) -> list[str]:
    """Return what stands on the buttons, without the sign before it."""
    return [button["text"].partition(" ")[2] for button in _buttons(message)]


def data_of(message: Json, text: str) -> str:
    """Return the data of the button on which a text stands."""
    found = [b["callback_data"] for b in _buttons(message) if text in b["text"] and "callback_data" in b]
    assert found, f"no {text!r} among {[b['text'] for b in _buttons(message)]}"
    return str(found[0])


def all_data(message: Json) -> list[str]:
    return [button["callback_data"] for button in _buttons(message) if "callback_data" in button]


def copied(message: Json) -> list[str]:
    return [button["copy_text"]["text"] for button in _buttons(message) if "copy_text" in button]


def values(message: Json) -> list[str]:
    """Return the numbers and addresses that a message shows, each on a line of its own."""
    return [line for line in message["text"].split("\n") if line.replace("+", "").isdigit() or "@iom" in line]


def entity_types(message: Json) -> set[str]:
    return {entity["type"] for entity in message.get("entities", [])}


def _buttons(message: Json) -> list[Json]:
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
