"""The alert rules, judged by Prometheus itself: each fires when it should, and alone; on a quiet day none does."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.deploy.tools import DEPLOY, run, tool

MONITORING = DEPLOY / "monitoring"
RULES = MONITORING / "alerts.yml"
UP = 'up{job="migrant-bot",instance="a"}'
TWIN = 'up{job="migrant-bot",instance="b"}'
ERRORS = "migrant_bot_telegram_errors_total"
POLLED = "migrant_bot_last_poll_timestamp_seconds"
LAG = "migrant_bot_delivery_lag_seconds_bucket"
TIME = "migrant_bot_update_seconds_bucket"
UPDATES = 'migrant_bot_updates_total{kind="message",result="answered"}'

# A day without trouble, a value a minute: polling, a chat that writes, people who have blocked the bot.
QUIET = {
    UP: "1x60",
    'process_start_time_seconds{job="migrant-bot",instance="a"}': "1000x60",
    'process_resident_memory_bytes{job="migrant-bot",instance="a"}': "130000000x60",
    'migrant_bot_polling{instance="a"}': "1x60",
    POLLED: "0+60x60",
    UPDATES: "0+5x60",
    f'{ERRORS}{{method="sendMessage",kind="Forbidden"}}': "0+5x60",
    f'{LAG}{{le="1"}}': "0+5x60",
    f'{LAG}{{le="+Inf"}}': "0+5x60",
    f'{TIME}{{le="1"}}': "0+5x60",
    f'{TIME}{{le="+Inf"}}': "0+5x60",
    "migrant_bot_oldest_update_seconds": "1x60",
    "migrant_bot_storage_errors_total": "0x60",
    "migrant_bot_knowledge_broken": "0x60",
    'migrant_bot_knowledge_info{instance="a",version="1"}': "1x60",
    'migrant_bot_knowledge_info{instance="b",version="1"}': "1x60",
    'migrant_bot_webhook_requests_total{status="403"}': "0x60",
}


class Trouble(NamedTuple):
    series: dict[str, str]  # what is other than on a quiet day
    minute: int


TROUBLES = {
    "MigrantBotDown": Trouble({UP: "1x10 0x50"}, 14),
    "MigrantBotReplicaDown": Trouble({TWIN: "1x10 0x50"}, 17),
    "MigrantBotRestarting": Trouble({'process_start_time_seconds{job="migrant-bot",instance="a"}': "0+60x60"}, 20),
    "MigrantBotNotPolling": Trouble({POLLED: "0+60x10 600x50"}, 16),
    "MigrantBotTwoPollers": Trouble({f'{ERRORS}{{method="getUpdates",kind="Conflict"}}': "0+2x60"}, 20),
    "MigrantBotSilent": Trouble({UP: "1x2000", UPDATES: "0+5x60 300x2000"}, 1600),
    "MigrantBotQueueOld": Trouble({"migrant_bot_oldest_update_seconds": "0x10 0+60x50"}, 20),
    "MigrantBotDeliveryLate": Trouble({f'{LAG}{{le="1"}}': "0x60", f'{LAG}{{le="300"}}': "0+5x60"}, 30),
    "MigrantBotSlow": Trouble({f'{TIME}{{le="1"}}': "0x60", f'{TIME}{{le="30"}}': "0+5x60"}, 30),
    "MigrantBotUpdatesFail": Trouble({'migrant_bot_updates_total{kind="message",result="failed"}': "0x10 1x50"}, 15),
    "MigrantBotTelegramErrors": Trouble({f'{ERRORS}{{method="sendMessage",kind="TimedOut"}}': "0+4x60"}, 30),
    "MigrantBotWebhookRefused": Trouble({'migrant_bot_webhook_requests_total{status="403"}': "0+5x60"}, 20),
    "MigrantBotDatabase": Trouble({"migrant_bot_storage_errors_total": "0x10 0+1x50"}, 20),
    "MigrantBotKnowledgeBroken": Trouble({"migrant_bot_knowledge_broken": "0x10 1x50"}, 17),
    "MigrantBotKnowledgeDiffers": Trouble(
        {
            'migrant_bot_knowledge_info{instance="b",version="1"}': "1x10 stale",
            'migrant_bot_knowledge_info{instance="b",version="2"}': "_x10 1x50",
        },
        30,
    ),
    "MigrantBotMemory": Trouble({'process_resident_memory_bytes{job="migrant-bot",instance="a"}': "450000000x60"}, 20),
}


def rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    found: list[dict[str, Any]] = group["rules"]
    return found


def expect(tmp_path: Path, series: dict[str, str], minute: int, firing: set[str]) -> None:
    """Let Prometheus evaluate the rules over series of a value a minute and compare the alerts that fire."""
    case = {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": [
            {
                "expr": 'count by (alertname) (ALERTS{alertstate="firing"})',
                "eval_time": f"{minute}m",
                "exp_samples": [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in sorted(firing)],
            }
        ],
    }
    path = tmp_path / "case.yml"
    path.write_text(
        yaml.safe_dump({"rule_files": [str(RULES)], "evaluation_interval": "1m", "tests": [case]}), encoding="utf-8"
    )
    run(tool("promtool"), "test", "rules", path)


@pytest.mark.parametrize("file", ["prometheus.yml", "prometheus.systemd.yml"])
def test_prometheus_accepts_its_configuration_and_the_rules(file: str) -> None:
    assert f"{len(rules())} rules found" in run(tool("promtool"), "check", "config", MONITORING / file)


def test_no_alert_fires_on_a_quiet_day(tmp_path: Path) -> None:
    expect(tmp_path, QUIET, 60, set())


@pytest.mark.parametrize("alert", TROUBLES)
def test_an_alert_fires_when_it_should_and_no_other(tmp_path: Path, alert: str) -> None:
    trouble = TROUBLES[alert]
    expect(tmp_path, QUIET | trouble.series, trouble.minute, {alert})


def test_polling_that_nobody_does_any_more_fires(tmp_path: Path) -> None:
    expect(tmp_path, QUIET | {'migrant_bot_polling{instance="a"}': "1x10 0x50"}, 14, {"MigrantBotNotPolling"})


def test_a_bot_that_has_never_polled_raises_no_alert_of_polling(tmp_path: Path) -> None:
    expect(tmp_path, QUIET | {'migrant_bot_polling{instance="a"}': "0x60", POLLED: "0x60"}, 60, set())


def test_every_alert_is_tried() -> None:
    assert [rule["alert"] for rule in rules()] == list(TROUBLES)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_an_alert_says_what_is_wrong_and_where_to_read_what_to_do(rule: dict[str, Any]) -> None:
    assert {"summary", "description", "runbook"} == rule["annotations"].keys()
    assert rule["labels"]["severity"] in {"critical", "warning"}
    file, _, anchor = rule["annotations"]["runbook"].partition("#")
    headings = (DEPLOY.parent / file).read_text(encoding="utf-8").splitlines()
    assert f"### {rule['alert']}" in headings
    assert anchor == rule["alert"].lower()
