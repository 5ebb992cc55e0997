"""The server for load keeps the rules of the Bot API, and a bot can be measured; no timing decides anything."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.benchmarks.throughput.driving import Run, Sample
from tests.benchmarks.throughput.measure import Result, Size, added, measure
from tests.benchmarks.throughput.people import EVERY
from tests.benchmarks.throughput.programs import BASELINE, WEBHOOK_BASELINE, Program
from tests.benchmarks.throughput.report import plot, text
from tests.benchmarks.throughput.server import DELAY, Load, LoadServer, Outcome
from tests.benchmarks.throughput.wire import Requests
from tests.fakes.ports import lasting_port

RESULT = Result(
    "ours-polling", 500, 0.002, 300, 0.001, [0.01, 0.02], 0, 0, 0.1, [Sample(0, 2**27), Sample(1000, 2**27)]
)
Json = dict[str, Any]


class Client:
    """A bot's side: calls methods and tells the results."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url = url
        self._session = session

    async def call(self, method: str, **parameters: object) -> Any:
        async with self._session.post(f"{self._url}/bot1:TOKEN/{method}", data=parameters) as response:
            return (await response.json())["result"]


@pytest.fixture
async def server() -> LoadServer:
    return LoadServer(progress=lambda _: None)


@pytest.fixture
async def client(server: LoadServer) -> AsyncIterator[Client]:
    listening = await asyncio.get_running_loop().create_server(lambda: Requests(server.call), "127.0.0.1", 0)
    async with aiohttp.ClientSession() as session, listening:
        yield Client(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", session)


async def test_updates_stay_until_a_later_offset_confirms_them(server: LoadServer, client: Client) -> None:
    server.start(Load(3))
    first = [update["update_id"] for update in await client.call("getUpdates")]
    assert [update["update_id"] for update in await client.call("getUpdates", offset=first[0])] == first
    assert [update["update_id"] for update in await client.call("getUpdates", offset=first[1])] == first[1:]
    assert await client.call("getUpdates", offset=first[-1] + 1) == []


async def test_a_call_gets_a_hundred_updates_at_most(server: LoadServer, client: Client) -> None:
    server.start(Load(150))
    assert len(await client.call("getUpdates")) == 100
    assert len(await client.call("getUpdates", limit=7)) == 7


async def test_parameters_may_stand_in_the_address(server: LoadServer, client: Client) -> None:
    server.start(Load(3))
    assert len(await client.call("getUpdates?limit=2")) == 2


async def test_a_long_poll_ends_when_somebody_writes(server: LoadServer, client: Client) -> None:
    poll = asyncio.create_task(client.call("getUpdates", timeout=30))
    await asyncio.sleep(2 * DELAY)
    server.start(Load(1))
    assert len(await poll) == 1


async def test_one_update_in_so_many_is_a_start_and_one_a_press(server: LoadServer, client: Client) -> None:
    server.start(Load(EVERY))
    updates = await client.call("getUpdates")
    messages = [update["message"]["text"] for update in updates if "message" in update]
    assert (len(messages), messages.count("/start")) == (EVERY - 1, 1)


async def test_a_second_reply_to_the_same_question_is_told(server: LoadServer, client: Client) -> None:
    server.start(Load(1))
    [update] = await client.call("getUpdates")
    for _ in range(2):
        message = await client.call("sendMessage", chat_id=update["message"]["chat"]["id"], text="«да»")
        assert message["text"] == "«да»"
    outcome = server.outcome()
    assert all(outcome.replied)
    assert outcome.surplus == 1


async def test_as_many_write_as_are_answered(server: LoadServer, client: Client) -> None:
    server.start(Load(3, ahead=1))
    offset = 0
    for _ in range(3):
        [update] = await client.call("getUpdates", offset=offset)
        offset = update["update_id"] + 1
        await client.call("sendMessage", chat_id=update["message"]["chat"]["id"], text="yes")
    assert all(server.outcome().replied)


async def test_a_webhook_gets_every_update_with_the_secret_until_it_takes_it(
    server: LoadServer, client: Client
) -> None:
    taken: list[int] = []
    refusals = iter((500, 503))

    async def hook(request: web.Request) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "secret"
        update = await request.json()
        status = next(refusals, 200)
        if status == 200:
            taken.append(update["update_id"])
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    port = lasting_port()
    await client.call("setWebhook", url=f"http://127.0.0.1:{port}/hook", secret_token="secret", max_connections=2)  # noqa: S106
    server.start(Load(20))
    await asyncio.sleep(DELAY)  # nobody listens yet
    await web.TCPSite(runner, "127.0.0.1", port).start()
    while len(taken) < 20:
        await asyncio.sleep(0.01)
    assert len(set(taken)) == 20
    await client.call("deleteWebhook")
    await runner.cleanup()


def test_what_is_added_leaves_out_what_no_bot_saves() -> None:
    outcome = Outcome([1.0, 2.0], [0.03, 0.0], [1.1, 0.0], surplus=0)
    assert added(Run(outcome, 0.0, 0.0, [])) == [pytest.approx(0.1 - 0.03 - DELAY)]


@pytest.mark.parametrize("program", [BASELINE, WEBHOOK_BASELINE], ids=lambda program: program.name)
def test_an_echo_bot_is_measured(program: Program) -> None:
    result = measure(program, Size(at_once=40, seconds=0.2, long_run=0))
    assert (result.lost, result.surplus) == (0, 0)
    assert result.cpu > 0


def test_the_table_shows_ours_beside_the_echo_with_the_same_intake(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.benchmarks.throughput.report.echo_libraries", lambda: {"aiogram": "3"})
    polls = RESULT._replace(name=BASELINE.name, cpu=0.0005, memory=[])
    serves = RESULT._replace(name=WEBHOOK_BASELINE.name, cpu=0.00025, memory=[])
    lines = text([polls, serves, RESULT, RESULT._replace(name="ours-webhook")])
    assert "| ours-polling | 500 | 300 | 15 | 20 | 1.00 | 2.00 | 2.00 | 1.00 | 0 | 0 |" in lines
    assert "| ours-webhook | 500 | 300 | 15 | 20 | 1.00 | 4.00 | 2.00 | 1.00 | 0 | 0 |" in lines
    assert "| ours-polling | 1,000 | 128 |" in lines


def test_the_plot_is_the_same_for_the_same_results(tmp_path: Path) -> None:
    for name in ("one.svg", "other.svg"):
        plot([RESULT], tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()
