"""Paragraphs that stand beside the text: captions of pictures and contact blocks."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.ingest.contacts import EMAIL, PHONE, find_numbers
from bot.ingest.dates import dateline
from bot.ingest.document import Dropped
from bot.ingest.paragraphs import Paragraph
from bot.ingest.sentences import opening

_PICTURE = opening(
    """
    photo, photos, picture, pictures, pictured, image, footage, screenshot, caption, figure,
    фото, фотография, фотограф, на фото, на снимке, снимок, кадр, рисунок, рис, иллюстрация
    """
)
_ABOUT_PICTURE = re.compile(r"\b(?:photo|picture|pictured|footage|image|фото|снимк|кадр)", re.IGNORECASE)
_CREDIT = re.compile(r"[^.!?]{3,80}[.!?]\s+(?=[^\W\d_a-zа-яё])")
_BODY_WORDS = 12  # what follows a credit and has so many words is text that was glued to it
_CAPTION_WORDS = 25  # a paragraph that begins with place and date and has no more words is a caption
_CONTACT_HEAD = opening(
    "contact*, how to reach, how to contact, hotline*, контакт*, свяжитесь, связаться, горяч* лини*, телефон*"
)
_CONTENTS = opening(
    "in this issue, in this edition, inside the issue, contents, в этом номере, в этом выпуске, содержание"
)
_ENTRY = re.compile(r"\d{1,3}\s|[^:]{1,30}:\s|.*\s\d{1,3}$")  # in a table of contents: with a page number or a label
_ENTRY_WORDS = 20
_WORDS_PER_CONTACT = 12
_NAME_WORDS = 8
_LABEL_WORDS = 3


def mark_captions(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark the captions; one that is glued to a paragraph is cut off."""
    datelines = sum(p.kind == "text" and bool(dateline(p.text)) for p in paragraphs)
    usual = datelines * 2 > sum(p.kind == "text" for p in paragraphs)  # then it is how stories begin here
    marked: list[Paragraph] = []
    for paragraph in paragraphs:
        text = paragraph.text
        credit = _CREDIT.match(text) if _PICTURE.match(text) else None
        rest = text[credit.end() :] if credit else ""
        if paragraph.kind == "item" or (paragraph.kind == "heading" and paragraph.marked):
            marked.append(paragraph)
        elif credit and len(rest.split()) >= _BODY_WORDS and not _ABOUT_PICTURE.search(rest):
            marked += [replace(paragraph, text=credit[0].strip(), kind="caption"), replace(paragraph, text=rest)]
        elif _PICTURE.match(text) or (dateline(text) and len(text.split()) <= _CAPTION_WORDS and not usual):
            marked.append(replace(paragraph, kind="caption"))
        else:
            marked.append(paragraph)
    return marked


def set_contacts_apart(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Dropped]]:
    """Take out the blocks of contacts: their head, names of countries and offices in them, addresses and numbers."""
    apart: set[int] = set()
    for index, paragraph in enumerate(paragraphs):
        if _is_contact(paragraph.text):
            apart.add(index)
            before = index - 1
            while before >= 0 and before not in apart and _is_label(paragraphs[before].text):
                apart.add(before)
                before -= 1
    kept = [paragraph for index, paragraph in enumerate(paragraphs) if index not in apart]
    return kept, [Dropped("contacts", paragraphs[index].where, paragraphs[index].text) for index in sorted(apart)]


def _is_entry(paragraph: Paragraph) -> bool:
    """Say whether a paragraph may be an entry of a table of contents."""
    short = len(paragraph.text.split()) <= _ENTRY_WORDS
    return short and (paragraph.kind == "item" or (paragraph.kind == "text" and bool(_ENTRY.match(paragraph.text))))


def _is_contact(text: str) -> bool:
    """Say whether a paragraph is little else than addresses and numbers."""
    values = len(EMAIL.findall(text)) + len(PHONE.findall(text)) + len(find_numbers(text))
    return values > 0 and len(text.split()) <= _WORDS_PER_CONTACT * values


def _is_label(text: str) -> bool:
    """Say whether a paragraph before an address is its name: “KAZAKHSTAN”, “Contact IOM missions in Central Asia:”."""
    words = len(text.split())
    if words > _NAME_WORDS or text.endswith((".", "!", "?")):
        return False
    return bool(_CONTACT_HEAD.match(text)) or text.endswith(":") or words <= _LABEL_WORDS


def set_contents_apart(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Dropped]]:
    """Take out a table of contents: “In this edition: …” and the short entries after it."""
    kept: list[Paragraph] = []
    dropped: list[Dropped] = []
    inside = False
    for paragraph in paragraphs:
        inside = bool(_CONTENTS.match(paragraph.text)) or (inside and _is_entry(paragraph))
        if inside:
            dropped.append(Dropped("table of contents", paragraph.where, paragraph.text))
        else:
            kept.append(paragraph)
    return kept, dropped
