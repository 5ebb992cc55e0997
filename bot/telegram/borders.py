"""Which of the five countries a point lies in, by coarse borders kept beside this file."""

import json
from functools import cache
from pathlib import Path

from bot.knowledge import COUNTRIES, CountryCode

Ring = list[tuple[float, float]]  # longitude and latitude of its corners


def country_at(latitude: float, longitude: float) -> CountryCode | None:
    """Return the country of a point, or None outside of the five."""
    return next((code for code in COUNTRIES if _inside(longitude, latitude, _borders()[code])), None)


@cache
def _borders() -> dict[CountryCode, list[Ring]]:
    text = Path(__file__).with_name("borders.json").read_text(encoding="utf-8")
    rings: dict[CountryCode, list[Ring]] = json.loads(text)["rings of longitude, latitude"]
    return rings


def _inside(x: float, y: float, rings: list[Ring]) -> bool:
    """Count the borders to the east of a point: an odd number is inside, also with enclaves cut out."""
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            crossings += (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    return crossings % 2 == 1
