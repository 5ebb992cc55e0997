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
