"""What has to be the same in a text and its translation: figures, months, names in Latin letters, quoted names."""

import re
from collections import Counter

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?![\d.,]*\d)")
_MONTHS = {
    "January": "январ", "February": "феврал", "March": "март", "April": "апрел", "May": "ма[яйе]", "June": "июн",
    "July": "июл", "August": "август", "September": "сентябр", "October": "октябр", "November": "ноябр",
    "December": "декабр",
}  # fmt: skip
_COUNTRIES = {
    "KZ": ("Kazakh", "азах"), "KG": ("Kyrgyz", "ыргыз"), "TJ": ("Tajik", "аджик"),
    "TM": ("Turkmenistan", "уркменистан"), "UZ": ("Uzbek", "збек"), "RU": ("Russia", "осси"),
    "MD": ("Moldova", "олдов"), "NO": ("Norw", "орвеги"),
    "AL": ("Albania", "лбани"), "AZ": ("Azerbaijan", "зербайджан"),
}  # fmt: skip
_LATIN = re.compile(r"[A-Za-z][A-Za-z.]*[A-Za-z]")


def figures(text: str) -> Counter[str]:
    """Count the numbers of a text; thousands are written together, a decimal comma as a point."""
    together = _GROUPED.sub(lambda number: re.sub(r"\D", "", number[0]), text)
    return Counter(number.replace(",", ".") for number in _NUMBER.findall(together))


def months(text: str) -> Counter[str]:
    """Count the months that an English or a Russian text names."""
    counts = {month: len(re.findall(rf"\b(?:{month}\b|{russian})", text)) for month, russian in _MONTHS.items()}
    return Counter({month: count for month, count in counts.items() if count})


def countries(text: str) -> set[str]:
    """Return the codes of the countries that an English or a Russian text names."""
    return {code for code, words in _COUNTRIES.items() if any(word in text for word in words)}


def latin(text: str) -> set[str]:
    """Return the words in Latin letters."""
    return set(_LATIN.findall(text))


def quotations(text: str) -> int:
    """Count the quoted names, inner ones too."""
    return sum(map(text.count, "“«„<")) + text.count('"') // 2
