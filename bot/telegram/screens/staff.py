"""The report as a message to the people who look after the bot."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import escape

from bot.i18n import Catalog
from bot.knowledge import Bilingual
from bot.report import Report, Table, as_tables, as_text, origin
from bot.telegram.render import MAX_UNITS
from bot.telegram.screens.screen import Screen

MOST_ROWS = (20, 12, 6, 3)  # of a table in a message: as many as fit; the command line shows all
_WIDEST = 40  # characters of a cell


def report(report: Report, words: Catalog, topics: Mapping[str, Bilingual]) -> Screen:
    """Show the report as tables in columns."""
    title = words.text("Report of {date}", date=words.date(report.day))
    lines = [f"<b>{escape(title, quote=False)}</b>"]
    if knowledge := origin(report, words):
        lines.append(escape(knowledge, quote=False))
    tables = as_tables(report, words, topics)
    for rows in MOST_ROWS:
        parts = ["\n".join(lines), *_parts(tables, words, rows)]
        html = "\n\n".join(parts)
        if len(html.encode("utf-16-le")) // 2 <= MAX_UNITS:
            break
    return Screen(html)


def _parts(tables: Iterable[Table], words: Catalog, rows: int) -> Iterable[str]:
    for table in tables:
        shown = replace(table, rows=tuple(map(_short, table.rows[:rows])))
        text = escape(as_text(shown, words), quote=False)
        yield f"<b>{escape(table.title, quote=False)}</b>\n<pre>{text}</pre>" + _rest(table, words, rows)


def _rest(table: Table, words: Catalog, rows: int) -> str:
    more = len(table.rows) - rows
    return "\n" + words.plural("and {number} more", "and {number} more", more) if more > 0 else ""


def _short(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell if len(cell) <= _WIDEST else f"{cell[: _WIDEST - 1]}…" for cell in row)
