"""The confidence threshold, chosen on curated questions that have an answer and such that have none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.assistant import Assistant
from bot.knowledge import CuratedQuestion, Language

_MOST_REFUSED = 0.04  # of the questions that have an answer


class CalibrationError(Exception):
    """Questions from which no threshold can be chosen."""


@dataclass(frozen=True)
class Point:
    """What a threshold does: shares of answerable questions refused and of the others answered."""

    threshold: float
    refused: float
    answered: float


@dataclass(frozen=True)
class Curve:
    """The choices for one language and the threshold chosen."""

    language: Language
    points: tuple[Point, ...]
    chosen: Point
    auroc: float


def calibrate(assistant: Assistant, questions: Sequence[CuratedQuestion], language: Language) -> Curve:
    """Choose the threshold with the fewest errors of both kinds among those that refuse few answerable questions."""
    asked = [question for question in questions if question.language == language]
    have = [_confidence(assistant, question) for question in asked if question.kind == "passage"]
    have_not = [_confidence(assistant, question) for question in asked if question.kind == "not_covered"]
    if not have or not have_not:
        raise CalibrationError(f"calibration needs questions of the kinds passage and not_covered in {language}")
    points = tuple(_points(have, have_not))
    chosen = min((p for p in points if p.refused <= _MOST_REFUSED), key=lambda p: p.refused + p.answered)
    wins = sum((a > b) + (a == b) / 2 for a in have for b in have_not)
    return Curve(language, points, chosen, wins / (len(have) * len(have_not)))


def _confidence(assistant: Assistant, question: CuratedQuestion) -> float:
    """Return the confidence at which a passage would be shown; 0 where the subject alone forbids it."""
    answer = assistant.answer(question.question)
    return 0.0 if answer.uncovered else answer.confidence


def _points(have: Sequence[float], have_not: Sequence[float]) -> Iterator[Point]:
    for step in range(61):
        threshold = step / 100
        yield Point(
            threshold,
            sum(confidence < threshold for confidence in have) / len(have),
            sum(confidence >= threshold for confidence in have_not) / len(have_not),
        )
