"""Quality: what the rates mean, and whether the shipped knowledge reaches the floors."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from bot.assistant import Answer, Assistant, FoundPassage
from bot.evaluation import VARIANTS, Quality, failures, trials
from bot.evaluation.quality import _ALLOWED_LOSS, MEASURES, Trial, _rates
from bot.knowledge import Bilingual, Contact, CuratedQuestion, Knowledge, Language, Passage
from bot.knowledge.models import BulletinHeader

BULLETIN = BulletinHeader.model_validate({"id": "report", "date": "2020-12-29", "title": {"en": "Report"}})
PASSAGE = FoundPassage(Passage(id="forum", text=Bilingual(en="A forum.")), BULLETIN, 1.0)
CONTACT = Contact.model_validate(
    {
        "id": "kz-hotline",
        "country": "KZ",
        "kind": "hotline",
        "name": {"en": "Hotline"},
        "phone": "11616",
        "verified": "2020",
        "source": "a report",
    }
)


def trial(kind: str, ranked: tuple[str, ...] = (), expected: dict[str, Any] | None = None, **given: Any) -> Trial:
    """Make a trial of a question with what is expected and the answer given."""
    question = CuratedQuestion.model_validate(
        {"question": "?", "language": "en", "kind": kind} | (expected or {"passages": ["forum"]})
    )
    defaults: dict[str, Any] = {"language": "en", "country": None, "urgent": kind == "urgent", "topics": ()}
    if kind == "passage":
        defaults["passages"] = (PASSAGE,)
    answer = Answer(question="?", outcome="answered", confidence=0.5, **defaults | given)
    return Trial(question, answer, ranked)


# What is measured


def test_a_trial_as_it_should_be_fails_nothing() -> None:
    assert failures(trial("passage", ("forum",))) == []


@pytest.mark.parametrize(
    ("tried", "failed"),
    [
        pytest.param(
            trial("passage", ("cup", "forum")), ["passage found first (top-1)"], id="the passage is the second"
        ),
        pytest.param(
            trial("passage", ("a", "b", "c", "forum")),
            ["passage found first (top-1)", "passage among three (top-3)"],
            id="the passage is the fourth",
        ),
        pytest.param(trial("passage", ("forum",), passages=()), ["answerable, answered"], id="nothing is shown"),
        pytest.param(trial("not_covered", passages=(PASSAGE,)), ["not covered, refused"], id="a passage is shown"),
        pytest.param(trial("small_talk", passages=(PASSAGE,)), ["small talk, no passage"], id="small talk is searched"),
        pytest.param(trial("urgent", urgent=False), ["urgent recognised"], id="danger is missed"),
        pytest.param(trial("contact", urgent=True), ["no false alarm"], id="a false alarm"),
        pytest.param(trial("small_talk", language="ru"), ["language right"], id="the wrong language"),
        pytest.param(trial("contact", expected={"contact": "kz-hotline"}), ["contact right"], id="no contact"),
        pytest.param(
            trial("contact", expected={"contact": "kz-112"}, contacts=(CONTACT,)), ["contact right"], id="another one"
        ),
    ],
)
def test_a_trial_fails(tried: Trial, failed: list[str]) -> None:
    assert failures(tried) == failed


def test_one_of_several_passages_expected_is_enough() -> None:
    tried = trial("passage", ("cup",), expected={"passages": ["forum", "cup"]})
    assert failures(tried) == []


def test_the_contact_expected_must_be_the_first() -> None:
    assert trial("contact", expected={"contact": "kz-hotline"}, contacts=(CONTACT,)).contact_right


def test_a_rate_is_the_share_of_its_trials_in_per_cent() -> None:
    rates = {
        rate.measure.name: rate for rate in _rates([trial("urgent"), trial("urgent", urgent=False)], "en", "as written")
    }
    urgent = rates["urgent recognised"]
    assert (urgent.rate, urgent.questions, urgent.good) == (50, 2, False)
    assert "small talk, no passage" not in rates  # no such question was asked


# The floors


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("passage found first (top-1)", 95),
        ("passage among three (top-3)", 99),
        ("answerable, answered", 95),
        ("not covered, refused", 95),
        ("contact right", 100),
        ("urgent recognised", 100),
        ("no false alarm", 98),
        ("language right", 99),
    ],
)
def test_the_floors_are_those_agreed(name: str, floor: float) -> None:
    assert {measure.name: measure.floor for measure in MEASURES}[name] == floor


def test_slips_may_cost_what_was_agreed() -> None:
    assert _ALLOWED_LOSS == {"as written": 0, "one typo": 2, "Latin letters": 4, "wrong layout": 4}


@pytest.mark.parametrize(("rate", "good"), [(93.0, True), (92.9, False)])
def test_a_rate_is_good_from_its_floor(rate: float, good: bool) -> None:
    quality = Quality(MEASURES[0], "en", "one typo", rate, 100)
    assert (quality.floor, quality.good) == (93, good)


# The shipped knowledge


@pytest.mark.parametrize(
    ("variant", "language"),
    [
        (variant, language)
        for variant in VARIANTS
        for language in ("ru", "en")
        if (variant, language) != ("Latin letters", "en")
    ],
)
def test_the_shipped_knowledge_reaches_every_floor(
    assistant: Assistant, curated: Sequence[CuratedQuestion], variant: str, language: Language
) -> None:
    asked = [question for question in curated if question.language == language]
    rates = list(_rates(list(trials(assistant, asked, variant)), language, variant))
    assert len(rates) == len(MEASURES)
    assert [f"{rate.measure.name}: {rate.rate:.1f} < {rate.floor}" for rate in rates if not rate.good] == []


@pytest.mark.parametrize(("language", "least"), [("ru", 300), ("en", 200)])
def test_there_are_enough_curated_questions_of_every_kind(
    curated: Sequence[CuratedQuestion], language: Language, least: int
) -> None:
    asked = [question for question in curated if question.language == language]
    assert len(asked) >= least
    assert {question.kind for question in asked} == {"passage", "contact", "urgent", "not_covered", "small_talk"}


def test_no_curated_question_is_one_of_a_passage(shipped: Knowledge, curated: Sequence[CuratedQuestion]) -> None:
    known = {
        alias.casefold().strip(" ?!.")
        for passage, _ in shipped.passages
        for alias in (*passage.questions.ru, *passage.questions.en)
    }
    assert [q.question for q in curated if q.question.casefold().strip(" ?!.") in known] == []


def test_no_curated_question_is_an_example_of_danger(shipped: Knowledge, curated: Sequence[CuratedQuestion]) -> None:
    examples = shipped.examples
    learnt = {
        line.casefold().strip(" ?!.") for kind in (examples.urgent, examples.calm) for line in (*kind.ru, *kind.en)
    }
    asked = [question.question for question in curated if question.kind != "small_talk"]
    assert [question for question in asked if question.casefold().strip(" ?!.") in learnt] == []


def test_no_curated_question_is_asked_twice(curated: Sequence[CuratedQuestion]) -> None:
    times = Counter((question.language, question.question) for question in curated)
    assert [question for question, count in times.items() if count > 1] == []


def test_curated_questions_name_only_what_there_is(shipped: Knowledge, curated: Sequence[CuratedQuestion]) -> None:
    passages = {passage.id for passage, _ in shipped.passages}
    contacts = {contact.id for contact in shipped.contacts if contact.status != "retired"}
    assert {name for question in curated for name in question.passages} <= passages
    assert {question.contact for question in curated if question.contact} <= contacts


def test_every_passage_is_asked_for_in_both_languages(shipped: Knowledge, curated: Sequence[CuratedQuestion]) -> None:
    asked = {(question.language, name) for question in curated for name in question.passages}
    wanted = {(language, passage.id) for passage, _ in shipped.passages for language in ("ru", "en")}
    assert wanted - asked == set()
