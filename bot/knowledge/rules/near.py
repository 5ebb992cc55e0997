"""What somebody may have meant who wrote a name that is not known."""

from collections.abc import Collection

from rapidfuzz import fuzz, process

from bot.knowledge.problem import short


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Return the second half of a sentence: the nearest known name, else a few of them."""
    near = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=60)
    if near:
        return f"; did you mean “{short(near[0])}”?"
    listed = sorted(known)
    return f"; known are {', '.join(map(short, listed[:8]))}{' …' if len(listed) > 8 else ''}" if listed else ""
