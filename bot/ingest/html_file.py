"""HTML: the article of a page; menus, forms and the frame of the site are set apart."""

import re
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.ingest.document import Document, Dropped, IngestError, Kind, Line, clean
from bot.ingest.inline_marks import BULLET

_UNSEEN = {"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "-comment"}
_FRAME = {"nav", "header", "footer", "aside", "form", "button", "select", "dialog", "menu"}
_FRAME_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "dialog"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "-text",
}  # fmt: skip
_ARTICLES = ("article", "[role=main]", "main")
_MENU_LINKS = 3  # a list of so many items that are nothing but links is a menu
_LINKED = 0.8  # of the letters of a menu stand in its links
_DATES = (
    'meta[property="article:published_time"]',
    'meta[name="date"]',
    'meta[name="DC.date"]',
    'meta[itemprop="datePublished"]',
)

_SPACE = " "
_DOT = " · "


def read_html(path: Path) -> Document:
    """Read a page. It may be in any encoding that it declares itself."""
    tree = LexborHTMLParser(path.read_bytes())
    body = tree.body
    document = Document([], date=_published(tree))
    if body is not None:
        reader = _Reader(document)
        article = _article(tree)
        try:
            reader.block(body, article is None, article)
        except RecursionError as error:
            raise IngestError("nests its elements too deeply; open it in a browser and save its text as TXT") from error
    titles = tree.css("h1")
    if len(titles) == 1:
        document.title = clean(titles[0].text()) or None
        document.lines = [line for line in document.lines if line.kind != "heading" or line.text != document.title]
    return document


def _article(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the one element that the page marks as its content."""
    for selector in _ARTICLES:
        found = tree.css(selector)
        if len(found) == 1:
            return found[0]
    return None


def _published(tree: LexborHTMLParser) -> str | None:
    for selector in _DATES:
        node = tree.css_first(selector)
        if node and (date := node.attributes.get("content")):
            return date[:10]
    node = tree.css_first("time[datetime]")
    return (node.attributes.get("datetime") or "")[:10] or None if node else None


class _Reader:
    """Walks through a page and gathers its lines."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._count = 0

    def block(self, node: LexborNode, inside: bool, article: LexborNode | None, kind: Kind = "text") -> None:
        """Read an element: each run of inline content in it is a paragraph, each block in it is read in its turn."""
        kind = _kind(node, kind)
        run: list[str] = []
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag in _UNSEEN:
                continue
            if tag == "br":
                run.append("\n")
            elif tag in _INLINE and not _holds_block(child):
                run.append(_inline_text(child))
            else:
                self._end(run, inside, kind)
                self._child(child, inside, article, kind)
        self._end(run, inside, kind)

    def _child(self, child: LexborNode, inside: bool, article: LexborNode | None, kind: Kind) -> None:
        is_article = article is not None and child.mem_id == article.mem_id
        if _is_frame(child) and not is_article and not _holds(child, article):
            self._drop("menu or frame of the site", child.text(separator=_SPACE))
        elif _is_menu(child):
            self._drop("list of links", child.text(separator=_DOT, strip=True))
        else:
            self.block(child, inside or is_article, article, kind)

    def _end(self, run: list[str], inside: bool, kind: Kind) -> None:
        pieces = "".join(run).split("\n") if kind == "text" else ["".join(run)]
        self._count += inside and any(map(clean, pieces))
        gap = 1
        for shown in map(clean, pieces):
            if shown and inside:
                text = BULLET + shown if kind == "item" else shown
                line = Line(text, f"paragraph {self._count}", kind, gap, whole=len(pieces) == 1)
                self._document.lines.append(line)
            elif shown:
                self._drop("outside the article", shown)
            gap = 0 if shown else 1
        run.clear()

    def _drop(self, reason: str, text: str) -> None:
        if shown := clean(text):
            self._document.dropped.append(Dropped(reason, f"after paragraph {self._count}", shown))


def _inline_text(node: LexborNode) -> str:
    """Return the text of inline content; only <br> breaks a line in it."""
    if node.tag == "-text":
        return " ".join(re.split(r"\s+", node.text(deep=False)))
    if node.tag in ("br", *_UNSEEN):
        return "\n" if node.tag == "br" else ""
    return "".join(_inline_text(child) for child in node.iter(include_text=True))


def _kind(node: LexborNode, outer: Kind) -> Kind:
    if node.tag in _HEADINGS:
        return "heading"
    if node.tag == "figcaption" or "caption" in (node.attributes.get("class") or ""):
        return "caption"
    return "item" if node.tag == "li" else outer


def _is_frame(node: LexborNode) -> bool:
    if node.tag == "header" and node.css_first("h1"):  # the head of an article holds its title
        return False
    return node.tag in _FRAME or (node.attributes.get("role") or "") in _FRAME_ROLES


def _is_menu(node: LexborNode) -> bool:
    """Say whether an element is a list whose items are nothing but links."""
    if node.tag not in ("ul", "ol", "div", "p", "section"):
        return False
    links = node.css("a")
    text = clean(node.text(separator=_SPACE))
    linked = sum(_letters(link.text()) for link in links)
    return len(links) >= _MENU_LINKS and linked >= _LINKED * _letters(text)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _holds(node: LexborNode, other: LexborNode | None) -> bool:
    return other is not None and any(found.mem_id == other.mem_id for found in node.css(other.tag or "*"))


def _holds_block(node: LexborNode) -> bool:
    return any((found.tag or "") not in _INLINE | _UNSEEN | {"br"} for found in _descendants(node))


def _descendants(node: LexborNode) -> Iterator[LexborNode]:
    for child in node.iter(include_text=False):
        yield child
        yield from _descendants(child)
