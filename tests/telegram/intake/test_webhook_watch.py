"""What the metrics say of the webhook as Telegram sees it."""

import time

import pytest

from bot.telegram.intake import webhook_watch
from tests.fakes import BotApiServer
from tests.telegram.intake.conftest import QUESTION, Start
from tests.telegram.people import BotThread, Person

NOBODY = "http://127.0.0.1:9/nobody"


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Telegram be asked often."""
    monkeypatch.setattr(webhook_watch, "_PAUSE", 0.02)


@pytest.fixture
def bot(start: Start) -> BotThread:
    """Return a bot whose webhook cannot be reached."""
    return start(http_port=0, webhook_url=NOBODY)


def set_webhook(bot: BotThread, url: str) -> None:
    bot.call(bot.service.application.bot.set_webhook(url))


def test_updates_that_cannot_be_delivered_are_seen(api: BotApiServer, bot: BotThread) -> None:
    began = int(time.time())
    set_webhook(bot, NOBODY)
    assert bot.metric("webhook_last_error_timestamp_seconds") == 0
    for chat_id in (1, 2):
        Person(api, chat_id).say(QUESTION)
    api.wait_for(lambda: bot.metric("webhook_pending_updates") == 2)
    api.wait_for(lambda: bot.metric("webhook_last_error_timestamp_seconds") >= began)


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:9/other"], ids=["none", "another"])
def test_an_address_that_is_not_the_bots_is_seen_until_it_is(api: BotApiServer, bot: BotThread, url: str) -> None:
    set_webhook(bot, url)
    api.wait_for(lambda: bot.metric("webhook_elsewhere") == 1)
    set_webhook(bot, NOBODY)
    api.wait_for(lambda: bot.metric("webhook_elsewhere") == 0)


def test_an_answer_that_fails_or_is_none_ends_nothing(api: BotApiServer, bot: BotThread) -> None:
    failures = [
        api.fail("getWebhookInfo", 500),
        api.fail("getWebhookInfo", 429, retry_after=0),
        api.fail("getWebhookInfo", 200, body='{"ok":true,"result":[7]}'),
    ]
    api.wait_for(lambda: not any(failure.times for failure in failures))
    set_webhook(bot, NOBODY)
    Person(api, 1).say(QUESTION)
    api.wait_for(lambda: bot.metric("webhook_pending_updates") == 1)


def test_who_polls_asks_nothing_of_a_webhook(api: BotApiServer, start: Start) -> None:
    start()
    Person(api, 1).ask(QUESTION)
    assert not api.called("getWebhookInfo")
