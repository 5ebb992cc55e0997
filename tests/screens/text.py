"""The gallery as one text file, so that a change of wording is seen in review."""

from collections.abc import Iterator

from bot.knowledge import LANGUAGES
from bot.telegram.screens.screen import Button
from tests.screens.gallery import Shot, gallery


def screens_text() -> str:
    """Return every kind of message in both languages as text: the HTML of each, then a line for each row of buttons."""
    lines = ["# Made by `make screens`. Buttons: [text → what is sent back], [text ⧉ what is copied].", ""]
    for language in LANGUAGES:
        for shot in gallery(language):
            lines += [*_lines(f"{language} · {shot.name}", shot), ""]
    return "\n".join(lines).replace("\u202f", " ").replace("\u00a0", " ")


def _lines(title: str, shot: Shot) -> Iterator[str]:
    yield f"{'=' * 20} {title}"
    if shot.said:
        yield f"> {shot.said[:80]}"
    yield shot.screen.html
    for row in shot.screen.rows:
        yield " ".join(map(_button, row))


def _button(button: Button) -> str:
    if button.press:
        return f"[{button.text} → {button.press.encode()}]"
    if button.copy:
        return f"[{button.text} ⧉ {button.copy}]"
    return f"[{button.text} → {button.share or button.link}]"
