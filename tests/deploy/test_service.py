"""The program as the unit and the example of its settings start it: it answers, is watched, reloads and stops."""

import os
import re
import shlex
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.deploy.tools import DEPLOY
from tests.fakes import BotApiServer
from tests.fakes.bot_api import PATIENCE
from tests.fakes.ports import lasting_port

UNIT = (DEPLOY / "systemd/migrant-bot.service").read_text(encoding="utf-8")
EXAMPLE = (DEPLOY / "systemd/bot.env.example").read_text(encoding="utf-8")
CHAT = 77


class Started(NamedTuple):
    process: subprocess.Popen[bytes]
    port: int


def directive(name: str) -> str:
    (value,) = re.findall(rf"^{name}=(.*)$", UNIT, re.MULTILINE)
    assert isinstance(value, str)
    return value


def filled_in(token: str) -> dict[str, str]:
    """Return the settings of the example after the operator has put the token in."""
    text = EXAMPLE.replace("TELEGRAM_BOT_TOKEN=\n", f"TELEGRAM_BOT_TOKEN={token}\n")
    return dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))


@pytest.fixture
def api() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture
def started(api: BotApiServer, tmp_path: Path) -> Iterator[Started]:
    port = lasting_port()
    own = dict(setting.split("=", 1) for setting in shlex.split(directive("Environment")))
    assert own.pop("HTTP_PORT") == "8080"
    program, *arguments = directive("ExecStart").split()
    assert program.endswith("/bin/migrant-bot")
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(DEPLOY.parent),
        "STATE_DIRECTORY": str(tmp_path),
        "TELEGRAM_API_URL": api.url,
        "HTTP_PORT": str(port),
        **own,
        **filled_in(api.token),
    }
    # As systemd does: nothing else in the environment, and nothing of ours around it.
    with subprocess.Popen([sys.executable, "-m", "bot", *arguments], cwd="/", env=environment) as process:
        try:
            yield Started(process, port)
        finally:
            process.kill()


def get(started: Started, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{started.port}{path}", timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def test_it_answers_is_watched_reloads_and_stops(api: BotApiServer, started: Started, tmp_path: Path) -> None:
    answer = api.wait_reply(CHAT, after=api.say("горячая линия в Бишкеке", chat_id=CHAT, language_code="ru"))
    assert "1899" in answer["text"]
    assert '"ready":true' in get(started, "/readyz")
    metrics = get(started, "/metrics")
    assert re.search(r'^migrant_bot_questions_total\{[^}]*country="KG"[^}]*\} 1\.0$', metrics, re.MULTILINE)
    assert re.search(r"^migrant_bot_polling 1\.0$", metrics, re.MULTILINE)

    reload = directive("ExecReload").replace("$MAINPID", str(started.process.pid))
    subprocess.run(reload.split(), check=True)
    api.wait_for(lambda: 'migrant_bot_knowledge_reloads_total{result="ok"} 1.0' in get(started, "/metrics"))

    started.process.send_signal(signal.SIGTERM)
    assert started.process.wait(PATIENCE) == 0
    assert {"bot.db", "bot.db.secret"} <= {path.name for path in tmp_path.iterdir()}
