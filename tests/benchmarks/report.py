"""Results as tables in Markdown and as a plot."""

import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from tests.benchmarks.answers import Answering
from tests.benchmarks.engines import COUNT, Words
from tests.benchmarks.measure import Build, Latency, Search

_LIBRARIES = ("numpy", "rank-bm25", "bm25s", "tantivy")


def tables(searches: Sequence[Search], difference: float, builds: Sequence[Build], answers: Sequence[Answering]) -> str:
    """Return the results as Markdown."""
    versions = ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in _LIBRARIES)])
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`. Milliseconds depend on the computer and on what else it does; ratios hardly do,",
            "as the engines take turns in one run. All of them are given the same tokens. Generated texts have 60",
            "words of an invented Russian that follow Zipf's law; a question takes words from one of them.",
            "Ours and tantivy weigh stop words less, the others cannot; tantivy's time includes making its query.",
            "`python -m tests.benchmarks --questions DIR` adds files in the format of SQuAD, such as those of XQuAD.",
            "",
            versions + ".",
            "",
            "![Milliseconds a search takes, by engine and number of texts](results.svg)",
            "",
            f"## Search for the best {COUNT}",
            "",
            "“Ours ÷ it”: the p50 of our search by words divided by that of the engine.",
            "",
            *table(
                ("texts", "engine", "p50 ms", "p99 ms", "ours ÷ it", "R@1 %", "R@3 %", "MRR"),
                [_search_row(search, searches) for search in searches],
            ),
            "",
            f"The largest difference between our scores and those of rank-bm25: {difference:.1g}.",
            "",
            "## Index of all three fields: questions, text, character n-grams",
            "",
            *table(
                ("passages", "seconds", "peak MB"),
                [(f"{build.size:,}", f"{build.seconds:.2f}", f"{build.megabytes:.0f}") for build in builds],
            ),
            "",
            "## Whole answers",
            "",
            "Questions as written need no repair; the other ways of writing them do.",
            "",
            *table(
                ("knowledge", "passages", "questions", "p50 ms", "p99 ms"),
                [
                    (item.knowledge, f"{item.passages:,}", item.variant, *_milliseconds(item.latency))
                    for item in answers
                ],
            ),
            "",
        ]
    )


def plot(searches: Sequence[Search], path: Path) -> None:
    """Draw p50 by the number of texts, a line an engine; the same results give the same file."""
    mpl.rcParams["svg.hashsalt"] = "results"
    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.subplots()
    generated = [search for search in searches if search.corpus.endswith("texts")]
    for engine in dict.fromkeys(search.engine for search in generated):
        line = [search for search in generated if search.engine == engine]
        ours = engine.startswith("ours")
        axes.plot(
            [search.size for search in line],
            [search.latency.p50 for search in line],
            marker="o",
            linewidth=2.5 if ours else 1.2,
            linestyle="-" if ours else "--",
            label=engine,
        )
    axes.set(xscale="log", yscale="log", xlabel="texts", ylabel=f"ms for the best {COUNT}, p50")
    axes.grid(alpha=0.3)
    axes.legend(frameon=False, fontsize="small")
    figure.savefig(path, metadata={"Date": None})


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table; columns that end in a digit stand to the right."""
    return [
        "| " + " | ".join(header) + " |",
        "|" + "|".join("---:" if cell[-1:].isdigit() else "---" for cell in (rows or [header])[0]) + "|",
        *("| " + " | ".join(row) + " |" for row in rows),
    ]


def _search_row(search: Search, searches: Sequence[Search]) -> tuple[str, ...]:
    ours = next(other for other in searches if other.corpus == search.corpus and other.engine == Words.name)
    return (
        search.corpus.removesuffix(" texts"),
        search.engine,
        *_milliseconds(search.latency),
        f"{ours.latency.p50 / search.latency.p50:.2f}",
        f"{100 * search.first:.1f}",
        f"{100 * search.three:.1f}",
        f"{search.reciprocal:.3f}",
    )


def _milliseconds(latency: Latency) -> tuple[str, str]:
    return f"{latency.p50:.3f}", f"{latency.p99:.3f}"
