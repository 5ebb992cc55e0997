"""A conversation drawn from the screens, as SVG."""

import textwrap
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from bot.i18n import catalog
from bot.telegram.callback import Action
from bot.telegram.screens import contacts, home
from bot.telegram.screens.screen import Screen, button
from tests.fakes.entities import parse_html
from tests.screens.gallery import answered, assistant, card

WIDTH, MARGIN, LINE = 420, 12, 17
LETTERS = 43  # that fit into a line of a bubble
BUBBLE = 340
STYLES = {
    "": 'fill="#111"',
    "b": 'fill="#111" font-weight="bold"',
    "i": 'fill="#555" font-style="italic"',
    "q": 'fill="#333"',
    "key": 'fill="#1c6fb0" text-anchor="middle"',
}


class Line(NamedTuple):
    """A line of text with its style: b bold, i italic, q quoted, empty plain."""

    text: str
    style: str


def conversation() -> str:
    """Draw two short conversations, one in Russian and one in English, side by side."""
    columns = [list(_russian()), list(_english())]
    drawn, height = [], 0
    for number, steps in enumerate(columns):
        y, parts = MARGIN, []
        for said, screen in steps:
            if said:
                part, y = _said(said, y)
                parts.append(part)
            part, y = _shown(screen, y)
            parts.append(part)
        drawn.append(f'<g transform="translate({number * WIDTH} 0)">{"".join(parts)}</g>')
        height = max(height, y)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * WIDTH}" height="{height + MARGIN}" '
        f'viewBox="0 0 {2 * WIDTH} {height + MARGIN}" '
        'font-family="Segoe UI, Roboto, DejaVu Sans, Arial, sans-serif" font-size="13">'
        f'<rect width="100%" height="100%" fill="#dfe8ee"/>{"".join(drawn)}</svg>\n'
    ).replace("><", ">\n<")


def _russian() -> Iterator[tuple[str, Screen]]:
    yield "/start", home.start(catalog("ru"))
    for question in ("забрали паспорт, Алматы", "горячая линия в Бишкеке"):
        answer = answered(question, "ru")
        yield answer.said, answer.screen


def _english() -> Iterator[tuple[str, Screen]]:
    words, directory = catalog("en"), assistant().directory
    hotline = directory.get("tj-hotline")
    assert hotline
    yield "/start tj_en", card("TJ", "en")
    found = answered("how many leaflets were handed out in Tajikistan", "en")
    yield found.said, found.screen
    back = button(words, words.text("‹ Back to the answer"), Action.ANSWER, "TJ")
    yield "", contacts.what_happened(words, hotline, back)


def _said(text: str, y: int) -> tuple[str, int]:
    lines = textwrap.wrap(text, LETTERS - 8)
    height = len(lines) * LINE + 14
    width = max(map(len, lines)) * 7.6 + 24
    x = WIDTH - MARGIN - width
    box = f'<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="{height}" rx="12" fill="#d9f5c5"/>'
    rows = "".join(_text(x + 12, y + 20 + LINE * number, Line(line, "")) for number, line in enumerate(lines))
    return box + rows, y + height + 8


def _shown(screen: Screen, y: int) -> tuple[str, int]:
    lines = list(_lines(screen.html))
    height = len(lines) * LINE + 14
    parts = [f'<rect x="{MARGIN}" y="{y}" width="{BUBBLE}" height="{height}" rx="12" fill="#fff"/>']
    for number, line in enumerate(lines):
        base = y + 20 + LINE * number
        if line.style == "q":
            parts.append(f'<rect x="{MARGIN + 10}" y="{base - 13}" width="3" height="{LINE}" fill="#1c6fb0"/>')
        parts.append(_text(MARGIN + (20 if line.style == "q" else 12), base, line))
    y += height + 4
    for row in screen.rows:
        width = (BUBBLE - 4 * (len(row) - 1)) / len(row)
        for place, key in enumerate(row):
            x = MARGIN + place * (width + 4)
            parts.append(
                f'<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="28" rx="8" fill="#fff" opacity=".85"/>'
            )
            fitting = key.text if len(key.text) * 7.2 < width else key.text[: int(width / 7.2)] + "…"
            parts.append(_text(x + width / 2, y + 18, Line(fitting, "key")))
        y += 32
    return "".join(parts), y + 8


def _lines(html: str) -> Iterator[Line]:
    """Break a message into lines; each has the style of its first letter. Of a folded quote three lines are shown."""
    text, entities = parse_html(html)
    styles = [""] * (len(text.encode("utf-16-le")) // 2)
    for entity in entities:
        style = {"bold": "b", "italic": "i"}.get(entity["type"], "q" if "quote" in entity["type"] else "")
        for place in range(entity["offset"], entity["offset"] + entity["length"]):
            styles[place] = style
    units = 0
    for paragraph in text.split("\n"):
        style = styles[units] if paragraph else ""
        units += len(paragraph.encode("utf-16-le")) // 2 + 1
        lines = textwrap.wrap(paragraph, LETTERS - (2 if style == "q" else 0)) or [""]
        if style == "q" and len(lines) > 3:
            lines = [*lines[:2], f"{lines[2][: LETTERS - 6]} … ⌄"]
        yield from (Line(line, style) for line in lines)


def _text(x: float, y: float, line: Line) -> str:
    return f'<text {STYLES[line.style]} x="{x:.0f}" y="{y:.0f}">{escape(line.text)}</text>' if line.text else ""
