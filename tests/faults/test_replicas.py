"""Several processes share one database: when one is gone, another answers."""

import pytest

from tests.faults.replicas import Behind, TakeOver, TakeOverTrial, replicas_behind_the_proxy

BEHIND = [pytest.param(replicas_behind_the_proxy, id="nginx")]
POLLERS = [TakeOverTrial("sqlite"), TakeOverTrial("postgresql")]


@pytest.mark.parametrize("outcome", BEHIND, indirect=True)
def test_both_replicas_behind_the_proxy_answer(outcome: Behind) -> None:
    assert min(outcome.shares) > 0


@pytest.mark.parametrize("outcome", BEHIND, indirect=True)
def test_a_replica_that_is_killed_behind_the_proxy_loses_nothing(outcome: Behind) -> None:
    print(f"1 of 2 replicas killed: {outcome.killed}, {len(outcome.unconfirmed)} not confirmed")
    assert outcome.killed.lost == outcome.killed.strange == 0
    assert outcome.killed.repeated <= outcome.unconfirmed


@pytest.mark.parametrize("outcome", BEHIND, indirect=True)
def test_an_upgrade_of_one_replica_after_the_other_loses_and_repeats_nothing(outcome: Behind) -> None:
    print(f"2 replicas ended and started in turn: {outcome.upgraded}")
    assert outcome.upgraded.lost == outcome.upgraded.strange == 0
    assert not outcome.upgraded.repeated


@pytest.mark.parametrize("outcome", POLLERS, indirect=True, ids=lambda trial: trial.database)
def test_one_polls_and_the_other_stands_by(outcome: TakeOver) -> None:
    assert outcome.before == [("polling", 1.0), ("standby", 0.0)]


@pytest.mark.parametrize("outcome", POLLERS, indirect=True, ids=lambda trial: trial.database)
def test_the_one_that_stands_by_takes_over_and_loses_nothing(outcome: TakeOver) -> None:
    print(f"the process that polls killed: {outcome.tally}; 10 more answers after {outcome.seconds:.1f} s")
    assert outcome.after == ("polling", 1.0)
    assert outcome.tally.lost == outcome.tally.strange == 0
    assert outcome.tally.repeated <= outcome.unconfirmed
