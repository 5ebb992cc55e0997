"""HTTP/1.1 as bots and their webhooks speak it on loopback, and no more: bodies with a length, kept connections."""

import asyncio
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
Json = dict[str, Any]


class Messages(asyncio.Protocol, ABC):
    """Cuts what comes over a connection into messages."""

    def __init__(self) -> None:
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Hand on each message that is whole."""
        self._received += data
        while self._received:
            head, end, rest = self._received.partition(b"\r\n\r\n")
            found = _LENGTH.search(head)
            length = int(found[1]) if found else 0
            if not end or len(rest) < length:
                return
            self._received = rest[length:]
            self.message(head, rest[:length])

    def write(self, data: bytes) -> None:
        """Write if somebody is still there."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    @abstractmethod
    def message(self, head: bytes, body: bytes) -> None:
        """Take a message."""


class Requests(Messages):
    """The server's side of a connection: hands on calls of the Bot API together with the way to answer them."""

    def __init__(self, call: Callable[[str, Json, Callable[[bytes], None]], None]) -> None:
        super().__init__()
        self._call = call

    def message(self, head: bytes, body: bytes) -> None:
        """Hand on a call: /bot<token>/<method>, its parameters behind that or in the body."""
        path, _, query = head.split(b" ", 2)[1].partition(b"?")
        method = path.rpartition(b"/")[2].decode().lower()
        self._call(method, _parameters(query) | _parameters(body), self._answer)

    def _answer(self, body: bytes) -> None:
        self.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
        )


class Posts(Messages):
    """The client's side of a connection to a webhook: one post after another."""

    def __init__(self, taken: Callable[["Posts", int], None], lost: Callable[["Posts"], None]) -> None:
        super().__init__()
        self._taken = taken
        self._lost = lost

    def post(self, path: str, host: str, secret: str, body: bytes) -> None:
        """Post an update."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.write(head.encode() + body)

    def message(self, head: bytes, body: bytes) -> None:  # noqa: ARG002
        """Tell the status with which the post was answered."""
        self._taken(self, int(head.split(b" ", 2)[1]))

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002
        """Tell that the connection is gone."""
        self._lost(self)


def _parameters(body: bytes) -> Json:
    if body.startswith(b"{"):
        return dict(json.loads(body))
    return dict(parse_qsl(body.decode()))
