"""What each file format says of its lines, and what people are told of files that cannot be read."""

import zipfile
from pathlib import Path

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from bot.ingest import IngestError, read
from bot.ingest.document import Line

STORY = "Advisers of the mission in Osh spoke with four hundred travellers about contracts and wages."


def lines(folder: Path, name: str, content: str | bytes) -> list[Line]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path).lines


def shown(folder: Path, name: str, content: str | bytes) -> list[tuple[str, str]]:
    return [(line.kind, line.text) for line in lines(folder, name, content)]


def test_text_keeps_blank_lines_and_indents(tmp_path: Path) -> None:
    first, second = lines(tmp_path, "a.txt", "one\n\n\n  two\n")
    assert (first.where, second.where, second.gap, second.indent) == ("line 1", "line 4", 2, 2)


@pytest.mark.parametrize(
    "content", ["Ёлка".encode("utf-8-sig"), "Ёлка".encode("utf-16"), "Ёлка".encode("cp1251"), "\r\nЁлка\r\n".encode()]
)
def test_text_is_read_in_the_usual_encodings(tmp_path: Path, content: bytes) -> None:
    assert shown(tmp_path, "a.txt", content) == [("text", "Ёлка")]


def test_a_guessed_encoding_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Ёлка".encode("cp1251"))
    assert "Windows-1251" in read(path).notes[0]


def test_markdown_has_headings_paragraphs_and_items(tmp_path: Path) -> None:
    text = "# One\n\nA *bold* [step](https://example.org/x)\nforward <so>\n\n- first\n- second\n"
    assert shown(tmp_path, "a.md", text) == [
        ("heading", "One"),
        ("text", "A bold step forward <so>"),
        ("item", "- first"),
        ("item", "- second"),
    ]


def test_html_has_headings_paragraphs_items_and_captions(tmp_path: Path) -> None:
    text = """<h2>One</h2><p>A <b>bold</b>
      step</p><ul><li>first</li></ul><figure><figcaption>Osh</figcaption></figure>"""
    assert shown(tmp_path, "a.html", text) == [
        ("heading", "One"),
        ("text", "A bold step"),
        ("item", "- first"),
        ("caption", "Osh"),
    ]


def test_html_text_outside_the_article_is_set_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<div>Weather</div><article><p>{STORY}</p></article>", encoding="utf-8")
    document = read(path)
    assert [line.text for line in document.lines] == [STORY]
    assert [(drop.reason, drop.text) for drop in document.dropped] == [("outside the article", "Weather")]


def test_html_menus_are_set_apart(tmp_path: Path) -> None:
    menu = "<ul><li><a>Home</a></li><li><a>News</a></li><li><a>About us</a></li></ul>"
    path = tmp_path / "a.html"
    path.write_text(f"<p>{STORY}</p>{menu}<nav>Map</nav>", encoding="utf-8")
    assert [drop.reason for drop in read(path).dropped] == ["list of links", "menu or frame of the site"]


def test_a_break_in_html_divides_lines(tmp_path: Path) -> None:
    assert shown(tmp_path, "a.html", "<p>Osh: 1<br>Naryn:\n2</p>") == [("text", "Osh: 1"), ("text", "Naryn: 2")]


def test_html_says_when_it_came_out(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f'<time datetime="2024-05-31T10:00">May</time><p>{STORY}</p>', encoding="utf-8")
    assert read(path).date == "2024-05-31"


def test_docx_has_headings_lists_and_cells(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("One", style="Heading 2")
    word.add_paragraph().add_run("Bold line").bold = True
    word.add_paragraph("first", style="List Number")
    word.add_table(rows=1, cols=1).rows[0].cells[0].text = "cell"
    path = tmp_path / "a.docx"
    word.save(str(path))
    kinds = [(line.kind, line.text) for line in read(path).lines]
    assert kinds == [("heading", "One"), ("heading", "Bold line"), ("item", "- first"), ("text", "cell")]


def pdf(path: Path, *texts: tuple[float, float, str], encrypt: StandardEncryption | None = None) -> Path:
    canvas = Canvas(str(path), encrypt=encrypt)
    for left, height, text in texts:
        canvas.drawString(left, height, text)
    canvas.showPage()
    canvas.save()
    return path


def test_pdf_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [(50.0, 700.0 - 14 * row, f"left column line {row}") for row in range(5)]
    right = [(320.0, 700.0 - 14 * row, f"right column line {row}") for row in range(5)]
    title = [(50.0, 740.0, "A title that goes across both of the columns and further to the right side")]
    path = pdf(tmp_path / "a.pdf", *title, *left, *right)
    assert [line.text for line in read(path).lines] == [text for _, _, text in (*title, *left, *right)]


# Files that cannot be read


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xls", b"x", "ending that is not known"),
        ("a", b"x", "ending that is not known"),
        ("a.txt", b"", "holds no text"),
        ("a.txt", b"\x00\x01binary", "is no text file"),
        ("a.html", b"", "holds no text"),
        ("a.pdf", b"", "is no PDF"),
        ("a.pdf", b"no pdf at all", "is no PDF"),
        ("a.docx", b"PK\x03\x04", "is no DOCX"),
        ("a.docx", b"no docx at all", "is no DOCX"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    with pytest.raises(IngestError, match=message):
        lines(tmp_path, name, content)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="is not there"):
        read(tmp_path / "a.txt")


def test_a_folder_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "a.txt"
    folder.mkdir()
    with pytest.raises(IngestError, match="is a folder"):
        read(folder)


def test_a_locked_pdf_is_told(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", (50, 700, STORY), encrypt=StandardEncryption("secret"))
    with pytest.raises(IngestError, match="locked with a password"):
        read(path)


def test_a_pdf_without_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="OCR"):
        read(pdf(tmp_path / "a.pdf"))


def test_a_docx_that_unpacks_to_too_much_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ingest.docx_file._MAX_UNPACKED", 1000)
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "0" * 1001)
    with pytest.raises(IngestError, match="when unpacked"):
        read(tmp_path / "a.docx")


def test_a_page_nested_without_end_is_told(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="nests"):
        lines(tmp_path, "a.html", "<div>" * 5000 + STORY)
