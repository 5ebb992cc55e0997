"""The assistant over the shipped knowledge, made once."""

import pytest

from bot.assistant import Assistant
from bot.assistant.reading import QuestionReader
from bot.knowledge import Knowledge


@pytest.fixture(scope="session")
def assistant(shipped: Knowledge) -> Assistant:
    return Assistant(shipped)


@pytest.fixture(scope="session")
def reader(assistant: Assistant) -> QuestionReader:
    return assistant._reader
