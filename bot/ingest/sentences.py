"""How a piece of text begins and ends: whether a sentence is finished, cut, or refers back."""

import re

_CLOSING = "\"'”’»)]›>"
_FUNCTION_WORDS = frozenset(
    """
    a an the and or but nor of in on at to from by for with within without between among under over into onto as than
    that which who whose is are was were be been has have had will would can may its their his her this these
    и или но а в во на с со к ко о об от до из по для при под над за без между через у что который которые которая чтобы
    как не ни был была было были это этот эта
    """.split()
)
_LONGEST_WORD = 40
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")


_ABBREVIATION = re.compile(r"(?:^|\s)(?:Mr|Mrs|Ms|Dr|Prof|St|No|г|гг|ул|им|д|тел|т\.е|т\.д|г-н|г-жа)\.$", re.IGNORECASE)
_BREAK = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+|\n")


def opening(phrases: str) -> re.Pattern[str]:
    """Return a pattern of texts that begin with one of the phrases. They are divided by commas; * is any ending."""
    found = [re.escape(" ".join(phrase.split())) for phrase in phrases.split(",")]
    choice = "|".join(phrase.replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for phrase in found)
    return re.compile(rf"(?:{choice})(?!\w)", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """Split a text into sentences and lines."""
    found = [""]
    start = 0
    for match in _BREAK.finditer(text):
        found[-1] += text[start : match.end()]
        start = match.end()
        if not _ABBREVIATION.search(found[-1][-_LONGEST_WORD:].rstrip()):
            found.append("")
    found[-1] += text[start:]
    return [sentence.strip() for sentence in found if sentence.strip()]


def ends_sentence(text: str) -> bool:
    """Say whether a text ends as a sentence does."""
    return text.rstrip(_CLOSING + " ").endswith((".", "!", "?", "…", ":", ";"))


def is_cut(text: str) -> bool:
    """Say whether a text cannot end here, whatever follows: a comma, a hyphen, a bracket still open, “and”, «для»."""
    text = text.rstrip()
    if text.endswith((",", "-", "–", "—", "(", "“", "«", "/", "&")):
        return True
    if text.count("(") > text.count(")") and not ends_sentence(text):
        return True
    word = _LAST_WORD.search(text[-_LONGEST_WORD:])
    return word is not None and word[1] in _FUNCTION_WORDS and not ends_sentence(text)


def begins_small(text: str) -> bool:
    """Say whether a text begins in the middle of a sentence: with a small letter or a closing sign."""
    first = text.lstrip("\"'“«(")[:1]
    return first.islower() or text[:1] in ",.;:)»”"


def is_capitals(text: str) -> bool:
    """Say whether a text is set in capitals, as headings are."""
    letters = [letter for letter in text if letter.isalpha()]
    upper = sum(letter.isupper() for letter in letters)
    return len(letters) >= 4 and upper >= 0.9 * len(letters)
