"""Every rule finds what is wrong in its folder of broken/, and nothing else.

What it has to find stands in findings.txt there, as `file:line:column: entry: message`.
"""

import pytest

from bot.knowledge import KnowledgeError, check, load
from bot.knowledge.folder import Rule
from bot.knowledge.rules import ERRORS, LOAD_ERRORS, WARNINGS
from tests.knowledge.rules.conftest import BROKEN, TODAY, Findings

every_rule = pytest.mark.parametrize("rule", [*ERRORS, *WARNINGS], ids=lambda rule: rule.__name__)


@every_rule
def test_a_rule_finds_what_is_wrong_and_nothing_else(rule: Rule, findings: Findings) -> None:
    expected = (BROKEN / rule.__name__ / "findings.txt").read_text(encoding="utf-8").splitlines()
    assert expected
    assert findings(rule) == expected


@every_rule
def test_check_reports_what_a_rule_finds_with_its_severity(rule: Rule) -> None:
    folder = BROKEN / rule.__name__
    severity = "error" if rule in ERRORS else "warning"
    reported = [str(problem).replace(f"{folder}/", "") for problem in check(folder, today=TODAY)]
    ours = {line.replace(f" {severity}:", "", 1) for line in reported if f" {severity}: " in line}
    assert ours >= set((folder / "findings.txt").read_text(encoding="utf-8").splitlines())


def test_every_broken_folder_belongs_to_a_rule() -> None:
    names = {rule.__name__ for rule in (*ERRORS, *WARNINGS)}
    assert {path.name for path in BROKEN.iterdir()} == names


@pytest.mark.parametrize("rule", LOAD_ERRORS, ids=lambda rule: rule.__name__)
def test_a_folder_with_an_error_is_not_loaded(rule: Rule) -> None:
    with pytest.raises(KnowledgeError):
        load(BROKEN / rule.__name__)


@pytest.mark.parametrize("rule", WARNINGS, ids=lambda rule: rule.__name__)
def test_a_folder_with_warnings_is_loaded(rule: Rule) -> None:
    load(BROKEN / rule.__name__)


@pytest.mark.parametrize("rule", [rule for rule in ERRORS if rule not in LOAD_ERRORS], ids=lambda rule: rule.__name__)
def test_an_error_that_only_check_looks_for_keeps_no_bot_from_answering(rule: Rule) -> None:
    load(BROKEN / rule.__name__)
