"""The core: reads a question, searches, decides, and builds an answer. Knows nothing of where it is shown."""

from bot.assistant.answer import Answer, FoundPassage, Profile, contact_to_json
from bot.assistant.assistant import MAX_QUESTION, Assistant
from bot.assistant.directory import Directory

__all__ = [
    "MAX_QUESTION",
    "Answer",
    "Assistant",
    "Directory",
    "FoundPassage",
    "Profile",
    "contact_to_json",
]
