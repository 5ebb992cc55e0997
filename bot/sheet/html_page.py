"""The sheet as one HTML file: styles and QR codes inside, no scripts, nothing fetched, everything escaped."""

from collections.abc import Iterator, Sequence
from html import escape
from math import sqrt
from string import Template

from bot.sheet.content import SIDES, Entry, Link, Section, Sheet

_SMALLEST, _LARGEST = 9.0, 24.0  # points
# How much fits on a page: points of size² per letter, measured with PT Sans.
_ROOM = 370_000
_WIDEST = 0.62  # of a bold letter or digit, in parts of its size
_PAGE_WIDTH = 190 / 25.4 * 72  # points
_FEW = 8  # up to so many contacts, the numbers stand on lines of their own
_SECTION, _ENTRY, _NOTE, _FOOT = 110, 60, 40, 690  # what each takes, counted in letters

_PAGE = Template("""\
<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>$title</title>
<style>
@page { size: A4 portrait; margin: 8mm 10mm }
* { box-sizing: border-box }
html { font: ${size}pt/1.1 "PT Sans", Arial, "Liberation Sans", sans-serif; color: #000; background: #fff }
body { width: 190mm; margin: 0 auto }
header { display: flex; justify-content: space-between; align-items: baseline; margin-bottom: .3em }
h1, h2 { margin: 0; line-height: 1.1 }
h1 { font-size: min(1.5em, 20pt) }
h1 span, h2 span { font-weight: normal; font-size: .75em; margin-left: .5em }
time { font-size: 7.5pt; text-align: right; white-space: nowrap }
section { border-top: .18em solid #000; padding-top: .15em; margin-top: .3em; break-inside: avoid }
h2 { font-size: 1.2em }
.entry { display: grid; grid-template-columns: 27fr 48fr 25fr; column-gap: 2mm }
.entry { border-top: .4pt solid #999; padding: .1em 0 .08em; break-inside: avoid }
.entry [lang=en] { font-size: .72em }
h2 + .entry { border-top: 0 }
.value { font-weight: bold; line-height: 1.1; overflow-wrap: anywhere }
.few .entry { grid-template-columns: 58fr 42fr }
.few .value { grid-column: 1 / -1 }
.entry > [lang] { text-wrap: pretty }
.name { font-weight: bold }
.about { font-size: .86em }
.doubt { font-size: .72em; font-weight: bold; border: .8pt solid #000; padding: 0 .35em; white-space: nowrap }
.seen, footer { font-size: 6.5pt; line-height: 1.15; color: #333 }
.pair { display: flex; gap: 3mm; font-size: .68em }
.pair p { margin: 0; flex: 0 1 auto }
.pair p:first-child { font-size: 1.1em }
.bot { border-top: .18em solid #000; margin-top: .35em; padding-top: .25em; break-inside: avoid }
.bot > b { font-size: 12pt }
.bot .pair { font-size: 7.5pt; margin-bottom: 1mm }
.codes { display: flex; justify-content: space-between; gap: 3mm }
figure { margin: 0; text-align: center; font-size: 7pt }
figure > div { display: flex; justify-content: center; gap: 1mm }
figcaption { line-height: 1.15 }
figure > div > div { line-height: 1 }
svg { display: block; width: ${code}mm; height: ${code}mm }
footer { margin-top: .35em }
@media screen { body { padding: 8mm 0 } }
</style>
</head>
<body class="$density">
$body
</body>
</html>
""")


def as_html(sheet: Sheet) -> str:
    """Write the sheet as an HTML file that prints on one page."""
    few = sum(len(section.entries) for section in sheet.sections) <= _FEW
    size = _size(sheet, few)
    return _PAGE.substitute(
        title=escape(" · ".join(sheet.titles)),
        size=f"{size:.1f}",
        code=17 if len(sheet.sections) > 1 else 36,
        density="few" if few else "many",
        body="\n".join(_body(sheet, size, _PAGE_WIDTH if few else _PAGE_WIDTH * 0.26)),
    )


def _size(sheet: Sheet, few: bool) -> float:
    """Choose the size of letters so that the page is full and does not run over."""
    letters = _FOOT / (1 + few) if sheet.bot else _FOOT / 5
    for section in sheet.sections:
        letters += _SECTION + _NOTE * len(section.notes)
        for entry in section.entries:
            letters += _ENTRY * (1 + few) + max(len(side.name) + len(side.about) for side in entry.sides)
    return min(max(sqrt(_ROOM / letters), _SMALLEST), _LARGEST)


def _body(sheet: Sheet, size: float, width: float) -> Iterator[str]:
    title, *translations = (escape(text) for text in sheet.titles)
    dates = "<br>".join(escape(date) for date in sheet.dates)
    yield f"<header><h1>{title}{_in_english(translations)}</h1><time>{dates}</time></header>"
    for section in sheet.sections:
        yield from _section(section, size, width)
    if sheet.bot and sheet.sections:
        yield f'<div class="bot"><b>Telegram: {escape(sheet.bot)}</b>{_pair(sheet.about_bot)}<div class="codes">'
        for section in sheet.sections:
            names = " · ".join(escape(name) for name in section.names)
            codes = "".join(map(_code, section.links))
            yield f"<figure><div>{codes}</div><figcaption>{names}</figcaption></figure>"
        yield "</div></div>"
    sources = (f"[{number}] {escape(source)}" for number, source in enumerate(sheet.sources, 1))
    yield f"<footer>{' &nbsp; '.join(sources)}</footer>"


def _section(section: Section, size: float, width: float) -> Iterator[str]:
    name, *translations = (escape(text) for text in section.names)
    yield f"<section><h2>{name}{_in_english(translations)}</h2>"
    if section.notes:
        yield _pair(section.notes)
    yield from (_entry(entry, size, width) for entry in section.entries)
    yield "</section>"


def _entry(entry: Entry, size: float, width: float) -> str:
    value_size = min(
        size * (1.0 if not entry.is_phone else 1.7 if entry.is_main else 1.4),
        max(width / (len(entry.value) * _WIDEST), _SMALLEST),
    )
    cells = f'<div class="value" style="font-size:{value_size:.1f}pt">{escape(entry.value)}</div>'
    for number, (language, side) in enumerate(zip(SIDES, entry.sides, strict=True)):
        source = "" if number else f" [{entry.source}]"
        doubt = f' <span class="doubt">{escape(side.doubt)}</span>' if side.doubt else ""
        about = f' <span class="about">{escape(side.about)}</span>' if side.about else ""
        what = f'<span class="name">{escape(side.name)}</span>{doubt}{about}'
        cells += f'<div lang="{language}">{what}<div class="seen">{escape(side.seen)}{source}</div></div>'
    return f'<div class="entry">{cells}</div>'


def _pair(texts: Sequence[str]) -> str:
    paragraphs = (f'<p lang="{language}">{escape(text)}</p>' for language, text in zip(SIDES, texts, strict=True))
    return f'<div class="pair">{"".join(paragraphs)}</div>'


def _in_english(texts: list[str]) -> str:
    return "".join(f'<span lang="en">{text}</span>' for text in texts)


def _code(link: Link) -> str:
    picture = link.code.svg_inline(omitsize=True, svgclass=None, lineclass=None, title=link.address)
    return f"<div>{picture}{link.language}</div>"
