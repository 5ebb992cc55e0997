"""The metrics that Prometheus reads of a running bot: all of them come, and none tells who wrote or what."""

import math
import re
from collections.abc import Iterator
from typing import get_args

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.assistant import Assistant
from bot.assistant.answer import Outcome
from bot.knowledge import COUNTRIES, LANGUAGES, Knowledge
from bot.metrics import Metrics
from tests.fakes import BotApiServer
from tests.fakes.bot_api import PATIENCE
from tests.telegram.people import BotThread, Person

CHAT = 7_000_555_001
WORDS = ("саксаул", "Кипарисова", "karagach", "Zebra")


@pytest.fixture(scope="module")
def exposition(shipped: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What is read after people have asked this and that and a thing or two went wrong."""
    folder = tmp_path_factory.mktemp("state")
    with (
        BotApiServer() as api,
        BotThread(api, shipped, Assistant(shipped), folder / "bot.db", http_port=0) as bot,
    ):
        person = Person(api, CHAT)
        person.ask("саксаул горячая линия в Бишкеке", first_name="Кипарисова", username="karagach")
        person.ask("Zebra, they took my passport in Almaty")
        person.press(person.ask("/start"), "TJ")
        api.wait_answer(api.inline("саксаул", user_id=CHAT))
        api.push({"message": {"text": "саксаул", "chat": {"id": CHAT}}})
        api.push({"message": {"message_id": 1, "date": 1, "chat": {"id": CHAT, "type": "private"}, "text": "саксаул"}})
        api.fail("sendMessage", 403, chat_id=CHAT)
        person.say("саксаул")
        person.ask("саксаул")
        api.wait_for(lambda: bot.metric("updates_total", kind="inline_query", result="answered"))
        yield httpx.get(f"{bot.url}/metrics", timeout=PATIENCE).text


def families(text: str) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
    """Return the values by name and labels."""
    return {
        family.name: {tuple(sorted(sample.labels.items())): sample.value for sample in family.samples}
        for family in text_string_to_metric_families(text)
        if family.name.startswith("migrant_bot_") and not family.name.endswith("_created")
    }


def test_every_metric_is_shown(exposition: str) -> None:
    known = {family.name for family in Metrics().registry.collect() if family.name.startswith("migrant_bot_")}
    assert families(exposition).keys() == known
    assert "process_resident_memory_bytes" in exposition


def test_what_has_happened_is_counted(exposition: str) -> None:
    def lines(name: str) -> set[str]:
        return set(re.findall(rf"^migrant_bot_{name}\{{(.*)\}} [1-9]", exposition, re.MULTILINE))

    assert any('country="KG",language="ru"' in line for line in lines("questions_total"))
    assert any('urgent="yes"' in line for line in lines("questions_total"))
    assert 'kind="message",result="answered"' in lines("updates_total")
    assert 'kind="message",result="unreadable"' in lines("updates_total")
    assert 'kind="callback_query",result="answered"' in lines("updates_total")
    assert 'kind="inline_query",result="answered"' in lines("updates_total")
    assert 'kind="Forbidden",method="sendMessage"' in lines("telegram_errors_total")


def test_what_alerts_look_at_is_there_before_it_happens(exposition: str) -> None:
    for kind in ("edited_message", "callback_query", "inline_query", "my_chat_member", "other"):
        for result in ("failed", "unreadable"):
            assert f'migrant_bot_updates_total{{kind="{kind}",result="{result}"}} 0.0' in exposition
    for outcome in get_args(Outcome):
        asked = f'country="",language="ru",outcome="{outcome}",urgent="no"'
        assert f"migrant_bot_questions_total{{{asked}}}" in exposition
    for status in ("200", "403", "409", "503"):
        assert f'migrant_bot_webhook_requests_total{{status="{status}"}} 0.0' in exposition


def test_gauges_show_the_present(exposition: str, shipped: Knowledge) -> None:
    shown = families(exposition)
    assert shown["migrant_bot_polling"][()] == shown["migrant_bot_receiving"][()] == 1
    assert shown["migrant_bot_last_poll_timestamp_seconds"][()] > 1e9
    assert shown["migrant_bot_knowledge_info"] == {(("version", shipped.version),): 1}
    assert len(shown["migrant_bot_contact_age_days"]) == sum(c.status != "retired" for c in shipped.contacts)


def test_neither_words_nor_names_nor_ids_are_in_them(exposition: str) -> None:
    secrets = [*WORDS, str(CHAT), "passport", "паспорт", "Бишкек", "AA-test-token", "123456789"]
    assert [secret for secret in secrets if secret.lower() in exposition.lower()] == []


def test_labels_have_few_values(exposition: str) -> None:
    asked = math.prod(map(len, (get_args(Outcome), LANGUAGES, ("", *COUNTRIES), ("yes", "no"))))
    assert len(families(exposition)["migrant_bot_questions"]) == asked
    names = {name for name, samples in families(exposition).items() if len(samples) > 30}
    assert names - {"migrant_bot_contact_age_days"} == {"migrant_bot_questions"}
