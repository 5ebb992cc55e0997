"""`diff`: what a change of the knowledge folder does to contacts, passages and answers."""

import argparse
import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cli.knowledge_folder import knowledge_folder
from bot.cli.output import fail
from bot.evaluation.diff import Change, Difference, Part, compare
from bot.knowledge import CuratedQuestion, Knowledge, KnowledgeError, load, load_questions
from bot.settings import Settings

_MOST = 50  # entries shown of a list


class ComparisonError(Exception):
    """Something that keeps two folders from being compared; the text says what, in one line."""


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print what differs between an older knowledge folder and the one in use."""
    folder = knowledge_folder(arguments, settings)
    try:
        new, questions = _knowledge(folder, str(folder)), _questions(folder)
        if Path(arguments.older).is_dir():
            old = _knowledge(Path(arguments.older), arguments.older)
        else:
            with TemporaryDirectory() as checkout:
                old = _knowledge(_revision(folder, arguments.older, Path(checkout)), arguments.older)
    except ComparisonError as error:
        return fail(str(error))
    difference = compare(old, new, questions)
    lines = _markdown if arguments.format == "markdown" else _text
    print("\n".join(lines(difference, arguments.older)))
    return 0


def _knowledge(folder: Path, name: str) -> Knowledge:
    try:
        return load(folder)
    except KnowledgeError as error:
        raise _unusable(error, folder, name) from error


def _questions(folder: Path) -> tuple[CuratedQuestion, ...]:
    file = folder / "questions.yaml"
    try:
        return load_questions(file) if file.exists() else ()
    except KnowledgeError as error:
        raise _unusable(error, folder, str(folder)) from error


def _unusable(error: KnowledgeError, folder: Path, name: str) -> ComparisonError:
    first = error.problems[0]
    place = first.path.relative_to(folder) if first.path.is_relative_to(folder) else first.path
    count = f"{len(error.problems)} errors, the first" if len(error.problems) > 1 else "an error"
    line = first.position.line
    return ComparisonError(f"{name} has {count} in {place}, line {line} ({first.entry or 'the file'}): {first.message}")


def _revision(folder: Path, revision: str, target: Path) -> Path:
    """Write the knowledge folder as it was in a revision of its repository."""
    if not folder.is_dir():
        raise ComparisonError(f"{folder} is not a folder")
    try:
        top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    except _GitError as error:
        raise ComparisonError(f"{folder} is in no git repository ({error}); name an older folder instead") from error
    try:
        commit = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except _GitError as error:
        raise ComparisonError(f"{revision} is neither a folder nor a revision of the repository {top}") from error
    path = folder.resolve().relative_to(top.resolve())
    inside = path.as_posix() if path.parts else ""
    try:
        archive = _git(top, "archive", "--format=zip", f"{commit.decode().strip()}:{inside}")
    except _GitError as error:
        raise ComparisonError(f"{revision} has no folder {inside or top} ({error})") from error
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        files.extractall(target)
    return target


class _GitError(Exception):
    pass


def _git(folder: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell, revision after an end mark
    except FileNotFoundError as error:
        raise ComparisonError("git is not installed; install it or name an older folder instead") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise _GitError(said[0].removeprefix("fatal: ") if said else "git says nothing more")
    return done.stdout


def _text(difference: Difference, older: str) -> Iterator[str]:
    yield f"Compared with {older}:"
    yield from (f"  {line}" for line in _counts(difference))
    for part in filter(_has_items, difference.parts):
        yield ""
        yield f"{_capital(part.title)}:"
        for item in part.items[:_MOST]:
            yield f"  {_one_line(item.name)}"
            yield from (f"    {_sentence(change, _one_line)}" for change in item.changes)
        yield from (f"  {line}" for line in _rest(part))


def _markdown(difference: Difference, older: str) -> Iterator[str]:
    yield f"### Compared with {_code(older)}"
    yield ""
    yield from (f"- {line}" for line in _counts(difference))
    for part in filter(_has_items, difference.parts):
        yield from ("", f"<details><summary>{_capital(part.title)} ({len(part.items)})</summary>", "")
        for item in part.items[:_MOST]:
            yield f"- {_code(item.name)}"
            yield from (f"  - {_sentence(change, _code)}" for change in item.changes)
        yield from (f"- {line}" for line in _rest(part))
        yield from ("", "</details>")


def _counts(difference: Difference) -> Iterator[str]:
    *parts, answers = difference.parts
    for part in filter(_has_items, parts):
        things, *what = part.title.split()
        yield " ".join((str(len(part.items)), things.removesuffix("s") if len(part.items) == 1 else things, *what))
    if not any(map(_has_items, parts)):
        yield "nothing changed in contacts, passages, topics and countries"
    yield f"{len(answers.items)} of {difference.questions} {answers.title}"


def _has_items(part: Part) -> bool:
    return bool(part.items)


def _rest(part: Part) -> Iterator[str]:
    if len(part.items) > _MOST:
        yield f"and {len(part.items) - _MOST} more"


def _sentence(change: Change, quoted: Callable[[str], str]) -> str:
    match change:
        case Change(what, "", ""):
            return f"{what}: only spaces"
        case Change(what, old, None):
            return f"{what}: {quoted(old)}"
    old, new = (quoted(text) if text else "nothing" for text in (change.old, change.new))
    return f"{change.what}: {old} → {new}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _code(text: str) -> str:
    """Write a text as code, in which Markdown, HTML and @names mean nothing."""
    line = _one_line(text)
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    return f"{fence} {line} {fence}" if "`" in line else f"{fence}{line}{fence}"
