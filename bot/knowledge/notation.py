"""The notation of phrases, as people write it in topics.yaml and countries.yaml; the assistant reads it.

`word` is that word, `word*` any word that begins so, `one|two*` either, `<group>` the words of a group. `...` stands
between two pieces. Hyphens are spaces, ё is е, capital letters are small ones.
"""

import re
import unicodedata
from collections.abc import Iterator

from bot.knowledge.problem import short

_APOSTROPHES = str.maketrans(dict.fromkeys("’ʻʼ‘`´", "'"))
_GROUP = re.compile(r"<([a-z0-9-]+)>")


def folded(phrase: str) -> str:
    """Return a phrase as it is compared: two phrases that fold alike are the same."""
    text = unicodedata.normalize("NFC", phrase).lower().replace("ё", "е").translate(_APOSTROPHES)
    return " ".join(_GROUP.sub(lambda name: name[0].replace("-", "\0"), text).replace("-", " ").split())


def groups_of(phrase: str) -> list[str]:
    """List the groups that a phrase names."""
    return _GROUP.findall(phrase)


def slips(phrase: str) -> Iterator[str]:
    """Yield what in a phrase cannot mean what its author meant, and how to mend it."""
    bare = _GROUP.sub("group", phrase)
    if "<" in bare or ">" in bare:
        yield "“<” and “>” stand around the id of a group only: <near>"
    pieces = bare.replace("-", " ").replace("...", " ").split()
    if not pieces:
        yield "it has no word; write one, or remove it"
    for word in pieces:
        if "" in word.split("|"):
            yield f"there is nothing at one side of a bar in “{short(word)}”; write one|two without spaces"
        for alternative in filter(None, word.split("|")):
            if not alternative.rstrip("*"):
                yield "a * alone means every word; write the beginning of the word before it"
            elif "*" in alternative.rstrip("*"):
                yield f"the * belongs at the end of a word, not inside “{short(alternative)}”"
