"""The reverse proxy: the webhook comes through whatever happens to a replica, and nothing else does."""

import math
import re
import socket
import time
from collections.abc import Iterator
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.telegram.intake.webhook import LARGEST_BODY
from tests.deploy.names import NameServer
from tests.deploy.proxy import Proxy
from tests.deploy.serving import serving
from tests.deploy.tools import DEPLOY
from tests.fakes.bot_api import PATIENCE
from tests.fakes.ports import lasting_port

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name
BODY = b'{"update_id": 1}'


class Replica(ThreadingHTTPServer):
    """Notes what reaches it, and answers with a status; 0 breaks the connection, as a killed process does."""

    daemon_threads = True

    def __init__(self, status: int = 200, address: tuple[str, int] = ("127.0.0.1", 0)) -> None:
        super().__init__(address, _Handler)
        self.status = status
        self.connections = 0
        self.requests: list[tuple[str, bytes, str | None]] = []

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        self.connections += 1
        connection, address = super().get_request()
        return connection, address


class _Handler(BaseHTTPRequestHandler):
    server: Replica
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, body, self.headers[SECRET_HEADER]))
        if self.server.status:
            self.send_response(self.server.status)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's interface
        """Say nothing."""


@pytest.fixture
def replica() -> Iterator[Replica]:
    with serving(Replica()) as running:
        yield running


@pytest.fixture
def other() -> Iterator[Replica]:
    with serving(Replica()) as running:
        yield running


@pytest.fixture
def proxy(tmp_path: Path, replica: Replica, other: Replica) -> Iterator[Proxy]:
    with Proxy(tmp_path, [replica.server_port, other.server_port]) as running:
        yield running


def request(
    proxy: Proxy,
    path: str = "/telegram",
    body: bytes = BODY,
    method: str = "POST",
    headers: dict[str, str] | None = None,
) -> int:
    connection = HTTPSConnection("127.0.0.1", proxy.port, timeout=PATIENCE, context=proxy.trust)
    try:
        connection.request(method, path, body, headers or {})
        return connection.getresponse().status
    finally:
        connection.close()


def test_nginx_accepts_the_configuration(tmp_path: Path) -> None:
    said = Proxy(tmp_path, [lasting_port(), lasting_port()]).check()
    assert "syntax is ok" in said
    assert "[warn]" not in said


def test_an_update_reaches_a_replica_as_it_was_sent(proxy: Proxy, replica: Replica, other: Replica) -> None:
    assert request(proxy, headers={SECRET_HEADER: "abc"}) == 200
    assert replica.requests + other.requests == [("/telegram", BODY, "abc")]


@pytest.mark.parametrize(
    "path", ["/", "/metrics", "/healthz", "/readyz", "/telegram/", "/telegram/x", "/telegram/../metrics", "//metrics"]
)
def test_nothing_else_comes_through(proxy: Proxy, replica: Replica, other: Replica, path: str) -> None:
    assert request(proxy, path) == 404
    assert replica.connections + other.connections == 0


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_the_webhook_takes_deliveries_alone(proxy: Proxy, replica: Replica, other: Replica, method: str) -> None:
    assert request(proxy, method=method, body=b"") == 403
    assert replica.connections + other.connections == 0


def test_a_body_that_is_too_long_is_refused_by_the_proxy(proxy: Proxy, replica: Replica, other: Replica) -> None:
    assert request(proxy, body=b" " * (2 * LARGEST_BODY + 1)) == 413
    assert replica.connections + other.connections == 0


def test_a_body_too_long_for_the_bot_reaches_it_without_touching_the_disk(
    proxy: Proxy, replica: Replica, other: Replica
) -> None:
    body = b" " * (LARGEST_BODY + 1)
    assert request(proxy, body=body) == 200
    assert [len(got) for _, got, _ in replica.requests + other.requests] == [len(body)]
    assert "buffered to a temporary file" not in proxy.log


def test_the_longest_bodies_of_one_address_fit_into_the_memory() -> None:
    configuration = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    numbers = re.findall(r"(?:limit_conn connections|client_body_buffer_size) (\d+)m?;", configuration)
    (memory,) = re.findall(r"image: nginx:.*?mem_limit: (\d+)m", (DEPLOY / "compose.yaml").read_text(), re.DOTALL)
    assert math.prod(map(int, numbers)) <= int(memory) - 64


def test_updates_are_shared_among_the_replicas(proxy: Proxy, replica: Replica, other: Replica) -> None:
    assert {request(proxy) for _ in range(10)} == {200}
    assert (len(replica.requests), len(other.requests)) == (5, 5)


def test_a_dead_replica_is_not_noticed(tmp_path: Path, replica: Replica) -> None:
    with Proxy(tmp_path, [lasting_port(), replica.server_port]) as proxy:
        assert {request(proxy) for _ in range(20)} == {200}
    assert len(replica.requests) == 20


def test_a_replica_that_comes_back_at_another_address_is_found(tmp_path: Path) -> None:
    port = lasting_port()
    with (
        serving(Replica(address=("127.0.0.2", port))) as before,
        serving(Replica(address=("127.0.0.3", port))) as after,
        serving(NameServer(["127.0.0.2"])) as names,
        Proxy(tmp_path, [port], names.port) as proxy,
    ):
        ask_until_it_reaches(before, proxy)
        names.addresses = ["127.0.0.3"]
        ask_until_it_reaches(after, proxy)
        assert "[warn]" not in proxy.log


def ask_until_it_reaches(replica: Replica, proxy: Proxy) -> None:
    end = time.monotonic() + PATIENCE
    while not replica.requests:
        assert request(proxy) in {200, 502}  # 502: no address is known yet
        assert time.monotonic() < end, proxy.log
        time.sleep(0.02)


@pytest.mark.parametrize("status", [503, 0])
def test_an_update_that_one_replica_does_not_finish_is_given_to_the_other(
    proxy: Proxy, replica: Replica, other: Replica, status: int
) -> None:
    replica.status = status
    assert {request(proxy) for _ in range(4)} == {200}
    assert replica.requests
    assert len(other.requests) == 4


def test_a_replica_stays_in_use_that_lets_the_updates_of_a_dead_one_come_again(
    proxy: Proxy, replica: Replica, other: Replica
) -> None:
    replica.status, other.status = 409, 0
    assert {request(proxy) for _ in range(20)} == {409}
    replica.status = 200
    assert request(proxy) == 200


@pytest.mark.parametrize("status", [403, 409, 500])
def test_another_answer_of_a_replica_is_final(proxy: Proxy, replica: Replica, other: Replica, status: int) -> None:
    replica.status = other.status = status
    assert request(proxy) == status
    assert len(replica.requests + other.requests) == 1


def test_telegram_is_told_to_come_again_when_no_replica_answers(proxy: Proxy, replica: Replica, other: Replica) -> None:
    replica.status = other.status = 503
    assert request(proxy) == 503


def test_a_slow_client_does_not_occupy_a_replica(proxy: Proxy, replica: Replica, other: Replica) -> None:
    with (
        socket.create_connection(("127.0.0.1", proxy.port), PATIENCE) as plain,
        proxy.trust.wrap_socket(plain, server_hostname="127.0.0.1") as client,
    ):
        client.sendall(b"POST /telegram HTTP/1.1\r\nHost: bot\r\nContent-Length: %d\r\n\r\n" % len(BODY))
        for byte in BODY[:-1]:
            client.sendall(bytes([byte]))
            time.sleep(0.01)
        assert replica.connections + other.connections == 0
        client.sendall(BODY[-1:])
        assert client.recv(100).startswith(b"HTTP/1.1 200 ")
    assert [body for _, body, _ in replica.requests + other.requests] == [BODY]
