"""Quality in rates: the share of questions of each kind and language that get the answer expected."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.assistant import Answer, Assistant
from bot.evaluation.slips import VARIANTS
from bot.knowledge import LANGUAGES, CuratedQuestion, Language
from bot.knowledge.models import QuestionKind


@dataclass(frozen=True)
class Trial:
    """A curated question, the answer to it, and the passages that search alone puts first, sure or not."""

    question: CuratedQuestion
    answer: Answer
    ranked: tuple[str, ...]

    def found(self, top: int) -> bool:
        """Tell whether one of the passages expected is among the first ones found."""
        return not {*self.question.passages}.isdisjoint(self.ranked[:top])

    @property
    def contact_right(self) -> bool:
        """Tell whether the contact expected is the first one shown."""
        return bool(self.answer.contacts) and self.answer.contacts[0].id == self.question.contact


@dataclass(frozen=True)
class Measure:
    """A rate: which trials count, and which of them are as they should be."""

    name: str
    counts: Callable[[CuratedQuestion], bool]
    holds: Callable[[Trial], bool]
    floor: float  # per cent, of questions as written


def _of(*kinds: QuestionKind) -> Callable[[CuratedQuestion], bool]:
    return lambda question: question.kind in kinds


# The one place that says how good is good enough.
MEASURES = (
    Measure("passage found first (top-1)", _of("passage"), lambda trial: trial.found(1), 95),
    Measure("passage among three (top-3)", _of("passage"), lambda trial: trial.found(3), 99),
    Measure("answerable, answered", _of("passage"), lambda trial: bool(trial.answer.passages), 95),
    Measure("not covered, refused", _of("not_covered"), lambda trial: not trial.answer.passages, 95),
    Measure("contact right", lambda question: question.contact is not None, lambda trial: trial.contact_right, 100),
    Measure("urgent recognised", _of("urgent"), lambda trial: trial.answer.urgent, 100),
    Measure(
        "no false alarm",
        _of("passage", "contact", "not_covered", "small_talk"),
        lambda trial: not trial.answer.urgent,
        98,
    ),
    Measure("small talk, no passage", _of("small_talk"), lambda trial: not trial.answer.passages, 95),
    Measure("language right", lambda _: True, lambda trial: trial.answer.language == trial.question.language, 99),
)
_ALLOWED_LOSS = {"as written": 0.0, "one typo": 2.0, "Latin letters": 4.0, "wrong layout": 4.0}  # points


@dataclass(frozen=True)
class Quality:
    """One rate of one language under one way of writing, in per cent."""

    measure: Measure
    language: Language
    variant: str
    rate: float
    questions: int

    @property
    def floor(self) -> float:
        """Return the rate below which the knowledge or the program must be mended."""
        return self.measure.floor - _ALLOWED_LOSS[self.variant]

    @property
    def good(self) -> bool:
        """Tell whether the rate reaches its floor."""
        return self.rate >= self.floor


def measure(assistant: Assistant, questions: Sequence[CuratedQuestion]) -> Iterator[Quality]:
    """Yield every rate of every language, as written and with each kind of slip."""
    for variant in VARIANTS:
        for language in LANGUAGES:
            asked = [question for question in questions if question.language == language]
            if variant != "Latin letters" or language == "ru":
                yield from _rates(list(trials(assistant, asked, variant)), language, variant)


def trials(assistant: Assistant, questions: Iterable[CuratedQuestion], variant: str = "as written") -> Iterator[Trial]:
    """Ask every question in one way of writing."""
    for question in questions:
        text = VARIANTS[variant](question.question, question.language)
        ranked = assistant.answer(text, min_confidence=0).passages if question.passages else ()
        yield Trial(question, assistant.answer(text), tuple(found.passage.id for found in ranked))


def failures(trial: Trial) -> list[str]:
    """Name the measures that a trial fails."""
    return [rate.name for rate in MEASURES if rate.counts(trial.question) and not rate.holds(trial)]


def _rates(tried: Sequence[Trial], language: Language, variant: str) -> Iterator[Quality]:
    for rate in MEASURES:
        held = [rate.holds(trial) for trial in tried if rate.counts(trial.question)]
        if held:
            yield Quality(rate, language, variant, 100 * sum(held) / len(held), len(held))
