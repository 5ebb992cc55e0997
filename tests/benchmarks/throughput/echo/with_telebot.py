"""An echo bot by telebot (pyTelegramBotAPI): `with_telebot.py URL TOKEN`. It runs in an environment of its own."""

import asyncio
import sys
from typing import Any

from telebot import asyncio_helper
from telebot.async_telebot import AsyncTeleBot


async def main(url: str, token: str) -> None:
    asyncio_helper.API_URL = f"{url}/bot{{0}}/{{1}}"
    bot = AsyncTeleBot(token)

    async def written(message: Any) -> None:
        await bot.send_message(message.chat.id, message.text)

    async def pressed(query: Any) -> None:
        await bot.answer_callback_query(query.id)
        await bot.edit_message_text(query.data, query.message.chat.id, query.message.message_id)

    bot.register_message_handler(written, content_types=["text"])
    bot.register_callback_query_handler(pressed, func=lambda _: True)
    await bot.infinity_polling()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
