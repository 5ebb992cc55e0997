"""The alert rules, judged by Prometheus itself.

Each fires when it should, alone, and for as long as its trouble lasts; on a quiet day none does.
"""

from collections.abc import Iterable
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
RECEIVING = 'migrant_bot_receiving{instance="a"}'
WAITING = "migrant_bot_webhook_pending_updates"
ELSEWHERE = "migrant_bot_webhook_elsewhere"
DELIVERED = 'migrant_bot_webhook_requests_total{status="200"}'
FORGED = 'migrant_bot_webhook_requests_total{status="403"}'
LAG = "migrant_bot_delivery_lag_seconds_bucket"
TIME = "migrant_bot_update_seconds_bucket"
UPDATES = 'migrant_bot_updates_total{kind="message",result="answered"}'

# Without trouble, a value a minute: polling, a chat that writes, people who have blocked the bot.
QUIET = {
    UP: "1x60",
    'process_start_time_seconds{job="migrant-bot",instance="a"}': "1000x60",
    'process_resident_memory_bytes{job="migrant-bot",instance="a"}': "130000000x60",
    RECEIVING: "1x60",
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
    WAITING: "0x60",
    ELSEWHERE: "0x60",
    DELIVERED: "0x60",
    FORGED: "0x60",
}


class Trouble(NamedTuple):
    series: dict[str, str]  # what is other than on a quiet day, and does not end
    minute: int  # when it is known
    last: int = 60


TROUBLES = {
    "MigrantBotDown": Trouble({UP: "1x10 0x50"}, 14),
    "MigrantBotReplicaDown": Trouble({TWIN: "1x10 stale", UP: "1x720"}, 17, last=720),
    "MigrantBotRestarting": Trouble({'process_start_time_seconds{job="migrant-bot",instance="a"}': "0+60x60"}, 20),
    "MigrantBotNotReceiving": Trouble({RECEIVING: "1x10 0x720", UP: "1x720"}, 15, last=720),
    "MigrantBotWebhookDead": Trouble({DELIVERED: "0+3x10 30x50", WAITING: "0x10 1+1x50"}, 22),
    "MigrantBotTwoPollers": Trouble({f'{ERRORS}{{method="getUpdates",kind="Conflict"}}': "0+2x60"}, 20),
    "MigrantBotSilent": Trouble({UP: "1x2000", RECEIVING: "1x2000", UPDATES: "0+5x60 300x2000"}, 1600, last=2000),
    "MigrantBotQueueOld": Trouble({"migrant_bot_oldest_update_seconds": "0x10 0+60x50"}, 20),
    "MigrantBotDeliveryLate": Trouble({f'{LAG}{{le="1"}}': "0x60", f'{LAG}{{le="300"}}': "0+5x60"}, 30),
    "MigrantBotSlow": Trouble({f'{TIME}{{le="1"}}': "0x60", f'{TIME}{{le="30"}}': "0+5x60"}, 30),
    "MigrantBotUpdatesFail": Trouble(
        {'migrant_bot_updates_total{kind="callback_query",result="failed"}': "0x10 1+1x50"}, 12
    ),
    "MigrantBotTelegramErrors": Trouble({f'{ERRORS}{{method="sendMessage",kind="TimedOut"}}': "0+4x60"}, 30),
    "MigrantBotWebhookRefused": Trouble({FORGED: "0+5x60"}, 20),
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


def expect(tmp_path: Path, series: dict[str, str], minutes: Iterable[int], firing: set[str]) -> None:
    """Let Prometheus evaluate the rules over series of a value a minute and compare the alerts that fire then."""
    case = {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": [
            {
                "expr": 'count by (alertname) (ALERTS{alertstate="firing"})',
                "eval_time": f"{minute}m",
                "exp_samples": [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in sorted(firing)],
            }
            for minute in minutes
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
    expect(tmp_path, QUIET, range(61), set())


@pytest.mark.parametrize("alert", TROUBLES)
def test_an_alert_fires_when_it_should_and_lasts_and_no_other_does(tmp_path: Path, alert: str) -> None:
    trouble = TROUBLES[alert]
    expect(
        tmp_path, QUIET | trouble.series, (trouble.minute, (trouble.minute + trouble.last) // 2, trouble.last), {alert}
    )


@pytest.mark.parametrize(
    ("series", "alert"),
    [
        pytest.param({TWIN: "1x10 0x50"}, "MigrantBotReplicaDown", id="a replica that is there and cannot be reached"),
        pytest.param({TWIN: "0x60"}, "MigrantBotReplicaDown", id="a replica that never could"),
        pytest.param({RECEIVING: "0x60"}, "MigrantBotNotReceiving", id="Telegram away from the start"),
        pytest.param({WAITING: "4x60", FORGED: "0+1x60"}, "MigrantBotWebhookDead", id="only forged updates come"),
        pytest.param({ELSEWHERE: "1x60"}, "MigrantBotWebhookDead", id="a webhook that is not ours"),
    ],
)
def test_it_fires_and_lasts_also_for(tmp_path: Path, series: dict[str, str], alert: str) -> None:
    expect(tmp_path, QUIET | series, (17, 40, 60), {alert})


@pytest.mark.parametrize(
    "series",
    [
        pytest.param({'migrant_bot_receiving{instance="b"}': "0x60"}, id="one polls and the other stands by"),
        pytest.param({WAITING: "3x60", DELIVERED: "0+5x60"}, id="a webhook that is busy"),
        pytest.param({WAITING: "0 0 0 2x4 0x54"}, id="updates that waited for four minutes"),
        pytest.param(
            {WAITING: "1x60", 'migrant_bot_webhook_requests_total{status="409"}': "0+0.5x60"}, id="a chat that waits"
        ),
        pytest.param({TWIN: "1x10 _ _ 1x48"}, id="a replica that is started anew"),
    ],
)
def test_no_alert_fires_for(tmp_path: Path, series: dict[str, str]) -> None:
    expect(tmp_path, QUIET | series, range(61), set())


def test_replicas_that_are_fewer_on_purpose_are_as_many_as_there_were_a_day_later(tmp_path: Path) -> None:
    series = QUIET | {UP: "1x1500", TWIN: "1x10 stale"}
    expect(tmp_path, series, (1500,), set())


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
