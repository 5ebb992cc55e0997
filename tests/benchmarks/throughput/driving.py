"""The Bot API server and a bot as processes of their own, each on a core of its own."""

import multiprocessing
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import psutil

from .programs import ROOT, Program
from .server import Load, Outcome, serve

_START = 60.0  # seconds that a bot has to answer its first update
_STALLED = 15.0  # seconds without progress after which the rest counts as lost
_WARM = Load(updates=500, ahead=50)
_CORES = sorted(os.sched_getaffinity(0))


class Sample(NamedTuple):
    """How much memory a bot took after so many replies."""

    replied: int
    bytes: int


class Run(NamedTuple):
    """What a load did to a bot."""

    outcome: Outcome
    cpu: float  # seconds of the bot
    server_cpu: float  # seconds of the server
    memory: list[Sample]


class Driver:
    """Lets people write to a bot and watches it."""

    def __init__(self, control: Connection, bot: int, server: int) -> None:
        self._control = control
        self._bot = psutil.Process(bot)
        self._server = psutil.Process(server)

    def drive(self, load: Load, patience: float = _STALLED) -> Run:
        """Carry out a load and wait for its replies, or until no more come. Raises RuntimeError if none comes."""
        cpu, server_cpu = _cpu(self._bot), _cpu(self._server)
        memory = [self._sample(0)]
        self._control.send(load)
        while memory[-1].replied < load.updates and self._control.poll(patience):
            memory.append(self._sample(self._control.recv()))
        run = Run(self._outcome(), _cpu(self._bot) - cpu, _cpu(self._server) - server_cpu, memory)
        if not any(run.outcome.replied):
            raise RuntimeError("the bot does not answer")
        return run

    def _sample(self, replied: int) -> Sample:
        return Sample(replied, self._bot.memory_info().rss)

    def _outcome(self) -> Outcome:
        self._control.send("outcome")
        while not isinstance(received := self._control.recv(), Outcome):
            pass  # progress that crossed the request
        return received


@contextmanager
def driving(program: Program) -> Iterator[Driver]:
    """Run the server and the bot, and give the driver once the bot answers."""
    ours, theirs = multiprocessing.Pipe()
    os.sched_setaffinity(0, {_CORES[-1]})
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as folder, _running(program, ours.recv(), Path(folder)) as bot:
            driver = Driver(ours, bot.pid, server.pid or 0)
            driver.drive(_WARM, _START)
            yield driver
    finally:
        server.kill()
        server.join()
        os.sched_setaffinity(0, _CORES)


@contextmanager
def _running(program: Program, port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    started = program.start(f"http://127.0.0.1:{port}", folder)
    environment = {"PATH": os.environ["PATH"]} | started.environment
    if started.before:
        subprocess.run(started.before, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    with subprocess.Popen(started.command, cwd=ROOT, env=environment) as process:
        os.sched_setaffinity(process.pid, {_CORES[0]})
        try:
            yield process
        finally:
            process.kill()


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
