"""confidence.yaml: the thresholds that `evaluate --calibrate` has measured for a knowledge folder."""

from collections.abc import Mapping
from pathlib import Path

from bot.knowledge.models import Language

FILE = "confidence.yaml"
_HEADER = """\
# yaml-language-server: $schema=schemas/confidence.json
# From which confidence a passage is shown, a language each. Written by `evaluate --calibrate` from questions.yaml.
"""


def write_thresholds(folder: Path, thresholds: Mapping[Language, tuple[float, str]]) -> None:
    """Write the thresholds with what was measured beside each."""
    lines = [f"{language}: {threshold:.2f}  # {measured}\n" for language, (threshold, measured) in thresholds.items()]
    (folder / FILE).write_text(_HEADER + "".join(lines), encoding="utf-8")
