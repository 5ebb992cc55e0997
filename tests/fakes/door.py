"""The HTTP side: requests become calls, results and faults become responses (Bot API: Making requests)."""

import asyncio
import json
import time
from threading import Condition
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

from aiohttp import web

from .failures import ApiError, Failure, Json, bad_request
from .methods import METHODS, State, Upload
from .updates import UpdateQueue

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

TYPED = frozenset(
    """
    allow_sending_without_reply allowed_updates button cache_time caption_entities chat_id commands
    disable_content_type_detection disable_notification disable_web_page_preview drop_pending_updates entities
    has_spoiler is_personal limit link_preview_options max_connections menu_button message_id offset
    protect_content reply_markup reply_parameters reply_to_message_id results scope show_alert
    show_caption_above_media timeout
    """.split()
)  # parameters that are no strings: a form carries them as JSON


class Call(NamedTuple):
    """One call the bot made, as it came in; time is of the monotonic clock."""

    method: str
    params: Json
    time: float


class Door:
    """Takes the requests of one bot."""

    def __init__(self, token: str, state: State, updates: UpdateQueue, changed: Condition) -> None:
        self.calls: list[Call] = []
        self.failures: list[Failure] = []
        self.delay = 0.0
        self._silent: set[asyncio.Task[Any] | None] = set()
        self._prefix = f"bot{token}"
        self._state = state
        self._changed = changed
        self._slow: dict[str, Callable[[Json], Awaitable[Any]]] = {
            "getUpdates": updates.get_updates,
            "setWebhook": updates.set_webhook,
            "deleteWebhook": updates.delete_webhook,
            "getWebhookInfo": updates.get_webhook_info,
        }
        self._names = {name.lower(): name for name in (*METHODS, *self._slow)}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer /bot<token>/<method>."""
        _, bot, *rest = request.path.split("/")
        if not bot.startswith("bot") or len(rest) != 1:
            return _answer(ApiError(404, "Not Found"))
        if bot != self._prefix:
            return _answer(ApiError(401, "Unauthorized"))
        method = self._names.get(rest[0].lower())
        if method is None:
            return _answer(ApiError(404, "Not Found: method not found"))
        try:
            params = await _params(request)
        except ValueError:
            return _answer(bad_request("can't parse the request's body"))
        with self._changed:
            self.calls.append(Call(method, params, time.monotonic()))
            failure = self._next_failure(method, params) if self.failures else None
            self._changed.notify_all()
        if self.delay:
            await asyncio.sleep(self.delay)
        if failure is None:
            return _answer(await self._carry_out(method, params))
        return await self._spoil(request, failure, method, params)

    def cut_off(self) -> None:
        """Break the connections of calls to which a failure is silent."""
        for task in filter(None, self._silent.copy()):
            task.cancel()

    async def _carry_out(self, method: str, params: Json) -> Any:
        try:
            if method in self._slow:
                return await self._slow[method](params)
            with self._changed:
                result = METHODS[method](self._state, params)
                self._changed.notify_all()
                return result
        except ApiError as error:
            return error

    async def _spoil(self, request: web.Request, failure: Failure, method: str, params: Json) -> web.StreamResponse:
        result = await self._carry_out(method, params) if failure.carried_out else None
        await self._be_silent(failure)
        if failure.close:
            response = web.StreamResponse(headers={"Content-Length": "1000"})
            await response.prepare(request)
            await response.write(b'{"ok":true,"resu')
            if request.transport is not None:
                request.transport.close()
            return response
        if (body := failure.raw_body()) is not None:
            kind = "application/json" if failure.status == 200 else "text/html"
            return web.Response(status=failure.status, text=body, content_type=kind)
        if failure.status:
            return _answer(failure.error())
        return _answer(result if failure.carried_out else await self._carry_out(method, params))

    async def _be_silent(self, failure: Failure) -> None:
        task = asyncio.current_task()
        self._silent.add(task)
        try:
            await asyncio.sleep(failure.hang)
            while failure.held:
                await asyncio.sleep(0.005)
        finally:
            self._silent.discard(task)

    def _next_failure(self, method: str, params: Json) -> Failure | None:
        for failure in self.failures:
            if failure.matches(method, params):
                if failure.times is not None:
                    failure.times -= 1
                return failure
        return None


def _answer(result: Any) -> web.Response:
    if not isinstance(result, ApiError):
        body = json.dumps({"ok": True, "result": result}).encode()
        return web.Response(body=body, content_type="application/json")
    retry_after = result.parameters.get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    body = json.dumps(result.answer()).encode()
    return web.Response(status=result.code, body=body, headers=headers, content_type="application/json")


async def _params(request: web.Request) -> Json:
    """Read the parameters from the URL and from a JSON, form or multipart body."""
    params: Json = dict(request.query)
    kind = request.content_type
    if kind == "application/json":
        given = json.loads(await request.read() or b"{}")
        if not isinstance(given, dict):
            raise ValueError("no object")
        params |= given
    elif kind == "application/x-www-form-urlencoded":
        params |= parse_qsl((await request.read()).decode(), keep_blank_values=True)
    elif kind == "multipart/form-data":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                params[name] = Upload(value.filename, value.file.read(), value.content_type)
            else:
                params[name] = value
    for name in TYPED & params.keys():
        if isinstance(params[name], str):
            params[name] = _typed(params[name])
    return params


def _typed(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value
