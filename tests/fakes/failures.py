"""Answers other than a result: the errors of the Bot API, and the faults a test asks for."""

from dataclasses import KW_ONLY, dataclass, field
from typing import Any

Json = dict[str, Any]

DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    500: "Internal Server Error",
}
BODIES = {
    200: '{"ok":true,"resu',
    502: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n",
}


@dataclass
class ApiError(Exception):
    """An error answer (Bot API: Making requests; ResponseParameters)."""

    code: int
    description: str
    parameters: Json = field(default_factory=dict)

    def answer(self) -> Json:
        """Return the body of the answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | {"parameters": self.parameters} if self.parameters else body


def bad_request(description: str) -> ApiError:
    """Return the commonest error: 400 with a description."""
    return ApiError(400, f"Bad Request: {description}")


@dataclass
class Failure:
    """What goes wrong with the next calls of a method.

    status: an HTTP error as Telegram answers it, 502 with an HTML page, 200 with broken JSON.
    body: what to send with that status, as it is.
    times, chat_id: how often (None: for good) and in which chat alone.
    every: 2 spoils every second of these calls, and so on.
    hang: seconds of silence first; with nothing else, the call goes well after them.
    held: silence for as long as this is set, in the same way.
    close: the connection breaks in the middle of the answer.
    carried_out: the call takes effect although its answer is spoilt.
    """

    method: str
    status: int = 0
    _: KW_ONLY
    times: int | None = 1
    chat_id: int | None = None
    every: int = 1
    retry_after: int = 1
    migrate_to: int | None = None
    description: str = ""
    body: str | None = None
    hang: float = 0.0
    held: bool = False
    close: bool = False
    carried_out: bool = False
    _met: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Refuse a failure that does nothing."""
        if not (self.status or self.hang or self.held or self.close):
            raise ValueError("name a status, hang, held or close")

    def matches(self, method: str, params: Json) -> bool:
        """Say whether a call is to fail; asked once for each call."""
        if not (self.times != 0 and self.method in ("*", method) and self.chat_id in (None, params.get("chat_id"))):
            return False
        self._met += 1
        return self._met % self.every == 0

    def error(self) -> ApiError:
        """Return the error answer as the Bot API words it."""
        if self.migrate_to is not None:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            parameters = {"migrate_to_chat_id": self.migrate_to}
        elif self.status == 429:
            text = f"Too Many Requests: retry after {self.retry_after}"
            parameters = {"retry_after": self.retry_after}
        else:
            text, parameters = DESCRIPTIONS.get(self.status, "Error"), {}
        return ApiError(self.status, self.description or text, parameters)

    def raw_body(self) -> str | None:
        """Return the body to send as it is, where it is not an error answer."""
        return self.body if self.body is not None else BODIES.get(self.status)
