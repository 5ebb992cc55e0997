"""The directory on one sheet of A4, in both languages, to print and hang on a wall."""

from bot.sheet.content import Sheet, make_sheet
from bot.sheet.html_page import as_html

__all__ = ["Sheet", "as_html", "make_sheet"]
