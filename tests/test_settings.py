from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError


@pytest.mark.parametrize(
    ("environment", "path"),
    [
        ({"DATABASE_URL": "postgresql://server/bot"}, "postgresql://server/bot"),
        ({"STATE_DIRECTORY": "/var/lib/bot"}, "/var/lib/bot/bot.db"),
        ({"STATE_DIRECTORY": "/var/lib/bot:/var/lib/other"}, "/var/lib/bot/bot.db"),
        ({"XDG_STATE_HOME": "/state"}, "/state/migrant-bot/bot.db"),
        ({}, str(Path("~/.local/state/migrant-bot/bot.db").expanduser())),
        ({"DATABASE_URL": " ", "STATE_DIRECTORY": ""}, str(Path("~/.local/state/migrant-bot/bot.db").expanduser())),
    ],
)
def test_the_database_is_where_it_is_said_to_be_or_where_services_keep_their_state(
    environment: dict[str, str], path: str
) -> None:
    assert Settings.read(environment).database_url == path


@pytest.mark.parametrize(
    ("text", "chats"), [("", ()), ("1", (1,)), ("1, -1002,3", (1, -1002, 3)), ("1 2", (1, 2)), (" , ", ())]
)
def test_staff_chats_are_ids(text: str, chats: tuple[int, ...]) -> None:
    assert Settings.read({"STAFF_CHATS": text}).staff_chats == chats


def test_staff_chats_that_are_no_ids_are_refused() -> None:
    with pytest.raises(SettingsError, match="STAFF_CHATS must be ids of chats"):
        Settings.read({"STAFF_CHATS": "@staff"})


def test_the_folder_of_the_database_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    Settings.read({"XDG_STATE_HOME": str(tmp_path)}).make_state_folder()
    assert (tmp_path / "migrant-bot").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="set DATABASE_URL"):
        Settings.read({"STATE_DIRECTORY": str(tmp_path / "file" / "state")}).make_state_folder()


# Delivery and the bot's own server


def test_without_settings_the_bot_polls_and_serves_nothing() -> None:
    settings = Settings.read({})
    assert (settings.webhook_url, settings.http_host, settings.http_port) == ("", "127.0.0.1", None)
    assert settings.api_url == "https://api.telegram.org"


@pytest.mark.parametrize(
    "url",
    [
        "https://bot.example.org/telegram",
        "https://bot.example.org",
        "https://10.0.0.1:8443/a/b",
        "http://127.0.0.1:8080/t",
    ],
)
def test_a_webhook_has_an_address_and_a_server_of_ours_behind_it(url: str) -> None:
    settings = Settings.read({"WEBHOOK_URL": f" {url} "})
    assert (settings.webhook_url, settings.http_port) == (url, 8080)


@pytest.mark.parametrize(
    "url", ["bot.example.org/telegram", "ftp://example.org/", "https:///telegram", "https://a/?b=1", "https://[::1/x"]
)
def test_what_is_no_public_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="WEBHOOK_URL must be the public address"):
        Settings.read({"WEBHOOK_URL": url})


@pytest.mark.parametrize("webhook", ["", "https://bot.example.org/telegram"])
def test_the_server_listens_where_it_is_told(webhook: str) -> None:
    settings = Settings.read({"HTTP_HOST": "0.0.0.0", "HTTP_PORT": "9000", "WEBHOOK_URL": webhook})  # noqa: S104
    assert (settings.http_host, settings.http_port) == ("0.0.0.0", 9000)  # noqa: S104


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.0", "http", "٨٠", "²", "8080 8081"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(SettingsError, match="HTTP_PORT must be a number from 1 to 65535"):
        Settings.read({"HTTP_PORT": port})


@pytest.mark.parametrize(("text", "rate"), [("", 30.0), ("15", 15.0), ("0.5", 0.5), ("10000", 10_000.0)])
def test_the_rate_of_messages_is_what_telegram_allows_unless_told_otherwise(text: str, rate: float) -> None:
    assert Settings.read({"MESSAGES_PER_SECOND": text}).messages_per_second == rate


@pytest.mark.parametrize("rate", ["0", "-1", "nan", "inf", "30/s", "10001", "15,5"])
def test_a_rate_that_cannot_be_kept_is_refused(rate: str) -> None:
    with pytest.raises(SettingsError, match="MESSAGES_PER_SECOND must be a number"):
        Settings.read({"MESSAGES_PER_SECOND": rate})


# The log


@pytest.mark.parametrize(
    ("environment", "log"),
    [
        ({}, ("console", "INFO")),
        ({"LOG_FORMAT": "json", "LOG_LEVEL": "DEBUG"}, ("json", "DEBUG")),
        ({"LOG_FORMAT": "JSON", "LOG_LEVEL": "warning"}, ("json", "WARNING")),
        ({"LOG_FORMAT": " ", "LOG_LEVEL": ""}, ("console", "INFO")),
    ],
)
def test_the_log_is_for_people_and_tells_what_matters_unless_told_otherwise(
    environment: dict[str, str], log: tuple[str, str]
) -> None:
    settings = Settings.read(environment)
    assert (settings.log_format, settings.log_level) == log


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT must be console or json"),
        ({"LOG_LEVEL": "TRACE"}, "LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR"),
    ],
)
def test_a_log_that_is_not_known_is_refused(environment: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        Settings.read(environment)


@pytest.mark.parametrize(
    "name", ["WEBHOOK_URL", "HTTP_PORT", "MESSAGES_PER_SECOND", "LOG_FORMAT", "LOG_LEVEL", "STAFF_CHATS"]
)
def test_a_refusal_does_not_quote_what_was_set(name: str) -> None:
    """What stands in a wrong variable may be the token."""
    with pytest.raises(SettingsError) as refused:
        Settings.read({name: "secret?text"})
    assert "secret" not in str(refused.value)
