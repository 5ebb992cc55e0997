from collections import Counter
from collections.abc import Sequence
from itertools import chain

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.reply import Block, ContactBlock, PassageBlock, Sentence
from bot.telegram.render import render
from tests.fakes.entities import Entity, parse_html, utf16_length
from tests.fakes.methods import TEXT_LIMIT

# Shrinking texts of thousands of characters would take minutes: what fails is shown as it was found.
examples = settings(
    derandomize=True, deadline=None, database=None, max_examples=60, phases=[Phase.explicit, Phase.generate]
)
MARKUP = [
    "<b>", "</b>", "<", ">", "&", "&lt;", "&#60;", '"', "<blockquote expandable>", "</blockquote>",
    "<a href='tg://user?id=1'>",
]  # fmt: skip
ANY_TEXT = st.lists(st.text() | st.sampled_from(MARKUP), min_size=1).map("".join)


def short(units: int) -> st.SearchStrategy[str]:
    return ANY_TEXT.map(lambda text: text[: units // 2].strip() or "x")


LONG_TEXT = st.builds(
    lambda words, times: " ".join(words * times), st.lists(short(60), min_size=1), st.integers(1, 600)
).map(lambda text: text[:9000].strip())
SENTENCES = st.builds(Sentence, short(200), st.sampled_from(["plain", "lead", "note"]))
CONTACTS = st.builds(ContactBlock, st.just("id"), short(80), short(80), st.lists(short(80), max_size=2).map(tuple))


def replies(text: st.SearchStrategy[str]) -> st.SearchStrategy[list[Block]]:
    """Build replies of which everything but the text of the passages fits into one message."""
    notes = st.lists(short(80), max_size=1).map(tuple)
    passages = st.builds(PassageBlock, st.just("id"), short(80), short(80), text, notes)
    parts = (
        st.lists(SENTENCES, min_size=1, max_size=2),
        st.lists(passages, max_size=3),
        st.lists(CONTACTS, max_size=4),
    )
    return st.tuples(*parts).flatmap(lambda lists: st.permutations(list(chain.from_iterable(lists))))


REPLIES = replies(LONG_TEXT)
SMALL_REPLIES = replies(short(500))


def lines(block: Block) -> list[str]:
    match block:
        case Sentence(text=text):
            return [text]
        case PassageBlock(title=title, origin=origin, text=text, notes=notes):
            return [title, origin, text, *notes]
        case ContactBlock(title=title, value=value, details=details):
            return [title, value, *details]


def plain(blocks: Sequence[Block]) -> str:
    return "\n\n".join("\n".join(lines(block)) for block in blocks)


def content(text: str, entity: Entity) -> str:
    units = text.encode("utf-16-le")
    start = 2 * entity["offset"]
    return units[start : start + 2 * entity["length"]].decode("utf-16-le")


def quotes(blocks: Sequence[Block]) -> list[str]:
    text, entities = parse_html(render(blocks))
    return [content(text, entity) for entity in entities if "blockquote" in entity["type"]]


def passage(text: str, name: str = "a") -> PassageBlock:
    return PassageBlock(name, f"title {name}", f"origin {name}", text)


CONTACT = ContactBlock("kg-hotline", "Кыргызстан · Горячая линия", "1899", ("по данным на 2020 г.",))


@given(REPLIES)
@examples
def test_any_reply_fits_into_one_message(blocks: list[Block]) -> None:
    assert utf16_length(parse_html(render(blocks))[0]) <= TEXT_LIMIT


@given(REPLIES)
@examples
def test_contacts_and_sentences_stay_whole_and_in_their_order(blocks: list[Block]) -> None:
    text, position = parse_html(render(blocks))[0], 0
    for block in blocks:
        if not isinstance(block, PassageBlock):
            position = text.index(plain([block]), position) + len(plain([block]))


@given(SMALL_REPLIES)
@examples
def test_a_reply_that_fits_is_shown_character_by_character(blocks: list[Block]) -> None:
    assert parse_html(render(blocks))[0] == plain(blocks)


@given(SMALL_REPLIES)
@examples
def test_text_never_becomes_markup(blocks: list[Block]) -> None:
    expected: Counter[str] = Counter()
    for block in blocks:
        match block:
            case Sentence(kind=kind):
                expected += Counter({"lead": ["bold"], "note": ["italic"], "plain": []}[kind])
            case PassageBlock(notes=notes):
                expected += Counter(bold=1, italic=1 + len(notes), blockquote=1)
            case ContactBlock(details=details):
                expected += Counter(bold=1, italic=len(details))
    types = [entity["type"].removeprefix("expandable_") for entity in parse_html(render(blocks))[1]]
    assert Counter(types) == expected


@given(LONG_TEXT, st.lists(CONTACTS, max_size=4))
@examples
def test_a_passage_is_cut_only_at_its_end_and_between_words(text: str, contacts: list[ContactBlock]) -> None:
    [shown] = quotes([passage(text), *contacts])
    if shown != text:
        kept = shown.removesuffix("…")
        assert shown == f"{kept}…"
        assert text.startswith(kept)
        assert not kept or text[len(kept)].isspace()


@pytest.mark.parametrize(("surplus", "cut"), [(0, False), (1, True)])
@pytest.mark.parametrize("word", ["word ", "👩‍🚒 "], ids=["word", "emoji"])
def test_a_reply_is_cut_only_when_it_is_over_the_limit(surplus: int, cut: bool, word: str) -> None:
    room = TEXT_LIMIT - utf16_length(plain([passage(""), CONTACT])) + surplus
    text = word * (room // utf16_length(word))
    text += "x" * (room - utf16_length(text))
    [shown] = quotes([passage(text), CONTACT])
    assert (shown != text) == cut


def test_the_last_passages_give_way_before_the_first_is_cut() -> None:
    blocks: list[Block] = [
        passage("слово " * 400, "a"),
        passage("слово " * 200, "b"),
        passage("слово " * 200, "c"),
        CONTACT,
    ]
    text = parse_html(render(blocks))[0]
    assert [f"title {name}" in text for name in "abc"] == [True, True, False]
    assert "…" not in text


def test_a_passage_that_alone_is_too_long_leaves_room_for_the_contact() -> None:
    text = parse_html(render([passage("слово " * 2000), CONTACT]))[0]
    assert text.endswith(f"слово…\n\n{plain([CONTACT])}")
    assert utf16_length(text) > TEXT_LIMIT - 20


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([passage("A passage."), *[CONTACT] * 80], id="contacts"),
        pytest.param([PassageBlock("a", "title " * 900, "origin", "A passage.")], id="title"),
        pytest.param([passage("A passage."), Sentence("word " * 900), CONTACT], id="sentence"),
    ],
)
def test_a_reply_too_long_without_its_passage_still_ends_as_one_message(blocks: Sequence[Block]) -> None:
    assert utf16_length(parse_html(render(blocks))[0]) <= TEXT_LIMIT


def test_a_short_passage_is_a_plain_quote() -> None:
    assert "<blockquote>A short one.</blockquote>" in render([passage("A short one.")])


def test_a_long_passage_is_folded() -> None:
    [quote] = [e for e in parse_html(render([passage("word " * 100)]))[1] if "blockquote" in e["type"]]
    assert quote["type"] == "expandable_blockquote"


def test_a_number_stands_outside_of_any_markup_so_that_phones_make_it_tappable() -> None:
    text, entities = parse_html(render([CONTACT]))
    start = text.index("1899")
    assert [e for e in entities if e["offset"] <= start < e["offset"] + e["length"]] == []
