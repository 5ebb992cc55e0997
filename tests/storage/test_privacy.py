"""What is in the database after everything was done: no chat id, and no place where a text could go."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.metrics import Metrics
from bot.storage import KeyedHash, Storage, open_storage
from bot.storage.schema import MIGRATIONS
from bot.telegram.memory import Memory
from bot.telegram.reload import is_ours_to_tell
from tests.fakes.postgres import PostgresServer

DAY = date(2026, 2, 2)
CHAT_ID = -1001987654321
COLUMNS = {  # whoever adds one has to think of what may get into it
    "chat_settings.chat_key": "a keyed hash",
    "chat_settings.country": "an id",
    "chat_settings.language": "an id",
    "chat_settings.last_used": "a day",
    "claimed_period.name": "an id",
    "claimed_period.period": "an id",
    "claimed_update.claimed_at": "a time, without whose update it was",
    "claimed_update.finished": "yes or no",
    "claimed_update.update_id": "a number",
    "contact_report.contact_id": "an id",
    "contact_report.day": "a day",
    "contact_report.reason": "one of three",
    "contact_report.times": "a number",
    "contact_report_mark.day": "a day",
    "contact_report_mark.mark": "a keyed hash of chat, contact and day",
    "gap.country": "an id",
    "gap.day": "a day",
    "gap.language": "an id",
    "gap.times": "a number",
    "gap.topic": "an id",
    "schema_version.version": "a number",
    "shown_passage.day": "a day",
    "shown_passage.passage_id": "an id",
    "shown_passage.times": "a number",
}


async def columns(storage: Storage, url: str) -> list[str]:
    statement = (
        "SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'"
        if url.startswith("sqlite")
        else """SELECT table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema = current_schema()"""
    )
    return sorted(name for (name,) in await storage._database.fetch(statement))


async def everything(storage: Storage) -> str:
    tables = sorted({column.partition(".")[0] for column in COLUMNS})
    rows = {table: await storage._database.fetch(f"SELECT * FROM {table}") for table in tables}  # noqa: S608 ours
    assert all(rows.values())
    return repr(rows)


async def use(storage: Storage, keys: KeyedHash) -> None:
    chat = keys.of(CHAT_ID)
    await storage.set_chat(chat, DAY, language="ru", country="TJ")
    await storage.get_chat(chat, DAY)
    await storage.report("tj-hotline", "no_answer", chat, DAY)
    await storage.count_gaps({("health", None, "ru"): 1}, DAY)
    await storage.count_shown({"kg-16-days": 1}, DAY)
    await storage.claim_update(123)
    await storage.claim_period("digest", "2026-W07")


async def test_there_is_no_column_for_a_text(storage: Storage, url: str) -> None:
    assert await columns(storage, url) == sorted(COLUMNS)
    assert sum(statement.count("CREATE TABLE") for steps in MIGRATIONS for statement in steps) == 7


async def test_no_chat_id_is_stored(storage: Storage, keys: KeyedHash) -> None:
    await use(storage, keys)
    stored = await everything(storage)
    assert keys.of(CHAT_ID).stored in stored
    assert not re.search("1001987654321|1987654321", stored)


async def test_the_mark_of_a_report_cannot_be_traced_to_a_stored_key(storage: Storage, keys: KeyedHash) -> None:
    await use(storage, keys)
    ((mark,),) = await storage._database.fetch("SELECT mark FROM contact_report_mark")
    stored = keys.of(CHAT_ID).stored
    assert mark != stored
    assert mark != KeyedHash(stored.encode()).of(CHAT_ID).mark("tj-hotline", DAY)
    assert mark == keys.of(CHAT_ID).mark("tj-hotline", DAY)


async def test_when_the_staff_were_told_of_a_change_is_forgotten(url: str, storage: Storage, keys: KeyedHash) -> None:
    memory = Memory(url, keys, Metrics())
    assert await is_ours_to_tell(memory, "news", datetime(2026, 2, 2, 12, 0, tzinfo=UTC))
    await memory.close()
    for days, left in ((7, 2), (8, 0)):
        await storage.tidy(DAY + timedelta(days=days))
        assert len(await storage._database.fetch("SELECT period FROM claimed_period")) == left


async def test_no_file_beside_the_database_holds_a_chat_id(tmp_path: Path, keys: KeyedHash) -> None:
    async with open_storage(str(tmp_path / "bot.db")) as storage:
        await use(storage, keys)
        async with storage.hold_lock("poller"):
            files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
            modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert sorted(files) == ["bot.db", "bot.db-shm", "bot.db-wal", "bot.db.poller.lock"]
    assert set(modes.values()) == {0o600}
    content = b"".join(files.values())
    assert keys.of(CHAT_ID).stored.encode() in content
    for secret in (b"1987654321", (1987654321).to_bytes(4, "big"), CHAT_ID.to_bytes(6, "big", signed=True)):
        assert secret not in content


async def test_the_server_is_sent_no_chat_id(postgres: PostgresServer, keys: KeyedHash) -> None:
    async with open_storage(postgres.new_schema()) as storage:
        await use(storage, keys)
        activity = postgres.sql("SELECT query FROM pg_stat_activity")
    assert "$1" in activity
    assert "1987654321" not in activity
