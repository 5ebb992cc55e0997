"""compose.yaml: accepted by the linter, closed to the outside, and in agreement with the program."""

import re
import subprocess
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.deploy.tools import DEPLOY, run, tool
from tests.fakes.bot_api import PATIENCE

COMPOSE = DEPLOY / "compose.yaml"
LINT = DEPLOY.parent / "tests/deploy/lint/dclint.yaml"
FILE: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
BOTS = ("bot", "single")
every_service = pytest.mark.parametrize("name", SERVICES)


def example() -> dict[str, str]:
    """Return the variables of env.example with what it sets them to."""
    return dict(re.findall(r"^(\w+)=(.*)$", (DEPLOY / "env.example").read_text(encoding="utf-8"), re.MULTILINE))


def test_the_linter_finds_nothing() -> None:
    dclint = tool("dclint")
    if subprocess.run([dclint, "--version"], capture_output=True, check=False, timeout=PATIENCE).returncode:
        pytest.skip("the installed Node.js cannot run dclint")
    run(dclint, "--max-warnings", "0", "--config", LINT, COMPOSE)


def test_docker_understands_the_file() -> None:
    docker = tool("docker")
    if subprocess.run([docker, "compose", "version"], capture_output=True, check=False, timeout=PATIENCE).returncode:
        pytest.skip("docker has no compose here")
    run(docker, "compose", "--file", COMPOSE, "--env-file", DEPLOY / "env.example", "config", "--quiet")


@every_service
def test_a_service_can_write_nothing_but_its_volumes_and_gets_no_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


@every_service
def test_a_service_cannot_take_the_whole_server(name: str) -> None:
    assert {"mem_limit", "pids_limit", "logging"} <= SERVICES[name].keys()


@every_service
def test_a_service_comes_back(name: str) -> None:
    assert SERVICES[name]["restart"] == "unless-stopped"


@every_service
def test_an_image_is_pinned_to_a_version(name: str) -> None:
    _, _, tag = SERVICES[name]["image"].partition(":")
    assert tag
    assert not tag.startswith("latest")


def test_only_nginx_is_public() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert {name for name, published in ports.items() if not published[0].startswith("127.0.0.1:")} == {"nginx"}


def test_nginx_and_the_database_do_not_see_each_other() -> None:
    assert set(SERVICES["nginx"]["networks"]) & set(SERVICES["postgres"]["networks"]) == set()


@pytest.mark.parametrize("network", ["database", "proxy"])
def test_networks_inside_lead_nowhere_else(network: str) -> None:
    assert FILE["networks"][network] == {"internal": True}


def test_two_replicas_run_by_default() -> None:
    assert SERVICES["bot"]["deploy"]["replicas"] == "${REPLICAS:-2}"
    assert [name for name, service in SERVICES.items() if "profiles" not in service] == ["bot", "nginx", "postgres"]


@pytest.mark.parametrize("name", BOTS)
def test_a_stop_leaves_time_to_answer_what_is_in_flight(name: str) -> None:
    assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) >= 15


@pytest.mark.parametrize("name", BOTS)
def test_the_program_knows_every_variable_that_it_is_given(name: str) -> None:
    asked: set[str] = set()

    class Recorder(dict[str, str]):
        def get(self, key: str, default: Any = None) -> Any:
            asked.add(key)
            return default

    Settings.read(Recorder())
    assert SERVICES[name]["environment"].keys() - asked <= {"PGPASSWORD"}  # of the driver of PostgreSQL


def test_the_example_names_what_has_no_other_value() -> None:
    needed = set(re.findall(r"\$\{(\w+):[-?](?:set it in \.env)?\}", COMPOSE.read_text(encoding="utf-8")))
    assert needed - {"TELEGRAM_API_URL", "LOG_LEVEL"} == example().keys()


def test_the_example_holds_no_secret() -> None:
    assert {name for name, value in example().items() if value} == {"WEBHOOK_URL"}


def test_nginx_passes_the_path_of_the_example() -> None:
    path = "/" + example()["WEBHOOK_URL"].split("/", maxsplit=3)[3]
    assert f"location = {path} {{" in (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
