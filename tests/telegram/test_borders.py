"""The coarse borders of the five countries."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge import COUNTRIES
from bot.telegram.borders import _borders, _inside, country_at

PLACES = {
    "KZ": [
        (43.24, 76.89),
        (51.13, 71.43),
        (42.34, 69.59),
        (41.47, 69.02),
        (43.65, 51.16),
        (49.95, 82.6),
        (43.04, 74.71),
    ],
    "KG": [
        (42.87, 74.59),
        (40.51, 72.80),
        (40.06, 70.82),
        (40.93, 73.0),
        (42.52, 72.24),
        (42.84, 75.3),
        (42.49, 78.39),
    ],
    "TJ": [
        (38.56, 68.77),
        (40.28, 69.63),
        (37.49, 71.55),
        (39.49, 67.6),
        (37.84, 68.78),
        (38.17, 73.97),
        (40.12, 70.63),
    ],
    "TM": [(37.95, 58.38), (41.83, 59.96), (39.07, 63.58), (37.6, 61.83), (40.02, 52.97), (35.3, 62.35), (39.5, 54.37)],
    "UZ": [
        (41.30, 69.24),
        (40.78, 72.34),
        (40.38, 71.78),
        (37.22, 67.28),
        (39.65, 66.96),
        (42.46, 59.6),
        (40.1, 67.83),
    ],
}
ELSEWHERE = [
    (55.75, 37.62), (34.52, 69.18), (43.82, 87.61), (36.3, 59.6), (51.67, 39.2), (54.99, 73.37), (0, 0), (90, 180),
    (39.47, 75.99), (40.4, 49.87), (36.7, 67.1),
]  # fmt: skip


@pytest.mark.parametrize(("country", "place"), [(code, place) for code, places in PLACES.items() for place in places])
def test_cities_lie_in_their_country(country: str, place: tuple[float, float]) -> None:
    assert country_at(*place) == country


@pytest.mark.parametrize("place", ELSEWHERE)
def test_the_rest_of_the_world_is_elsewhere(place: tuple[float, float]) -> None:
    assert country_at(*place) is None


@given(st.floats(35, 56), st.floats(46, 88))
@settings(derandomize=True, deadline=None, database=None, max_examples=300)
def test_no_point_lies_in_two_countries(latitude: float, longitude: float) -> None:
    found = [code for code in COUNTRIES if _inside(longitude, latitude, _borders()[code])]
    assert len(found) <= 1
