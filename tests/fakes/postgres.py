"""A real PostgreSQL server of our own: a folder in /tmp, a Unix socket, no network; stopped and started at will."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from .bot_api import PATIENCE


def find_binaries() -> Path | None:
    """Return the folder of initdb and postgres, or None if no PostgreSQL server is installed."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: _number(path.parent.name))
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(answer.stdout.strip()))
    if postgres := shutil.which("postgres"):
        candidates.append(Path(postgres).resolve().parent)
    return next((path for path in reversed(candidates) if (path / "initdb").is_file()), None)


class PostgresServer:
    """A server with empty places for tables, as many as asked for. `bot` may do all there, `guest` log in."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self._folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # the path of a socket must be short
        self._process: subprocess.Popen[bytes] | None = None
        self._places = 0
        self._user: str | int | None = None
        self._group: int | None = None
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            account = _account("postgres") or _account("nobody")
            assert account is not None
            self._user, self._group = account.pw_uid, account.pw_gid
            os.chown(self._folder, account.pw_uid, account.pw_gid)
        self._run(
            "initdb", "--pgdata", str(self._folder / "data"), "--username=bot", "--auth=trust", "--no-sync",
            "--encoding=UTF8", "--locale=C",
        )  # fmt: skip

    def __enter__(self) -> Self:
        self.start()
        self.sql("CREATE ROLE guest LOGIN")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self._binaries / "postgres", "-D", self._folder / "data",
                    "-c", "listen_addresses=", "-c", f"unix_socket_directories={self._folder}",
                    "-c", "fsync=off", "-c", "full_page_writes=off",
                    "-c", "wal_level=minimal", "-c", "max_wal_senders=0",
                    "-c", "shared_buffers=16MB", "-c", "max_connections=60", "-c", "autovacuum=off",
                ],
                stdout=log, stderr=log, user=self._user, group=self._group,
                extra_groups=[] if self._user is not None else None, cwd=self._folder,
            )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            if self._run("pg_isready", "--quiet", "--host", str(self._folder), check=False) == 0:
                return
            time.sleep(0.01)
        raise RuntimeError((self._folder / "log").read_text())

    def stop(self) -> None:
        """Stop the server at once, as a crash would: connections break, what was committed stays."""
        assert self._process is not None
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(timeout=PATIENCE)

    def freeze(self) -> None:
        """Let the server and its sessions answer nothing any more while their connections stay open."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """End the freeze."""
        self._signal(signal.SIGCONT)

    @property
    def running(self) -> bool:
        """Say whether the server was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def new_schema(self) -> str:
        """Make an empty schema, which is quick, and return the URL of its database that leads there."""
        name = self._new_name()
        self.sql(f"CREATE SCHEMA {name}")
        return f"{self.url('postgres')}&search_path={name}"

    def new_database(self) -> str:
        """Make an empty database and return its name."""
        name = self._new_name()
        self.sql(f"CREATE DATABASE {name}")
        return name

    def url(self, database: str, user: str = "bot") -> str:
        """Return the URL of a database."""
        return f"postgresql://{user}@/{database}?host={quote(str(self._folder), safe='')}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run a statement as the owner of everything and return its output, a row a line."""
        psql = [str(self._binaries / "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", str(self._folder)]
        command = [*psql, "-U", "bot", "-d", database, "-c", statement]
        return subprocess.run(command, check=True, capture_output=True, text=True, cwd="/").stdout.strip()

    def _new_name(self) -> str:
        self._places += 1
        return f"bot{self._places}"

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        return subprocess.run(
            [self._binaries / program, *arguments], check=check, stdout=subprocess.DEVNULL, cwd=self._folder,
            user=self._user, group=self._group, extra_groups=[] if self._user is not None else None,
        ).returncode  # fmt: skip

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        for process in (self._process.pid, *map(int, children)):
            os.kill(process, number)


def _account(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _number(version: str) -> float:
    try:
        return float(version)
    except ValueError:
        return 0.0
