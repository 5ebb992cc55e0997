"""DOCX: paragraphs, lists and table cells in their order; page headers and footers are set apart."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document as DocxDocument
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from bot.ingest.document import Document, Dropped, IngestError, Kind, Line, clean
from bot.ingest.inline_marks import BULLET, as_item

_MAX_UNPACKED = 200_000_000
_MAX_BOLD_HEADING = 160


def read_docx(path: Path) -> Document:
    """Read a Word file."""
    try:
        if _unpacked_size(path) > _MAX_UNPACKED:
            raise IngestError("is larger than 200 MB when unpacked; save its text as TXT")  # noqa: TRY301
        word = docx.Document(str(path))
        lines = [
            Line(text, f"paragraph {number}", kind, gap=1, whole=True)
            for number, (text, kind) in enumerate(_paragraphs(word), start=1)
        ]
        return Document(lines, dropped=list(_furniture(word)))
    except (OSError, IngestError):
        raise
    except Exception as error:  # a damaged file makes zipfile, lxml or python-docx stumble in any way
        advice = "open it in Word or LibreOffice and save it as DOCX"
        raise IngestError(f"is no DOCX file or is damaged; {advice}") from error


def _unpacked_size(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _paragraphs(container: DocxDocument | _Cell) -> Iterator[tuple[str, Kind]]:
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            seen = set()  # a merged cell is listed once for every place it covers
            for row in block.rows:
                for cell in row.cells:
                    if cell._tc not in seen:  # noqa: SLF001 - python-docx has no public name for the identity of a cell
                        seen.add(cell._tc)  # noqa: SLF001
                        yield from _paragraphs(cell)
        elif text := clean(block.text):
            kind = _kind(block)
            yield (as_item(text) or BULLET + text if kind == "item" else text), kind


def _kind(paragraph: Paragraph) -> Kind:
    style = (paragraph.style.name or "").lower() if paragraph.style else ""
    properties = paragraph._p.pPr  # noqa: SLF001 - python-docx has no public name for numbering
    if style.startswith(("heading", "title", "subtitle")):
        return "heading"
    if style.startswith("caption"):
        return "caption"
    if style.startswith("list") or (properties is not None and properties.numPr is not None) or as_item(paragraph.text):
        return "item"
    runs = [run for run in paragraph.runs if run.text.strip()]
    bold = bool(runs) and all(run.bold for run in runs)
    return "heading" if bold and len(paragraph.text) <= _MAX_BOLD_HEADING else "text"


def _furniture(word: DocxDocument) -> Iterator[Dropped]:
    known = set()
    for section in word.sections:
        for part, name in ((section.header, "page header"), (section.footer, "page footer")):
            text = clean(" ".join(paragraph.text for paragraph in part.paragraphs))
            if text and text not in known:
                known.add(text)
                yield Dropped(name, "every page", text)
