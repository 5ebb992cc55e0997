"""The dashboard and the alerts ask for nothing that the bot does not tell."""

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.metrics import Metrics
from tests.deploy.tools import DEPLOY, run, tool

MONITORING = DEPLOY / "monitoring"
_METRIC = re.compile(r"\b((?:migrant_bot|process)_\w+)(?:\{([^}]*)\})?")
_GROUPED = re.compile(r"\bby \(([^)]*)\)\s*\((.*)\)")
_ENDINGS = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
# Labels that Prometheus itself adds.
_FROM_OUTSIDE = {"job", "instance", "le"}


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((MONITORING / "dashboard.json").read_text(encoding="utf-8"))["panels"]
    return found


def dashboard_expressions() -> list[str]:
    return [target["expr"] for panel in panels() for target in panel.get("targets", [])]


def alert_expressions() -> list[str]:
    (group,) = yaml.safe_load((MONITORING / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    return [rule["expr"] for rule in group["rules"]]


def labels_by_series() -> dict[str, set[str]]:
    """Return the labels of every series that a process of the bot tells, by the name of the series."""
    registry = Metrics().registry
    labels = {name: set(getattr(made, "_labelnames", ())) for name, made in registry._names_to_collectors.items()}
    return {
        family.name + ending: labels.get(family.name, set())
        for family in registry.collect()
        for ending in _ENDINGS.get(family.type, ("",))
    }


EXPRESSIONS = [*dashboard_expressions(), *alert_expressions()]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_metric_that_is_asked_for_is_told_with_these_labels(expression: str) -> None:
    told = labels_by_series()
    for name, matchers in _METRIC.findall(expression):
        assert name in told
        asked = set(re.findall(r"(\w+)\s*[=!]~?", matchers))
        assert asked <= told[name] | _FROM_OUTSIDE


@pytest.mark.parametrize("expression", [text for text in EXPRESSIONS if _GROUPED.search(text)])
def test_every_label_that_is_grouped_by_is_told(expression: str) -> None:
    told = labels_by_series()
    for labels, inner in _GROUPED.findall(expression):
        known = set().union(*(told[name] for name, _ in _METRIC.findall(inner)))
        assert {label.strip() for label in labels.split(",")} <= known | _FROM_OUTSIDE


def test_every_metric_of_the_bot_is_shown() -> None:
    shown = {name for text in dashboard_expressions() for name, _ in _METRIC.findall(text)}
    described = {family.name for family in Metrics().registry.collect() if family.name.startswith("migrant_bot_")}
    assert {name for name in described if not any(series.startswith(name) for series in shown)} == set()


def test_prometheus_understands_every_expression_of_the_dashboard(tmp_path: Path) -> None:
    rules = [
        {"record": f"panel:{number}", "expr": text.replace("$__rate_interval", "5m")}
        for number, text in enumerate(dashboard_expressions())
    ]
    path = tmp_path / "dashboard.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}), encoding="utf-8")
    run(tool("promtool"), "check", "rules", path)


def test_every_panel_says_what_it_shows() -> None:
    assert [panel["title"] for panel in panels() if panel["type"] != "row" and not panel["description"]] == []


def test_panels_have_places_and_numbers_of_their_own() -> None:
    numbers = [panel["id"] for panel in panels()]
    assert len(set(numbers)) == len(numbers)
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels())
        for x, y in itertools.product(
            range(place["x"], place["x"] + place["w"]), range(place["y"], place["y"] + place["h"])
        )
    ]
    assert len(set(taken)) == len(taken)
    assert {x for x, _ in taken} == set(range(24))
