"""Chats without their ids: a keyed hash stands for each, and the key to it is kept apart from the data."""

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from bot.storage.address import SqliteFile, parse_address
from bot.storage.error import StorageError

MINIMAL_SECRET = 16  # characters; chat ids are few enough to try all of them against a key that can be guessed
_KEPT_BYTES = 16


@dataclass(frozen=True)
class ChatKey:
    """Stands for a chat. Made by `KeyedHash` alone."""

    stored: str
    _seed: Callable[[], bytes] = field(repr=False, compare=False)  # never stored: it would trace marks to a key

    def mark(self, subject: str, day: date) -> str:
        """Return what to remember so that this chat does a thing once a day: another value each day and subject."""
        return _short_hash(self._seed(), f"{subject} {day.isoformat()}")


class KeyedHash:
    """Makes the keys of chats from a secret. The same secret gives the same keys; nobody without it can make them."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def of(self, chat_id: int) -> ChatKey:
        """Return the key of a chat."""
        return ChatKey(
            stored=_short_hash(self._secret, f"chat {chat_id}"),
            _seed=partial(_hash, self._secret, f"marks of chat {chat_id}"),
        )


def load_secret(setting: str | None, database_url: str) -> bytes:
    """Return the secret: the BOT_SECRET setting, else that of a file beside the SQLite database, made at first use."""
    if setting:
        if len(setting) < MINIMAL_SECRET:
            raise StorageError(
                f"BOT_SECRET is shorter than {MINIMAL_SECRET} characters; take what `openssl rand -hex 32` prints"
            )
        return setting.encode()
    address = parse_address(database_url)
    if not isinstance(address, SqliteFile):
        raise StorageError(
            "BOT_SECRET is not set and PostgreSQL has no file beside it to keep one; "
            "set it for every replica to what `openssl rand -hex 32` prints, once and for all"
        )
    path = address.beside(".secret")
    try:
        if not path.exists():
            _make_secret(path)
        secret = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise StorageError(f"{path}: the secret can be neither read nor made: {error.strerror}") from error
    except UnicodeDecodeError:
        secret = ""
    if len(secret) < MINIMAL_SECRET:
        raise StorageError(f"{path}: this is no secret; restore it from a backup, or delete it and lose all settings")
    return secret.encode()


def _make_secret(path: Path) -> None:
    """Write a new secret, unless another process is first. Whoever sees the file sees the whole of it."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)


def _hash(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)


def _short_hash(key: bytes, text: str) -> str:
    return base64.urlsafe_b64encode(_hash(key, text)[:_KEPT_BYTES]).rstrip(b"=").decode()
