"""Questions as hurried people write them: a slip of the finger, Russian in Latin letters, the wrong layout."""

import random
from collections.abc import Callable

from bot.assistant.repair import swap_layout
from bot.assistant.transliteration import is_cyrillic
from bot.knowledge import Language

_LETTERS: dict[Language, str] = {"ru": "абвгдежзийклмнопрстуфхцчшщыэюя", "en": "abcdefghijklmnopqrstuvwxyz"}
_COMMON = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "з": "z", "и": "i", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "ъ": "", "ь": "",
}  # fmt: skip
_SCHEMES = (  # three ways in which people write the rest
    {
        "ж": "zh",
        "й": "y",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ы": "y",
        "э": "e",
        "ю": "yu",
        "я": "ya",
    },
    {
        "ж": "j",
        "й": "i",
        "х": "h",
        "ц": "c",
        "ч": "ch",
        "ш": "sh",
        "щ": "sch",
        "ы": "i",
        "э": "e",
        "ю": "u",
        "я": "ya",
    },
    {
        "ж": "zh",
        "й": "j",
        "х": "x",
        "ц": "c",
        "ч": "4",
        "ш": "w",
        "щ": "w",
        "ы": "y",
        "э": "e",
        "ю": "ju",
        "я": "ja",
    },
)


def with_typo(question: str, _: Language) -> str:
    """Change one long word: a letter missing, doubled or wrong, or two swapped; the same change every time."""
    chance = random.Random(question)  # noqa: S311 - for measuring, not for secrets
    words = question.split(" ")
    long = [place for place, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long:
        return question
    place = chance.choice(long)
    words[place] = _slip(words[place], chance)
    return " ".join(words)


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice(_LETTERS["ru" if is_cyrillic(word.lower()) else "en"])
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def in_latin_letters(question: str, language: Language) -> str:
    """Write a Russian question in Latin letters, in one of three schemes; an English one stays."""
    if language != "ru":
        return question
    scheme = _COMMON | _SCHEMES[len(question) % len(_SCHEMES)]
    return "".join(scheme.get(letter, letter) for letter in question.lower())


def on_wrong_layout(question: str, language: Language) -> str:
    """Type a question with the other keyboard layout switched on; one in Latin letters already is left as it is."""
    return question if language == "ru" and not is_cyrillic(question.lower()) else swap_layout(question.lower())


VARIANTS: dict[str, Callable[[str, Language], str]] = {
    "as written": lambda question, _: question,
    "one typo": with_typo,
    "Latin letters": in_latin_letters,
    "wrong layout": on_wrong_layout,
}
