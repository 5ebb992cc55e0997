"""The bot's own HTTP server: is it alive, can it answer, its metrics, and the webhook."""

import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Literal

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.metrics import CONTENT_TYPE, Metrics
from bot.settings import SettingsError
from bot.telegram.intake.webhook import Webhook

Intake = Literal["starting", "polling", "standby", "webhook"]
_BACKLOG = 1024
_KEEP_ALIVE = 75  # seconds; longer than the proxies before it keep theirs, so that none is cut while it is used


@dataclass(frozen=True)
class Health:
    """How the bot is. Nothing in it is secret."""

    alive: bool  # false: only a restart can help
    ready: bool  # whether questions are answered
    intake: Intake
    database: bool  # without it the bot answers but remembers nothing
    knowledge: dict[str, str]  # version and date


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
            lifespan="off",
            log_config=None,
            access_log=False,
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
