"""How well a draft gives curated passages back: boundaries, text, and what was rightly left out."""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from bot.ingest import Draft

_BORDER = 6  # words that tell where a passage begins or ends


class Measured(NamedTuple):
    """Shares from 0 to 1."""

    boundaries: float  # F1 of beginnings and ends
    text: float  # of the characters of the passages
    noise: float  # of the pieces that are no text and were left out


def measure(draft: Draft, passages: Sequence[str], noise: Sequence[str]) -> Measured:
    drafted = [passage.text for passage in draft.passages]
    dropped = letters(" ".join(drop.text for drop in draft.dropped))
    kept = letters(" ".join(drafted))
    out = [letters(piece) in dropped and letters(piece) not in kept for piece in noise]
    return Measured(
        boundaries=_f1(_borders(drafted), _borders(passages)),
        text=_characters(drafted, passages),
        noise=sum(out) / len(out) if out else 1.0,
    )


def letters(text: str) -> str:
    """Return a text without spaces and signs."""
    return re.sub(r"[\W_]+", "", text.lower())


def _borders(texts: Sequence[str]) -> Counter[tuple[str, ...]]:
    words = [re.findall(r"\w+", text.lower()) for text in texts]
    return Counter(border for one in words for border in (("[", *one[:_BORDER]), (*one[-_BORDER:], "]")))


def _f1(found: Counter[tuple[str, ...]], wanted: Counter[tuple[str, ...]]) -> float:
    return 2 * (found & wanted).total() / (found.total() + wanted.total())


def _characters(drafted: Sequence[str], passages: Sequence[str]) -> float:
    """Return the share of the characters of each passage that the draft most like it has in the same order."""
    right = 0
    for passage in passages:
        wanted = " ".join(passage.split())
        best = max(
            (SequenceMatcher(None, " ".join(text.split()), wanted, autojunk=False) for text in drafted),
            key=lambda matcher: matcher.real_quick_ratio() and matcher.quick_ratio(),
        )
        right += sum(block.size for block in best.get_matching_blocks())
    return right / sum(len(" ".join(passage.split())) for passage in passages)
