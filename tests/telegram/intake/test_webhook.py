"""The webhook over real HTTP: whom it lets in, what it confirms and when, and several processes behind it."""

import hmac
import json
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.assistant import Assistant
from bot.knowledge import Knowledge
from bot.storage import open_storage
from bot.storage.storage import LEASE_SECONDS
from bot.telegram.intake import webhook
from bot.telegram.intake.webhook import LARGEST_BODY, SECRET_HEADER, secret_of
from tests.fakes import BotApiServer
from tests.fakes.bot_api import PATIENCE, TOKEN
from tests.storage.conftest import Clock
from tests.telegram.intake.conftest import NUMBER, QUESTION, Start, message
from tests.telegram.people import BotThread, Json, Person

PATH = "/telegram"
SECRET = secret_of(TOKEN)
WEBHOOK: dict[str, Any] = {"webhook_url": f"https://bot.example.org{PATH}", "http_port": 0}
_numbers = count(1)


@pytest.fixture(scope="module")
def shared_api() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture(scope="module")
def bot(
    shared_api: BotApiServer, shipped: Knowledge, assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotThread]:
    folder = tmp_path_factory.mktemp("state")
    with BotThread(shared_api, shipped, assistant, folder / "bot.db", **WEBHOOK) as thread:
        yield thread


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as threads:
        yield threads


def post(bot: BotThread, content: Json | bytes, secret: str | bytes | None = SECRET) -> httpx.Response:
    headers = (
        [] if secret is None else [(SECRET_HEADER.encode(), secret.encode() if isinstance(secret, str) else secret)]
    )
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return httpx.post(f"{bot.url}{PATH}", content=body, headers=headers, timeout=PATIENCE)


def question(chat_id: int) -> Json:
    return message(chat_id, QUESTION, next(_numbers))


def exchange(bot: BotThread, sent: bytes) -> bytes:
    """Send bytes and return what comes until the server closes the connection."""
    host, _, port = bot.url.removeprefix("http://").partition(":")
    received = b""
    with (
        socket.create_connection((host, int(port)), timeout=PATIENCE) as connection,
        suppress(ConnectionError),  # so it ends where the server has left a part unread
    ):
        connection.sendall(sent)
        while part := connection.recv(65536):
            received += part
    return received


def head(length: int | None, secret: str = SECRET) -> bytes:
    size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    return f"POST {PATH} HTTP/1.1\r\nHost: bot\r\n{SECRET_HEADER}: {secret}\r\n{size}\r\n\r\n".encode()


# Whom it lets in


@pytest.mark.parametrize(
    "secret",
    [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "секрет".encode(), b"\xff\xfe", b"\xed\xb0\x80"],
    ids=ascii,
)
def test_a_request_without_the_secret_is_refused(bot: BotThread, secret: str | bytes | None) -> None:
    assert post(bot, question(1), secret).status_code == 403
    assert not Person(bot._api, 1).messages


def test_it_is_refused_before_its_body_is_read(bot: BotThread) -> None:
    answer = exchange(bot, head(LARGEST_BODY, "wrong"))
    assert answer.startswith(b"HTTP/1.1 403 ")


def test_the_secret_is_compared_in_constant_time(bot: BotThread, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []
    whole: Callable[[bytes, bytes], bool] = hmac.compare_digest

    def compare(given: bytes, right: bytes) -> bool:
        compared.append((given, right))
        return whole(given, right)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    post(bot, {}, "wrong")
    assert compared == [(b"wrong", SECRET.encode())]


def test_the_secret_belongs_to_the_token() -> None:
    assert secret_of(TOKEN) == SECRET != secret_of(f"{TOKEN}x")
    assert TOKEN.partition(":")[2] not in SECRET


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", PATH, 405), ("PUT", PATH, 405), ("POST", "/", 404), ("POST", f"{PATH}/x", 404), ("GET", "/docs", 404)],
)
def test_other_methods_and_paths_lead_nowhere(bot: BotThread, method: str, path: str, status: int) -> None:
    answer = httpx.request(method, bot.url + path, headers={SECRET_HEADER: SECRET}, timeout=PATIENCE)
    assert answer.status_code == status


# What is confirmed, and when


def test_an_update_is_confirmed_after_its_answer_is_sent(bot: BotThread, pool: ThreadPoolExecutor) -> None:
    api = bot._api
    with api.hold("sendMessage", chat_id=10) as held:
        posted = pool.submit(post, bot, question(10))
        api.wait_for(lambda: held.times == 0)
        assert not posted.done()
    assert posted.result().status_code == 200
    assert NUMBER in api.sent(10)[0]["text"]


def test_updates_that_telegram_delivers_are_answered_and_confirmed(bot: BotThread) -> None:
    api, telegram = bot._api, bot.service.application.bot
    bot.call(telegram.set_webhook(f"{bot.url}{PATH}", secret_token=SECRET))
    api.renumber(10_000)
    assert NUMBER in Person(api, 11).ask(QUESTION)["text"]
    api.wait_for(lambda: not api.pending)
    bot.call(telegram.delete_webhook())


UNREADABLE: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"\xff garbage",
    "half": b'{"update_id": 1, "mess',
    "no object": b"[1]",
    "no number": b'{"message": {}}',
    "another number": b'{"update_id": "5"}',
    "not a number": b'{"update_id": NaN}',
    "a negative number": b'{"update_id": -5}',
    "a number too large": b'{"update_id": 9223372036854775808}',
    "a number too long": b'{"update_id": ' + b"9" * 5000 + b"}",
    "deep": b'{"update_id": 1, "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "no message": b'{"update_id": 900001, "message": {"message_id": "x"}}',
    "a kind that nobody knows": b'{"update_id": 900002, "novelty": {"text": "x"}}',
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_confirmed_as_it_would_come_again_for_ever(bot: BotThread, body: bytes) -> None:
    assert post(bot, body).status_code == 200


@pytest.mark.parametrize("length", [100 * LARGEST_BODY, None], ids=["told", "chunked"])
def test_a_body_that_is_too_long_is_not_read_to_its_end(bot: BotThread, length: int | None) -> None:
    more = b"x" * (LARGEST_BODY + 1)
    body = more if length else b"%x\r\n%s\r\n" % (len(more), more)
    assert exchange(bot, head(length) + body).startswith(b"HTTP/1.1 202 ")  # confirmed (Bot API: setWebhook)


def test_a_body_as_long_as_may_be_is_answered(bot: BotThread) -> None:
    update = question(12)
    room = LARGEST_BODY - len(json.dumps(update | {"padding": ""}))
    assert post(bot, update | {"padding": "x" * room}).status_code == 200
    assert NUMBER in bot._api.sent(12)[0]["text"]


@pytest.mark.parametrize("begun", [b"", b'{"update_id"'], ids=["nothing", "a part"])
def test_a_body_that_does_not_come_in_time_is_no_more_waited_for(
    bot: BotThread, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_BODY_SECONDS", 0.1)
    assert exchange(bot, head(1000) + begun).startswith(b"HTTP/1.1 408 ")


def test_one_who_leaves_in_the_middle_of_the_body_harms_nobody(
    bot: BotThread, caplog: pytest.LogCaptureFixture
) -> None:
    before = bot.metric("webhook_requests_total", status="400")
    host, _, port = bot.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(head(1000) + b"{")
    bot._api.wait_for(lambda: bot.metric("webhook_requests_total", status="400") == before + 1)
    assert post(bot, question(13)).status_code == 200
    assert caplog.records == []


def test_one_connection_serves_many_updates(bot: BotThread) -> None:
    with httpx.Client(base_url=bot.url, headers={SECRET_HEADER: SECRET}, timeout=PATIENCE) as client:
        assert [client.post(PATH, json=question(14)).status_code for _ in range(3)] == [200] * 3
        connections = client._transport._pool.connections  # type: ignore[attr-defined]
    assert len(connections) <= 1
    assert len(bot._api.sent(14)) == 3


def test_requests_are_counted_by_what_became_of_them(bot: BotThread) -> None:
    def counted() -> list[float]:
        return [bot.metric("webhook_requests_total", status=status) for status in ("200", "403")]

    before = counted()
    post(bot, {})
    post(bot, {}, "wrong")
    assert counted() == [number + 1 for number in before]


# None twice


def test_an_update_that_comes_again_is_confirmed_and_not_answered_again(bot: BotThread) -> None:
    update = question(20)
    assert [post(bot, update).status_code for _ in range(3)] == [200] * 3
    assert len(bot._api.sent(20)) == 1
    assert bot.metric("updates_total", kind="message", result="repeated") >= 2


def test_an_update_that_comes_again_while_it_is_answered_is_to_come_later(
    bot: BotThread, pool: ThreadPoolExecutor
) -> None:
    api, update = bot._api, question(21)
    with api.hold("sendMessage", chat_id=21) as held:
        first = pool.submit(post, bot, update)
        api.wait_for(lambda: held.times == 0)
        assert post(bot, update).status_code == 409
    assert first.result().status_code == 200
    assert post(bot, update).status_code == 200
    assert len(api.sent(21)) == 1


def test_updates_of_a_chat_wait_for_each_other_and_those_of_others_do_not(
    bot: BotThread, pool: ThreadPoolExecutor
) -> None:
    api = bot._api
    with api.hold("sendMessage", chat_id=22) as held:
        posted: list[Future[httpx.Response]] = [pool.submit(post, bot, question(22))]
        api.wait_for(lambda: held.times == 0)
        posted.append(pool.submit(post, bot, question(22)))
        assert post(bot, question(23)).status_code == 200
        assert not any(answer.done() for answer in posted)
    assert [answer.result().status_code for answer in posted] == [200, 200]


def test_more_than_can_be_kept_under_way_are_to_come_later(
    bot: BotThread, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_MOST_UNDER_WAY", 1)
    api, later = bot._api, question(25)
    with api.hold("sendMessage", chat_id=24) as held:
        first = pool.submit(post, bot, question(24))
        api.wait_for(lambda: held.times == 0)
        assert post(bot, later).status_code == 503
    assert first.result().status_code == 200
    assert post(bot, later).status_code == 200


# Several processes, the beginning and the end


def test_of_two_processes_one_answers_and_the_other_lets_it_come_again(
    api: BotApiServer, start: Start, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.memory.open_storage", lambda url: open_storage(url, Clock()))
    one, other, update = start(**WEBHOOK), start(**WEBHOOK), question(1)
    with api.hold("sendMessage", chat_id=1) as held:
        posted = pool.submit(post, one, update)
        api.wait_for(lambda: held.times == 0)
        assert post(other, update).status_code == 409
    assert posted.result().status_code == 200
    api.wait_for(lambda: post(other, update).status_code == 200)  # it is written down soon after
    assert len(api.sent(1)) == 1


def test_what_a_process_left_when_it_died_is_answered_by_another_after_a_while(
    api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr("bot.telegram.memory.open_storage", lambda url: open_storage(url, clock))
    bot, update = start(**WEBHOOK), question(1)
    bot.call(bot.service.memory.claim_update(update["update_id"]))  # by the one that died
    assert post(bot, update).status_code == 409
    clock.now += LEASE_SECONDS
    assert post(bot, update).status_code == 200
    assert len(api.sent(1)) == 1


def test_nothing_is_confirmed_before_the_bot_can_answer(api: BotApiServer, start: Start) -> None:
    api.fail("getMe", 500, times=None)
    bot, update = start(waits=False, **WEBHOOK), question(1)
    assert post(bot, update).status_code == 503
    api.heal()
    api.wait_for(lambda: post(bot, update).status_code == 200)
    assert len(api.sent(1)) == 1


def test_at_the_end_what_is_under_way_is_answered_and_confirmed(
    api: BotApiServer, start: Start, pool: ThreadPoolExecutor
) -> None:
    bot, update = start(**WEBHOOK), question(1)
    with api.hold("sendMessage", chat_id=1) as held:
        posted = pool.submit(post, bot, update)
        api.wait_for(lambda: held.times == 0)
        bot.begin_to_end()
    bot.stop()
    assert posted.result().status_code == 200
    assert len(api.sent(1)) == 1
    assert post(start(**WEBHOOK), update).status_code == 200
    assert len(api.sent(1)) == 1


def test_at_the_end_what_takes_too_long_is_left_to_be_delivered_again(
    api: BotApiServer, start: Start, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.service.DRAIN_SECONDS", 0.0)
    bot, update = start(**WEBHOOK), question(1)
    api.fail("sendMessage", 429, chat_id=1, retry_after=600)
    posted = pool.submit(post, bot, update)
    api.wait_for(lambda: api.called("sendMessage"))
    bot.stop()
    assert posted.exception() or posted.result().status_code >= 500
    assert post(start(**WEBHOOK), update).status_code == 200
    assert len(api.sent(1)) == 1


def test_without_a_database_updates_are_answered_and_those_seen_here_not_twice(
    api: BotApiServer, start: Start, tmp_path: Path
) -> None:
    bot, update = start(database_url=str(tmp_path / "missing" / "bot.db"), **WEBHOOK), question(1)
    assert [post(bot, update).status_code for _ in range(2)] == [200, 200]
    assert len(api.sent(1)) == 1
