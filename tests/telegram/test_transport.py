"""Calls over real HTTP on loopback: what is sent, and which error tells what went wrong."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from telegram import Bot, InputFile
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.telegram.transport import make_request
from tests.fakes import BotApiServer
from tests.fakes.ports import lasting_port

CHAT = 8_000_000_001
Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def a_bot(url: str, token: str = "1:TOKEN") -> AsyncIterator[Bot]:  # noqa: S107
    bot = Bot(token, base_url=f"{url}/bot", request=make_request(), get_updates_request=make_request())
    async with bot.request:
        yield bot


@asynccontextmanager
async def serving(behaviour: Behaviour) -> AsyncIterator[str]:
    """Serve something that is no Bot API; it lets each connection go when the test ends."""
    writers: list[asyncio.StreamWriter] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await reader.readuntil(b"\r\n\r\n")
        await behaviour(reader, writer)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        for writer in writers:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


def writing(data: bytes) -> Behaviour:
    async def behaviour(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        writer.write_eof()

    return behaviour


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take a call and say nothing."""


async def trickling(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" ")
        await asyncio.sleep(0.01)


async def test_parameters_arrive_as_they_were_given(api: BotApiServer) -> None:
    api.say("hello", chat_id=CHAT)
    async with a_bot(api.url, api.token) as bot:
        message = await bot.send_message(CHAT, "Салом & 1+1=2\n%", disable_notification=True)
    assert api.sent(CHAT)[-1]["text"] == "Салом & 1+1=2\n%"
    assert message.message_id == api.sent(CHAT)[-1]["message_id"]
    assert api.called("sendMessage")[-1].params["disable_notification"] is True


async def test_a_file_is_uploaded_under_its_name(api: BotApiServer) -> None:
    api.say("hello", chat_id=CHAT)
    async with a_bot(api.url, api.token) as bot:
        file = InputFile(b"BEGIN:VCARD", filename="горячая линия.vcf")
        await bot.send_document(CHAT, file, caption="+992")
    sent = api.sent(CHAT)[-1]
    assert sent["document"]["file_name"] == "горячая линия.vcf"
    assert sent["document"]["file_size"] == len("BEGIN:VCARD")
    assert sent["caption"] == "+992"


async def test_updates_are_fetched(api: BotApiServer) -> None:
    api.say("hello", chat_id=CHAT)
    async with a_bot(api.url, api.token) as bot, bot._request[0]:
        updates = await bot.get_updates(timeout=1)
    assert updates[-1].message
    assert updates[-1].message.text == "hello"


async def test_what_telegram_refuses_is_told_by_its_kind(api: BotApiServer) -> None:
    async with a_bot(api.url, api.token) as bot:
        with pytest.raises(BadRequest, match="text is empty"):
            await bot.send_message(CHAT, " ")
        api.fail("getMe", 429, retry_after=3)
        with pytest.raises(RetryAfter):
            await bot.get_me()


@pytest.mark.parametrize("behaviour", [silent, trickling], ids=["silence", "a trickle"])
async def test_an_answer_that_does_not_come_in_time_is_a_time_out(behaviour: Behaviour) -> None:
    async with serving(behaviour) as url, a_bot(url) as bot:
        with pytest.raises(TimedOut):
            await bot.get_me(read_timeout=0.1, write_timeout=0.1)


async def test_no_free_connection_in_time_is_a_time_out() -> None:
    taken = asyncio.Event()

    async def behaviour(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        taken.set()

    async with serving(behaviour) as url, make_request(connections=1) as request:
        first = asyncio.create_task(request.post(f"{url}/bot1:TOKEN/getMe"))
        await taken.wait()
        with pytest.raises(TimedOut):
            await request.post(f"{url}/bot1:TOKEN/getMe", pool_timeout=0.1)
        first.cancel()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>",
    ],
    ids=["closed", "not HTTP", "cut off", "no JSON", "another JSON", "a proxy's page"],
)
async def test_any_other_answer_is_a_network_error_without_the_token(data: bytes) -> None:
    async with serving(writing(data)) as url, a_bot(url) as bot:
        with pytest.raises(NetworkError) as raised:
            await bot.get_me()
    assert type(raised.value) is NetworkError
    assert not re.search("TOKEN", repr(raised.value) + repr(raised.value.__cause__))


async def test_a_refused_connection_is_a_network_error() -> None:
    async with a_bot(f"http://127.0.0.1:{lasting_port()}") as bot:
        with pytest.raises(NetworkError, match="ClientConnectorError") as raised:
            await bot.get_me()
    assert type(raised.value) is NetworkError


async def test_it_can_be_opened_again(api: BotApiServer) -> None:
    request = make_request()
    for _ in range(2):
        async with request:
            assert b'"ok":true' in (await request.do_request(f"{api.url}/bot{api.token}/getMe", "POST"))[1].replace(
                b" ", b""
            )


async def test_it_cannot_be_used_before_it_is_open() -> None:
    with pytest.raises(NetworkError, match="not open"):
        await make_request().post("http://127.0.0.1:9/")
