"""Results as a table in Markdown and as a plot."""

import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from tests.benchmarks.report import table

from .measure import RATE, Result, quantile
from .people import CHATS, EVERY
from .programs import PROGRAMS, baseline_of, echo_libraries
from .server import DELAY

_CALL = f"{DELAY * 1e3:.0f} ms"
_HEADER = (
    "bot",
    "at once",
    f"at {RATE}/s",
    "added p50 ms",
    "added p99 ms",
    "CPU ms",
    "÷ echo",
    "CPU ms at once",
    "÷ echo",
    "lost",
    "twice",
)

_MARKS = (0.1, 0.5, 1.0)  # parts of the long run after which the memory is told
_SHOWN = np.linspace(0, 0.999, 200)


def write(results: Sequence[Result], folder: Path) -> str:
    """Write throughput.md and throughput.svg and return the text."""
    written = text(results)
    (folder / "throughput.md").write_text(written, encoding="utf-8")
    plot(results, folder / "throughput.svg")
    return written


def text(results: Sequence[Result]) -> str:
    """Return the results as Markdown."""
    by_name = {result.name: result for result in results}
    baselines = {program.name: by_name.get(baseline_of(program).name) for program in PROGRAMS}
    libraries = {name: version(name) for name in ("python-telegram-bot", "aiohttp")} | echo_libraries()
    versions = [f"Python {platform.python_version()}", *(f"{name} {number}" for name, number in libraries.items())]
    return "\n".join(
        [
            "# Throughput",
            "",
            "Written by `make bench`, or by `python -m tests.benchmarks.throughput [--quick] [--bots NAME…]` alone.",
            f"Each bot is a program on one core. The Bot API server is on another; it takes {_CALL} for every call,",
            f"getUpdates included, and carries it out at their end. {CHATS:,} chats take turns. Of {EVERY} updates one",
            "is a /start and one the press of a button; the others are real questions from `knowledge/questions.yaml`,",
            "Russian and English in turn. The echo bots send back what they get; those of python-telegram-bot have the",
            "same transport as ours.",
            "",
            ", ".join(versions) + ".",
            "",
            "![How late, at what cost and in how much memory each bot replies](throughput.svg)",
            "",
            *table(_HEADER, [_row(result, baselines[result.name]) for result in results]),
            "",
            "- at once: replies a second when all updates wait. getUpdates gives 100 a call: polling ends at 2,000.",
            f"- at {RATE}/s: replies a second while so many updates come at a steady rate, whatever the bot does.",
            "- added: the time from when an update can be had until the reply has been carried out, less what no bot",
            f"  saves: {_CALL} for the call that replies and, by polling, the rest of the getUpdates under way",
            f"  ({_CALL} if there is none). A press is replied to by answerCallbackQuery.",
            f"- CPU: user and system time of the bot's process, an update, at {RATE}/s and at once.",
            "- ÷ echo: divided by that of the echo of python-telegram-bot that gets its updates in the same way.",
            "- lost, twice: updates without a reply, replies too many.",
            "",
            f"The server took {max(result.server for result in results):.0%} of its core at most.",
            "",
            "## Memory in the long run",
            "",
            *table(("bot", "replies", "resident MiB"), [row for result in results for row in _memory(result)]),
            "",
        ]
    )


def plot(results: Sequence[Result], path: Path) -> None:
    """Draw lateness, cost and memory side by side; the same results give the same file."""
    mpl.rcParams["svg.hashsalt"] = "throughput"
    figure = Figure(figsize=(11, 4), layout="constrained")
    lateness, cost, memory = figure.subplots(1, 3)
    for place, result in enumerate(results):
        colour = f"C{place}"
        style = {
            "color": colour,
            "linewidth": 2.2 if result.memory else 1.2,
            "linestyle": "-" if result.memory else "--",
        }
        lateness.plot(_SHOWN * 100, [quantile(result.added, part) for part in _SHOWN], label=result.name, **style)
        cost.barh(place, result.cpu * 1e3, color=colour)
        if result.memory:
            replied, taken = zip(*result.memory, strict=True)
            memory.plot(np.array(replied) / 1e3, np.array(taken) / 2**20, label=result.name, **style)
    lateness.set(xlabel=f"% of the replies at {RATE}/s", ylabel="added ms")
    lateness.legend(frameon=False, fontsize="small")
    cost.set(xlabel=f"CPU ms an update at {RATE}/s", yticks=range(len(results)), yticklabels=[r.name for r in results])
    cost.invert_yaxis()
    memory.set(xlabel="thousand replies", ylabel="resident MiB", ylim=(0, None))
    for axes in (lateness, cost, memory):
        axes.grid(alpha=0.3)
    figure.savefig(path, metadata={"Date": None})


def _row(result: Result, baseline: Result | None) -> tuple[str, ...]:
    return (
        result.name,
        f"{result.capacity:.0f}",
        f"{result.steady:.0f}",
        f"{quantile(result.added, 0.5):.0f}",
        f"{quantile(result.added, 0.99):.0f}",
        f"{result.cpu * 1e3:.2f}",
        f"{result.cpu / baseline.cpu:.2f}" if baseline else "",
        f"{result.capacity_cpu * 1e3:.2f}",
        f"{result.capacity_cpu / baseline.capacity_cpu:.2f}" if baseline else "",
        str(result.lost),
        str(result.surplus),
    )


def _memory(result: Result) -> list[tuple[str, str, str]]:
    last = result.memory[-1].replied if result.memory else 0
    marked = [
        next(sample for sample in result.memory if sample.replied >= part * last) for part in _MARKS[: 3 * bool(last)]
    ]
    return [(result.name, f"{sample.replied:,}", f"{sample.bytes / 2**20:.0f}") for sample in marked]
