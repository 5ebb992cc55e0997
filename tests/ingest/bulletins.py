"""Three bulletins in our own words, as files: PDF in two columns, HTML with menus, DOCX in Russian.

Names, figures and numbers in them are invented.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas


class Story(NamedTuple):
    """A passage that a draft has to give back, and what stands around it in the file."""

    heading: str
    paragraphs: Sequence[str]
    caption: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


PDF_STORIES = [
    Story(
        "SEASONAL WORKERS ASK BEFORE THEY LEAVE",
        [
            "IOM Kyrgyzstan opened three consultation desks at the bus stations of Osh and Jalal-Abad in April 2024. "
            "People who leave for seasonal work can have their contract read by a lawyer free of charge. In the first "
            "four weeks 1,240 persons came to the desks, most of them on their way to farms and building sites.",
            "The desks are run together with the Ministry of Labour. Two lawyers and one nurse take turns at each of "
            "them, and every visitor receives a card with the questions that should be settled before a journey.",
        ],
        "Photo: a consultation desk at the bus station of Osh. IOM Kyrgyzstan, 2024.",
    ),
    Story(
        "TRAINING FOR BORDER OFFICERS IN KHATLON",
        [
            "On 16 April 2024, thirty-two officers of the border service finished a five-day training on the "
            "identification of victims of trafficking. It took place in Bokhtar, Tajikistan, and included role plays, "
            "interviews with former clients of a shelter and a visit to a crossing point.",
        ],
    ),
    Story(
        "",
        [
            "On 19 April 2024, IOM Tajikistan handed over fifteen computers and two printers to the migration service "
            "of the Khatlon region, so that returning citizens wait no longer than half an hour for their papers.",
        ],
    ),
    Story(
        "A SAFE HOUSE IN ALMATY",
        [
            "A shelter for women who were exploited at work has moved to a larger building in Almaty, Kazakhstan. It "
            "now has room for twenty-four women and their children. The shelter offers legal advice, medical care and "
            "courses in sewing and bookkeeping; the stay is free and may last up to six months.",
            "The new building was paid for by the city and by private donors.",
            "During the last year the shelter helped 96 women, and 41 of them found a job afterwards.",
        ],
        "Footage from the opening of the building in Almaty on 22 April 2024.",
    ),
    Story(
        "RETURN FROM ABROAD: FIRST RESULTS",
        [
            "IOM Uzbekistan presented the first results of its reintegration programme in Samarkand. Since January "
            "310 families received small grants for a workshop, a greenhouse or livestock. The programme continues "
            "until the end of 2025 and accepts applications in all regions of the country.",
        ],
    ),
    Story(
        "YOUTH CLUBS IN DASHOGUZ",
        [
            "Eight youth clubs in the Dashoguz region of Turkmenistan spoke with schoolchildren about safe migration "
            "and the tricks of recruiters. More than 700 pupils between 14 and 17 years took part in the meetings.",
            "The clubs also staged a short play about a girl who is promised a job abroad. It will be shown in five "
            "more schools in autumn.",
        ],
    ),
]

HTML_STORIES = [
    Story(
        "Mobile teams reach the markets of Bishkek",
        [
            "Two mobile teams visit the markets of Bishkek every Saturday and tell internal migrants how to register "
            "with a clinic. Since March they have spoken with 2,150 people, among them 900 women.",
            "The teams are made up of a doctor, a social worker and a volunteer who has moved to the city herself.",
        ],
        "Photo: IOM Kyrgyzstan",
    ),
    Story(
        "Astana hosts a round table on seasonal labour",
        [
            "Representatives of five ministries met in Astana, Kazakhstan, to discuss a draft agreement on seasonal "
            "labour. They proposed a single permit for farms and an insurance against accidents.",
            "A second round table is planned for November. By then the ministries want to agree on the wording.",
        ],
        "12 June 2024, Astana, Kazakhstan",
    ),
    Story(
        "Short news",
        [
            "Dushanbe, 5 June 2024. A hundred and twenty students of the law faculty took an exam on migration law "
            "that IOM Tajikistan has prepared together with the National University over the past two years.",
        ],
    ),
    Story(
        "",
        [
            "Tashkent, 7 June 2024. The agency for external labour migration opened a language course for nurses who "
            "will work in Germany. It lasts nine months and costs the participants nothing.",
        ],
    ),
    Story(
        "What to take along",
        [
            "Lawyers of IOM Kazakhstan advise everybody who travels for work to keep three things at hand:",
            "a copy of the passport that stays with the family;",
            "the address and telephone number of the employer;",
            "a little money that nobody else knows of.",
        ],
    ),
    Story(
        "Ashgabat: a survey among returning students",
        [
            "A survey among 480 students who came back to Turkmenistan shows that half of them look for work for "
            "more than six months. The results were presented at a seminar in Ashgabat.",
        ],
    ),
]

DOCX_STORIES = [
    Story(
        "Новый консультационный пункт в Оше",
        [
            "В Оше открылся консультационный пункт для тех, кто собирается на заработки за границу. Юристы МОМ "
            "в Кыргызстане бесплатно проверяют трудовые договоры и объясняют, какие документы нужны в дороге. За "
            "первый месяц за помощью обратились 430 человек.",
            "Пункт работает по будням с девяти до шести часов. Записываться заранее не нужно.",
        ],
        "Фото: МОМ в Кыргызстане",
    ),
    Story(
        "Обучение сотрудников миграционной службы",
        [
            "15 мая 2024 года в Душанбе завершился тренинг для двадцати восьми сотрудников миграционной службы "
            "Таджикистана. Они учились распознавать признаки торговли людьми и направлять пострадавших в приюты.",
            "Тренинг провели эксперты МОМ и общественной организации «Надежда». Участники получили пособие на "
            "таджикском и русском языках.",
        ],
        "15 мая 2024 года, Душанбе, Таджикистан",
    ),
    Story(
        "Коротко",
        [
            "20 мая 2024 года в Алматы прошла ярмарка вакансий для мигрантов, которые вернулись домой. В ней "
            "участвовали сорок предприятий; договоры подписали 112 человек.",
        ],
    ),
    Story(
        "",
        [
            "22 мая 2024 года в Самарканде начались курсы русского языка для медицинских сестер. Занятия оплачивает "
            "агентство по внешней трудовой миграции Узбекистана.",
        ],
    ),
    Story(
        "Три правила безопасной поездки",
        [
            "МОМ в Туркменистане выпустила памятку для молодежи. В ней три совета:",
            "не отдавайте паспорт работодателю;",
            "оставьте родным адрес, по которому вы будете жить;",
            "заранее узнайте номер посольства.",
            "Памятку раздают в школах Ашхабада и Мары.",
        ],
    ),
]

_TOP, _BOTTOM, _SIZE, _LEADING, _WIDTH = 760, 70, 9.5, 12, 238
_COLUMNS = (45, 312)
_HEADER = "IOM Central Asia · Newsletter, May 2024"


def write_pdf(path: Path) -> Path:
    """Write a newsletter in two columns, with a running header, page numbers, captions and a contact block."""
    page = _Page(Canvas(str(path), pagesize=A4))
    page.start("Safe Roads, Safe Work")
    for story in PDF_STORIES:
        if story.heading:
            page.write(story.heading, "Helvetica-Bold", before=10)
        for paragraph in story.paragraphs:
            page.write(paragraph, before=6)
        if story.caption:
            page.write(story.caption, "Helvetica-Oblique", before=6)
    page.write("Contact IOM missions in Central Asia:", "Helvetica-Bold", before=12)
    for line in ("KYRGYZSTAN: iomkyrgyzstan@iom.int", "TAJIKISTAN: dushanbe@iom.int", "UZBEKISTAN: help@example.org"):
        page.write(line)
    page.write("FOLLOW US ON FACEBOOK", before=8)
    page.canvas.showPage()
    page.canvas.save()
    return path


class _Page:
    """Fills columns from the top; words are hyphenated where they do not fit."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self._number = self._column = 0
        self._y = 0.0

    def start(self, title: str = "") -> None:
        self._number += 1
        self._column, self._y = 0, _TOP
        self.canvas.setFont("Helvetica", 8)
        self.canvas.drawString(45, 805, _HEADER)
        self.canvas.drawString(290, 30, f"Page {self._number}")
        self._title = title
        if title:
            self.canvas.setFont("Helvetica-Bold", 22)
            self.canvas.drawString(150, _TOP, title)
        self._y -= 40 * bool(title)

    def write(self, text: str, font: str = "Helvetica", before: float = 0) -> None:
        self._y -= before
        for line in _hyphenated(text, font):
            if self._y < (420 if self._number == 1 else _BOTTOM):
                self._next_column()
            self.canvas.setFont(font, _SIZE)
            self.canvas.drawString(_COLUMNS[self._column], self._y, line)
            self._y -= _LEADING

    def _next_column(self) -> None:
        if self._column == 0:
            self._column, self._y = 1, _TOP - 40 * bool(self._title)
        else:
            self.canvas.showPage()
            self.start()


def _hyphenated(text: str, font: str) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if stringWidth(longer, font, _SIZE) <= _WIDTH:
            line = longer
            continue
        half = len(word) // 2
        if len(word) > 8 and word.isalpha() and stringWidth(f"{line} {word[:half]}-", font, _SIZE) <= _WIDTH:
            yield f"{line} {word[:half]}-"
            line = word[half:]
        else:
            yield line
            line = word
    yield line


def write_html(path: Path) -> Path:
    """Write a page of a site: menus, a trail, sharing, related news, a footer, and the bulletin in between."""
    stories = "".join(_html_story(story) for story in HTML_STORIES)
    path.write_text(
        f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Bulletin | Example</title>
<meta property="article:published_time" content="2024-06-14T09:00:00Z"><style>p {{ margin: 0 }}</style></head>
<body><header><a href="/">Example</a><nav><ul><li><a href="/who">Who we are</a></li>
<li><a href="/work">Our work</a></li><li><a href="/data">Data and research</a></li></ul></nav></header>
<div class="trail"><a href="/">Home</a> / <a href="/news">News</a> / <a href="/news/june">June</a></div>
<div id="content"><h1>Summer bulletin of the missions in Central Asia</h1><p>Kazakhstan + 4 more</p>
<div class="share"><ul><li><a href="#f">Facebook</a></li><li><a href="#t">Telegram</a></li>
<li><a href="#m">E-mail</a></li></ul></div>
{stories}
<h2>Hotlines</h2><p>Kyrgyzstan: 1899<br>Tajikistan: +992 900 000 111</p>
<p>Originally published on the site of the missions.</p><p>Read more</p></div>
<aside><h3>Related news</h3><p>A forum on migration will be held in autumn.</p></aside>
<footer><p>© Example. All rights reserved.</p></footer><script>var x = "<p>no text</p>";</script></body></html>
""",
        encoding="utf-8",
    )
    return path


def _html_story(story: Story) -> str:
    first, *others = story.paragraphs
    if first.endswith(":"):
        body = f"<p>{first}</p><ul>{''.join(f'<li>{item}</li>' for item in others)}</ul>"
    else:
        body = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    heading = f"<h2>{story.heading}</h2>" if story.heading else ""
    picture = f'<p class="caption">{story.caption}</p>' if story.caption else ""
    return f"<div>{heading}{body}{picture}</div>"


def write_docx(path: Path) -> Path:
    """Write a Russian bulletin with styles, a list, captions, a table of contacts, page header and footer."""
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "МОМ в Центральной Азии · май 2024 года"
    word.sections[0].footer.paragraphs[0].text = "Бюллетень не продается"
    word.add_paragraph("Вестник безопасной миграции", style="Title")
    word.add_paragraph("Опубликовано 31.05.2024")
    for story in DOCX_STORIES:
        if story.heading:
            word.add_paragraph(story.heading, style="Heading 1")
        for paragraph in story.paragraphs:
            word.add_paragraph(paragraph, style="List Bullet" if paragraph[0].islower() else None)
        if story.caption:
            word.add_paragraph(story.caption, style="Caption" if story.caption.startswith("Фото") else None)
    word.add_paragraph("Контакты", style="Heading 1")
    table = word.add_table(rows=2, cols=2)
    for row, (country, value) in zip(
        table.rows, [("Кыргызстан", "горячая линия 1899"), ("Казахстан", "iomalmaty@iom.int")], strict=True
    ):
        row.cells[0].text, row.cells[1].text = country, value
    word.add_paragraph("Подписывайтесь на нас в социальных сетях!")
    word.save(str(path))
    return path
