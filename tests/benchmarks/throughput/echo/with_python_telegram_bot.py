"""An echo bot by python-telegram-bot with our transport: `with_python_telegram_bot.py URL TOKEN [PORT]`.

With a port it serves a webhook there, else it polls.
"""

import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.telegram.transport import make_request


async def written(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


async def pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    if update.callback_query and update.callback_query.data:
        await update.callback_query.answer()
        await update.callback_query.edit_message_text(update.callback_query.data)


def main(url: str, token: str, port: str = "") -> None:
    application = (
        ApplicationBuilder().token(token).base_url(f"{url}/bot").concurrent_updates(256)
        .request(make_request()).get_updates_request(make_request()).build()
    )  # fmt: skip
    application.add_handler(MessageHandler(filters.TEXT, written))
    application.add_handler(CallbackQueryHandler(pressed))
    if port:
        url = f"http://127.0.0.1:{port}/hook"
        application.run_webhook("127.0.0.1", int(port), url_path="hook", webhook_url=url, secret_token="secret")  # noqa: S106
    else:
        application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
