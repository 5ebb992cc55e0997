"""The operator's page, read and followed by a test: the commands that stand under a heading."""

import os
import re
import subprocess
from pathlib import Path

from tests.deploy.tools import DEPLOY
from tests.fakes.bot_api import PATIENCE

TEXT = (DEPLOY / "README.md").read_text(encoding="utf-8")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def headings() -> list[str]:
    """Return the headings of the page; what stands in a block of commands is none."""
    return _HEADING.findall(_BLOCK.sub("", TEXT))


def blocks(heading: str | None = None) -> list[str]:
    """Return the blocks of commands below a heading, or all of them."""
    text = TEXT
    if heading:
        _, _, rest = TEXT.partition(f"# {heading}\n")
        assert rest, f"the page has no heading “{heading}”"
        text = re.split(r"^#+ ", rest, maxsplit=1, flags=re.MULTILINE)[0]
    return _BLOCK.findall(text)


# Stand-ins for programs that need a whole server.
_PROGRAMS = {
    "sudo": '[ "$1" = -u ] && shift 2; exec "$@"',
    "systemctl": "",
    "apt": "",
    "sudoedit": 'sed -i "s/^TELEGRAM_BOT_TOKEN=$/&$TOKEN/" "$1"',
    "docker": """case $2 in
exec) shift 4; exec "$@" ;; # compose exec -T SERVICE COMMAND…
cp) exec cp -r "${3#*:}" "$4" ;; # compose cp SERVICE:FROM TO
run) cd "$STATE_DIRECTORY"; shift 7; exec sh "$@" ;; # compose run --rm -T --entrypoint sh SERVICE …
esac""",
}


def do(commands: str, folder: Path, **environment: str) -> str:
    """Let a shell do commands of the page in a folder and return what they print."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    for name, script in _PROGRAMS.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o700)
    path = environment.pop("PATH", os.environ["PATH"])
    return subprocess.run(
        ["/bin/sh", "-euc", commands],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=4 * PATIENCE,
        cwd=folder,
        env={**os.environ, **environment, "PATH": f"{programs}:{path}"},
    ).stdout
