"""A name server on loopback that answers as Docker does: all addresses of a service, to be kept for ten minutes."""

from collections.abc import Sequence
from ipaddress import IPv4Address
from socketserver import BaseRequestHandler, UDPServer

_HEADER = 12  # bytes (RFC 1035, 4.1.1)
_ANSWERED = b"\x81\x80"  # a response without an error
_POINTER = b"\xc0\x0c"  # to the name in the question
_ADDRESS = b"\x00\x01\x00\x01"  # type A, class IN
_SECONDS = (600).to_bytes(4, "big")


class NameServer(UDPServer):
    """Answers every question with its `addresses`, which the test may change."""

    def __init__(self, addresses: Sequence[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.addresses = addresses

    @property
    def port(self) -> int:
        """Return where it listens."""
        return int(self.server_address[1])


class _Handler(BaseRequestHandler):
    server: NameServer

    def handle(self) -> None:
        query, socket = self.request
        addresses = self.server.addresses
        question = query[_HEADER : query.index(b"\0", _HEADER) + 1 + len(_ADDRESS)]
        counts = b"".join(count.to_bytes(2, "big") for count in (1, len(addresses), 0, 0))
        records = (_POINTER + _ADDRESS + _SECONDS + b"\x00\x04" + IPv4Address(at).packed for at in addresses)
        socket.sendto(query[:2] + _ANSWERED + counts + question + b"".join(records), self.client_address)
