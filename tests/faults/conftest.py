"""Trials side by side: those of all the tests that will run begin when the first of them does."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.postgres import find_binaries
from tests.faults.trials import Place, Trial

AT_A_TIME = 6  # they wait for most of their time
_LONGEST = 1200  # seconds for a test: the first one waits for trials of which it knows nothing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.timeout(_LONGEST))


@pytest.fixture(scope="package", autouse=True)
def trials(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Trial, Future[Any]]]:
    wanted = [trial for item in request.session.items if (trial := _trial_of(item))]
    postgres = request.getfixturevalue("postgres") if wanted and find_binaries() else None
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        yield {
            trial: pool.submit(trial, Place(tmp_path_factory.mktemp("trial"), postgres))
            for trial in dict.fromkeys(wanted)
        }
        pool.shutdown(cancel_futures=True)


@pytest.fixture
def outcome(request: pytest.FixtureRequest, trials: dict[Trial, Future[Any]]) -> Any:
    """What came of the trial that is the parameter."""
    return trials[request.param].result()


def _trial_of(item: pytest.Item) -> Trial | None:
    callspec = getattr(item, "callspec", None)
    return callspec.params.get("outcome") if callspec else None
