"""The webhook (Bot API: setWebhook): an update is confirmed, by status 200, when it is answered."""

import asyncio
import hashlib
import hmac
import json
import logging
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.metrics import Metrics
from bot.telegram.intake.worker import Delivery, Result, Worker, delivery

_log = logging.getLogger(__name__)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name
LARGEST_BODY = 2**20  # bytes; an update has some kilobytes
_BODY_SECONDS = 10.0  # for a body to arrive
# Ten times what Telegram delivers at a time. What is beyond that waits for Telegram itself to take answers, perhaps for
# hours, and Telegram can keep the updates better than our memory.
_MOST_UNDER_WAY = 1000


class Webhook:
    """The place where Telegram delivers updates."""

    def __init__(self, secret: str, worker: Worker, metrics: Metrics) -> None:
        self._secret = secret.encode()
        self._worker = worker
        self._metrics = metrics
        self.is_open = False  # until the bot can answer

    async def receive(self, request: Request) -> Response:
        """Answer an update, then confirm it. What cannot be read is confirmed too: it would come again for ever."""
        status = await self._receive(request)
        self._metrics.webhook_requests.labels(str(status.value)).inc()
        # A connection whose body was left unread cannot be used again.
        headers = {"Connection": "close"} if status is not HTTPStatus.OK else {}
        return Response(status_code=status, headers=headers)

    async def _receive(self, request: Request) -> HTTPStatus:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret):
            return HTTPStatus.FORBIDDEN
        if not self.is_open or len(self._worker.taken) >= _MOST_UNDER_WAY:
            return HTTPStatus.SERVICE_UNAVAILABLE
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                body = await _body(request)
        except TimeoutError:
            return HTTPStatus.REQUEST_TIMEOUT
        except ClientDisconnect:
            return HTTPStatus.BAD_REQUEST
        update = _update_in(body)
        if update is None:
            _log.error("an update cannot be read: %d bytes that hold none", len(body))
            # Telegram takes both for a confirmation.
            return HTTPStatus.OK if len(body) <= LARGEST_BODY else HTTPStatus.ACCEPTED
        result = await self._worker.answer(update)
        # Not 503: the proxy would take this replica for a dead one, and another could do no more.
        return HTTPStatus.CONFLICT if result is Result.ELSEWHERE else HTTPStatus.OK


def secret_of(token: str) -> str:
    """Return what Telegram is told to send with each update: the same for all replicas, another for another token."""
    return hmac.new(token.encode(), b"webhook secret", hashlib.sha256).hexdigest()


async def _body(request: Request) -> bytes:
    """Read the body; of one that is too long, as much as shows it."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            break
    return bytes(body)


def _update_in(body: bytes) -> Delivery | None:
    try:
        return delivery(json.loads(body))
    except (ValueError, RecursionError):
        return None
