"""The python-telegram-bot Application: which handler takes which update, and how errors are met."""

import logging
from dataclasses import replace
from typing import Any

from telegram import ChatMember, Update
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError
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
from telegram.request import BaseRequest

from bot.telegram.buttons import Buttons
from bot.telegram.commands import Commands
from bot.telegram.desk import Desk
from bot.telegram.edition import Edition
from bot.telegram.inline import Inline
from bot.telegram.messages import Messages
from bot.telegram.screens import wordless
from bot.telegram.sending import Patience
from bot.telegram.staff_chats import StaffChats

_log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE
_GONE = (ChatMember.BANNED, ChatMember.LEFT)


def build_application(
    token: str, api_url: str, request: BaseRequest, polling_request: BaseRequest, patience: Patience
) -> App:
    """Make an Application that talks to the Bot API server at `api_url`; updates are handed to it one by one."""
    return (
        ApplicationBuilder()
        .token(token).base_url(f"{api_url}/bot").base_file_url(f"{api_url}/file/bot")
        .request(request).get_updates_request(polling_request).rate_limiter(patience).updater(None)
        .application_class(_Application)
        .build()
    )  # fmt: skip


class _Application(App):
    """Keeps no ids: the library notes those of every chat and person for its persistence, which is not used here."""

    def _mark_for_persistence_update(self, *, update: object | None = None, job: object | None = None) -> None:
        pass


class Reception:
    """Sends each update to the handlers of the knowledge in use; it meets the same edition to its end."""

    def __init__(self, application: App, desk: Desk, staff: StaffChats) -> None:
        self._application = application
        self._staff = staff
        self._failed: set[int] = set()
        self.take_desk(desk)
        application.add_handler(
            MessageHandler(filters.UpdateType.MESSAGE, lambda update, _: self._messages.written(update))
        )
        application.add_handler(
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, lambda update, _: self._messages.edited(update))
        )
        application.add_handler(CallbackQueryHandler(lambda update, _: self._buttons.pressed(update)))
        application.add_handler(InlineQueryHandler(lambda update, _: self._inline.queried(update)))
        application.add_handler(ChatMemberHandler(self._left, ChatMemberHandler.MY_CHAT_MEMBER))
        application.add_error_handler(self._failing)

    def take(self, edition: Edition) -> None:
        """Answer the next update from another edition."""
        self.take_desk(replace(self.desk, edition=edition))

    def take_desk(self, desk: Desk) -> None:
        """Make the handlers that work at a desk."""
        bot = self._application.bot
        self.desk = desk
        self.commands = Commands(desk, lambda: bot.username, self._staff)
        self._messages = Messages(desk, self.commands, bot)
        self._buttons = Buttons(desk, self.commands, bot)
        self._inline = Inline(desk)

    async def handle(self, update: Update) -> bool:
        """Handle an update; false if that failed by a fault of ours, or if Telegram did not take the answer."""
        await self._application.process_update(update)
        failed = update.update_id in self._failed
        self._failed.discard(update.update_id)
        return not failed

    async def _left(self, update: Update, _: Context) -> None:
        """Drop the settings of a chat that has blocked the bot or put it out."""
        member = update.my_chat_member
        if member and member.new_chat_member.status in _GONE:
            await self.desk.memory.forget(member.chat.id)

    async def _failing(self, update: object, context: Context) -> None:
        """Log what went wrong, never what was written or who wrote it; after a fault of ours give the contacts."""
        if isinstance(context.error, TelegramError):
            _log.warning("the Bot API refused an answer: %s", type(context.error).__name__)
            if isinstance(update, Update) and _is_lost(update, context.error):
                self._failed.add(update.update_id)
            return
        _log.error("an update failed: %s", type(context.error).__name__, exc_info=context.error)
        if isinstance(update, Update):
            self._failed.add(update.update_id)
            await self._apologise(update)

    async def _apologise(self, update: Update) -> None:
        message = update.effective_message
        try:
            if message is None or message.chat.type != message.chat.PRIVATE:
                return
            visitor = await self.desk.visitor(update)
            contacts = self.desk.nearby(visitor.country)
            how = await self.desk.showing()
            screen = wordless.reply(visitor.words, wordless.Kind.TROUBLE, visitor.country, contacts, how)
            await self.desk.sender.send(visitor.chat_id, screen)
        except Exception as error:  # the last resort; nothing stands behind it
            _log.exception("a person could not be told: %s", type(error).__name__)


def _is_lost(update: Update, error: TelegramError) -> bool:
    """Tell whether somebody waits for an answer that Telegram could have taken at another time.

    Nobody waits for an inline query: the next letter asks anew.
    """
    refused = isinstance(error, BadRequest)  # which the library counts among those of the network
    return isinstance(error, (RetryAfter, NetworkError, InvalidToken)) and not refused and not update.inline_query
