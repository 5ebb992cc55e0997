"""Markdown: headings, paragraphs and lists as markdown-it-py reads them."""

from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.ingest.document import Document, Dropped, Kind, Line, clean
from bot.ingest.inline_marks import BULLET, as_item
from bot.ingest.text_file import decode


def read_markdown(path: Path) -> Document:
    """Read a Markdown file. HTML in it is taken as text: `<…>` may be somebody's quotation marks."""
    text, notes = decode(path)
    document = Document([], notes=notes)
    kinds: list[Kind] = ["text"]
    for token in MarkdownIt("commonmark", {"html": False}).enable("table").parse(text):
        if token.type in ("heading_open", "list_item_open"):
            kinds.append("heading" if token.type == "heading_open" else "item")
        elif token.type in ("heading_close", "list_item_close"):
            kinds.pop()
        elif token.type in ("inline", "code_block", "fence"):
            where = f"line {token.map[0] + 1}" if token.map else ""
            document.dropped += [Dropped("link", where, link) for link in _links(token)]
            content = clean("".join(_words(token)) if token.type == "inline" else token.content)
            if content:
                document.lines.append(_line(content, where, kinds[-1]))
    return document


def _line(content: str, where: str, kind: Kind) -> Line:
    if kind == "item":
        content = as_item(content) or BULLET + content
    return Line(content, where, kind, gap=1, whole=True)


def _words(token: Token) -> Iterator[str]:
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif child.type != "image":
            yield child.content


def _links(token: Token) -> Iterator[str]:
    for child in token.children or ():
        address = str(child.attrGet("href") or child.attrGet("src") or "")
        if address and not address.startswith("#"):
            yield f"{child.content} {address}".strip()
