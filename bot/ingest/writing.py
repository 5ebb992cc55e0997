"""A draft as YAML in the house format, with everything that is only proposed or left out in comments."""

import re
import textwrap
from collections.abc import Iterator, Sequence

from bot.ingest.contacts import FoundContact
from bot.ingest.document import clean
from bot.ingest.draft import Draft, DraftPassage

_SCHEMA = "# yaml-language-server: $schema=../schemas/bulletin.json"  # so that editors help with it, in bulletins/
_WIDTH = 110
_PLAIN = re.compile(r"[^\W_][^:#\n\[\]{},&*!|>'\"%@`]*[^\W_]")  # what YAML reads as the text that it is, after a key
_OTHER_TYPES = re.compile(r"(?:true|false|yes|no|on|off|y|n|null|[\d.eE_+:-]+|0[xob]\w+)", re.IGNORECASE)


def to_yaml(draft: Draft) -> str:
    """Return the draft as a file of bulletins/."""
    return "".join(f"{line}\n" for line in _lines(draft))


def _lines(draft: Draft) -> Iterator[str]:
    yield _SCHEMA
    yield f"# DRAFT of {clean(draft.source)}. Compare every passage with the source; add the other language, the"
    yield "# questions that lead to it and, under `bulletin`, publisher, source and url; then take all comments out but"
    yield "# the first."
    yield from (f"# {clean(note)}" for note in draft.notes)
    yield "bulletin:"
    yield f"  id: {draft.id}"
    yield f"  date: {draft.date}  # {draft.date_from}"
    yield f"  title: {{{draft.language}: {quoted(draft.title)}}}"
    yield "passages:"
    for passage in draft.passages:
        yield from _passage(passage, draft.language)
        yield ""
    yield from _contacts(draft.contacts)
    yield f"# Dropped, {len(draft.dropped)} pieces that are no part of a passage:"
    yield from (f"#   {clean(where)}: {reason}: {clean(text)}" for reason, where, text in draft.dropped)


def _passage(passage: DraftPassage, language: str) -> Iterator[str]:
    for identifier, share in passage.known:
        yield f"  # known already: {identifier}, {share:.0%} alike"
    yield f"  - id: {passage.id}  # {passage.where}"
    yield f"    countries: [{', '.join(passage.countries)}]"
    yield f"    topics: [{', '.join(passage.topics)}]"
    if passage.date:
        day, origin = passage.date
        yield f"    date: {day}  # {origin}"
    if passage.mends:
        yield "    mends:"
        yield from (f"      - {{source: {quoted(source)}, text: {quoted(text)}}}" for source, text in passage.mends)
    yield "    title:"
    yield f"      {language}: {quoted(passage.title)}"
    yield "    text:"
    yield f"      {language}: >-"
    yield from _folded(passage.text)


def _folded(text: str) -> Iterator[str]:
    """Fold a text as a YAML block scalar is folded: a blank line stands for the end of a paragraph."""
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            yield ""
        yield from textwrap.wrap(
            paragraph,
            _WIDTH,
            initial_indent=" " * 8,
            subsequent_indent=" " * 8,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _contacts(contacts: Sequence[FoundContact]) -> Iterator[str]:
    if not contacts:
        return
    yield "# Contacts in the text. These are proposals: contacts.yaml was not changed."
    for verdict, value, country, where, records in contacts:
        known = ", ".join(f"{record.id} ({record.value})" for record in records)
        about = {"same": f" on record as {known}", "contradicting": f" on record is {known}"}.get(verdict, "")
        yield f"#   {verdict}: {country or 'country unknown'} {value}, {where}{about and ';' + about}"
    yield ""


def quoted(text: str) -> str:
    """Return a text as a YAML scalar of one line, in quotes where it needs them."""
    if _PLAIN.fullmatch(text) and not _OTHER_TYPES.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
