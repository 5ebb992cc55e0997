"""How good are the answers? Curated questions, also as hurried people write them, against the answers expected."""

from bot.evaluation.calibration import CalibrationError, Curve, calibrate
from bot.evaluation.quality import Quality, failures, measure, trials
from bot.evaluation.slips import VARIANTS

__all__ = ["VARIANTS", "CalibrationError", "Curve", "Quality", "calibrate", "failures", "measure", "trials"]
