"""The bot's own HTTP server: is it alive, can it answer, its metrics, and the webhook."""

import asyncio
import math
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.metrics import CONTENT_TYPE, Metrics
from bot.settings import SettingsError
from bot.telegram.intake.health import Health
from bot.telegram.intake.webhook import Webhook

_BACKLOG = 1024
_HEAD_SECONDS = 10.0  # for the request line and the headers to arrive
_LARGEST_HEAD = 2**16  # bytes of them
_KEEP_ALIVE = 75  # seconds; longer than the proxies before it keep theirs, so that none is cut while it is used


class HttpServer:
    """Serves until it is told to stop; then it finishes the requests under way."""

    def __init__(
        self,
        address: tuple[str, int],
        health: Callable[[], Awaitable[Health]],
        metrics: Metrics,
        webhooks: dict[str, Webhook],
        drain_seconds: int,
    ) -> None:
        self._socket = _listen(*address)
        self._health = health
        self._metrics = metrics
        routes = [
            Route("/healthz", self._alive),
            Route("/readyz", self._ready),
            Route("/metrics", self._exposition),
            *(Route(path, webhook.receive, methods=["POST"]) for path, webhook in webhooks.items()),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes),
            http=_Protocol,
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=drain_seconds,
        )
        self._server = _Server(config)

    async def run(self) -> None:
        """Serve until `stop` is called."""
        await self._server.serve([self._socket])

    def stop(self) -> None:
        """Take no more requests, and end when those under way are answered."""
        self._server.should_exit = True

    async def _alive(self, _: Request) -> Response:
        health = await self._health()
        return JSONResponse(asdict(health), 200 if health.alive else 503)

    async def _ready(self, _: Request) -> Response:
        health = await self._health()
        return JSONResponse(asdict(health), 200 if health.alive and health.ready else 503)

    async def _exposition(self, _: Request) -> Response:
        return Response(self._metrics.exposition(), headers={"Content-Type": CONTENT_TYPE})


class _Protocol(HttpToolsProtocol):
    """Lets a client go whose headers are too long or do not come in time: uvicorn waits for ever and keeps them all."""

    _deadline: asyncio.TimerHandle | None = None
    _length: float = 0  # of the headers so far

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._wait_no_more()

    def data_received(self, data: bytes) -> None:
        self._length += len(data)
        super().data_received(data)
        if self._length > _LARGEST_HEAD:
            self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._wait_for_headers()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._wait_no_more()
        self._length = -math.inf  # what comes now is the body

    def _wait_for_headers(self) -> None:
        self._wait_no_more()
        self._length = 0
        self._deadline = self.loop.call_later(_HEAD_SECONDS, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._deadline:
            self._deadline.cancel()


class _Server(uvicorn.Server):
    """Leaves signals to the program: it has more to end than its server."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=_BACKLOG
        )
    except OSError as error:
        raise SettingsError(
            f"HTTP_HOST {host} and HTTP_PORT {port} cannot be served ({error.strerror}); set them to others"
        ) from error
