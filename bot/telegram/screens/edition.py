"""What the staff is told when the knowledge is changed, in one line."""

from collections.abc import Sequence

from bot.i18n import Catalog
from bot.reply import Sentence
from bot.telegram.screens.screen import Screen, screen


def taken_over(words: Catalog, version: str) -> Screen:
    """Say that the bot answers from other knowledge now."""
    return screen([Sentence(words.text("The knowledge was changed: version {version} is in use.", version=version))])


def refused(words: Catalog, problems: Sequence[str], version: str) -> Screen:
    """Say that the bot goes on with the knowledge it has, and why."""
    line = words.text(
        "The change is not in use, version {version} stays: {problem}", version=version, problem=problems[0]
    )
    if further := len(problems) - 1:
        line += " " + words.plural("(and {number} more error)", "(and {number} more errors)", further)
    return screen([Sentence(line)])
