"""The bot as a program of its own that is killed, ended and started again, and the little that it knows here."""

import json
import signal
import textwrap
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from bot.telegram.intake.webhook import secret_of
from tests.fakes import BotApiServer
from tests.fakes.bot_api import PATIENCE
from tests.fakes.ports import lasting_port
from tests.faults.trials import Mode
from tests.telegram.people import PATIENT, Program, running

T = TypeVar("T")
PATH = "/telegram"
LONGEST_WAIT = 600.0  # seconds; nothing here takes nearly so long unless something is wrong
KNOWLEDGE = {
    "bulletins/report.yaml": """
        bulletin: {id: report, date: 2020-12-29, source: sources/report.txt, title: {en: The report, ru: Отчёт}}
        passages:
          - id: leaflets
            countries: [TJ]
            title: {en: Leaflets, ru: Листовки}
            text: {en: More than 1500 leaflets were handed out., ru: Раздали более 1500 листовок.}
            questions: {en: [how many leaflets were handed out], ru: [сколько листовок раздали]}
          - id: training
            countries: [KZ]
            title: {en: A training, ru: Тренинг}
            text: {en: Twenty five people were trained in Astana., ru: В Астане обучили двадцать пять человек.}
            questions: {en: [how many people were trained], ru: [сколько человек обучили]}
        """,
    "contacts.yaml": """
        - {id: kz-hotline, country: KZ, kind: hotline, name: {en: Hotline, ru: Горячая линия}, phone: "11616",
           verified: 2020-12-29, source: The report}
        - {id: tj-hotline, country: TJ, kind: hotline, name: {en: Hotline, ru: Горячая линия}, phone: "+992900800800",
           verified: 2020-12-29, source: The report}
        """,
    "countries.yaml": """
        - {code: KZ, name: {en: Kazakhstan, ru: Казахстан}, names: [kazakhst*, казахст*]}
        - {code: TJ, name: {en: Tajikistan, ru: Таджикистан}, names: [tajikist*, таджикист*]}
        """,
    "topics.yaml": """
        - id: contacts
          role: contact
          name: {en: contacts, ru: контакты}
          triggers: {en: [hotline], ru: [горяч* лини*]}
        """,
}


class Bot:
    """One process at a time, each with the same folder, database and HTTP port as the one before it.

    `folder` gets the log, the knowledge and whatever else the bot keeps there.
    """

    def __init__(
        self,
        api: BotApiServer,
        folder: Path,
        database: str,
        mode: Mode = "polling",
        *,
        command: Sequence[str] = PATIENT,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.api = api
        self.port = lasting_port()
        self.knowledge = folder / "knowledge"
        self._command = command
        self._log = folder / "log"
        self._stack = ExitStack()
        self._program: Program | None = None
        self._environment = {
            "BOT_KNOWLEDGE": str(self.knowledge),
            "BOT_SECRET": "a secret for the tests alone",
            "DATABASE_URL": database,
            "HTTP_PORT": str(self.port),
            "LOG_LEVEL": "WARNING",
            "MESSAGES_PER_SECOND": "10000",
            "STATE_DIRECTORY": str(folder),
            "TELEGRAM_API_URL": api.url,
            "WEBHOOK_URL": self.webhook if mode == "webhook" else "",
        }
        for path, text in KNOWLEDGE.items():
            file = self.knowledge / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(textwrap.dedent(text), encoding="utf-8")
        if mode == "webhook":
            set_webhook(api, self.webhook)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def start(self, command: Sequence[str] = ()) -> None:
        """Start a process, of another command if one is given."""
        environment, command = self._environment, command or self._command
        program = running(environment["TELEGRAM_API_URL"], self.api.token, self._log, command=command, **environment)
        self._program = self._stack.enter_context(program)

    def kill(self) -> None:
        """Kill the process (SIGKILL), if there is one."""
        self._stack.close()

    def end(self) -> None:
        """Ask the process to end (SIGTERM), and see that it ends well."""
        assert self._program is not None
        self._program.process.send_signal(signal.SIGTERM)
        code = self._program.process.wait(LONGEST_WAIT)
        self.kill()
        assert code == 0, self.log

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        assert self._program is not None
        return self._program.process.pid

    @property
    def is_running(self) -> bool:
        """Tell whether the process has not ended."""
        return self._program is not None and self._program.process.poll() is None

    @property
    def memory(self) -> float:
        """Return the resident memory in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    @property
    def log(self) -> str:
        """Return what all the processes have logged."""
        return self._log.read_text(encoding="utf-8")

    @property
    def webhook(self) -> str:
        """Return the address of the webhook of this very process."""
        return f"http://127.0.0.1:{self.port}{PATH}"

    def get(self, path: str) -> tuple[int, str]:
        """Return status and body of a page of the bot's own; status 0 if it does not answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except (OSError, HTTPException):
            return 0, ""
        finally:
            connection.close()

    def health(self) -> dict[str, Any]:
        """Return what the bot says of itself, nothing if it does not answer."""
        _, body = self.get("/readyz")
        return dict(json.loads(body)) if body else {}

    def metric(self, name: str) -> float:
        """Return the value of a metric, 0 if it has none yet."""
        _, body = self.get("/metrics")
        return next((float(line.split()[1]) for line in body.splitlines() if line.startswith(f"{name} ")), 0.0)

    def errors(self) -> int:
        """Return how many calls of the Bot API have failed."""
        _, body = self.get("/metrics")
        lines = [line for line in body.splitlines() if line.startswith("migrant_bot_telegram_errors_total{")]
        return sum(int(float(line.split()[-1])) for line in lines)

    def wait_ready(self, intake: str = "") -> None:
        """Wait until the bot says that it can answer, and how its updates come if that is asked for."""
        wait_until(lambda: self.get("/readyz")[0] == 200 and intake in ("", self.health().get("intake")))


def set_webhook(api: BotApiServer, url: str, certificate: Path | None = None) -> None:
    """Do what `webhook set` does; the certificate is for an address that nobody else vouches for."""
    response = httpx.post(
        f"{api.url}/bot{api.token}/setWebhook",
        data={"url": url, "secret_token": secret_of(api.token), "max_connections": 100},
        files={"certificate": certificate.read_bytes()} if certificate else None,
        timeout=PATIENCE,
    )
    assert response.status_code == 200, response.text


def wait_until(predicate: Callable[[], T], what: Callable[[], object] = str, pause: float = 0.1) -> T:
    """Wait until the predicate gives something true, and return that."""
    end = time.monotonic() + LONGEST_WAIT
    while not (value := predicate()):
        assert time.monotonic() < end, f"it did not come about in {LONGEST_WAIT:.0f} s {what()}"
        time.sleep(pause)
    return value
