"""Chats without their ids, and the secret that keeps them so."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage import KeyedHash, StorageError, load_secret
from bot.storage.address import PostgresServer, SqliteFile, parse_address

DAY = date(2026, 2, 2)
SECRET = "0123456789abcdef"  # noqa: S105 of no use
CHAT_IDS = st.integers(-(2**52), 2**52)


@given(first=CHAT_IDS, second=CHAT_IDS)
def test_the_same_chat_has_the_same_key_and_another_has_another(first: int, second: int) -> None:
    keys = KeyedHash(SECRET.encode())
    assert (keys.of(first) == KeyedHash(SECRET.encode()).of(second)) == (first == second)
    assert keys.of(first).stored != KeyedHash(b"another secret").of(first).stored
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", keys.of(first).stored)


def test_keys_do_not_change_with_the_program() -> None:
    # as of: printf 'chat -1001234567890' | openssl dgst -sha256 -hmac secret -binary | head -c 16 | base64
    key = KeyedHash(b"secret").of(-1001234567890)
    assert key.stored == "mOEsy883thtZLYV3an5XGQ"
    assert key.mark("tj-hotline", DAY) == "XqkpyZWuSfk6Jd04QoeGJA"


def test_marks_differ_by_chat_subject_and_day() -> None:
    keys = KeyedHash(SECRET.encode())
    marks = {
        keys.of(chat).mark(subject, day)
        for chat in (1, 2)
        for subject in ("tj-hotline", "kg-hotline")
        for day in (DAY, date(2026, 2, 3))
    }
    assert len(marks) == 8


def test_a_key_shows_only_what_is_stored() -> None:
    key = KeyedHash(SECRET.encode()).of(987654321)
    assert repr(key) == f"ChatKey(stored='{key.stored}')"


def test_the_setting_comes_first(tmp_path: Path) -> None:
    assert load_secret(SECRET, str(tmp_path / "bot.db")) == SECRET.encode()
    assert load_secret(SECRET, "postgresql://server/bot") == SECRET.encode()
    assert list(tmp_path.iterdir()) == []


def test_a_secret_is_made_once_beside_the_database(tmp_path: Path) -> None:
    secret = load_secret(None, f"sqlite://{tmp_path}/bot.db")
    assert load_secret("", str(tmp_path / "bot.db")) == secret
    (file,) = tmp_path.iterdir()
    assert file.name == "bot.db.secret"
    assert file.stat().st_mode & 0o777 == 0o600
    assert load_secret(file.read_text().strip(), "postgresql://server/bot") == secret  # it can move into BOT_SECRET
    assert load_secret(None, str(tmp_path / "other.db")) != secret


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    together = threading.Barrier(8)

    def load(_number: int) -> bytes:
        together.wait()
        return load_secret(None, str(tmp_path / "bot.db"))

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(load, range(8)))) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["bot.db.secret"]


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff" * 40])
def test_a_file_that_holds_no_secret_is_not_taken_for_one(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bot.db.secret").write_bytes(content)
    with pytest.raises(StorageError) as caught:
        load_secret(None, str(tmp_path / "bot.db"))
    assert str(caught.value) == (
        f"{tmp_path}/bot.db.secret: this is no secret; restore it from a backup, or delete it and lose all settings"
    )


def test_what_people_can_do_wrong_is_one_line(ordinary_user: Path) -> None:
    ordinary_user.chmod(0o555)
    for setting, url, message in (
        ("short", "bot.db", "BOT_SECRET is shorter than 16 characters; take what `openssl rand -hex 32` prints"),
        (None, "postgresql://me:pw@server/bot", "BOT_SECRET is not set and PostgreSQL has no file beside it to keep"),
        (None, f"{ordinary_user}/bot.db", "bot.db.secret: the secret can be neither read nor made: Permission denied"),
        (None, f"{ordinary_user}/a/bot.db", "the secret can be neither read nor made: No such file or directory"),
    ):
        with pytest.raises(StorageError) as caught:
            load_secret(setting, url)
        assert message in str(caught.value)
        assert "\n" not in str(caught.value)
        assert "pw" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("bot.db", "bot.db"),
        ("/var/lib/bot/bot.db", "/var/lib/bot/bot.db"),
        ("sqlite:///var/lib/bot/bot.db", "/var/lib/bot/bot.db"),
        ("sqlite:////var/lib/bot/bot.db", "/var/lib/bot/bot.db"),
        ("sqlite:///var/my%20bot.db", "/var/my bot.db"),
        (" data/бот.db\n", "data/бот.db"),
    ],
)
def test_an_sqlite_database_is_named_by_its_path(url: str, path: str) -> None:
    assert parse_address(url) == SqliteFile(Path(path))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:p%40ss@db.example:5433/bot?sslmode=require", "PostgreSQL db.example:5433/bot"),
        ("postgres://db/bot", "PostgreSQL db/bot"),
        ("postgresql://me:p/a?s#s@db/bot?password=x", "PostgreSQL db/bot"),
        ("postgresql://db/bot?user=a@b&password=x", "PostgreSQL b"),
        ("postgresql://me@/bot?host=/run", "PostgreSQL /bot"),
        ("postgresql://", "PostgreSQL server"),
    ],
)
def test_a_server_is_shown_without_its_password(url: str, shown: str) -> None:
    address = parse_address(url)
    assert isinstance(address, PostgresServer)
    assert address.url == url
    assert (str(address), repr(address)) == (shown, shown)


@pytest.mark.parametrize("url", ["", " ", "/", "sqlite:///", "a\0b"])
def test_an_address_must_name_a_file(url: str) -> None:
    with pytest.raises(StorageError, match="DATABASE_URL names no file"):
        parse_address(url)


@pytest.mark.parametrize("url", ["mysql://me:pw@server/bot", "sqlite://bot.db", "sqlite:bot.db", "postgresql:bot"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(StorageError, match=r"^DATABASE_URL begins with “[a-z]+:”; write postgresql://") as caught:
        parse_address(url)
    assert "pw" not in str(caught.value)


@given(url=st.text())
def test_no_address_raises_anything_else(url: str) -> None:
    try:
        parse_address(url)
    except StorageError as error:
        assert "\n" not in str(error)  # noqa: PT017 most texts are fine
