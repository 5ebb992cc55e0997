"""The rooms of the house import one way only."""

import subprocess
import sys
from pathlib import Path

from tests.fakes.bot_api import PATIENCE

ROOT = Path(__file__).parents[2]


def test_every_room_imports_only_rooms_below_it() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=4 * PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Contracts: 0 kept" not in done.stdout
