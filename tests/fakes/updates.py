"""The updates that wait for the bot, and the two ways to it: getUpdates and the webhook."""

import asyncio
import re
import ssl
import time
from collections import OrderedDict, deque
from itertools import takewhile
from threading import Condition
from typing import Any

import aiohttp

from .failures import ApiError, Json, bad_request
from .methods import Upload

LONGEST_POLL = 50
FUTURE = 1000  # numbers after the last: an offset further on counts as none
OFF_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "Conflict: terminated by setWebhook request"


class UpdateQueue:
    """Keeps each update until the bot has confirmed it (Bot API: Getting updates)."""

    def __init__(self, changed: Condition) -> None:
        self.pending: OrderedDict[int, Json] = OrderedDict()
        self.backoff = 0.05
        self._changed = changed
        self._last_id = 0
        self._allowed: list[str] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._poll: asyncio.Future[str] | None = None
        self._webhook: Json = {"url": ""}
        self._trust: ssl.SSLContext | bool = True
        self._last_error: Json = {}
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore()
        self._lanes: dict[tuple[str, Any], deque[int]] = {}
        self._last_laned = 0
        self._deliveries: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Tie the queue to the running event loop."""
        self._loop = asyncio.get_running_loop()

    async def close(self) -> None:
        """Let go of the poll and of the webhook."""
        self._end_poll("")
        await self._stop_deliveries()
        if self._session is not None:
            await self._session.close()

    def push(self, update: Json) -> int:
        """Queue an update, from any thread; return its id, or 0 when the bot did not ask for its kind."""
        kind = _kind(update)
        if kind not in self._allowed and (self._allowed or kind in OFF_BY_DEFAULT):
            return 0
        with self._changed:
            self._last_id += 1
            self.pending[self._last_id] = {"update_id": self._last_id, kind: update[kind]}
            if self._loop is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._arrived)
            return self._last_id

    def renumber(self, next_id: int) -> None:
        """Give the next updates other numbers, as Telegram does after a week without any (Bot API: Update)."""
        with self._changed:
            self._last_id = next_id - 1

    async def get_updates(self, params: Json) -> list[Json]:
        """Return updates at once or as soon as one comes; an offset confirms the earlier ones."""
        if self._webhook["url"]:
            raise ApiError(409, WEBHOOK_ACTIVE)
        self._allow(params)
        offset = int(params.get("offset") or 0)
        limit = min(max(int(params.get("limit") or 100), 1), 100)
        timeout = min(max(int(params.get("timeout") or 0), 0), LONGEST_POLL)
        self._confirm(offset)
        if not self.pending and timeout:
            self._end_poll(OTHER_POLL)
            self._poll = asyncio.get_running_loop().create_future()
            try:
                conflict = await asyncio.wait_for(self._poll, timeout)
            except TimeoutError:
                conflict = ""
            if conflict:
                raise ApiError(409, conflict)
        with self._changed:
            return [update for update, _ in zip(self.pending.values(), range(limit), strict=False)]

    async def set_webhook(self, params: Json) -> bool:
        """Send updates to a URL from now on; plain HTTP will do here (Bot API: setWebhook)."""
        url, secret = str(params.get("url") or ""), str(params.get("secret_token") or "")
        if url and not re.match(r"https?://[^/?#]+", url):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
            raise bad_request("secret token contains unallowed characters")
        await self.delete_webhook(params)
        self._allow(params)
        if url:
            connections = min(max(int(params.get("max_connections") or 40), 1), 100)
            self._webhook = {"url": url, "secret": secret, "max_connections": connections}
            self._trust = _trust(params.get("certificate"))
            self._slots = asyncio.Semaphore(connections)
            self._last_laned = 0
            self._end_poll(WEBHOOK_SET)
            self._arrived()
        return True

    async def delete_webhook(self, params: Json) -> bool:
        """Go back to getUpdates (Bot API: deleteWebhook)."""
        self._webhook, self._last_error = {"url": ""}, {}
        await self._stop_deliveries()
        if params.get("drop_pending_updates"):
            with self._changed:
                self.pending.clear()
                self._changed.notify_all()
        return True

    async def get_webhook_info(self, _params: Json) -> Json:
        """Describe the webhook (Bot API: WebhookInfo)."""
        info: Json = {
            "url": self._webhook["url"],
            "has_custom_certificate": self._trust is not True,
            "pending_update_count": len(self.pending),
            **self._last_error,
        }
        if self._webhook["url"]:
            info |= {"max_connections": self._webhook["max_connections"], "ip_address": "127.0.0.1"}
        return info | ({"allowed_updates": self._allowed} if self._allowed else {})

    def _allow(self, params: Json) -> None:
        if params.get("allowed_updates") is not None:
            self._allowed = list(params["allowed_updates"])

    def _confirm(self, offset: int) -> None:
        if offset > self._last_id + FUTURE:
            return
        with self._changed:
            keep = len(self.pending) if offset >= 0 else -offset
            while self.pending and (len(self.pending) > keep or next(iter(self.pending)) < offset):
                self.pending.popitem(last=False)
            self._changed.notify_all()

    def _end_poll(self, conflict: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(conflict)
        self._poll = None

    def _arrived(self) -> None:
        if not self._webhook["url"]:
            if self.pending:
                self._end_poll("")
            return
        with self._changed:
            new = list(takewhile(lambda update_id: update_id > self._last_laned, reversed(self.pending)))
        for update_id in reversed(new):
            self._last_laned = update_id
            lane = _lane(self.pending[update_id])
            if lane in self._lanes:
                self._lanes[lane].append(update_id)
            else:
                self._lanes[lane] = deque([update_id])
                task = asyncio.create_task(self._deliver(lane))
                self._deliveries.add(task)
                task.add_done_callback(self._deliveries.discard)

    async def _deliver(self, lane: tuple[str, Any]) -> None:
        """Post the updates of one chat in their order, each again and again until it is taken."""
        queue, pause = self._lanes[lane], self.backoff
        while queue:
            async with self._slots:
                delivered = await self._post(self.pending[queue[0]])
            if delivered:
                with self._changed:
                    self.pending.pop(queue.popleft(), None)
                    self._changed.notify_all()
                pause = self.backoff
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1.0)
        del self._lanes[lane]

    async def _post(self, update: Json) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=60)
            )
        secret = self._webhook["secret"]
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with self._session.post(
                self._webhook["url"], json=update, headers=headers, ssl=self._trust
            ) as response:
                await response.read()
        except (aiohttp.ClientError, OSError) as error:
            problem = f"{type(error).__name__}: {error}"
        else:
            if response.ok and response.status < 300:
                return True
            problem = f"Wrong response from the webhook: {response.status} {response.reason}"
        self._last_error = {"last_error_date": int(time.time()), "last_error_message": problem}
        return False

    async def _stop_deliveries(self) -> None:
        tasks = list(self._deliveries)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()


def _trust(certificate: object) -> ssl.SSLContext | bool:
    """Return what a delivery trusts: the certificate that came with setWebhook, else the usual ones."""
    if not isinstance(certificate, Upload):
        return True
    return ssl.create_default_context(cadata=certificate.content.decode())


def _kind(update: Json) -> str:
    return next(key for key in update if key != "update_id")


def _lane(update: Json) -> tuple[str, Any]:
    """Name the queue of an update: those of one chat, or of one person's queries, come one by one."""
    kind = _kind(update)
    body = update[kind]
    if "message" in kind and "chat" in body:
        return "chat", body["chat"]["id"]
    return kind, body.get("from", body).get("id")
