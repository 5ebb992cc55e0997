"""Telegram refuses, fails or is away for some seconds: every question is answered once it is over."""

import pytest

from tests.faults.storms import STORMS, Storm


@pytest.mark.parametrize("outcome", STORMS, indirect=True, ids=lambda trial: trial.name)
def test_every_question_is_answered_once_it_is_over(outcome: Storm, request: pytest.FixtureRequest) -> None:
    print(f"{request.node.callspec.id}: {outcome.errors:.0f} calls failed; {outcome.tally}")
    assert outcome.errors > 0
    assert outcome.tally.lost == outcome.tally.strange == 0
    assert outcome.tally.repeated <= outcome.unconfirmed
    assert "Traceback" not in outcome.log
