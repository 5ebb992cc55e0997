"""Every kind of message: as it was last reviewed, within Telegram's limits, and never markup where text is meant."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant import Answer, FoundPassage
from bot.i18n import catalog
from bot.knowledge import LANGUAGES, Bilingual, Contact, Language, Passage
from bot.knowledge.models import BulletinHeader
from bot.reply import Showing
from bot.report import make_report
from bot.storage import ContactReports, Gap
from bot.telegram.keyboards import keyboard
from bot.telegram.screens import answers, contacts, staff, wordless
from bot.telegram.screens.screen import Screen
from tests.fakes.entities import parse_html, utf16_length
from tests.fakes.markup import check
from tests.screens.gallery import Shot, gallery
from tests.screens.picture import conversation
from tests.screens.text import screens_text

HERE = Path(__file__).parent
SHOTS = [pytest.param(shot, id=f"{language} {shot.name}") for language in LANGUAGES for shot in gallery(language)]
TODAY = dt.date(2026, 1, 15)
HOW = Showing(TODAY, full=True)
WORDS = catalog("ru")
OURS = {"bold", "italic", "blockquote", "expandable_blockquote", "pre", "bot_command"}
examples = settings(derandomize=True, deadline=None, database=None, max_examples=60)

MARKUP = [
    "<b>",
    "</b>",
    "<",
    ">",
    "&",
    "&lt;",
    '"',
    "</pre>",
    "</blockquote>",
    "<a href='tg://user?id=1'>",
    "\u202e",
    "😀",
]
TEXT = (
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.sampled_from(MARKUP), min_size=1)
    .map("".join)
    .filter(str.strip)
)
LONG = st.builds(lambda text, times: (text + " ") * times, TEXT, st.integers(1, 400)).map(lambda text: text[:6000])
BOTH = st.builds(Bilingual, en=TEXT, ru=TEXT)
CONTACTS = st.builds(
    Contact,
    id=st.from_regex(r"[a-z]{2,8}-[a-z0-9]{2,8}", fullmatch=True),
    country=st.sampled_from(["KZ", "TJ"]),
    kind=st.sampled_from(["hotline", "emergency", "mission"]),
    name=BOTH,
    phone=TEXT.map(lambda text: text[:30]),
    purpose=BOTH | st.none(),
    languages=st.just(("ru", "tg", "xx")),
    verified=st.just("2020-12-29"),
    source=TEXT,
)  # fmt: skip
HEADER = BulletinHeader(id="report", date=TODAY, title=Bilingual(en="Report"))
PASSAGES = st.builds(
    lambda title, text: FoundPassage(Passage(id="a", title=title, text=text), HEADER, 1.0),
    BOTH | st.none(),
    st.builds(Bilingual, en=LONG, ru=LONG | st.none()),
)


def assert_sound(screen: Screen) -> None:
    """Fail unless Telegram takes the message, and shows as markup only what we mean to be."""
    text, entities = parse_html(screen.html)
    assert text.strip()
    assert utf16_length(text) <= 4096
    assert {entity["type"] for entity in entities} <= OURS
    check(keyboard(screen.rows))


# As reviewed


def test_the_messages_are_as_they_were_reviewed() -> None:
    reviewed = (HERE / "screens.txt").read_text(encoding="utf-8")
    assert screens_text() == reviewed, "run `make screens` and look at the difference"


def test_the_picture_is_drawn_from_them() -> None:
    reviewed = (HERE / "conversation.svg").read_text(encoding="utf-8")
    assert conversation() == reviewed, "run `make screens` and look at the difference"


def test_both_languages_have_every_message() -> None:
    names = [{shot.name for shot in gallery(language)} for language in LANGUAGES]
    assert names[0] - names[1] == {"a question in another language"}
    assert names[1] - names[0] == set()


@pytest.mark.parametrize("shot", SHOTS)
def test_telegram_takes_every_message(shot: Shot) -> None:
    assert_sound(shot.screen)


@pytest.mark.parametrize("shot", SHOTS)
def test_people_are_addressed_politely(shot: Shot) -> None:
    words = set(parse_html(shot.screen.html)[0].lower().replace(",", " ").split())
    assert not words & {"ты", "тебя", "тебе", "твой", "твоя"}


# Whatever the knowledge base and people write


@given(st.lists(CONTACTS, min_size=1, max_size=30))
@examples
def test_cards_of_any_contacts_are_sound(made: list[Contact]) -> None:
    assert_sound(contacts.card(WORDS, "TJ", made, HOW))
    assert_sound(contacts.hotlines(WORDS, made, HOW))
    assert_sound(contacts.single(WORDS, made[0], HOW))
    assert_sound(contacts.what_happened(WORDS, made[0], contacts.single(WORDS, made[0], HOW).rows[0][0]))
    assert_sound(wordless.place(WORDS, "TJ", made, HOW, remembered=True))


@given(TEXT, st.lists(CONTACTS, max_size=3))
@examples
def test_what_people_type_is_never_markup(typed: str, made: list[Contact]) -> None:
    assert_sound(contacts.explained_number(WORDS, typed[:40], made, HOW))
    shown = parse_html(wordless.unknown_command(WORDS, typed[:64], None).html)
    assert f"/{typed[:64]}" in shown[0]
    assert shown[1] == []


@given(
    st.lists(PASSAGES, max_size=3),
    st.lists(CONTACTS, max_size=4),
    st.sampled_from(LANGUAGES),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["TJ", None]),
)
@examples
def test_answers_of_any_knowledge_are_sound(
    passages: list[FoundPassage],
    made: list[Contact],
    language: Language,
    urgent: bool,
    original: bool,
    country: str | None,
) -> None:
    answer = Answer(
        question="?" * 1200, language=language, country=country, urgent=urgent, topics=(), outcome="answered",  # type: ignore[arg-type]
        confidence=1.0, passages=tuple(passages), contacts=tuple(made),
    )  # fmt: skip
    assert_sound(answers.answer(answer, Showing(TODAY, original=original)))


@given(st.lists(CONTACTS, max_size=40, unique_by=lambda contact: contact.id), TEXT)
@examples
def test_reports_of_any_knowledge_are_sound(made: list[Contact], topic: str) -> None:
    reported = [ContactReports(contact.id, TODAY, "no_answer", 3) for contact in made]
    gaps = [Gap("a", None, "ru", number) for number in range(30)]
    report = make_report(made, reported, gaps, TODAY)
    assert_sound(staff.report(report, WORDS, {"a": Bilingual(ru=topic)}))
