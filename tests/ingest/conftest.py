from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.cli.ingest import KnowledgeRecogniser
from bot.ingest import Draft, Recogniser, draft, read
from bot.knowledge import CountryCode, Knowledge


class NothingKnown:
    """A recogniser that knows no country and no topic."""

    def countries(self, _text: str) -> Sequence[CountryCode]:
        return ()

    def topics(self, _text: str) -> Sequence[str]:
        return ()


class Drafting:
    """Drafts texts and files as the command does."""

    def __init__(self, folder: Path, knowledge: Knowledge, recogniser: Recogniser) -> None:
        self._folder = folder
        self._knowledge = knowledge
        self._recogniser = recogniser

    def text(self, text: str, name: str = "bulletin.txt") -> Draft:
        """Draft a text. A day at the top saves every test a date of its own."""
        path = self._folder / name
        path.write_text(f"date 2024-05-31\n\n{text}", encoding="utf-8")
        return self.file(path)

    def file(self, path: Path) -> Draft:
        return draft(path, read(path), self._knowledge, self._recogniser)


@pytest.fixture
def drafting(tmp_path: Path) -> Drafting:
    """Draft without any knowledge."""
    return Drafting(tmp_path, Knowledge(), NothingKnown())


@pytest.fixture(scope="session")
def shipped_drafting(shipped: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Drafting:
    """Draft with the knowledge that the program ships."""
    return Drafting(tmp_path_factory.mktemp("drafts"), shipped, KnowledgeRecogniser(shipped))
