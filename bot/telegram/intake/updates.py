"""What Telegram is asked for. It delivers nothing else, and what else comes is ignored."""

from telegram.constants import UpdateType

ALLOWED_UPDATES = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.INLINE_QUERY,
    UpdateType.MY_CHAT_MEMBER,
)
