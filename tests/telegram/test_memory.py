"""The memory behind the handlers: it comes back by itself, and never stands in the way."""

import math
from pathlib import Path

import pytest

from bot.metrics import Metrics
from bot.storage import KeyedHash
from bot.telegram.memory import Choices, Memory
from bot.telegram.pace import MOST_MESSAGES, Pace, Verdict
from bot.telegram.replies import Replies

KEYS = KeyedHash(b"a secret for the tests")


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:1/none", "/no/such/folder/bot.db"])
async def test_without_a_database_nothing_is_remembered_and_nothing_fails(
    url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.memory._QUIET_SECONDS", math.inf)
    memory = Memory(url, KEYS, Metrics())
    await memory.open()
    assert not await memory.choose_country(1, "TJ")
    assert await memory.choices(1) == Choices()
    assert await memory.troubled() == frozenset()
    assert not await memory.claim_period("digest", "2026-W01")
    await memory.close()
    assert len(caplog.records) == 1


async def test_a_database_that_comes_later_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.memory._RETRY_SECONDS", math.inf)
    memory = Memory(str(tmp_path / "later" / "bot.db"), KEYS, Metrics())
    await memory.open()
    (tmp_path / "later").mkdir()
    assert not await memory.choose_country(1, "TJ")  # not tried again so soon
    monkeypatch.setattr(memory, "_next_try", 0.0)
    assert await memory.choose_country(1, "TJ")
    assert await memory.choices(1) == Choices(country="TJ")
    await memory.close()


async def test_what_was_stored_by_another_version_does_no_harm(tmp_path: Path) -> None:
    memory = Memory(str(tmp_path / "bot.db"), KEYS, Metrics())
    await memory.open()
    await memory._change(1, {"language": "xx", "country": "YY"})
    assert await memory.choices(1) == Choices()
    await memory.close()


def test_the_pace_counts_each_chat_alone_and_recovers() -> None:
    now = 0.0
    pace = Pace(clock=lambda: now)
    verdicts = [pace.judge(1) for _ in range(MOST_MESSAGES + 3)]
    assert verdicts == [Verdict.ANSWER] * MOST_MESSAGES + [Verdict.WARN] + [Verdict.IGNORE] * 2
    assert pace.judge(2) is Verdict.ANSWER
    now = 61.0
    assert pace.judge(1) is Verdict.ANSWER


def test_the_oldest_replies_are_forgotten() -> None:
    replies = Replies(most=2)
    for number in range(3):
        replies.note(1, number, number + 10)
    assert [replies.to(1, number) for number in range(3)] == [None, 11, 12]
