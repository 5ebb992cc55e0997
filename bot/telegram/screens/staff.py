"""The report as a message to the people who look after the bot."""

from collections.abc import Iterable, Mapping
from html import escape

from bot.i18n import Catalog
from bot.knowledge import Bilingual
from bot.report import Report, Table, as_tables, as_text
from bot.telegram.screens.screen import Screen

MOST_ROWS = 12  # of a table in a message; the command line shows all


def report(report: Report, words: Catalog, topics: Mapping[str, Bilingual]) -> Screen:
    """Show the report as tables in columns."""
    head = words.text("Report of {date}", date=words.date(report.day))
    parts = [f"<b>{escape(head, quote=False)}</b>", *_parts(as_tables(report, words, topics), words)]
    return Screen("\n\n".join(parts))


def _parts(tables: Iterable[Table], words: Catalog) -> Iterable[str]:
    for table in tables:
        shown = Table(table.title, table.columns, tuple(map(_short, table.rows[:MOST_ROWS])))
        text = escape(as_text(shown, words), quote=False)
        yield f"<b>{escape(table.title, quote=False)}</b>\n<pre>{text}</pre>" + _rest(table, words)


def _rest(table: Table, words: Catalog) -> str:
    more = len(table.rows) - MOST_ROWS
    return "\n" + words.plural("and {number} more", "and {number} more", more) if more > 0 else ""


def _short(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell if len(cell) <= 40 else f"{cell[:39]}…" for cell in row)
