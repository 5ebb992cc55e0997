"""`make audit`: asks which of the pinned versions are known to be vulnerable.

Fails on a finding and on a lock that cannot be read. If the service that knows cannot be asked, that is said and is no
failure: a check has to pass without the network, too.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[2] / "deploy" / "requirements.lock"
Json = dict[str, Any]


def main(lock: Path = LOCK, options: Sequence[str] = ()) -> int:
    """Audit a lock with pip-audit and its options; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "audit.json"
        done = _pip_audit(lock, "--format", "json", "--output", answer, *options)
        if answer.exists():
            packages = json.loads(answer.read_text(encoding="utf-8"))["dependencies"]
            return tell(packages)
        if (read := _pip_audit(lock, "--dry-run")).returncode:
            print(f"{lock.name} cannot be read:\n{read.stderr}", file=sys.stderr)
            return 1
    reason = (done.stderr.strip().splitlines() or ["no answer"])[-1]
    print(f"NOT AUDITED: the vulnerability service cannot be asked ({reason})", file=sys.stderr)
    return 0


def findings(packages: Iterable[Json]) -> Iterator[str]:
    """List what is known against each package, one line each."""
    for package in packages:
        for weakness in package.get("vulns", ()):
            mended = ", ".join(weakness["fix_versions"]) or "no version yet"
            yield f"{package['name']} {package['version']}: {weakness['id']}, mended in {mended}"


def tell(packages: Sequence[Json]) -> int:
    """Say what came of an audit; return the exit code."""
    found = list(findings(packages))
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    for line in found:
        print(line, file=sys.stderr)
    if len(unknown) == len(packages):
        print(f"NOT AUDITED: the vulnerability service knows none of the {len(packages)} packages", file=sys.stderr)
    elif unknown:
        print(f"NOT AUDITED: the vulnerability service does not know {', '.join(unknown)}", file=sys.stderr)
    else:
        print(f"{len(packages)} packages audited, {len(found)} weaknesses known")
    return 1 if found else 0


def _pip_audit(lock: Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    return subprocess.run([*command, "--requirement", lock, *options], capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main(options=sys.argv[1:]))
