"""A clock that jumps by a day between two starts."""

import pytest

from tests.faults.clocks import ClockTrial
from tests.faults.crowd import Tally


@pytest.mark.parametrize(
    "outcome", [ClockTrial("polling"), ClockTrial("webhook")], indirect=True, ids=lambda trial: trial.mode
)
def test_nothing_is_lost_or_answered_twice(outcome: Tally) -> None:
    print(f"clock a day forth and two back: {outcome}")
    assert outcome.lost == outcome.strange == 0
    assert not outcome.repeated
