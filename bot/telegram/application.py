"""The python-telegram-bot Application: which handler takes which update, and how errors are met."""

import logging
from typing import Any

from telegram import ChatMember, Update
from telegram.constants import UpdateType
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.assistant import Assistant
from bot.knowledge import Knowledge
from bot.telegram.buttons import Buttons
from bot.telegram.commands import Commands
from bot.telegram.desk import Desk
from bot.telegram.digest import Housekeeping
from bot.telegram.inline import Inline
from bot.telegram.memory import Memory
from bot.telegram.messages import Messages
from bot.telegram.ordering import InOrder
from bot.telegram.profile import introduce
from bot.telegram.sending import Patience, Sender

_log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]
# What Telegram is asked for. It delivers nothing else, and what else comes is ignored.
ALLOWED_UPDATES = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.INLINE_QUERY,
    UpdateType.MY_CHAT_MEMBER,
)
_GONE = (ChatMember.BANNED, ChatMember.LEFT)


def build_application(
    token: str,
    api_url: str,
    knowledge: Knowledge,
    assistant: Assistant,
    memory: Memory,
    staff_chats: tuple[int, ...] = (),
) -> App:
    """Wire the handlers to an Application that talks to the Bot API server at `api_url`."""
    application: App = (
        ApplicationBuilder().application_class(PromptApplication)
        .token(token).base_url(f"{api_url}/bot").base_file_url(f"{api_url}/file/bot")
        .rate_limiter(Patience()).concurrent_updates(InOrder())
        .post_init(_open).post_stop(_stop).post_shutdown(_close).build()
    )  # fmt: skip
    bot, staff = application.bot, frozenset(staff_chats)
    desk = Desk(knowledge, assistant, memory, Sender(bot, memory))
    commands = Commands(desk, lambda: bot.username, staff)
    messages, buttons = Messages(desk, commands, bot), Buttons(desk, commands, bot)
    application.bot_data.update(desk=desk, memory=memory, housekeeping=Housekeeping(desk, commands, staff))

    async def left(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Drop the settings of a chat that has blocked the bot or put it out."""
        member = update.my_chat_member
        if member and member.new_chat_member.status in _GONE:
            await memory.forget(member.chat.id)

    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, messages.written))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, messages.edited))
    application.add_handler(CallbackQueryHandler(buttons.pressed))
    application.add_handler(InlineQueryHandler(Inline(desk).queried))
    application.add_handler(ChatMemberHandler(left, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(_on_error)
    return application


class PromptApplication(App):
    """An application that does not put off its end until Telegram lets it send again."""

    async def stop(self) -> None:
        """Finish what is under way."""
        if isinstance(self.bot.rate_limiter, Patience):
            self.bot.rate_limiter.hurry()
        await super().stop()


async def _open(application: App) -> None:
    await application.bot_data["memory"].open()
    # Telegram may make the bot wait for hours before it describes itself anew: people must not wait with it.
    application.bot_data["housekeeping"].start(introduce(application.bot))


async def _stop(application: App) -> None:
    await application.bot_data["housekeeping"].stop()


async def _close(application: App) -> None:
    await application.bot_data["housekeeping"].stop()
    await application.bot_data["memory"].close()


async def _on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log what went wrong, never what was written or who wrote it."""
    kind = type(context.error).__name__
    number = update.update_id if isinstance(update, Update) else None
    if isinstance(context.error, TelegramError):
        _log.warning("update %s: the Bot API refused: %s", number, kind)
    else:
        _log.error("update %s failed: %s", number, kind, exc_info=context.error)
