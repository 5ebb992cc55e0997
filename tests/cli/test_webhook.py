"""`webhook`: what Telegram is told, over the Bot API server of the tests."""

from collections.abc import Iterator

import pytest

from bot.telegram.intake.updates import ALLOWED_UPDATES
from bot.telegram.intake.webhook import secret_of
from tests.cli.program import Program, assert_one_clear_line
from tests.fakes import BotApiServer

URL = "https://bot.example.org/telegram"


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        monkeypatch.setenv("TELEGRAM_API_URL", server.url)
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", server.token)
        monkeypatch.setenv("WEBHOOK_URL", URL)
        yield server


def test_set_tells_telegram_where_and_how_to_deliver(api: BotApiServer, program: Program) -> None:
    done = program("webhook", "set")
    (call,) = api.called("setWebhook")
    assert call.params == {
        "url": URL,
        "secret_token": secret_of(api.token),
        "max_connections": 100,
        "allowed_updates": list(ALLOWED_UPDATES),
    }
    assert (done.code, done.out, done.err) == (0, f"webhook: {URL}\nupdates waiting: 0\n", "")


def test_delete_goes_back_to_polling_and_keeps_what_waits(api: BotApiServer, program: Program) -> None:
    program("webhook", "set")
    api.say("hello")
    done = program("webhook", "delete")
    webhook = "none; `migrant-bot webhook set` sets it, and without WEBHOOK_URL the bot needs none"
    assert done.out == f"webhook: {webhook}\nupdates waiting: 1\n"
    assert "drop_pending_updates" not in api.called("deleteWebhook")[-1].params


def test_info_changes_nothing_and_tells_the_last_error(
    api: BotApiServer, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "http://127.0.0.1:9/nobody")
    program("webhook", "set")
    api.say("hello")
    api.wait_for(lambda: "last error" in program("webhook", "info").out)
    webhook, waiting, error = program("webhook", "info").out.splitlines()
    assert (webhook, waiting) == ("webhook: http://127.0.0.1:9/nobody", "updates waiting: 1")
    assert error.startswith("last error: 20")
    assert " UTC, " in error
    assert len(api.called("setWebhook")) == 1


@pytest.mark.parametrize("action", ["delete", "info"])
def test_what_sets_nothing_needs_no_address(
    action: str,
    api: BotApiServer,  # noqa: ARG001 - has to run
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("WEBHOOK_URL")
    assert program("webhook", action).code == 0


def test_set_without_an_address_says_what_to_do(
    api: BotApiServer, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "")
    done = program("webhook", "set")
    assert_one_clear_line(done)
    assert "WEBHOOK_URL" in done.err
    assert not api.calls


def test_without_a_token_it_says_where_to_get_one(program: Program) -> None:
    done = program("webhook", "info")
    assert_one_clear_line(done)
    assert "TELEGRAM_BOT_TOKEN" in done.err


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"status": 401}, "Telegram refuses the token"),
        ({"status": 400, "description": "Bad Request: bad webhook: IP address 10.0.0.1 is reserved"}, "is reserved"),
        ({"status": 429, "retry_after": 5}, "5"),
        ({"status": 500}, "Internal Server Error"),
        ({"status": 502}, "Bad Gateway"),
        ({"status": 200}, "none of the Bot API"),
        ({"status": 200, "body": '{"ok":true}'}, "none of the Bot API"),
        ({"close": True}, ""),
    ],
    ids=["401", "400", "429", "500", "502", "broken JSON", "no result", "cut off"],
)
def test_each_error_is_one_clear_line(api: BotApiServer, program: Program, fault: dict[str, object], said: str) -> None:
    api.fail("setWebhook", times=None, **fault)  # type: ignore[arg-type]
    done = program("webhook", "set")
    assert_one_clear_line(done)
    assert said in done.err
    assert api.token not in done.err


@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo"])
def test_an_error_before_or_after_it_is_one_clear_line(api: BotApiServer, program: Program, method: str) -> None:
    api.fail(method, 500, times=None)
    assert_one_clear_line(program("webhook", "set"))


def test_a_server_that_is_away_is_one_clear_line(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", BotApiServer().token)
    assert_one_clear_line(program("webhook", "info"))


def test_an_action_that_is_none_is_refused(program: Program) -> None:
    assert program("webhook", "polish").code == 2
