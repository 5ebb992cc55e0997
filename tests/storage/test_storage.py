"""What the storage promises, over SQLite and PostgreSQL alike."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.storage import REASONS, ChatSettings, Claim, ContactReports, Gap, KeyedHash, Storage, open_storage
from bot.storage.storage import LEASE_SECONDS
from tests.storage.conftest import Clock

DAY = date(2026, 2, 2)
YESTERDAY = DAY - timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
over_both = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


async def last_used(storage: Storage) -> list[str]:
    rows = await storage._database.fetch("SELECT last_used FROM chat_settings ORDER BY last_used")
    return [str(day) for (day,) in rows]


# Settings of a chat


async def test_a_chat_that_has_chosen_nothing_leaves_no_trace(storage: Storage, keys: KeyedHash) -> None:
    assert await storage.get_chat(keys.of(1), DAY) == ChatSettings(None, None)
    assert await last_used(storage) == []


async def test_what_is_not_named_is_kept_and_none_clears(storage: Storage, keys: KeyedHash) -> None:
    chat, other = keys.of(1), keys.of(2)
    await storage.set_chat(chat, DAY, language="ru")
    await storage.set_chat(chat, DAY, country="TJ")
    await storage.set_chat(other, DAY, language="en", country="KZ")
    assert await storage.get_chat(chat, DAY) == ("ru", "TJ")
    await storage.set_chat(chat, DAY, country=None)
    assert await storage.get_chat(chat, DAY) == ("ru", None)
    assert await storage.get_chat(other, DAY) == ("en", "KZ")


async def test_unused_chats_are_dropped_and_reading_counts_as_use(storage: Storage, keys: KeyedHash) -> None:
    for number in (1, 2):
        await storage.set_chat(keys.of(number), YESTERDAY, language="ru")
    await storage.get_chat(keys.of(2), DAY)
    await storage.get_chat(keys.of(2), YESTERDAY)  # a replica that is late does not turn the day back
    assert await last_used(storage) == [str(YESTERDAY), str(DAY)]
    assert await storage.drop_unused(YESTERDAY) == 0
    assert await storage.drop_unused(DAY) == 1
    assert await storage.get_chat(keys.of(1), DAY) == ChatSettings()
    assert await storage.get_chat(keys.of(2), DAY) == ("ru", None)


async def test_forgetting_deletes_the_settings_of_one_chat(storage: Storage, keys: KeyedHash) -> None:
    for number in (1, 2):
        await storage.set_chat(keys.of(number), DAY, language="ru")
    await storage.forget_chat(keys.of(1))
    assert await storage.get_chat(keys.of(1), DAY) == ChatSettings()
    assert await storage.get_chat(keys.of(2), DAY) == ("ru", None)
    await storage.forget_chat(keys.of(1))


async def test_forgetting_does_not_let_a_chat_report_twice_a_day(storage: Storage, keys: KeyedHash) -> None:
    assert await storage.report("tj-hotline", "no_answer", keys.of(1), DAY)
    await storage.forget_chat(keys.of(1))
    assert not await storage.report("tj-hotline", "no_answer", keys.of(1), DAY)


async def test_a_group_that_moves_takes_its_settings_along(storage: Storage, keys: KeyedHash) -> None:
    old, new = keys.of(-5), keys.of(-1005)
    await storage.set_chat(old, DAY, language="ru", country="UZ")
    await storage.move_chat(old, new)
    assert await storage.get_chat(old, DAY) == ChatSettings()
    assert await storage.get_chat(new, DAY) == ("ru", "UZ")
    await storage.move_chat(old, new)  # Telegram tells it twice
    await storage.move_chat(new, new)
    assert await storage.get_chat(new, DAY) == ("ru", "UZ")
    await storage.set_chat(old, DAY, language="en")
    await storage.move_chat(old, new)
    assert await storage.get_chat(new, DAY) == ("ru", "UZ")
    assert await storage.get_chat(old, DAY) == ChatSettings()


CHATS = st.integers(0, 2)
CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "language": st.sampled_from(["ru", "en", None]),
        "country": st.sampled_from(["KZ", "TJ", None]),
    },
)
STEPS = st.one_of(
    st.tuples(st.just("set"), CHATS, CHOICES),
    st.tuples(st.just("forget"), CHATS, st.none()),
    st.tuples(st.just("move"), CHATS, CHATS),
)


@over_both
@given(steps=st.lists(STEPS, max_size=12), secret=st.binary(min_size=16, max_size=16))
async def test_settings_are_those_of_a_plain_dictionary(
    storage: Storage, steps: list[tuple[str, int, Any]], secret: bytes
) -> None:
    keys = KeyedHash(secret)
    expected: dict[int, dict[str, str | None]] = {}
    for step, chat, argument in steps:
        if step == "set":
            expected.setdefault(chat, {}).update(argument)
            await storage.set_chat(keys.of(chat), DAY, **argument)
        elif step == "forget":
            expected.pop(chat, None)
            await storage.forget_chat(keys.of(chat))
        elif chat != argument:
            moved = expected.pop(chat, None)
            if moved is not None:
                expected.setdefault(argument, moved)
            await storage.move_chat(keys.of(chat), keys.of(argument))
    for chat in range(3):
        assert await storage.get_chat(keys.of(chat), DAY) == ChatSettings(**expected.get(chat, {}))
        await storage.forget_chat(keys.of(chat))  # an example may come twice


# Counters


async def test_a_contact_is_reported_once_per_chat_and_day(storage: Storage, keys: KeyedHash) -> None:
    first, second = keys.of(1), keys.of(2)
    assert await storage.report("tj-hotline", "no_answer", first, YESTERDAY)
    assert not await storage.report("tj-hotline", "wrong_number", first, YESTERDAY)
    assert await storage.report("tj-hotline", "no_answer", second, YESTERDAY)
    assert await storage.report("kg-hotline", "refused_language", first, YESTERDAY)
    assert await storage.report("tj-hotline", "wrong_number", first, DAY)
    assert await storage.reports(YESTERDAY) == [
        ContactReports("kg-hotline", YESTERDAY, "refused_language", 1),
        ContactReports("tj-hotline", YESTERDAY, "no_answer", 2),
        ContactReports("tj-hotline", DAY, "wrong_number", 1),
    ]
    assert await storage.reports(DAY) == [("tj-hotline", DAY, "wrong_number", 1)]
    assert await storage.report_total("tj-hotline", YESTERDAY) == 3
    assert await storage.report_total("tj-hotline", DAY) == 1
    assert await storage.report_total("uz-1008", YESTERDAY) == 0


async def test_marks_of_reports_do_not_outlive_the_day(storage: Storage, keys: KeyedHash) -> None:
    async def marks() -> int:
        return len(await storage._database.fetch("SELECT mark FROM contact_report_mark"))

    await storage.report("tj-hotline", "no_answer", keys.of(1), YESTERDAY)
    await storage.report("tj-hotline", "no_answer", keys.of(2), YESTERDAY)
    assert await marks() == 2
    await storage.report("kg-hotline", "no_answer", keys.of(3), DAY)
    assert await marks() == 1
    await storage.tidy(DAY)
    assert await marks() == 1
    await storage.tidy(DAY + timedelta(days=1))
    assert await marks() == 0


async def test_a_report_needs_a_known_reason(storage: Storage, keys: KeyedHash) -> None:
    with pytest.raises(ValueError, match="no reason to report a contact: 'rude'"):
        await storage.report("tj-hotline", "rude", keys.of(1), DAY)  # type: ignore[arg-type]
    assert await storage.reports(DAY) == []


async def test_reports_at_the_same_moment_are_all_counted(storage: Storage, keys: KeyedHash) -> None:
    tries = [storage.report("tj-hotline", "no_answer", keys.of(number % 8), DAY) for number in range(24)]
    assert sum(await asyncio.gather(*tries)) == 8
    assert await storage.report_total("tj-hotline", DAY) == 8


@over_both
@given(
    tries=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["a", "b"]), st.sampled_from(REASONS)), max_size=12),
    day=DAYS,
)
async def test_the_total_is_the_number_of_chats(storage: Storage, tries: list[tuple[int, str, Any]], day: date) -> None:
    keys = KeyedHash(b"another secret of a test")
    before = {contact: await storage.report_total(contact, date.min) for contact in "ab"}
    await storage._forget_marks(date.max)
    counted = [await storage.report(contact, reason, keys.of(chat), day) for chat, contact, reason in tries]
    assert sum(counted) == len({(chat, contact) for chat, contact, _ in tries})
    for contact in "ab":
        total = await storage.report_total(contact, date.min) - before[contact]
        assert total == len({chat for chat, about, _ in tries if about == contact})


async def test_gaps_are_shown_from_three_on(storage: Storage) -> None:
    for day in (YESTERDAY, DAY, DAY):
        await storage.count_gaps({("health", "TJ", "ru"): 1}, day)
    for _ in range(4):
        await storage.count_gaps({(None, None, "en"): 1}, DAY)
    await storage.count_gaps({("policy", "KZ", "ru"): 1}, DAY)
    assert await storage.gaps(YESTERDAY) == [Gap(None, None, "en", 4), Gap("health", "TJ", "ru", 3)]
    assert await storage.gaps(DAY) == [(None, None, "en", 4)]
    assert len(await storage.gaps(YESTERDAY, at_least=1)) == 3


async def test_shown_passages_are_counted(storage: Storage) -> None:
    await storage.count_shown({"kg-un-network": 1, "kg-16-days": 1}, YESTERDAY)
    await storage.count_shown({"kg-16-days": 1}, DAY)
    await storage.count_shown({}, DAY)
    assert list((await storage.shown(YESTERDAY)).items()) == [("kg-16-days", 2), ("kg-un-network", 1)]
    assert await storage.shown(DAY) == {"kg-16-days": 1}


async def test_answers_at_the_same_moment_do_not_block_each_other(storage: Storage) -> None:
    ids = [f"passage-{number}" for number in range(12)]
    answers = [ids if number % 2 else ids[::-1] for number in range(30)]
    await asyncio.gather(*(storage.count_shown(dict.fromkeys(answer, 1), DAY) for answer in answers))
    assert await storage.shown(DAY) == dict.fromkeys(sorted(ids), 30)


@pytest.mark.parametrize("text", ["Я потерял паспорт", "lost passport", "a" * 65, "", "a\n", "tj\0", "+992900800800"])
async def test_no_text_can_slip_in(storage: Storage, keys: KeyedHash, text: str) -> None:
    attempts = (
        storage.set_chat(keys.of(1), DAY, language=text),
        storage.set_chat(keys.of(1), DAY, country=text),
        storage.report(text, "no_answer", keys.of(1), DAY),
        storage.count_gaps({(text, None, "ru"): 1}, DAY),
        storage.count_gaps({(None, text, "ru"): 1}, DAY),
        storage.count_gaps({(None, None, text): 1}, DAY),
        storage.count_shown({"kg-16-days": 1, text: 1}, DAY),
        storage.claim_period(text, "2026-W07"),
        storage.claim_period("digest", text),
    )
    for attempt in attempts:
        with pytest.raises(ValueError, match="only ids are stored") as caught:
            await attempt
        assert text not in str(caught.value) or not text


# Updates


async def test_an_update_is_ours_once(storage: Storage) -> None:
    assert await storage.claim_update(7) is Claim.OURS
    assert await storage.claim_update(7) is Claim.ELSEWHERE
    assert not await storage.claim_update(7)
    await storage.finish_updates([7])
    await storage.finish_updates([7])
    assert await storage.claim_update(7) is Claim.FINISHED
    assert await storage.claim_update(8)


async def test_of_many_workers_one_gets_the_update(url: str, storage: Storage, clock: Clock) -> None:
    async with open_storage(url, clock) as other:
        claims = await asyncio.gather(*((storage, other)[number % 2].claim_update(7) for number in range(20)))
    assert sorted(map(bool, claims)) == [False] * 19 + [True]


async def test_the_claim_of_a_dead_worker_expires(storage: Storage, clock: Clock) -> None:
    await storage.claim_update(7)
    clock.now += LEASE_SECONDS - 1
    assert await storage.claim_update(7) is Claim.ELSEWHERE
    clock.now += 1
    assert await storage.claim_update(7) is Claim.OURS
    assert await storage.claim_update(7) is Claim.ELSEWHERE


async def test_a_clock_that_is_set_back_does_not_prolong_a_claim(storage: Storage, clock: Clock) -> None:
    await storage.claim_update(7)
    await storage.finish_updates([8])
    clock.now -= 10
    assert await storage.claim_update(7) is Claim.ELSEWHERE  # the clocks of two replicas may differ a little
    clock.now -= 3600
    assert await storage.claim_update(7) is Claim.OURS
    assert await storage.claim_update(8) is Claim.FINISHED


async def test_an_update_given_back_can_be_claimed_at_once(storage: Storage) -> None:
    await storage.claim_update(7)
    await storage.release_update(7)
    assert await storage.claim_update(7)
    await storage.finish_updates([7])
    await storage.release_update(7)
    assert await storage.claim_update(7) is Claim.FINISHED


async def test_an_update_answered_without_a_claim_is_finished(storage: Storage) -> None:
    await storage.finish_updates([7])
    assert await storage.claim_update(7) is Claim.FINISHED


async def test_what_is_renewed_stays_ours_and_what_is_finished_stays_finished(storage: Storage, clock: Clock) -> None:
    await storage.claim_update(7)
    await storage.finish_updates([8])
    clock.now += LEASE_SECONDS - 1
    await storage.renew_updates([7, 8, 9])
    clock.now += LEASE_SECONDS - 1
    assert await storage.claim_update(7) is Claim.ELSEWHERE
    assert await storage.claim_update(8) is Claim.FINISHED
    assert await storage.claim_update(9) is Claim.OURS


async def test_the_finished_ones_of_many_are_found(storage: Storage, clock: Clock) -> None:
    await storage.finish_updates([3, 5, 2**62])
    await storage.claim_update(4)
    assert await storage.finished_updates([2, 4, 5, 2**62]) == {5, 2**62}
    assert await storage.finished_updates([]) == frozenset()
    clock.now += 2 * 86400
    assert await storage.finished_updates([3, 5]) == frozenset()


async def test_numbers_of_updates_may_come_again_after_two_days(storage: Storage, clock: Clock) -> None:
    await storage.finish_updates([7])
    clock.now += 2 * 86400 - 1
    await storage.finish_updates([8])
    assert await storage.claim_update(7) is Claim.FINISHED
    clock.now += 1
    assert await storage.claim_update(7) is Claim.OURS
    clock.now += 2 * 86400 - 1
    assert await storage.drop_updates() == 1
    await storage.tidy(DAY)
    clock.now += 1
    await storage.tidy(DAY)
    assert await storage.drop_updates() == 0


@pytest.mark.parametrize("number", [-1, 2**63])
async def test_a_number_that_is_none_of_an_update_is_refused(storage: Storage, number: int) -> None:
    with pytest.raises(ValueError, match="no number of an update"):
        await storage.claim_update(number)
    assert await storage.claim_update(2**63 - 1)


# Several processes


async def test_a_period_belongs_to_exactly_one(url: str, storage: Storage) -> None:
    async with open_storage(url) as other:
        claims = [(storage, other)[number % 2].claim_period("digest", "2026-W07") for number in range(12)]
        assert sum(await asyncio.gather(*claims)) == 1
        assert await other.claim_period("digest", "2026-W08")
        assert await storage.claim_period("tidy", "2026-W08")
        assert not await storage.claim_period("digest", "2026-W07")  # a replica whose clock is late


@pytest.mark.parametrize(
    ("today", "over", "kept"),
    [
        (DAY, ["2025-W52", "2026-W04"], ["2026-W05", "2026-W06"]),
        (date(2027, 1, 4), ["2026-W01", "2026-W52"], ["2026-W53", "2027-W01"]),
        (DAY, ["20251231T1200-1a", "20260125T2359-1a"], ["20260126T0000-1a", "20260202T1200-1a"]),
        (DAY, [], ["once"]),
    ],
)
async def test_a_period_is_forgotten_a_week_after_it(
    storage: Storage, today: date, over: list[str], kept: list[str]
) -> None:
    for period in over + kept:
        assert await storage.claim_period("digest", period)
    await storage.tidy(today)
    assert await storage._database.fetch("SELECT period FROM claimed_period ORDER BY period") == [(p,) for p in kept]


async def test_a_lock_is_held_by_one(url: str, storage: Storage) -> None:
    async with open_storage(url) as other:
        async with (
            storage.hold_lock("poller") as ours,
            other.hold_lock("poller") as theirs,
            other.hold_lock("digest") as another,
        ):
            assert [bool(ours), bool(theirs), bool(another)] == [True, False, True]
            assert [await lock.confirm() for lock in (ours, theirs, another)] == [True, False, True]
        async with other.hold_lock("poller") as theirs:
            assert theirs


async def test_an_error_within_the_lock_is_left_as_it_is_and_ends_it(storage: Storage) -> None:
    with pytest.raises(OSError, match="of the caller"):
        async with storage.hold_lock("poller"):
            raise OSError("of the caller")
    async with storage.hold_lock("poller") as lock:
        assert lock


# Health and order


async def test_what_is_written_is_there_after_opening_again(url: str, keys: KeyedHash) -> None:
    async with open_storage(url) as storage:
        assert await storage.healthy()
        await storage.set_chat(keys.of(1), DAY, language="ru")
    async with open_storage(url) as storage:
        assert await storage.get_chat(keys.of(1), DAY) == ("ru", None)


async def test_a_task_that_is_cancelled_leaves_the_storage_usable(storage: Storage, keys: KeyedHash) -> None:
    for delay in (0.0, 0.0001, 0.0005, 0.001, 0.002, 0.005):
        task = asyncio.create_task(storage.report("tj-hotline", "no_answer", keys.of(1), DAY))
        await asyncio.sleep(delay)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await storage.report("tj-hotline", "no_answer", keys.of(1), DAY)
    assert await storage.report_total("tj-hotline", DAY) == 1
    assert await storage.report("tj-hotline", "no_answer", keys.of(2), DAY)


async def test_a_transaction_that_fails_changes_nothing(storage: Storage) -> None:
    async def attempt() -> None:
        async with storage._database.transaction() as statements:
            await statements.execute("INSERT INTO claimed_period (name, period) VALUES ($1, $2)", "a", "b")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await attempt()
    assert await storage.claim_period("a", "b")
