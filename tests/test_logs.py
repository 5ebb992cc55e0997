"""The log holds nothing that was written, no id and no token, at any level, and still tells what happened."""

import ast
import asyncio
import gc
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import aiosqlite
import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.logs import FIELDS, configure_logging
from bot.storage import StorageError
from tests.fakes import BotApiServer
from tests.fakes.bot_api import PATIENCE
from tests.telegram.people import Person, running

ROOT = Path(__file__).parents[1]
TOKEN = "123456789:AAF-x_0123456789abcdefghijklmnopqrs"  # noqa: S105
CHAT = 7_000_123_001
TEXT = "меня держат в подвале у карагача"
LATIN = "secretword"
SECRETS = (TOKEN, TOKEN.partition(":")[2], str(CHAT), LATIN, "карагач", "\\u043a", "%D0", "\\xd0")
Log = Callable[[], str]
Json = dict[str, Any]


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    """Read what was logged; afterwards logging is as it was."""
    for module, hook in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, hook, getattr(module, hook))
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    root, ours = logging.getLogger(), logging.getLogger("bot")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    root.handlers.clear()  # configure_logging closes what it finds, and these are pytest's
    yield lambda: capsys.readouterr().err
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def revealed(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def raised(error: BaseException) -> BaseException:
    try:
        raise error  # noqa: TRY301 - it shall have a traceback
    except BaseException as caught:
        return caught


def said(log: Log, message: object, *values: object, **more: Any) -> str:
    """Log by a logger of ours and return what follows its name."""
    configure_logging("console", "DEBUG")
    logging.getLogger("bot.room").error(message, *values, **more)
    return log().partition("bot.room: ")[2].removesuffix("\n")


# Our own lines


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(f"token {TOKEN}", id="a word"),
        pytest.param(f"`{TOKEN}`", id="quoted"),
        pytest.param(f"POST https://api.telegram.org/bot{TOKEN}/getMe", id="in the URL of a call"),
        pytest.param(f"GET https://api.telegram.org/file/bot{TOKEN}/photo.jpg", id="in the URL of a file"),
        pytest.param("bot" + TOKEN.replace(":", "%3A"), id="encoded"),
        pytest.param(f"TELEGRAM_BOT_TOKEN={TOKEN}", id="in an assignment"),
        pytest.param(f"{TOKEN} and bot{TOKEN}", id="twice"),
        pytest.param(f"token_{TOKEN}", id="after an underscore"),
    ],
)
def test_a_token_is_hidden(log: Log, message: str) -> None:
    line = said(log, message)
    assert "<token>" in line
    assert revealed(line) == []


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (f"chat {CHAT} is gone", "chat <number> is gone"),
        (f"group -100{CHAT}", "group -<number>"),
        (f"chat_{CHAT}x", "chat_<number>x"),
        (f"a1b2345678901 {CHAT}xyz", "a1b<number> <number>xyz"),
        ("from gulnara@example.org, twice", "from <address> twice"),
        ("from @gulnara_k", "from <address>"),
        ("postgresql://bot:password@db/bot", "<address>"),
        (f"asked “{TEXT}” at noon", "asked “<words> ” at noon"),
        ("asked \\u043a\\u0430 at noon", "asked <words> at noon"),
        ("asked b'\\xd0\\xba' at noon", "asked b'<words> ' at noon"),
        ("asked %D0%BA at noon", "asked <words> at noon"),
        ("سلام عليكم said", "<words> said"),
    ],
)
def test_what_looks_like_a_person_or_their_words_is_hidden(log: Log, message: str, line: str) -> None:
    assert said(log, message) == line
    assert said(log, "%s", message) == line


def test_the_rest_of_a_line_stays_readable(log: Log) -> None:
    line = "2026-11-21 18:33:19,031 31 passages: 18 contacts, tj-umed-campaign:12, 11616, 0.5 s, version 1234567a8901"
    assert said(log, line) == line


def test_words_numbers_and_times_are_values_that_may_be_told(log: Log) -> None:
    line = said(log, "%s: %d of %.1f, %s, %s", "sendMessage", 2, 0.25, date(2026, 1, 2), timedelta(seconds=3))
    assert line == "sendMessage: 2 of 0.2, 2026-01-02, 0:00:03"


def test_of_any_other_value_only_its_kind_is_told(log: Log) -> None:
    assert said(log, "%s %s %s", {"text": LATIN}, [LATIN], ValueError(LATIN)) == "<dict> <list> ValueError"
    assert said(log, "%(it)s", {"it": {LATIN}}) == "<set>"
    assert said(log, ValueError(LATIN)) == "ValueError"


def test_values_that_do_not_fit_their_line_are_left_out(log: Log) -> None:
    assert said(log, "%d and %s", LATIN, 1) == "… and …"
    assert said(log, "one", LATIN) == "one"


def test_a_record_stays_one_line(log: Log) -> None:
    line = said(log, "%s", "a\r\nERROR bot.room: forged\x1b[31m\u2028b\u202e\x85c")
    assert line == "a ERROR bot.room: forged [31m b c"


def test_a_long_line_is_cut(log: Log) -> None:
    assert said(log, "ab " * 10_000) == f"{'ab ' * 333}a…"


# Errors


def test_of_an_error_its_kinds_and_places_are_told_and_never_its_text(log: Log) -> None:
    error = RuntimeError(f"{LATIN} {TEXT} {CHAT}")
    error.__cause__ = raised(KeyError(LATIN))
    error.__cause__.__context__ = error  # a circle ends
    line = said(log, "an update failed", exc_info=raised(error))
    assert revealed(line) == []
    assert line.startswith("an update failed error=RuntimeError at tests.test_logs:")
    assert " raised; caused by KeyError at tests.test_logs:" in line


def test_a_hidden_context_is_not_told(log: Log) -> None:
    error = ValueError()
    error.__context__, error.__suppress_context__ = KeyError(), True
    assert said(log, "failed", exc_info=error) == "failed error=ValueError"


def test_of_a_group_the_kinds_within_are_told(log: Log) -> None:
    group = ExceptionGroup(LATIN, [ValueError(LATIN), OSError(LATIN)])
    assert said(log, "failed", exc_info=group) == "failed error=ExceptionGroup of ValueError, OSError"


def test_our_own_errors_speak_and_are_looked_through(log: Log) -> None:
    error = StorageError(f"/var/lib/bot.db: the disk is full {CHAT}")
    hidden = "bot.storage.error.StorageError: /var/lib/bot.db: the disk is full <number>"
    assert said(log, "%s", error) == hidden
    assert said(log, "failed", exc_info=error) == f"failed error={hidden}"


def test_a_long_way_through_libraries_is_cut_and_our_own_places_stay(log: Log) -> None:
    def deeper(level: int) -> None:
        if level:
            deeper(level - 1)
        json.loads(LATIN)

    try:
        deeper(20)
    except ValueError as error:
        line = said(log, "failed", exc_info=error)
    assert line.endswith("raw_decode")
    assert line.count(", ") == 2
    assert revealed(line) == []


# Lines of libraries


@pytest.fixture
def library(log: Log, tmp_path: Path) -> Callable[[str], str]:
    """Run a program that logs as a library and return its line."""

    def run(source: str) -> str:
        configure_logging("console", "DEBUG")
        path = tmp_path / f"library{len(list(tmp_path.iterdir()))}.py"
        path.write_text(source, "utf-8")
        names = {"log": logging.getLogger("library"), "text": LATIN, "error": ValueError(LATIN), "__name__": "library"}
        exec(compile(source, path, "exec"), names)  # noqa: S102
        return log().partition("library: ")[2].removesuffix("\n")

    return run


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("log.info('asked')", "asked"),
        ("log.info('asked %s at %d', text, 5)", "asked … at …"),
        ("log.info(f'asked {text} now')", "asked … now"),
        ("log.info('asked %s' % text)", "asked …"),
        ("log.info('asked ' + text)", "asked"),
        ("log.info('asked {}'.format(text))", "(<module>)"),
        ("log.info(text)", "(<module>)"),
        ("log.info({'text': text}['text'])", "(<module>)"),
        ("words = 'asked %s now'\nlog.info(words, text)", "asked … now"),
        ("words = 'asked'\nlog.info(words)", "(<module>)"),
        (
            "if text:\n    log.log(\n        20,\n        'asked %s '\n        'now',\n        text,\n    )",
            "asked … now",
        ),
        ("x = [log.info('asked')]", "(<module>)"),
        ("log.error('failed: %s', error)", "failed: … error=ValueError"),
        ("log.error('failed', exc_info=error)", "failed error=ValueError"),
        ("log.info('asked', extra={'status': text, 'kind': 'x'})", "asked"),
        ("log.info('Task exception was never retrieved\\n' + text)", "Task exception was never retrieved"),
    ],
)
def test_of_a_library_only_the_words_of_its_source_are_kept(
    library: Callable[[str], str], source: str, line: str
) -> None:
    assert library(source) == line


def test_a_library_without_source_is_told_by_the_name_of_its_function(log: Log) -> None:
    configure_logging("console", "DEBUG")
    record = logging.LogRecord("library", logging.INFO, "nowhere.py", 1, LATIN, None, None, "poll")
    logging.getLogger("library").handle(record)
    assert log().endswith(" INFO library: (poll)\n")


async def test_httpx_tells_of_requests_without_their_url(log: Log) -> None:
    configure_logging("console", "DEBUG")
    with BotApiServer(token=TOKEN) as api:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            await client.post(f"{api.url}/bot{TOKEN}/sendMessage", json={"chat_id": CHAT, "text": TEXT + LATIN})
    text = log()
    assert " INFO httpx: HTTP Request: " in text
    assert " httpcore." in text
    assert revealed(text) == []


async def test_aiosqlite_tells_of_statements_without_their_values(log: Log) -> None:
    configure_logging("console", "DEBUG")
    async with aiosqlite.connect(":memory:") as database:
        await database.execute("SELECT ?, ?", (CHAT, TEXT + LATIN))
    text = log()
    assert " DEBUG aiosqlite: executing …" in text
    assert revealed(text) == []


async def test_a_task_that_nobody_waited_for_is_told_without_what_it_raised(log: Log) -> None:
    configure_logging("console", "INFO")

    async def answer(text: str) -> None:
        raise RuntimeError(text)

    task = asyncio.create_task(answer(TEXT + LATIN), name=TEXT)
    await asyncio.wait([task])
    del task
    gc.collect()
    text = log()
    assert " ERROR asyncio: Task exception was never retrieved error=RuntimeError at tests.test_logs:" in text
    assert revealed(text) == []


async def test_a_server_tells_of_failures_without_what_was_posted(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("uvicorn.access"), "propagate", True)  # uvicorn turns it off, for good
    configure_logging("console", "DEBUG")

    async def receive(request: Request) -> Response:
        raise RuntimeError((await request.body()).decode())

    app = Starlette(routes=[Route("/{secret}", receive, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off", ws="none"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}/{TOKEN}?chat={CHAT}"
    async with aiohttp.ClientSession() as client, client.post(url, data=TEXT + LATIN) as answer:
        assert answer.status == 500
    server.should_exit = True
    await serving
    text = log()
    assert " ERROR uvicorn.error: Exception in ASGI application error=RuntimeError at " in text
    assert ' INFO uvicorn.access: … - "… … HTTP/…" …' in text
    assert revealed(text) == []


def test_requests_are_not_logged_at_all_by_default(log: Log) -> None:
    configure_logging("console", "INFO")
    with BotApiServer(token=TOKEN) as api:
        httpx.get(f"{api.url}/bot{TOKEN}/getMe", timeout=PATIENCE)
    logging.getLogger("bot.cli.run").info("%d passages", 31)
    text = log()
    assert text.endswith("INFO bot.cli.run: 31 passages\n")
    assert text.count("\n") == 1


@pytest.mark.parametrize(
    ("level", "lines"),
    [
        ("DEBUG", ["bot DEBUG", "bot WARNING", "library DEBUG", "library WARNING"]),
        ("INFO", ["bot WARNING", "library WARNING"]),
        ("WARNING", ["bot WARNING", "library WARNING"]),
        ("ERROR", []),
    ],
)
def test_the_level_is_ours_and_libraries_tell_details_at_debug_alone(log: Log, level: str, lines: list[str]) -> None:
    configure_logging("json", level)
    for name in ("bot", "library"):
        logging.getLogger(name).debug("a")
        logging.getLogger(name).warning("b")
    records = [json.loads(line) for line in log().splitlines()]
    assert [f"{record['logger']} {record['level']}" for record in records] == lines


# JSON and fields


def record_of(log: Log, message: str, **fields: Any) -> Json:
    configure_logging("json", "INFO")
    logging.getLogger("bot.room").info(message, extra=fields)
    record = json.loads(log())
    assert isinstance(record, dict)
    return record


def test_a_record_is_an_object_with_its_time_in_utc(log: Log) -> None:
    record = record_of(log, 'a "line"\nof text')
    assert record.pop("time").endswith("+00:00")
    assert record == {"level": "INFO", "logger": "bot.room", "message": 'a "line" of text'}


def test_known_fields_are_kept_and_others_left_out(log: Log) -> None:
    record = record_of(log, "answered", method="sendMessage", passages=31, seconds=0.25, text=LATIN, chat_id=CHAT)
    assert record.keys() == {"time", "level", "logger", "message", "method", "passages", "seconds"}
    assert (record["method"], record["passages"], record["seconds"]) == ("sendMessage", 31, 0.25)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (TEXT, "<str>"),
        ("two words", "<str>"),
        (f"id:{CHAT}", "id:<number>"),
        (CHAT, "<number>"),
        (429, 429),
        (None, None),
        ("", ""),
        ({"text": LATIN}, "<dict>"),
        (TOKEN, "<token>"),
    ],
)
def test_a_field_holds_a_number_or_a_name(log: Log, value: object, shown: object) -> None:
    assert record_of(log, "failed", kind=value)["kind"] == shown


def test_the_version_of_the_knowledge_is_kept_whole(log: Log) -> None:
    assert record_of(log, "knowledge", version="012345678901")["version"] == "012345678901"


def test_fields_follow_the_words_on_the_console(log: Log) -> None:
    line = said(log, "refused", extra={"method": "sendMessage", "passages": 400})
    assert line == "refused passages=400 method=sendMessage"


def test_the_program_uses_these_fields_and_no_others() -> None:
    used = {
        key.value
        for path in (ROOT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "extra" and isinstance(node.value, ast.Dict)
        for key in node.value.keys
        if isinstance(key, ast.Constant)
    }
    assert used == set(FIELDS)


# What cannot be logged, and what Python prints itself


def test_a_value_that_cannot_be_written_is_not_printed_by_the_library(log: Log) -> None:
    class Unwritable(str):
        __slots__ = ()

        def __str__(self) -> str:
            raise RuntimeError(LATIN)

    configure_logging("console", "INFO")
    logging.getLogger("bot.room").info("%s", Unwritable(LATIN))
    text = log()
    assert " ERROR bot.logs: a line cannot be written error=RuntimeError" in text
    assert revealed(text) == []


def test_a_stream_that_takes_nothing_is_no_error(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    configure_logging("console", "INFO")
    with Path(__file__).open() as unwritable:
        monkeypatch.setattr(logging.getLogger().handlers[0], "stream", unwritable)
        logging.getLogger("bot.room").info(LATIN)
    assert log() == ""


def test_an_error_that_ends_the_program_a_thread_or_nothing_is_logged_without_its_text() -> None:
    program = f"""
import threading, warnings
from bot.logs import configure_logging

class Broken:
    def __del__(self):
        raise OSError("{LATIN}")

configure_logging("json", "INFO")
warnings.warn("{LATIN}", RuntimeWarning)
thread = threading.Thread(target=int, args=["{LATIN}"])
thread.start()
thread.join()
Broken()
raise RuntimeError("{LATIN}")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    records = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.returncode == 1
    assert revealed(done.stderr) == []
    assert [record.get("error", record["message"]).split(" ")[0] for record in records] == [
        "RuntimeWarning",
        "ValueError",
        "OSError",
        "RuntimeError",
    ]


# The program itself


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_the_whole_log_at_debug_reveals_nobody_and_tells_what_happened(tmp_path: Path, log_format: str) -> None:
    name, user_name = "Гульнара-Ситора", "gulnara_sitora"
    settings = {"LOG_FORMAT": log_format, "LOG_LEVEL": "DEBUG"}
    quoting = f'{{"ok":true,"result":[{{"message":{{"chat":{{"id":{CHAT}}},"text":"{TEXT} {LATIN}'
    refusal = f"Bad Request: can't parse entities: {LATIN} {TEXT} {CHAT}"
    with BotApiServer() as api, running(api.url, api.token, tmp_path / "log", **settings) as program:
        api.wait_for(lambda: api.called("getUpdates") or program.process.poll() is not None)
        person, other = Person(api, CHAT), Person(api, CHAT + 1)
        about = {"first_name": name, "username": user_name}
        faults: list[Json] = [
            {"status": 400, "description": refusal},
            {"status": 403, "description": f"Forbidden: {LATIN} {CHAT}"},
            {"status": 500, "body": quoting},
            {"status": 200, "body": quoting},
            {"close": True},
        ]
        failures = [api.fail("sendMessage", chat_id=CHAT, **fault) for fault in faults]
        for _ in faults:
            person.say(f"{TEXT} {LATIN}, Бишкек", **about)
        api.wait_for(lambda: not any(failure.times for failure in failures))
        poll = api.fail("getUpdates", 200, body=quoting)
        other.press(other.ask("/start", **about), "KG")
        api.wait_for(lambda: poll.times == 0)
        api.push({"message": {"text": f"{TEXT} {LATIN}", "chat": {"id": CHAT}}})  # cannot be read
        api.inline(f"{LATIN} Бишкек", user_id=CHAT)
        other.ask(f"горячая линия в Бишкеке {LATIN}", **about)
        program.process.terminate()
        assert program.exit_code() == 0
        secrets = (
            *SECRETS,
            str(other.chat_id),
            api.token,
            api.token.partition(":")[2],
            name,
            user_name,
            "Бишкек",
            "Кыргызстан",
        )
        assert [secret for secret in secrets if secret in program.log] == []
        assert "BadRequest" in program.log
        assert "NetworkError" in program.log
        assert "JSONDecodeError" in program.log
        assert "an update cannot be read: KeyError" in program.log
        if log_format == "json":
            assert all(json.loads(line)["level"] for line in program.log.splitlines())
