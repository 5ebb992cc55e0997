"""The Telegram side: a python-telegram-bot Application around the assistant."""

from bot.settings import prefer_timedelta

prefer_timedelta()
