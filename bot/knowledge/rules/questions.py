"""Curated questions measure only if they are new to the bot."""

import re
from collections.abc import Iterator

from bot.knowledge.folder import Finding, Folder
from bot.knowledge.models import LANGUAGES
from bot.knowledge.problem import short

_WORD = re.compile(r"\w+")


def asked_by_the_passage(folder: Folder) -> Iterator[Finding]:
    """Find curated questions that a passage has among its own."""
    own = {
        _words(text): passage.content.id
        for passage in folder.passages
        for language in LANGUAGES
        for text in passage.content.questions.get(language)
    }
    for question in folder.questions:
        passage = own.get(_words(question.content.question))
        if passage:
            yield question.at("question"), f"is a question of the passage “{short(passage)}” itself; ask in other words"


def _words(text: str) -> str:
    """Return the words of a question, however it is written."""
    return " ".join(_WORD.findall(text.lower().replace("ё", "е")))
