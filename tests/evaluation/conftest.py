"""The assistant over the shipped knowledge and the curated questions, read once."""

from collections.abc import Sequence

import pytest

from bot.assistant import Assistant
from bot.knowledge import DEFAULT_DIRECTORY, CuratedQuestion, Knowledge, load_questions


@pytest.fixture(scope="session")
def assistant(shipped: Knowledge) -> Assistant:
    return Assistant(shipped)


@pytest.fixture(scope="session")
def curated() -> Sequence[CuratedQuestion]:
    return load_questions(DEFAULT_DIRECTORY / "questions.yaml")
