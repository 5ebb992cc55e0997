"""Measures and writes results.md, throughput.md and their plots: `python -m tests.benchmarks [--questions DIR]`."""

import argparse
import sys
from pathlib import Path

from tests.benchmarks.answers import answering
from tests.benchmarks.corpora import generate, read_squad
from tests.benchmarks.measure import Search, build, largest_difference, searches
from tests.benchmarks.report import plot, tables
from tests.benchmarks.throughput.measure import FULL, measure_all
from tests.benchmarks.throughput.programs import PROGRAMS
from tests.benchmarks.throughput.report import write

SIZES = (240, 10_000, 100_000)


def main() -> None:
    """Measure what is asked for and write it down."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of generated texts")
    parser.add_argument(
        "--questions", type=Path, metavar="DIR", help="SQuAD files (en.json, ru.json) to search as well"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", default=Path(__file__).parent, help="where results go")
    options = parser.parse_args()

    results: list[Search] = []
    for size in options.sizes:
        _say(f"search in {size:,} texts")
        results += searches(generate(size))
    for path in sorted(options.questions.glob("*.json")) if options.questions else ():
        _say(f"search in {path.name}")
        results += searches(read_squad(path))
    _say("scores beside rank-bm25")
    difference = largest_difference(generate(10_000))
    _say("index")
    builds = [build(size) for size in options.sizes if size <= 10_000]  # the n-grams of more take gigabytes
    _say("answers")
    text = tables(results, difference, builds, answering())
    (options.out / "results.md").write_text(text, encoding="utf-8")
    plot(results, options.out / "results.svg")
    sys.stdout.write(text)
    sys.stdout.write(write(measure_all(PROGRAMS, FULL), options.out))


def _say(text: str) -> None:
    sys.stderr.write(f"{text} …\n")


if __name__ == "__main__":
    main()
