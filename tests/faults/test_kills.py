"""kill -9 under load: every question is answered, and only what was in flight can be answered twice."""

import pytest

from tests.faults.kills import Kills, KillTrial

SEED = 6
TRIALS = [
    KillTrial("polling", "sqlite", kills=5, seed=SEED),
    KillTrial("polling", "postgresql", kills=5, seed=SEED),
    KillTrial("webhook", "sqlite", kills=5, seed=SEED),
    KillTrial("webhook", "postgresql", kills=5, seed=SEED),
]


@pytest.mark.parametrize("outcome", TRIALS, indirect=True, ids=lambda trial: f"{trial.mode}, {trial.database}")
def test_a_killed_bot_loses_no_question(outcome: Kills) -> None:
    print(f"seed {SEED}: {outcome}")
    assert outcome.tally.lost == outcome.tally.strange == 0
    assert outcome.tally.repeated <= outcome.unconfirmed
