"""Printed lines become paragraphs again."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.ingest.document import Kind, Line
from bot.ingest.sentences import begins_small, ends_sentence, is_capitals, is_cut, sentences
from bot.ingest.spacing import Hyphens, without_letter_spacing

_SHARE = 0.3  # of the lines after a gap of this size go on in mid-sentence: such a gap only ends a printed line
_SLACK = 0.85  # a line shorter than this share of its column, with room for the next word, ends a paragraph
_MAX_TITLE_WORDS = 25
_LABEL_WORDS = 4


@dataclass
class Paragraph:
    """A paragraph, a heading, an item of a list or a caption."""

    text: str
    where: str
    kind: Kind
    whole: bool = False
    lengths: list[int] = field(default_factory=list)  # of its printed lines
    page: int = 0
    marked: bool = False  # a heading by the format, not by its looks

    @property
    def runs_over(self) -> bool:
        """Say whether its last printed line is full, so that the text may go on elsewhere."""
        return len(self.lengths) > 1 and self.lengths[-1] >= _SLACK * max(self.lengths)


def rebuild(lines: Sequence[Line]) -> list[Paragraph]:
    """Join the lines that are one paragraph."""
    lines = [line for line in lines if line.text]
    wraps = _wrapping_gaps(lines)
    hyphens = Hyphens(line.text for line in lines)
    paragraphs: list[Paragraph] = []
    for line in lines:
        text = without_letter_spacing(line.text, hyphens.words)
        kind = _kind(line, text, paragraphs[-1] if paragraphs else None, wraps)
        last = paragraphs[-1] if paragraphs else None
        if last and _goes_on(last, line, text, kind, wraps):
            last.text = hyphens.join(last.text, text)
            last.lengths.append(len(text))
            last.page = line.page
        else:
            marked = line.kind == "heading"
            paragraphs.append(Paragraph(text, line.where, kind, line.whole, [len(text)], line.page, marked))
    return paragraphs


def rejoin(paragraphs: Iterable[Paragraph], words: Iterable[str] = ()) -> list[Paragraph]:
    """Join paragraphs that are one sentence cut in two, also where a caption stands in between."""
    joined: list[Paragraph] = []
    hyphens = Hyphens(words)
    for paragraph in paragraphs:
        before = next((other for other in reversed(joined) if other.kind != "caption"), None)
        if before and before.kind == "text" == paragraph.kind and _one_sentence(before, paragraph.text):
            before.text = hyphens.join(before.text, paragraph.text)
            before.lengths += paragraph.lengths
            before.page = paragraph.page
        else:
            joined.append(paragraph)
    return joined


def _wrapping_gaps(lines: Sequence[Line]) -> set[int]:
    """Return how many blank lines stand between the printed lines of one paragraph: 0, 1 in some copies, or none."""
    pairs: Counter[int] = Counter()
    cut: Counter[int] = Counter()
    for one, other in pairwise(lines):
        if one.kind == other.kind == "text" and not one.whole and not other.whole and not is_capitals(other.text):
            pairs[other.gap] += 1
            cut[other.gap] += not ends_sentence(one.text) and begins_small(other.text)
    return {gap for gap, count in pairs.items() if gap <= 1 and cut[gap] >= 2 and cut[gap] >= _SHARE * count}


def mark_headings(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark as headings the short lines without a full stop that stand before a text."""
    marked: list[Paragraph] = []
    for paragraph in reversed(paragraphs):
        title = bool(marked) and _is_title(paragraph, marked[-1])
        marked.append(replace(paragraph, kind="heading") if title else paragraph)
    return marked[::-1]


def _is_title(paragraph: Paragraph, following: Paragraph) -> bool:
    text = paragraph.text
    return (
        paragraph.kind == "text"
        and following.kind != "item"
        and len(text.split()) <= _MAX_TITLE_WORDS
        and not begins_small(text)
        and not is_cut(text)
        and re.search(r"[\w)»”\"!?]$", text) is not None
        and len(sentences(text)) == 1
        and "@" not in text
        and (following.kind != "text" or len(following.text) > len(text))
    )


def _kind(line: Line, text: str, last: Paragraph | None, wraps: set[int]) -> Kind:
    if line.kind != "text" or not is_capitals(text):
        return line.kind
    if last is None or last.kind != "text" or ends_sentence(last.text):
        return "heading"
    one_word = len(text.split()) == 1 or text.endswith((".", ","))  # “… the spread of the disease / COVID-19.”
    return "text" if is_cut(last.text) or (line.gap in wraps and one_word) else "heading"


def _goes_on(last: Paragraph, line: Line, text: str, kind: Kind, wraps: set[int]) -> bool:
    """Say whether a line belongs to the paragraph before it."""
    if line.whole or last.whole or _is_address(text) or (_is_address(last.text) and len(last.lengths) == 1):
        return False
    if kind == "heading" or last.kind == "heading":
        return kind == last.kind and line.gap in wraps | {0} and line.page == last.page
    if kind in ("item", "caption"):
        return False
    if line.gap in wraps:
        return not _is_full_stop(last, line, text)
    if last.kind == "item":
        return line.gap == 0 and not ends_sentence(last.text)
    return last.kind == kind and _one_sentence(last, text)


def _is_address(text: str) -> bool:
    """Say whether a line is an e-mail address, perhaps with the name of its owner."""
    return "@" in text and len(text.split()) <= _LABEL_WORDS


def _one_sentence(last: Paragraph, text: str) -> bool:
    if is_cut(last.text):
        return True
    return not ends_sentence(last.text) and (begins_small(text) or (last.runs_over and not is_capitals(text)))


def _is_full_stop(last: Paragraph, line: Line, text: str) -> bool:
    """Say whether a paragraph ends here: with a sentence, before the column does, or before an indent."""
    if not ends_sentence(last.text):
        return False
    room = max(*last.lengths, len(text)) * _SLACK
    return line.indent > 0 or last.lengths[-1] + 1 + len(text.split(maxsplit=1)[0]) < room
