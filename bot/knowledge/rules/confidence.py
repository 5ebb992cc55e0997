"""The thresholds of confidence.yaml: those that let every passage through, or none."""

from collections.abc import Iterator

from bot.knowledge.folder import Finding, Folder
from bot.knowledge.models import LANGUAGES

_MEND = "write a figure between 0 and 1, or let `evaluate --calibrate` choose it"


def thresholds_of_zero(folder: Folder) -> Iterator[Finding]:
    """Find thresholds of 0: every question would be answered with a passage, however weak."""
    for entry in folder.thresholds:
        for language in LANGUAGES:
            if entry.content.of(language) == 0:
                yield entry.at(language), f"with 0 every question gets a passage, right or wrong; {_MEND}"


def thresholds_of_one(folder: Folder) -> Iterator[Finding]:
    """Find thresholds of 1: no confidence is so high, so that nothing would be answered."""
    for entry in folder.thresholds:
        for language in LANGUAGES:
            if entry.content.of(language) == 1:
                yield entry.at(language), f"with 1 no question gets a passage; {_MEND}"
