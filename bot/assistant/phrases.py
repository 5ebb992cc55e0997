"""The notation of topics.yaml and countries.yaml, and where its phrases stand in a question.

`word` is that word, `word*` any word that begins so, `one|two*` either. Words in a phrase follow each other; `...`
between two pieces allows other words there and either order. Hyphens are spaces, ё is е, as everywhere.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from bot.search import normalize

Value = TypeVar("Value")

_COMMON_WORDS = 5_000  # of which is kept where they stand in phrases: most of what people write
WINDOW = 6  # how many words may lie between the pieces of a phrase with `...`


class Match(NamedTuple, Generic[Value]):
    """A phrase found: the words [start, end) of the question, how many letters it fixes, what it stands for."""

    start: int
    end: int
    letters: int
    value: Value


class _Phrase(NamedTuple, Generic[Value]):
    """How many pieces and letters a phrase has, and what it stands for."""

    pieces: int
    letters: int
    value: Value


class _Node:
    """A place in the trie of all pieces: which end here, of which phrase, and what may follow."""

    __slots__ = ("following", "pieces")

    def __init__(self) -> None:
        self.pieces: list[tuple[int, int]] = []  # the number of each piece, and of its phrase
        self.following: dict[int, _Node] = {}  # by the kind of the next word


class _Word(NamedTuple):
    """Which alternatives of the phrases a word of a question fits, and where the pieces that begin with it go on."""

    kinds: frozenset[int]
    begins: list[_Node]


class PhraseTable(Generic[Value]):
    """Finds many phrases in a question at once."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._prefix: dict[str, list[int]] = defaultdict(list)
        self._pieces = 0  # how many there are
        self._phrases: list[_Phrase[Value]] = []
        self._root = _Node()
        self._kinds: dict[str, int] = {}
        for text, value in phrases:
            pieces = [piece.split() for piece in normalize(text).replace("-", " ").split("...")]
            for piece in filter(None, pieces):
                self._add_piece(piece, len(self._phrases))
            self._phrases.append(_Phrase(sum(map(bool, pieces)), len(text), value))
        self._lengths = sorted({len(prefix) for prefix in self._prefix})
        self._look_up = lru_cache(_COMMON_WORDS)(self._looked_up)

    @property
    def words(self) -> Iterator[tuple[str, bool]]:
        """List the words of all phrases, each with whether any ending may follow."""
        yield from ((word, False) for word in self._exact)
        yield from ((word, True) for word in self._prefix)

    def find(self, words: Sequence[str], negations: Collection[str] = ()) -> list[Match[Value]]:
        """Return every phrase that stands in the words; not where one of `negations` goes directly before a piece."""
        known = [self._look_up(word) for word in words]
        spots: dict[int, list[tuple[int, int, int]]] = {}
        for start, word in enumerate(known):
            nodes, end = word.begins, start + 1
            if nodes and start and words[start - 1] in negations and words[start] not in negations:
                continue
            while nodes:
                for node in nodes:
                    for piece, phrase in node.pieces:
                        spots.setdefault(phrase, []).append((piece, start, end))
                if end == len(known):
                    break
                kinds = known[end].kinds
                nodes = [node.following[kind] for node in nodes for kind in node.following.keys() & kinds]
                end += 1
        enough = ((phrase, found) for phrase, found in spots.items() if len(found) >= self._phrases[phrase].pieces)
        return [match for phrase, found in enough for match in self._whole(phrase, found)]

    def _whole(self, phrase: int, found: Iterable[tuple[int, int, int]]) -> Iterator[Match[Value]]:
        """Put the pieces of a phrase together."""
        needed, letters, value = self._phrases[phrase]
        pieces: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for piece, start, end in found:
            pieces[piece].append((start, end))
        if len(pieces) == needed:
            yield from (Match(*span, letters, value) for span in _near(list(pieces.values())))

    def _add_piece(self, words: Sequence[str], phrase: int) -> None:
        node = self._root
        for kind in map(self._kind, words):
            node = node.following.setdefault(kind, _Node())
        node.pieces.append((self._pieces, phrase))
        self._pieces += 1

    def _kind(self, word: str) -> int:
        """Number a word of a phrase; the same word has the same number."""
        if word not in self._kinds:
            self._kinds[word] = kind = len(self._kinds)
            for alternative in word.split("|"):
                table = self._prefix if alternative.endswith("*") else self._exact
                table[alternative.rstrip("*")].append(kind)
        return self._kinds[word]

    def _looked_up(self, word: str) -> _Word:
        kinds = set(self._exact.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            kinds.update(self._prefix.get(word[:length], ()))
        return _Word(frozenset(kinds), [self._root.following[kind] for kind in kinds & self._root.following.keys()])


def _near(pieces: Sequence[Sequence[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    """Yield for every spot of the first piece the shortest span with one of each other near it."""
    first, *others = pieces
    for start, end in first:
        for spans in others:
            near = [(min(start, s), max(end, e)) for s, e in spans if s - end <= WINDOW and start - e <= WINDOW]
            if not near:
                break
            start, end = min(near, key=lambda span: span[1] - span[0])  # noqa: PLW2901
        else:
            yield start, end


def longest(matches: Iterable[Match[Value]]) -> list[Match[Value]]:
    """Keep of overlapping matches the longest, in the order of the question."""
    kept: list[Match[Value]] = []
    for match in sorted(matches, key=lambda match: (match.start - match.end, -match.letters, match.start)):
        if all(match.end <= other.start or match.start >= other.end for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)
