"""Lines that belong to the page and not to the text: page numbers, links, running headers, calls."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.ingest.document import Dropped, Line
from bot.ingest.sentences import begins_small, ends_sentence, is_capitals, is_cut, opening

_LINK = re.compile(r"(?:mailto:|https?://|www\.)\S+", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|стр\.?|страница|с\.)\s*\d{1,3}(?:\s*(?:of|/|из)\s*\d{1,3})?"
    r"|[-–—|]?\s*\d{1,3}\s*[-–—|]?|\d{1,3}\s*(?:of|/|из)\s*\d{1,3}|\d{1,3}\s*\|\s*(?:page|p a g e|страница)",
    re.IGNORECASE,
)
# Calls and credits of a site or a newsletter. They are short lines; a sentence that begins so is longer.
_CALL = opening(
    """
    follow us, please follow us, find us, join us, subscribe, share this, share on, read more, view original,
    originally published, download pdf, download the, download report, download document, print this, back to top,
    related content, related stories, related news, attachment, attachments, copyright, all rights reserved, ©,
    news and press release, cookie*, skip to, source:,
    подписывайтесь, подпишитесь, следите за, мы в социальных, мы в соцсетях, присоединяйтесь, читать далее,
    читайте также, подробнее, поделиться, впервые опубликовано, первоначально опубликовано, оригинал опубликован,
    опубликовано, источник:, все права защищены, авторск* прав*, наверх, скачать, версия для печати
    """
)
_CALL_WORDS = 12
_MORE = re.compile(r"\w+(?:\s\w+)?\s\+\s\d+\s(?:more|еще|ещё)", re.IGNORECASE)
_ORNAMENT = re.compile(r"[\W_]+")
_REPEATS = 3  # a line that stands so many times is a running header
_HEADER_WORDS = 4  # a shorter one may recur by chance in a narrow column, unless it is in capitals or numbered


def set_apart(lines: Sequence[Line]) -> tuple[list[Line], list[Dropped]]:
    """Divide lines into those that may be text and those that are furniture.

    A line after furniture keeps the widest of the gaps, so that a sentence cut by it can be joined again.
    """
    repeated = _repeated(lines)
    kept: list[Line] = []
    dropped: list[Dropped] = []
    gap = 0
    for line in lines:
        before = kept[-1].text if kept else ""
        reason = _reason(line, before, _shape(line.text) in repeated and (line.page > 0 or bool(kept)))
        if reason:
            dropped.append(Dropped(reason, line.where, line.text))
            gap = max(gap, line.gap)
        else:
            kept.append(replace(line, gap=max(gap, line.gap)))
            gap = 0
    return kept, dropped


def _reason(line: Line, before: str, repeated: bool) -> str | None:
    if repeated:
        return "repeated header"
    if all(_LINK.fullmatch(word) for word in line.text.split()) and not is_cut(before):
        return "link"
    if _PAGE_NUMBER.fullmatch(line.text):
        return "page number"
    if _ORNAMENT.fullmatch(line.text):
        return "ornament"
    short = len(line.text.split()) <= _CALL_WORDS and not begins_small(line.text)
    if short and (_CALL.match(line.text) or _MORE.fullmatch(line.text)):
        return "call or credit of the site"
    return None


def _repeated(lines: Iterable[Line]) -> set[str]:
    """Return the lines, digits aside, that stand on the edge of two pages, or anywhere several times."""
    anywhere: Counter[str] = Counter()
    edges: dict[str, set[int]] = {}
    for line in lines:
        shape = _shape(line.text)
        if any(letter.isalpha() for letter in shape) and line.kind != "item":
            telling = "#" in shape or is_capitals(line.text) or len(shape.split()) >= _HEADER_WORDS
            anywhere[shape] += telling and not begins_small(line.text) and not ends_sentence(line.text)
            if line.edge:
                edges.setdefault(shape, set()).add(line.page)
    often = {shape for shape, count in anywhere.items() if count >= _REPEATS}
    return often | {shape for shape, pages in edges.items() if len(pages) > 1}


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())
