"""`evaluate`: quality on curated questions, and the choice of the confidence threshold."""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from bot.assistant import Assistant
from bot.cli.knowledge_folder import knowledge_folder
from bot.cli.output import fail
from bot.evaluation import VARIANTS, CalibrationError, Curve, Quality, calibrate, failures, measure, trials
from bot.knowledge import LANGUAGES, load, load_questions
from bot.knowledge.confidence_file import write_thresholds
from bot.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the rates; return 1 if one of them is below its floor."""
    folder = knowledge_folder(arguments, settings)
    questions = load_questions(arguments.questions or folder / "questions.yaml")
    assistant = Assistant(load(folder))
    if arguments.calibrate:
        try:
            curves = [calibrate(assistant, questions, language) for language in LANGUAGES]
        except CalibrationError as error:
            return fail(str(error))
        _print_curves(curves)
        _save(folder, curves)
        return 0
    if arguments.failures:
        for trial in trials(assistant, questions):
            for name in failures(trial):
                print(f"{name}: {trial.question.question}")
    rates = list(measure(assistant, questions))
    _print_rates(rates)
    poor = [rate for rate in rates if not rate.good]
    for rate in poor:
        print(
            f"below the floor: {rate.measure.name}, {rate.language}, {rate.variant}: {rate.rate:.1f} < {rate.floor:.1f}"
        )
    return int(bool(poor))


def _print_rates(rates: Sequence[Quality]) -> None:
    rows: dict[tuple[str, str], dict[str, Quality]] = defaultdict(dict)
    for rate in rates:
        rows[rate.measure.name, rate.language][rate.variant] = rate
    print(f"{'per cent':32}{'questions':>10}" + "".join(f"{variant:>15}" for variant in VARIANTS))
    for (name, language), cells in rows.items():
        count = cells["as written"].questions
        figures = "".join(f"{cells[v].rate:15.1f}" if v in cells else f"{'–':>15}" for v in VARIANTS)
        print(f"{name + ', ' + language:32}{count:10}{figures}")


def _print_curves(curves: Sequence[Curve]) -> None:
    for curve in curves:
        print(f"{curve.language}: AUROC {curve.auroc:.3f}")
        print("threshold  answerable refused  not covered answered")
        for point in curve.points:
            mark = "  <- chosen" if point == curve.chosen else ""
            print(f"{point.threshold:9.2f}{point.refused:19.1%}{point.answered:21.1%}{mark}")


def _save(folder: Path, curves: Sequence[Curve]) -> None:
    write_thresholds(
        folder,
        {
            curve.language: (
                curve.chosen.threshold,
                f"{curve.chosen.refused:.1%} of answerable questions refused, {curve.chosen.answered:.1%} of questions "
                f"not covered answered, AUROC {curve.auroc:.3f}",
            )
            for curve in curves
        },
    )
