"""The Telegram side: a python-telegram-bot Application around the assistant."""
