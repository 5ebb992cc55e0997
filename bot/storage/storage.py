"""Everything the bot remembers, and nothing else: what is stored is a key, an id, a day or a number."""

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import date, timedelta
from enum import Enum
from typing import Literal, NamedTuple, TypedDict, Unpack, get_args

from bot.storage.database import Database, Lock
from bot.storage.error import StorageError
from bot.storage.grouped import MOST, Grouped
from bot.storage.keys import ChatKey

Reason = Literal["no_answer", "wrong_number", "refused_language"]
REASONS: tuple[Reason, ...] = get_args(Reason)
UNUSED_DAYS = 180  # after which the settings of a chat are dropped
LEASE_SECONDS = 15  # after which a claim that was neither finished nor renewed is void
PERIODS_KEPT_DAYS = 7  # a replica whose clock is late must not do again what was done
_CLAIMS_APART = 0.01  # seconds between two trips for claims; at most so much later an answer is for it
_UPDATES_KEPT_SECONDS = 2 * 86400  # Telegram delivers an update for a day; its number may come again after a week
GapKind = tuple[str | None, str | None, str]  # topic, country, language
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class ChatSettings(NamedTuple):
    """What a chat has chosen; None is what it has not."""

    language: str | None = None
    country: str | None = None


class ChatChanges(TypedDict, total=False):
    """What to change of the settings of a chat; None clears a choice."""

    language: str | None
    country: str | None


class ContactReports(NamedTuple):
    """How many chats reported a contact on a day for a reason."""

    contact_id: str
    day: date
    reason: str
    times: int


class Gap(NamedTuple):
    """How many questions of a kind found no answer; None is a topic or country that was not known."""

    topic: str | None
    country: str | None
    language: str
    times: int


class Claim(Enum):
    """What came of asking for an update; true if it is ours to answer."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"  # another worker is at it, and may yet fail: let Telegram deliver it again later
    FINISHED = "finished"  # answered: confirm it to Telegram

    def __bool__(self) -> bool:
        return self is Claim.OURS


class Storage:
    """The memory of the bot. Every method may raise StorageError, and works again once the database does.

    Days are those of UTC. All ids (of contacts, passages, topics) are of the knowledge base: anything with a space
    in it or longer than 64 characters is refused, so that no text can slip in.
    """

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self._chats = Grouped(self._get_chats)
        self._claims = Grouped(self._claim_updates, apart=_CLAIMS_APART)

    # Settings of a chat

    async def get_chat(self, chat: ChatKey, today: date) -> ChatSettings:
        """Return the settings of a chat, and note that they were used today if there are any."""
        settings, last_used = await self._chats.get(chat.stored)
        if last_used and last_used < today:
            await self._database.execute(
                "UPDATE chat_settings SET last_used = $2 WHERE chat_key = $1", chat.stored, today
            )
        return settings

    async def _get_chats(self, keys: Collection[str]) -> dict[str, tuple[ChatSettings, date | None]]:
        """Return the settings of chats and the days on which they were last used."""
        rows = await self._database.fetch(
            f"""SELECT chat_key, language, country, last_used FROM chat_settings
                WHERE chat_key IN ({_marks(1, len(keys))})""",  # noqa: S608 - nothing but placeholders is put in
            *keys,
        )
        found: dict[str, tuple[ChatSettings, date | None]] = dict.fromkeys(keys, (ChatSettings(), None))
        found |= {key: (ChatSettings(language, country), _day(day)) for key, language, country, day in rows}
        return found

    async def set_chat(self, chat: ChatKey, today: date, **changes: Unpack[ChatChanges]) -> None:
        """Change those settings of a chat that are named, and keep the others."""
        await self._database.execute(
            """INSERT INTO chat_settings (chat_key, last_used, language, country) VALUES ($1, $2, $3, $4)
               ON CONFLICT (chat_key) DO UPDATE SET
                   last_used = excluded.last_used,
                   language = CASE WHEN $5 THEN excluded.language ELSE chat_settings.language END,
                   country = CASE WHEN $6 THEN excluded.country ELSE chat_settings.country END""",
            chat.stored,
            today,
            _optional_id(changes.get("language")) or None,
            _optional_id(changes.get("country")) or None,
            "language" in changes,
            "country" in changes,
        )

    async def forget_chat(self, chat: ChatKey) -> None:
        """Delete the settings of a chat.

        The marks of what it has reported today stay until the day ends: they are hashes that name nobody, and without
        them one chat could report a number again and again.
        """
        await self._database.execute("DELETE FROM chat_settings WHERE chat_key = $1", chat.stored)

    async def move_chat(self, old: ChatKey, new: ChatKey) -> None:
        """Follow a group that Telegram has given another id; settings made under the new one win."""
        async with self._database.transaction() as statements:
            await statements.execute(
                """UPDATE chat_settings SET chat_key = $2
                   WHERE chat_key = $1 AND NOT EXISTS (SELECT 1 FROM chat_settings WHERE chat_key = $2)""",
                old.stored,
                new.stored,
            )
            if old != new:
                await statements.execute("DELETE FROM chat_settings WHERE chat_key = $1", old.stored)

    async def drop_unused(self, before: date) -> int:
        """Delete the settings of chats last used before a day, and return how many there were."""
        return await self._database.execute("DELETE FROM chat_settings WHERE last_used < $1", before)

    # Counters

    async def report(self, contact_id: str, reason: Reason, chat: ChatKey, day: date) -> bool:
        """Count that a contact did not work, once per chat, contact and day; return whether this one counts."""
        if reason not in REASONS:
            raise ValueError(f"no reason to report a contact: {reason!r}")
        await self._forget_marks(day)
        async with self._database.transaction() as statements:
            first = await statements.execute(
                "INSERT INTO contact_report_mark (mark, day) VALUES ($1, $2) ON CONFLICT (mark) DO NOTHING",
                chat.mark(_id(contact_id), day),
                day,
            )
            if first:
                await statements.execute(
                    """INSERT INTO contact_report (contact_id, day, reason, times) VALUES ($1, $2, $3, 1)
                       ON CONFLICT (contact_id, day, reason) DO UPDATE SET times = contact_report.times + 1""",
                    contact_id,
                    day,
                    reason,
                )
        return first > 0

    async def reports(self, since: date) -> list[ContactReports]:
        """List what was reported from a day on, by day and contact."""
        rows = await self._database.fetch(
            """SELECT contact_id, day, reason, times FROM contact_report WHERE day >= $1
               ORDER BY day, contact_id, reason""",
            since,
        )
        return [ContactReports(contact_id, _day(day), reason, times) for contact_id, day, reason, times in rows]

    async def report_total(self, contact_id: str, since: date) -> int:
        """Return how often a contact was reported from a day on, for whatever reason."""
        rows = await self._database.fetch(
            "SELECT COALESCE(SUM(times), 0) FROM contact_report WHERE contact_id = $1 AND day >= $2",
            contact_id,
            since,
        )
        return int(rows[0][0])

    async def count_gaps(self, times: Mapping[GapKind, int], day: date) -> None:
        """Count questions that found no answer: topic, country and language of each, nothing of its words."""
        rows = sorted((_optional_id(topic), _optional_id(country), _id(language)) for topic, country, language in times)
        await self._database.execute_many(
            """INSERT INTO gap (topic, country, language, day, times) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (topic, country, language, day) DO UPDATE SET times = gap.times + excluded.times""",
            [(*row, day, times[row[0] or None, row[1] or None, row[2]]) for row in rows],
        )

    async def gaps(self, since: date, at_least: int = 3) -> list[Gap]:
        """List the kinds of questions that found no answer from a day on, commonest first; rare ones are left out."""
        rows = await self._database.fetch(
            """SELECT topic, country, language, SUM(times) FROM gap WHERE day >= $1
               GROUP BY topic, country, language HAVING SUM(times) >= $2
               ORDER BY SUM(times) DESC, topic, country, language""",
            since,
            at_least,
        )
        return [Gap(topic or None, country or None, language, int(times)) for topic, country, language, times in rows]

    async def count_shown(self, times: Mapping[str, int], day: date) -> None:
        """Count how often passages were shown."""
        await self._database.execute_many(
            """INSERT INTO shown_passage (passage_id, day, times) VALUES ($1, $2, $3)
               ON CONFLICT (passage_id, day) DO UPDATE SET times = shown_passage.times + excluded.times""",
            [(_id(passage_id), day, times[passage_id]) for passage_id in sorted(times)],  # no two wait crosswise
        )

    async def shown(self, since: date) -> dict[str, int]:
        """Return how often each passage was shown from a day on, the most shown first."""
        rows = await self._database.fetch(
            """SELECT passage_id, SUM(times) FROM shown_passage WHERE day >= $1
               GROUP BY passage_id ORDER BY SUM(times) DESC, passage_id""",
            since,
        )
        return {passage_id: int(times) for passage_id, times in rows}

    # Which updates are answered. Telegram delivers each at least once and so do we: claim it, answer it, finish it,
    # then confirm it to Telegram. What dies in between is delivered again and answered, at worst twice. The order
    # within a chat is kept by the caller, who takes the updates of a chat one after another.

    async def claim_update(self, update_id: int) -> Claim:
        """Ask to answer an update. Whoever gets it must finish it within the lease, or another may claim it."""
        if not 0 <= update_id < 2**63:
            raise ValueError(f"no number of an update: {update_id}")
        return await self._claims.get(update_id)

    async def _claim_updates(self, update_ids: Collection[int]) -> dict[int, Claim]:
        now, wanted = int(self._clock()), sorted(update_ids)  # in order: no two replicas wait crosswise
        rows = _marks(5, len(wanted), "({}, $1, FALSE)")
        ours = await self._database.fetch(
            # A claim from further ahead than a lease was made before the clock was set back.
            f"""INSERT INTO claimed_update (update_id, claimed_at, finished) VALUES {rows}
                ON CONFLICT (update_id) DO UPDATE SET claimed_at = excluded.claimed_at, finished = FALSE
                WHERE claimed_update.claimed_at <= $2
                   OR (NOT claimed_update.finished
                       AND (claimed_update.claimed_at <= $3 OR claimed_update.claimed_at > $4))
                RETURNING update_id""",  # noqa: S608 - as above
            now,
            now - _UPDATES_KEPT_SECONDS,
            now - LEASE_SECONDS,
            now + LEASE_SECONDS,
            *wanted,
        )
        claims = {update_id: Claim.OURS for (update_id,) in ours}
        others = [update_id for update_id in wanted if update_id not in claims]
        if others:
            finished = await self._database.fetch(
                f"SELECT update_id FROM claimed_update WHERE finished AND update_id IN ({_marks(1, len(others))})",  # noqa: S608
                *others,
            )
            claims |= dict.fromkeys(others, Claim.ELSEWHERE) | {number: Claim.FINISHED for (number,) in finished}
        return claims

    async def finished_updates(self, update_ids: Collection[int]) -> frozenset[int]:
        """Return which of these updates are answered."""
        if not update_ids:
            return frozenset()
        rows = await self._database.fetch(
            "SELECT update_id FROM claimed_update WHERE finished AND update_id BETWEEN $1 AND $2 AND claimed_at > $3",
            min(update_ids),
            max(update_ids),
            int(self._clock()) - _UPDATES_KEPT_SECONDS,
        )
        return frozenset(update_id for (update_id,) in rows).intersection(update_ids)

    async def finish_updates(self, update_ids: Collection[int]) -> None:
        """Note that updates are answered, also if they could not be claimed."""
        wanted = sorted(set(update_ids))  # in order: no two replicas wait crosswise
        for first in range(0, len(wanted), MOST):
            group = wanted[first : first + MOST]
            rows = _marks(2, len(group), "({}, $1, TRUE)")
            # One statement: with SQLite a transaction of several rows takes three trips to the thread that has it.
            await self._database.execute(
                f"""INSERT INTO claimed_update (update_id, claimed_at, finished) VALUES {rows}
                    ON CONFLICT (update_id) DO UPDATE SET claimed_at = excluded.claimed_at, finished = TRUE""",  # noqa: S608
                int(self._clock()),
                *group,
            )

    async def renew_updates(self, update_ids: Collection[int]) -> None:
        """Begin the lease of claimed updates anew."""
        now = int(self._clock())
        await self._database.execute_many(
            "UPDATE claimed_update SET claimed_at = $2 WHERE update_id = $1 AND NOT finished",
            [(update_id, now) for update_id in sorted(update_ids)],
        )

    async def release_update(self, update_id: int) -> None:
        """Give back an update that was claimed and cannot be answered now, so that nobody waits for the lease."""
        await self._database.execute("DELETE FROM claimed_update WHERE update_id = $1 AND NOT finished", update_id)

    async def drop_updates(self) -> int:
        """Delete what is known of updates that Telegram does not deliver any more, and return how many there were."""
        return await self._database.execute(
            "DELETE FROM claimed_update WHERE claimed_at <= $1", int(self._clock()) - _UPDATES_KEPT_SECONDS
        )

    # Several processes

    async def claim_period(self, name: str, period: str) -> bool:
        """Return True to exactly one of all who ask, as for the digest of a week: ("digest", "2026-W07").

        Name a period by its ISO week, or begin with its day (20260209T1200): `tidy` deletes it when it is over. Any
        other stays for good.
        """
        first = await self._database.execute(
            "INSERT INTO claimed_period (name, period) VALUES ($1, $2) ON CONFLICT (name, period) DO NOTHING",
            _id(name),
            _id(period),
        )
        return first > 0

    def hold_lock(self, name: str) -> AbstractAsyncContextManager[Lock]:
        """Try to be the one process that does a thing, such as polling, and give way to none until the block ends.

        The lock is true if we have it. It can be lost with the connection to the server: ask `confirm` now and then.
        """
        return self._database.lock(_id(name))

    async def tidy(self, today: date) -> None:
        """Delete whatever has no more use. Call it once a day, from any process or all of them."""
        await self.drop_unused(today - timedelta(days=UNUSED_DAYS))
        await self._forget_marks(today)
        await self._forget_periods(today - timedelta(days=PERIODS_KEPT_DAYS))
        await self.drop_updates()

    async def healthy(self) -> bool:
        """Return whether the database answers."""
        try:
            await self._database.fetch("SELECT version FROM schema_version")
        except StorageError:
            return False
        return True

    async def _forget_marks(self, today: date) -> None:
        await self._database.execute("DELETE FROM contact_report_mark WHERE day < $1", today)

    async def _forget_periods(self, before: date) -> None:
        for pattern, first in (("____-W__", f"{before:%G-W%V}"), ("________T%", f"{before:%Y%m%d}")):
            await self._database.execute(
                "DELETE FROM claimed_period WHERE period LIKE $1 AND period < $2", pattern, first
            )


def _marks(first: int, count: int, each: str = "{}") -> str:
    """Return so many placeholders from a number on, each with what stands around it."""
    return ", ".join(each.format(f"${number}") for number in range(first, first + count))


def _day(value: date | str) -> date:
    return date.fromisoformat(str(value))


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError("only ids are stored: up to 64 Latin letters, digits, - and _")
    return value


def _optional_id(value: str | None) -> str:
    return "" if value is None else _id(value)
