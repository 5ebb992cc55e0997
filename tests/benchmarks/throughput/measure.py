"""What is measured of a bot: replies a second, how late they are at a steady rate, CPU, and memory in the long run."""

import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .driving import Run, Sample, driving
from .programs import OURS, Program
from .server import DELAY, Load

RATE = 300  # updates a second: ten times what Telegram lets one bot send


class Size(NamedTuple):
    """How much is measured."""

    at_once: int  # updates
    seconds: float  # of the steady rate
    long_run: int  # updates
    ahead: int = 500  # updates under way in the long run


FULL = Size(at_once=5_000, seconds=30, long_run=100_000)
QUICK = Size(at_once=1_000, seconds=5, long_run=5_000)


class Result(NamedTuple):
    """What was measured of one bot."""

    name: str
    capacity: float  # replies a second while all updates wait
    capacity_cpu: float  # seconds an update, meanwhile
    steady: float  # replies a second while RATE updates come
    cpu: float  # seconds an update, meanwhile
    added: list[float]  # seconds by which each of these replies came later than it could
    lost: int  # updates without a reply, in all
    surplus: int  # replies too many, in all
    server: float  # the largest share of its core that the server took
    memory: list[Sample]  # of the long run


def measure_all(programs: Sequence[Program], size: Size) -> list[Result]:
    """Measure one bot after another."""
    results = []
    for program in programs:
        sys.stderr.write(f"throughput of {program.name} …\n")
        results.append(measure(program, size))
    return results


def measure(program: Program, size: Size) -> Result:
    """Measure one bot, all in one process of it."""
    with driving(program) as driver:
        at_once = driver.drive(Load(size.at_once))
        steady = driver.drive(Load(round(size.seconds * RATE), rate=RATE))
        runs = [at_once, steady]
        if program in OURS:
            runs.append(driver.drive(Load(size.long_run, ahead=size.ahead)))
    return Result(
        program.name,
        capacity=_rate(at_once),
        capacity_cpu=at_once.cpu / _answered(at_once),
        steady=_rate(steady),
        cpu=steady.cpu / _answered(steady),
        added=added(steady),
        lost=sum(len(run.outcome.replied) - _answered(run) for run in runs),
        surplus=sum(run.outcome.surplus for run in runs),
        server=max(run.server_cpu / _seconds(run) for run in runs),
        memory=runs[-1].memory if program in OURS else [],
    )


def added(run: Run) -> list[float]:
    """Return by how much each reply came later than the call that carries it and the delivery of the update took."""
    outcome = run.outcome
    timed = zip(outcome.available, outcome.least, outcome.replied, strict=True)
    return [replied - available - least - DELAY for available, least, replied in timed if replied]


def quantile(values: Sequence[float], part: float) -> float:
    """Return a quantile in milliseconds."""
    return float(np.quantile(values, part)) * 1e3


def _answered(run: Run) -> int:
    return sum(map(bool, run.outcome.replied))


def _seconds(run: Run) -> float:
    return max(run.outcome.replied) - min(run.outcome.available)


def _rate(run: Run) -> float:
    return _answered(run) / _seconds(run)
