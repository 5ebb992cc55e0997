"""`check`: what is wrong with the knowledge folder."""

import argparse
import gc
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from bot.cli.knowledge_folder import knowledge_folder
from bot.evaluation.own_questions import passages_not_found
from bot.knowledge import Problem, check
from bot.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every problem, in the order of the files; return 1 if there is an error among them."""
    with _without_collections():
        problems = check(knowledge_folder(arguments, settings), further=[passages_not_found])
    _FORMATS[arguments.format](problems)
    return int(any(problem.severity == "error" for problem in problems))


@contextmanager
def _without_collections() -> Iterator[None]:
    """Spare the garbage collector: in ten thousand passages it finds nothing, and takes a tenth of the time for it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _text(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    print(f"{errors} errors, {len(problems) - errors} warnings")


def _github(problems: Sequence[Problem]) -> None:
    """Print annotations of GitHub Actions (workflow commands)."""
    for problem in problems:
        line, column = problem.position
        message = f"{problem.entry}: {problem.message}" if problem.entry else problem.message
        file = _escaped(str(problem.path), also=":,")
        print(f"::{problem.severity} file={file},line={line},col={column}::{_escaped(message)}")


def _escaped(text: str, also: str = "") -> str:
    """Write the signs that end a part of a workflow command as %XX."""
    return "".join(f"%{ord(letter):02X}" if letter in "%\r\n" + also else letter for letter in text)


def _json(problems: Sequence[Problem]) -> None:
    rows = [
        {
            "file": str(problem.path),
            "line": problem.position.line,
            "column": problem.position.column,
            "severity": problem.severity,
            "entry": problem.entry,
            "message": problem.message,
        }
        for problem in problems
    ]
    print(json.dumps(rows, ensure_ascii=False, indent=2))


_FORMATS: dict[str, Callable[[Sequence[Problem]], None]] = {"text": _text, "github": _github, "json": _json}
