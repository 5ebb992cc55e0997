"""PDF: printed lines in reading order, column by column."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfdocument import PDFPasswordIncorrect

from bot.ingest.document import Document, IngestError, Line, clean
from bot.ingest.inline_marks import as_item

_LARGER = 1.15  # a heading is set so much larger than the text
_EDGE = 0.08  # running headers and page numbers stand in this share of the page, above and below
_GUTTER = 6.0  # points that are empty between two columns, at least
_COLUMN_LINES = 3  # a column has so many lines, at least


class _Box(NamedTuple):
    """A block of lines that stand together, with its place on the page (the origin is below on the left)."""

    left: float
    bottom: float
    right: float
    top: float
    lines: tuple[LTTextLine, ...]


def read_pdf(path: Path) -> Document:
    """Read a PDF file that holds text."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        pages = list(extract_pages(path, laparams=LAParams(line_margin=0.4, boxes_flow=None)))
    except PDFPasswordIncorrect as error:
        raise IngestError("is locked with a password; save a copy without one") from error
    except OSError:
        raise
    except Exception as error:  # a damaged file makes pdfminer stumble in any way
        raise IngestError("is no PDF file or is damaged; open it in a reader and print it to PDF again") from error
    body = _body_size(pages)
    return Document([line for number, page in enumerate(pages, start=1) for line in _lines(page, number, body)])


def _boxes(page: LTPage) -> list[_Box]:
    boxes = []
    for box in page:
        if isinstance(box, LTTextBox):
            lines = tuple(line for line in box if isinstance(line, LTTextLine) and line.get_text().strip())
            if lines:
                boxes.append(_Box(*box.bbox, lines))
    return boxes


def _lines(page: LTPage, number: int, body: float) -> Iterator[Line]:
    for box in in_reading_order(_boxes(page)):
        for index, line in enumerate(box.lines):
            item = as_item(line.get_text().strip())
            text = clean(item or line.get_text())
            size, bold = _look(line)
            heading = size > body * _LARGER or (bold and len(box.lines) <= 4 and all(_look(x)[1] for x in box.lines))
            yield Line(
                text,
                f"page {number}",
                "item" if item else "heading" if heading else "text",
                gap=int(index == 0),
                indent=int(line.x0 - box.left > size),
                edge=_edge(page, line),
                page=number,
            )


def in_reading_order(boxes: Sequence[_Box]) -> list[_Box]:
    """Order boxes as people read: down the left column, then the right one, up to a box that spans both."""
    by_height = sorted(boxes, key=lambda box: (-box.top, box.left))
    gutter = _gutter(by_height)
    if gutter is None:
        return by_height
    ordered: list[_Box] = []
    band: list[_Box] = []
    for box in [*by_height, None]:
        if box is not None and not _crosses(box, gutter):
            band.append(box)
            continue
        ordered += in_reading_order([beside for beside in band if beside.right <= gutter])
        ordered += in_reading_order([beside for beside in band if beside.left >= gutter])
        ordered += [box] if box else []
        band = []
    return ordered


def _gutter(boxes: Sequence[_Box]) -> float | None:
    """Return where the empty strip between two columns lies: few boxes cross it, text stands on both sides of it."""
    total = sum(len(box.lines) for box in boxes)
    best: tuple[int, float] | None = None
    for x in {box.right + _GUTTER / 2 for box in boxes}:
        left = [box for box in boxes if box.right <= x]
        right = [box for box in boxes if box.left >= x]
        crossing = total - sum(len(box.lines) for box in (*left, *right))
        if min(sum(len(box.lines) for box in side) for side in (left, right)) < _COLUMN_LINES:
            continue
        if crossing * 2 < total and _side_by_side(left, right) and (best is None or crossing < best[0]):
            best = crossing, x
    return best[1] if best else None


def _crosses(box: _Box, x: float) -> bool:
    return box.left < x < box.right


def _side_by_side(left: Iterable[_Box], right: Sequence[_Box]) -> bool:
    return any(one.bottom < other.top and other.bottom < one.top for one in left for other in right)


def _edge(page: LTPage, line: LTTextLine) -> str:
    if line.y0 > page.y1 - page.height * _EDGE:
        return "top"
    return "bottom" if line.y1 < page.y0 + page.height * _EDGE else ""


def _body_size(pages: Iterable[LTPage]) -> float:
    """Return the size of type in which most of the text is set."""
    sizes = [
        _look(line)[0]
        for page in pages
        for box in _boxes(page)
        for line in box.lines
        for _ in range(len(line.get_text()))
    ]
    return median(sizes) if sizes else 0.0


def _look(line: LTTextLine) -> tuple[float, bool]:
    """Return the size of a line and whether it is bold."""
    characters = [character for character in line if isinstance(character, LTChar) and character.get_text().strip()]
    if not characters:
        return 0.0, False
    bold = all(
        "bold" in character.fontname.lower() or "black" in character.fontname.lower() for character in characters
    )
    return median(character.size for character in characters), bold
