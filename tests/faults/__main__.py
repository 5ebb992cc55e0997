"""Kills the bot at many random points and prints what became of the questions: `python -m tests.faults`."""

import argparse
import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.fakes.postgres import PostgresServer, find_binaries
from tests.faults.kills import Kills, KillTrial
from tests.faults.trials import Kind, Mode, Place

DATABASES: dict[Kind, str] = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEADINGS = "Updates by|Database|Kills|Questions|Lost|In flight at the kills|Answered twice|Longest wait, s".split("|")


def main() -> None:
    """Make the trials one after another and print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="for each way of intake and each database")
    parser.add_argument("--questions", type=int, default=100, help="for each kill")
    parser.add_argument("--seed", type=int, default=6, help="of the random points")
    options = parser.parse_args()
    binaries = find_binaries()
    if binaries is None:
        parser.exit(1, "no PostgreSQL server is installed\n")
    modes: tuple[Mode, ...] = ("polling", "webhook")
    print(_row(HEADINGS))
    print(_row(["---"] * 2 + ["---:"] * (len(HEADINGS) - 2)))
    with PostgresServer(binaries) as server, tempfile.TemporaryDirectory() as folder:
        for mode, database in product(modes, DATABASES):
            sys.stderr.write(f"{mode}, {database} …\n")
            trial = KillTrial(mode, database, options.kills, options.seed, options.questions)
            kills = trial(Place(Path(folder) / f"{mode} {database}", server))
            print(_row(_cells(mode, DATABASES[database], kills)), flush=True)


def _cells(mode: str, database: str, kills: Kills) -> list[str]:
    tally = kills.tally
    figures = (kills.kills, tally.questions, tally.lost, kills.in_flight, len(tally.repeated))
    return [mode, database, *map(str, figures), f"{tally.longest_wait:.1f}"]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
