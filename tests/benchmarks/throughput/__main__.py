"""Measures and writes throughput.md and throughput.svg: `python -m tests.benchmarks.throughput [--quick]`."""

import argparse
import sys
from pathlib import Path

from .measure import FULL, QUICK, measure_all
from .programs import PROGRAMS
from .report import write


def main() -> None:
    """Measure what is asked for and write it down."""
    names = [program.name for program in PROGRAMS]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.throughput", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="measure little: two minutes instead of a quarter of an hour"
    )
    parser.add_argument("--bots", nargs="+", choices=names, default=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--out", type=Path, metavar="DIR", default=Path(__file__).parents[1], help="where results go")
    options = parser.parse_args()
    chosen = [program for program in PROGRAMS if program.name in options.bots]
    sys.stdout.write(write(measure_all(chosen, QUICK if options.quick else FULL), options.out))


if __name__ == "__main__":
    main()
