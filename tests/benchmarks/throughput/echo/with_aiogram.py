"""An echo bot by aiogram: `with_aiogram.py URL TOKEN`. It runs in an environment of its own."""

import asyncio
import sys
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer


async def written(message: Any) -> None:
    await message.answer(message.text)


async def pressed(query: Any) -> None:
    await query.answer()
    await query.message.edit_text(query.data)


async def main(url: str, token: str) -> None:
    dispatcher = Dispatcher()
    dispatcher.message.register(written)
    dispatcher.callback_query.register(pressed)
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
