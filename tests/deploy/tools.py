"""The programs of others that judge our files; .ci/run installs them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fakes.bot_api import PATIENCE

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
_FOLDERS = (ROOT / ".venv/tools/bin", ROOT / ".venv/tools/node_modules/.bin", *os.get_exec_path(), "/usr/sbin", "/sbin")


def tool(name: str) -> str:
    """Return the path of a program; without it the test is skipped."""
    path = shutil.which(name, path=os.pathsep.join(map(str, _FOLDERS)))
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def run(*command: str | Path, stdin: str | None = None, cwd: Path = ROOT) -> str:
    """Run a program that has to succeed and return what it printed."""
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, cwd=cwd, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
