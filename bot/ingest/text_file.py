"""Plain text: lines as they were printed, with the blank lines between them."""

from pathlib import Path

from bot.ingest.document import Document, Dropped, IngestError, Kind, Line, clean
from bot.ingest.inline_marks import as_item, is_marked_heading, without_marks


def read_text(path: Path) -> Document:
    """Read a text file, whatever conversion it comes from."""
    text, notes = decode(path)
    document = Document([], notes=notes)
    gap, page = 0, 1 if "\f" in text else 0
    for number, raw in enumerate(text.split("\n"), start=1):
        page += raw.count("\f")
        unmarked, links = without_marks(raw.replace("\f", ""))
        where = f"line {number}"
        document.dropped += [Dropped("link", where, link) for link in links]
        item = as_item(unmarked)
        shown = clean(item or unmarked)
        if not shown:
            gap += 1
            continue
        kind: Kind = "item" if item else "heading" if is_marked_heading(raw) else "text"
        indent = len(raw) - len(raw.lstrip())
        document.lines.append(Line(shown, where, kind, gap, indent, page=page))
        gap = 0
    return document


def decode(path: Path) -> tuple[str, list[str]]:
    """Return the text of a file with Unix line ends, and a note if its encoding had to be guessed."""
    data = path.read_bytes()
    notes = []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1251", errors="replace")
            notes.append("The file is not UTF-8; it was read as Windows-1251. Compare the letters with the source.")
    if "\0" in text:
        raise IngestError("is no text file; save it as TXT, Markdown, HTML, PDF or DOCX")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes
