"""Paragraphs become passages: where one item of a bulletin ends and the next begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.ingest.dates import opens_with_date
from bot.ingest.document import Dropped
from bot.ingest.paragraphs import Paragraph
from bot.ingest.sentences import is_capitals, opening, sentences

_HEADLINE_WORDS = 5  # a heading of so many words is about one item; a shorter one may stand over several

# How a paragraph begins that goes on with what was told before.
_REFERS_BACK = opening(
    """
    the, this, these, those, that, such, it, its, they, their, he, she, his, her, we, our, both, all, some, another,
    one of, more than, over, about, around, nearly, overall, among, as the, as a, as part of, additionally, besides,
    meanwhile, later, then, finally, earlier, mr, mrs, ms, dr, during the, during this, at the, in the, in this,
    in addition, in total, for this, by the, also, moreover, furthermore, however, in turn, participant*, speaker*,
    experts also, experts noted, according to the, according to her, according to him,
    эта, это, эти, этот, эту, этого, этой, этих, такой, такая, такое, такие, также, он, она, оно, они, его, ее, её, их,
    мы, наш*, г-н, г-жа, кроме того, помимо, однако, при этом, всего, более, свыше, около, среди, в ходе, в рамках,
    в завершение, в том числе, в этом, в ней, в нем, в нём, в них, по итогам, по окончании, по словам, по завершении,
    по данным, по результатам, участни*, для этого, во время, после, мероприяти*, с ним*, за это, там, туда, здесь,
    раньше, затем, теперь
    """
)
_DEMONSTRATIVE = re.compile(
    r"\b(?:this|these|such|our|us|we)\b|(?<!\w)(?:этот|этого|этой|этом|этих|наш\w*)(?!\w)", re.IGNORECASE
)
_FIRST_WORDS = 8  # of a sentence, among which a demonstrative points back
_EVENT = re.compile(
    r"\bthe\s+(?:\w+\s+){0,2}(?:event|forum|meeting|training|seminar|webinar|workshop|campaign|project|programme|program|"
    r"conference|round\s?table|session|course|participants|initiative)\b",
    re.IGNORECASE,
)
_EVENT_STEMS = (  # Russian has no “the”: a word of these that has just been used points back
    "проект мероприяти тренинг семинар форум встреч программ кампани презентаци конференц курс заняти пункт конкурс"
).split()
_SAID = re.compile(
    r"\b(?:noted|said|says|added|stressed|underlined|emphasi[sz]ed|explained|thanked)\b|"
    r"(?<!\w)(?:отметил|сказал|подчеркнул|добавил|рассказал|поблагодарил|пояснил)",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:we|our|us)\b|(?<!\w)(?:мы|нам|нас|наш\w*)(?!\w)", re.IGNORECASE)
# Organisations that news begin with: “IOM Uzbekistan held …”. Not “IOM's campaign …”.
_ACTOR = re.compile(r"(?:IOM|UNHCR|UN|UNDP|UNICEF|UNFPA|OSCE|МОМ|УВКБ|ООН|ПРООН|ЮНИСЕФ|ОБСЕ)\b(?!['’])")
_MIN_WORDS = 7  # fewer are no passage


@dataclass
class Piece:
    """A passage before it has an id: its heading, its paragraphs, the captions around it."""

    heading: str | None = None
    heading_where: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    own_heading: bool = False

    @property
    def text(self) -> str:
        """Return the text, a line a paragraph."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def where(self) -> str:
        """Say where the passage begins."""
        return self.paragraphs[0].where


@dataclass
class Split:
    """What the paragraphs of a file are."""

    title: str | None
    pieces: list[Piece]
    dropped: list[Dropped]


def split(paragraphs: Sequence[Paragraph], title: str | None = None) -> Split:
    """Divide paragraphs into passages. The first heading of a file is its title."""
    result = Split(title, [], [])
    waiting: list[Paragraph] = []  # headings whose text has not come yet
    captions: list[tuple[str, bool]] = []  # since the last text, with whether a heading stood between
    for paragraph in paragraphs:
        if paragraph.kind == "heading":
            waiting.append(paragraph)
        elif paragraph.kind == "caption":
            captions.append((paragraph.text, bool(waiting)))
            result.dropped.append(Dropped("caption", paragraph.where, paragraph.text))
        else:
            _add(result, paragraph, waiting, captions)
            waiting, captions = [], []
    if result.pieces:
        result.pieces[-1].captions += [text for text, _ in captions]
    _drop_section_headings(result)
    _drop_fragments(result)
    result.dropped += [Dropped("heading without text", heading.where, heading.text) for heading in waiting]
    return result


def _add(result: Split, paragraph: Paragraph, waiting: list[Paragraph], captions: list[tuple[str, bool]]) -> None:
    last = result.pieces[-1] if result.pieces else None
    if last and not waiting and _continues(last, paragraph):
        last.paragraphs.append(paragraph)
        last.captions += [text for text, _ in captions]
        return
    if waiting and result.title is None and last is None:
        result.title = waiting.pop(0).text
    piece = Piece(paragraphs=[paragraph])
    if waiting:
        heading = waiting[-1]
        piece.heading, piece.heading_where = heading.text, heading.where
        piece.own_heading = heading.marked or _is_headline(heading.text)
    result.dropped += [Dropped("heading of a section", heading.where, heading.text) for heading in waiting[:-1]]
    for text, after_heading in captions:
        if last and not after_heading:
            last.captions.append(text)
        if after_heading or not waiting:
            piece.captions.append(text)
    result.pieces.append(piece)


def _drop_fragments(result: Split) -> None:
    """Take out what is too short to be a passage."""
    for piece in [piece for piece in result.pieces if len(piece.text.split()) < _MIN_WORDS]:
        result.pieces.remove(piece)
        if piece.heading:
            result.dropped.append(Dropped("heading without text", piece.heading_where, piece.heading))
        result.dropped.append(Dropped("fragment", piece.where, piece.text))


def _is_headline(heading: str) -> bool:
    return len(re.findall(r"[^\W\d_]+", heading)) >= _HEADLINE_WORDS


def _drop_section_headings(result: Split) -> None:
    """Take the heading away from a passage if others without one follow: it is about all of them."""
    for piece, following in pairwise(result.pieces):
        if piece.heading and not _is_headline(piece.heading) and following.heading is None:
            result.dropped.append(Dropped("heading of a section", piece.heading_where, piece.heading))
            piece.heading = None


def _continues(piece: Piece, paragraph: Paragraph) -> bool:
    """Say whether a paragraph that follows a passage without a heading between them belongs to it."""
    text, before = paragraph.text, piece.paragraphs[-1].text
    if paragraph.kind == "item" or before.endswith(":"):
        return True
    if is_capitals(text):
        return False
    sentence = sentences(text)[0]
    refers = bool(
        _REFERS_BACK.match(text)
        or _DEMONSTRATIVE.search(" ".join(sentence.split()[:_FIRST_WORDS]))
        or _EVENT.search(sentence)
        or _SAID.search(sentence)
        or any(stem in sentence.lower() and stem in before.lower() for stem in _EVENT_STEMS)
        or (_FIRST_PERSON.search(before) and _FIRST_PERSON.search(sentence))
    )
    if opens_with_date(text):
        return refers and piece.own_heading
    if _ACTOR.match(text) and not piece.own_heading:
        return False
    return refers or piece.own_heading or _names_again(before, sentence)


def _names_again(before: str, sentence: str) -> bool:
    """Say whether a Russian paragraph begins with a word that has just been used: Russian has no “the”."""
    word = re.match(r"[А-ЯЁ][а-яё]{5,}", sentence)
    return bool(word) and word is not None and word[0][:6].lower() in before.lower() and "мигра" not in word[0].lower()
