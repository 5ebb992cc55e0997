"""The choice of the confidence threshold."""

from typing import cast

import pytest

from bot.assistant import Answer, Assistant
from bot.evaluation import Curve, calibrate
from bot.knowledge import Bilingual, CuratedQuestion


class Sure:
    """An assistant that is as sure of each question as the question says, and sees no subject in «unknown»."""

    def answer(self, question: str) -> Answer:
        confidence, _, subject = question.partition(" ")
        return Answer(
            question=question,
            language="en",
            country=None,
            urgent=False,
            topics=(),
            outcome="not_covered",
            confidence=float(confidence),
            uncovered=Bilingual(en=subject) if subject else None,
        )


def question(text: str, kind: str, language: str = "en") -> CuratedQuestion:
    return CuratedQuestion.model_validate({"question": text, "kind": kind, "language": language})


def curve(have: list[str], have_not: list[str], others: tuple[CuratedQuestion, ...] = ()) -> Curve:
    questions = [*(question(text, "passage") for text in have), *(question(text, "not_covered") for text in have_not)]
    return calibrate(cast("Assistant", Sure()), [*questions, *others], "en")


def test_questions_that_differ_are_divided_between() -> None:
    found = curve(["0.5", "0.4"], ["0.1", "0.2"])
    assert 0.2 < found.chosen.threshold <= 0.4
    assert (found.chosen.refused, found.chosen.answered, found.auroc) == (0, 0, 1)


def test_a_point_tells_both_kinds_of_errors() -> None:
    (point,) = (p for p in curve(["0.5", "0.1"], ["0.3", "0.0", "0.0", "0.0"]).points if p.threshold == 0.2)
    assert (point.refused, point.answered) == (0.5, 0.25)


def test_a_confidence_on_the_threshold_is_enough() -> None:
    (point,) = (p for p in curve(["0.2"], ["0.2"]).points if p.threshold == 0.2)
    assert (point.refused, point.answered) == (0, 1)


def test_hardly_any_answerable_question_is_refused_whatever_is_answered() -> None:
    found = curve(["0.1", *["0.5"] * 9], ["0.3"] * 30)
    assert found.chosen.refused <= 0.04


def test_a_few_answerable_questions_may_be_refused() -> None:
    found = curve(["0.1", *["0.5"] * 30], ["0.3"] * 5)
    assert found.chosen.threshold > 0.3
    assert 0 < found.chosen.refused <= 0.04


def test_a_question_refused_by_its_subject_counts_as_unsure() -> None:
    found = curve(["0.3"], ["0.6 visas"])
    assert found.auroc == 1


@pytest.mark.parametrize(("have", "have_not", "auroc"), [("0.5", "0.5", 0.5), ("0.1", "0.5", 0), ("0.5", "0.1", 1)])
def test_the_auroc_is_the_share_of_pairs_in_the_right_order(have: str, have_not: str, auroc: float) -> None:
    assert curve([have], [have_not]).auroc == auroc


def test_other_kinds_and_languages_do_not_count() -> None:
    others = (question("0.0", "passage", "ru"), question("0.0", "contact"), question("0.6", "urgent"))
    assert curve(["0.5"], ["0.1"], others) == curve(["0.5"], ["0.1"])


def test_thresholds_are_tried_in_steps_of_a_hundredth() -> None:
    assert [point.threshold for point in curve(["0.5"], ["0.1"]).points[:3]] == [0, 0.01, 0.02]
