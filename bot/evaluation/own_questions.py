"""Does a passage answer its own questions? `check` warns of those that do not."""

from collections.abc import Iterator

from bot.assistant import Assistant
from bot.knowledge import LANGUAGES
from bot.knowledge.folder import Finding, Folder
from bot.knowledge.loading import knowledge_of

MOST = 200  # passages that are tried; of a larger folder evenly spread ones, so that `check` stays quick


def passages_not_found(folder: Folder) -> Iterator[Finding]:
    """Find passages that none of their own questions leads to, in a language in which they have text."""
    assistant = Assistant(knowledge_of(folder))
    passages = folder.passages.sound
    for passage in passages[:: -(-len(passages) // MOST) or 1]:
        content = passage.content
        for language in LANGUAGES:
            questions = content.questions.get(language)
            if not content.text.get(language):
                continue
            if not questions:
                message = f"has no question in this language ({language}); write three ways in which people ask for it"
                yield passage.at("questions"), message
            elif not any(_leads_to(assistant, question, content.id) for question in questions):
                yield (
                    passage.at("questions", language),
                    "none of these questions leads to this passage; use words of its text, and names that other "
                    "passages do not have",
                )


def _leads_to(assistant: Assistant, question: str, passage: str) -> bool:
    return any(found.passage.id == passage for found in assistant.answer(question).passages)
