"""Clients of the webhook that are not Telegram: slow ones, and many that do not know the secret."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from bot.telegram.intake.webhook import SECRET_HEADER, secret_of
from tests.fakes import BotApiServer
from tests.faults.bots import PATH, Bot
from tests.faults.crowd import Crowd, Tally

SLOW = 200
FORGED = 10_000
AT_A_TIME = 40
MOST_GROWTH = 20.0  # MiB; what 10,000 requests would leave behind if each left two kilobytes
_REQUEST = f"POST {PATH} HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("bot")
    with BotApiServer() as api, Bot(api, folder, str(folder / "bot.db"), "webhook") as running:
        running.wait_ready()
        yield running


async def answers(bot: Bot, people: int) -> Tally:
    """Let people ask, wait for their answers, and see that all is well."""
    with Crowd(bot.api, people) as crowd:
        await asyncio.to_thread(crowd.wait_answered)
    tally = crowd.tally()
    assert tally.lost == tally.strange == len(tally.repeated) == 0
    return tally


@asynccontextmanager
async def slow_clients(bot: Bot) -> AsyncIterator[list[asyncio.StreamWriter]]:
    """Connect clients that send a byte now and then: of the headers, or of the body, with the secret or without."""
    true = f"{SECRET_HEADER}: {secret_of(bot.api.token)}\r\n"
    beginnings = (
        "",
        _REQUEST,
        f"{_REQUEST}{true}Content-Length: 1000\r\n\r\n{{",
        f"{_REQUEST}Content-Length: 9\r\n\r\n",
    )
    writers = []
    for number in range(SLOW):
        _, writer = await asyncio.open_connection("127.0.0.1", bot.port)
        writer.write(beginnings[number % len(beginnings)].encode())
        writers.append(writer)
    tasks = [asyncio.create_task(_trickle(writer)) for writer in writers]
    try:
        yield writers
    finally:
        for task, writer in zip(tasks, writers, strict=True):
            task.cancel()
            writer.close()
        await asyncio.gather(*tasks, *(writer.wait_closed() for writer in writers), return_exceptions=True)


async def _trickle(writer: asyncio.StreamWriter) -> None:
    while not writer.is_closing():
        await asyncio.sleep(0.2)
        writer.write(b"a")


async def test_slow_clients_keep_nobody_from_an_answer(bot: Bot) -> None:
    async with slow_clients(bot):
        tally = await answers(bot, 100)
    print(f"{SLOW} slow clients: {tally}")


async def test_forged_updates_are_refused_and_keep_nobody_from_an_answer(bot: Bot) -> None:
    statuses: dict[bytes, int] = {}

    async def forge(number: int) -> None:
        for _ in range(number):
            status = await _post(bot, b'{"update_id": 1, "message": {"text": "hotline"}}')
            statuses[status] = statuses.get(status, 0) + 1

    async def attack(number: int) -> None:
        await asyncio.gather(*(forge(number // AT_A_TIME) for _ in range(AT_A_TIME)))

    await attack(FORGED // 10)  # the first ones fill the pools of the allocator
    before = bot.memory
    _, during = await asyncio.gather(attack(FORGED), answers(bot, 50))
    after = await answers(bot, 20)
    growth = bot.memory - before
    print(f"{FORGED} forged updates: memory {before:.0f} MiB and {growth:+.1f} MiB; during: {during}; after: {after}")
    assert statuses == {b"HTTP/1.1 403 Forbidden": FORGED // 10 + FORGED}
    assert growth < MOST_GROWTH


async def _post(bot: Bot, body: bytes) -> bytes:
    """Post a forged update and return the status line of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", bot.port)
    try:
        head = f"{_REQUEST}{SECRET_HEADER}: wrong\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        return (await reader.readline()).strip()
    finally:
        writer.close()
