"""Ports of loopback that nobody else gets, whether or not somebody listens on them at the moment."""

import socket


def lasting_port() -> int:
    """Return a port that stays ours until this process ends: for a server that comes later, or goes and comes back.

    A port that is only free now can be gone a moment later: outgoing connections of others take any.
    """
    place = socket.socket()
    place.bind(("127.0.0.1", 0))
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # only now: others got no share in it, a server may
    port: int = place.getsockname()[1]
    place.detach()
    return port
