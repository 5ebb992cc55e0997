"""PostgreSQL away: people are answered, without what the bot remembers of them, and all is well when it is back."""

import pytest

from tests.faults.outages import Outage, OutageTrial

pytestmark = [
    pytest.mark.parametrize(
        "outcome",
        [OutageTrial("stopped"), OutageTrial("frozen"), OutageTrial("not started yet")],
        indirect=True,
        ids=lambda trial: trial.fault,
    ),
]


def test_questions_are_answered_while_postgresql_is_away(outcome: Outage, request: pytest.FixtureRequest) -> None:
    print(f"PostgreSQL {request.node.callspec.id}: {outcome.tally}")
    assert outcome.tally.lost == outcome.tally.strange == 0


def test_settings_are_remembered_again_when_it_is_back(outcome: Outage) -> None:
    assert outcome.settings


def test_one_process_polls_again_when_it_is_back(outcome: Outage) -> None:
    assert outcome.pollers == ["polling", "standby"]


def test_no_process_dies_of_it(outcome: Outage) -> None:
    assert outcome.running
    assert "Traceback" not in outcome.log
