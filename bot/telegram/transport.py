"""How calls reach the Bot API: aiohttp below python-telegram-bot, through the interface it has for that."""

import json
import ssl
from functools import cache
from typing import Any, TypeAlias

import httpx
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, FormData, TCPConnector
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

# What is read of a message that we have sent. Telegram sends all of it back, with the question that it quotes.
_OF_OUR_MESSAGE = ("message_id", "date", "chat")
CONNECT, READ, WRITE, UPLOAD = 5.0, 5.0, 5.0, 20.0  # seconds, as in python-telegram-bot's own transport
_Seconds: TypeAlias = Any  # a number, None for no end, or the library's mark for what nobody has said


def make_request(connections: int = 256) -> BaseRequest:
    """Return the transport that one bot makes its calls by, over so many connections at most.

    Measured: an echo costs 8 ms of CPU by httpx with 64 calls under way, 27 ms with 256; by aiohttp 0.6 ms.
    httpx-aiohttp takes 0.9 ms, calls a refused connection a time-out, and tells the token in the text of some errors.
    """
    return AiohttpRequest(connections)


class AiohttpRequest(BaseRequest):
    """Calls the Bot API by aiohttp. No text of an error holds the address, as the token is in it."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Return how long an answer may take, in seconds; getUpdates adds it to the time that it asks for."""
        return READ

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            connector = TCPConnector(limit=self._connections, ssl=_trust())
            headers = {"User-Agent": self.USER_AGENT}
            self._session = ClientSession(connector=connector, headers=headers, cookie_jar=DummyCookieJar())

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a call and return the status and the body of the answer. Raises TimedOut and NetworkError.

        It may take the time to write and to read in all, so that an answer that trickles in does not hold it for ever.
        """
        if self._session is None:
            raise RuntimeError("the transport is not open")
        uploads = request_data is not None and request_data.contains_files
        write = _or(write_timeout, UPLOAD if uploads else WRITE)
        read = _or(read_timeout, READ)
        timeout = ClientTimeout(
            total=None if write is None or read is None else write + read,
            connect=_or(pool_timeout, None),
            sock_connect=_or(connect_timeout, CONNECT),
        )
        try:
            async with self._session.request(method, url, **_content(request_data), timeout=timeout) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except ClientError as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read the body of an answer. Raises NetworkError if it is none: something on the way has answered."""
        try:
            content = json.loads(payload.decode(errors="replace"))
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict) or (content.get("ok") is True and "result" not in content):
            raise NetworkError("the answer is none of the Bot API")
        result = content.get("result")
        if isinstance(result, dict) and "message_id" in result:
            content["result"] = {key: result[key] for key in _OF_OUR_MESSAGE if key in result}
        return content


@cache
def _trust() -> ssl.SSLContext:
    """Return the authorities that python-telegram-bot's own transport trusts, whatever the system has."""
    return httpx.create_ssl_context()


def _content(request_data: RequestData | None) -> dict[str, Any]:
    """Return the body and its type: JSON, which takes a quarter of the time of a form, or a form with files.

    The library would put JSON into the strings of the JSON, where every Russian letter takes seven bytes.
    """
    if request_data is None:
        return {}
    if not request_data.contains_files:
        body = json.dumps(request_data.parameters, ensure_ascii=False).encode(errors="replace")
        return {"data": body, "headers": {"Content-Type": "application/json"}}
    form = FormData(quote_fields=False)  # Telegram shows the name of a file as it stands
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return {"data": form}


def _or(given: _Seconds, otherwise: float | None) -> float | None:
    return otherwise if given is BaseRequest.DEFAULT_NONE else given
