"""The command line as tests call it: in this process, or as the program that people start."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.cli import main
from tests.fakes.bot_api import PATIENCE

ROOT = Path(__file__).parents[2]


class Run(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


class Program:
    """Calls commands in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: str | Path, stdin: str = "") -> Run:
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        self._capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as wrong_usage:  # argparse
            code = int(wrong_usage.code or 0)
        out, err = self._capsys.readouterr()
        return Run(code, out, err)


def start(
    *arguments: str | Path,
    stdin: str | bytes = "",
    cwd: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    command: tuple[str | Path, ...] = (sys.executable, "-m", "bot"),
) -> Run:
    """Run the program as a process of its own."""
    done = subprocess.run(
        [*command, *arguments],
        input=stdin if isinstance(stdin, bytes) else stdin.encode(),
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONUNBUFFERED": "", **(environment or {})},
        timeout=4 * PATIENCE,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def assert_one_clear_line(run: Run) -> None:
    """Fail unless a command ended with exit code 1 and said why in one line on standard error."""
    assert run.code == 1
    assert "Traceback" not in run.err
    assert len(run.err.splitlines()) == 1
