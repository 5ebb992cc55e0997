"""The bot's own HTTP server: alive, ready, and who takes the updates."""

import asyncio
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.knowledge import Knowledge
from bot.settings import SettingsError
from bot.telegram.intake import polling, server
from tests.fakes import BotApiServer
from tests.fakes.bot_api import PATIENCE
from tests.fakes.ports import lasting_port
from tests.telegram.intake.conftest import QUESTION, Start
from tests.telegram.people import BotThread, Person


def get(bot: BotThread, path: str) -> httpx.Response:
    return httpx.get(bot.url + path, timeout=PATIENCE)


def status(bot: BotThread, path: str) -> int:
    return get(bot, path).status_code


def health(bot: BotThread) -> Any:
    return get(bot, "/healthz").json()


def wait_polling(bot: BotThread) -> None:
    """Wait until the bot has got an answer and waits for updates, which it does for half a minute."""
    api = bot._api
    api.wait_for(lambda: any(call.params["timeout"] for call in api.called("getUpdates")))
    assert (status(bot, "/readyz"), health(bot)["intake"]) == (200, "polling")


def test_it_is_alive_and_not_ready_while_telegram_is_away_and_ready_as_soon_as_telegram_is_back(start: Start) -> None:
    api = BotApiServer(port=lasting_port())
    bot = start(api, waits=False, http_port=0)
    assert (status(bot, "/healthz"), status(bot, "/readyz")) == (200, 503)
    assert health(bot)["intake"] == "starting"
    assert bot.metric("receiving") == 0
    with api:
        api.wait_for(lambda: status(bot, "/readyz") == 200)
        api.wait_for(lambda: health(bot)["intake"] == "polling")
        bot.stop()


def test_it_tells_how_it_is_and_nothing_that_is_secret(start: Start, shipped: Knowledge) -> None:
    bot = start(http_port=0)
    wait_polling(bot)
    assert health(bot) == get(bot, "/readyz").json()
    assert health(bot) == {
        "alive": True,
        "ready": True,
        "intake": "polling",
        "database": True,
        "knowledge": {"version": shipped.version, "date": shipped.changed.date().isoformat()},
    }


def test_who_takes_updates_by_webhook_is_ready_without_a_poll(api: BotApiServer, start: Start) -> None:
    bot = start(http_port=0, webhook_url="https://bot.example.org/telegram")
    assert status(bot, "/readyz") == 200
    assert health(bot)["intake"] == "webhook"
    assert bot.metric("receiving") == 1
    assert not api.called("getUpdates")


def test_of_two_one_polls_and_the_other_stands_by_until_the_first_ends(
    api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_STANDBY_SECONDS", 0.05)
    first = start(http_port=0)
    wait_polling(first)
    second = start(http_port=0)
    assert (status(second, "/readyz"), health(second)["intake"]) == (200, "standby")
    assert (first.metric("polling"), second.metric("polling")) == (1, 0)
    assert (first.metric("receiving"), second.metric("receiving")) == (1, 0)
    first.stop()
    api.wait_for(lambda: health(second)["intake"] == "polling" and status(second, "/readyz") == 200)
    assert second.metric("polling") == second.metric("receiving") == 1
    person = Person(api, 1)
    person.ask(QUESTION)
    assert len(person.messages) == 1


def test_a_poll_that_is_stuck_is_no_life(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = start(http_port=0)
    wait_polling(bot)
    monkeypatch.setattr(polling, "_STUCK_SECONDS", -1000.0)
    assert (status(bot, "/healthz"), status(bot, "/readyz")) == (503, 503)


def test_it_is_not_ready_when_telegram_has_given_no_updates_for_long(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = start(http_port=0)
    wait_polling(bot)
    monkeypatch.setattr(polling, "_ANSWER_SECONDS", -1000.0)
    assert (status(bot, "/healthz"), status(bot, "/readyz")) == (200, 503)
    assert bot.metric("receiving") == 0


def test_without_a_database_it_is_ready_and_says_so(api: BotApiServer, start: Start, tmp_path: Path) -> None:
    bot = start(http_port=0, database_url=str(tmp_path / "missing" / "bot.db"))
    api.wait_for(lambda: status(bot, "/readyz") == 200)
    assert health(bot)["database"] is False


def test_a_database_that_hangs_keeps_nobody_waiting(
    api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = start(http_port=0)
    api.wait_for(lambda: status(bot, "/readyz") == 200)
    monkeypatch.setattr("bot.telegram.service._DATABASE_SECONDS", 0.05)
    monkeypatch.setattr(bot.service.memory, "healthy", asyncio.Event().wait)
    answer = get(bot, "/healthz")
    assert (answer.status_code, answer.json()["database"]) == (200, False)


def test_one_that_never_reached_telegram_ends_at_once(start: Start) -> None:
    bot = start(BotApiServer(port=9), waits=False, http_port=0)
    assert status(bot, "/readyz") == 503
    bot.stop()
    assert not bot._thread.is_alive()


def test_without_a_port_there_is_no_server(start: Start) -> None:
    assert start().service._server is None


def test_a_port_that_is_taken_is_told(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"HTTP_PORT {port} cannot be served"):
            start(http_port=port)


# Clients that mean no good


def connect(bot: BotThread) -> socket.socket:
    host, _, port = bot.url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


@pytest.mark.parametrize(
    "endless",
    [b"X: " + b"x" * 2**17, b"".join(b"X%d: y\r\n" % number for number in range(20_000))],
    ids=["long", "many"],
)
def test_a_client_whose_headers_do_not_end_is_let_go(start: Start, endless: bytes) -> None:
    with connect(start(http_port=0)) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: bot\r\n")
        with pytest.raises(ConnectionError):
            client.sendall(endless * 2**8)  # more than the system holds on the way


@pytest.mark.parametrize("begun", [b"", b"GET /healthz HT", b"GET /healthz HTTP/1.1\r\nHost: bot\r\nX"])
def test_a_client_whose_headers_do_not_come_is_let_go(
    start: Start, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_HEAD_SECONDS", 0.2)
    with connect(start(http_port=0)) as client, suppress(ConnectionError):  # as it is if we are late with our bytes
        client.sendall(begun)
        assert client.recv(100) == b""


def test_a_client_that_comes_again_after_a_while_is_served(start: Start) -> None:
    bot = start(http_port=0)
    assert bot.service._server
    with httpx.Client(base_url=bot.url, timeout=PATIENCE) as client:
        first = client.get("/healthz")
        [connection] = bot.service._server._server.server_state.connections
        assert isinstance(connection, server._Protocol)
        assert connection._deadline
        assert connection._deadline.cancelled()  # nobody waits for the headers of a request that has not begun
        again = client.get("/healthz")
    stream = "network_stream"
    assert first.extensions[stream] is again.extensions[stream]
    assert again.status_code == 200
