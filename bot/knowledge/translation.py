"""What has to be the same in a text and its translation: figures, months, countries, names in Latin letters."""

import re
from collections import Counter

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?![\d.,]*\d)")
_MONTHS = {
    "январ": "January", "феврал": "February", "март": "March", "апрел": "April", "мая": "May", "май": "May",
    "мае": "May", "июн": "June", "июл": "July", "август": "August", "сентябр": "September", "октябр": "October",
    "ноябр": "November", "декабр": "December",
}  # fmt: skip
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)}|(?:{'|'.join(dict.fromkeys(_MONTHS.values()))})\b)")
_COUNTRIES = {
    "Kazakhstan": ("Kazakh", "азах"), "Kyrgyzstan": ("Kyrgyz", "ыргыз"), "Tajikistan": ("Tajik", "аджик"),
    "Turkmenistan": ("Turkmenistan", "уркменистан"), "Uzbekistan": ("Uzbek", "збек"), "Russia": ("Russia", "осси"),
    "Moldova": ("Moldova", "олдов"), "Norway": ("Norw", "орвеги"),
    "Albania": ("Albania", "лбани"), "Azerbaijan": ("Azerbaijan", "зербайджан"),
}  # fmt: skip
_LATIN = re.compile(r"[A-Za-z][A-Za-z.]*[A-Za-z]")


def figures(text: str) -> Counter[str]:
    """Count the numbers of a text; thousands are written together, a decimal comma as a point."""
    together = _GROUPED.sub(lambda number: re.sub(r"\D", "", number[0]), text)
    return Counter(number.replace(",", ".") for number in _NUMBER.findall(together))


def months(text: str) -> Counter[str]:
    """Count the months that an English or a Russian text names."""
    return Counter(_MONTHS.get(name, name) for name in _MONTH.findall(text))


def countries(text: str) -> set[str]:
    """Return the English names of the countries that an English or a Russian text names."""
    return {name for name, words in _COUNTRIES.items() if any(word in text for word in words)}


def latin(text: str) -> set[str]:
    """Return the words in Latin letters."""
    return set(_LATIN.findall(text))
