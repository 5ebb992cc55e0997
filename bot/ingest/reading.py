"""Which reader a file gets, and what can be wrong with a file before it is read."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from bot.ingest.document import Document, IngestError

_READERS = {  # a library is imported only when a file needs it
    ".txt": ("text_file", "read_text"),
    ".text": ("text_file", "read_text"),
    ".md": ("markdown_file", "read_markdown"),
    ".markdown": ("markdown_file", "read_markdown"),
    ".html": ("html_file", "read_html"),
    ".htm": ("html_file", "read_html"),
    ".xhtml": ("html_file", "read_html"),
    ".pdf": ("pdf_file", "read_pdf"),
    ".docx": ("docx_file", "read_docx"),
}
_MAX_BYTES = 100_000_000


def read(path: Path) -> Document:
    """Read a bulletin file. Raises IngestError, without the name of the file in its text, if it cannot be read."""
    if path.suffix.lower() not in _READERS:
        raise IngestError(f"has an ending that is not known; known are {', '.join(_READERS)}")
    module, name = _READERS[path.suffix.lower()]
    reader: Callable[[Path], Document] = getattr(import_module(f"bot.ingest.{module}"), name)
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise IngestError("is larger than 100 MB; split it, or save its text as TXT")
        document = reader(path)
    except FileNotFoundError as error:
        raise IngestError("is not there; look at the spelling of the name and the folder") from error
    except IsADirectoryError as error:
        raise IngestError("is a folder; name the files in it") from error
    except PermissionError as error:
        raise IngestError("may not be read; change its access rights") from error
    except OSError as error:
        raise IngestError(f"cannot be read: {error.strerror or error}") from error
    if not document.lines:
        raise IngestError("holds no text; if it is a scan, run it through text recognition (OCR) first")
    return document
