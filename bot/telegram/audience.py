"""What in a chat is meant for the bot, and what of it are words to answer."""

import re
from typing import NamedTuple

from telegram import Bot, Message, MessageEntity
from telegram.constants import ChatType

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,32}))?(?:\s+|$)")


class Command(NamedTuple):
    """A command with what follows it."""

    name: str
    argument: str
    is_named: bool  # whether the bot's name stands behind it


def is_from_person(message: Message, bot: Bot) -> bool:
    """Leave out other bots, channels, and messages that people made through this bot's inline mode."""
    sender, via = message.from_user, message.via_bot
    return bool(
        sender
        and not sender.is_bot
        and not message.is_automatic_forward
        and (via is None or via.id != bot.id)
        and message.chat.type != ChatType.CHANNEL
    )


def command_in(message: Message, bot: Bot) -> Command | None:
    """Return the command a message begins with, None if it is one for another bot or none at all."""
    found = _COMMAND.match(message.text or "")
    if not found or message.forward_origin:
        return None
    name, username = found[1].lower(), found[2]
    if username and username.lower() != bot.username.lower():
        return None
    return Command(name, (message.text or "")[found.end() :].strip(), bool(username))


def is_addressed(message: Message, bot: Bot) -> bool:
    """Tell whether a message in a group speaks to the bot: it mentions the bot, or replies to it."""
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.id == bot.id:
        return True
    named = [
        *message.parse_entities([MessageEntity.MENTION]).values(),
        *message.parse_caption_entities([MessageEntity.MENTION]).values(),
    ]
    return any(name.lower() == f"@{bot.username.lower()}" for name in named)


def words_of(message: Message, bot: Bot) -> str:
    """Return the words of a message or below a picture, without the mention of the bot."""
    text = message.text or message.caption or ""
    return re.sub(rf"@{re.escape(bot.username)}\b", " ", text, flags=re.IGNORECASE)


def question_in(message: Message, bot: Bot) -> str | None:
    """Return the words of a message if they are a question: no command, and more than digits, signs and emoji."""
    words = words_of(message, bot)
    is_one = any(letter.isalpha() for letter in words) and not command_in(message, bot)
    return words if is_one else None
