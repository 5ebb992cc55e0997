"""Russian in Latin letters: as everybody writes it, in no one scheme."""

import re

_CYRILLIC = re.compile("[а-я]")
_YO = re.compile("[yj]o")

_TO_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
        "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    }
)  # fmt: skip
_FOLDS = tuple(
    (re.compile(pattern), folded)
    for pattern, folded in (
        ("4", "ch"),
        ("[6w]", "sh"),
        ("'", ""),
        ("shch|sch|shh|sh", "s"),
        ("zh", "z"),
        ("kh|x", "h"),
        ("ts|tc|ch|tz", "c"),
        ("q", "k"),
        ("[ijy]+(?=[aeou])", ""),
        ("[ijy]+", "i"),
        (r"(.)\1+", r"\1"),
    )
)
_SOUNDS = {
    "shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "ju": "ю", "ya":
    "я", "ja": "я", "ia": "ия", "iya": "ия", "iyu": "ию", "iye": "ие", "yo": "е", "ayo": "ае", "oyo": "ое", "iyo":
    "ие", "jo": "е", "ye": "е", "iy": "ий", "yy": "ый", "ay": "ай", "ey": "ей", "oy": "ой", "uy": "уй", "aya":
    "ая", "oya": "оя", "uya": "уя", "eya": "ея", "ayu": "аю", "eyu": "ею", "uyu": "ую", "oyu": "ою", "oye": "ое",
    "aye": "ае", "a": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j":
    "й", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u":
    "у", "v": "в", "w": "ш", "x": "х", "y": "ы", "z": "з", "'": "ь", "4": "ч", "6": "ш",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))


def is_cyrillic(word: str) -> bool:
    """Tell whether a normalised word has Russian letters."""
    return _CYRILLIC.search(word) is not None


def transliterate(word: str) -> str:
    """Write a word of Latin letters in Cyrillic, sound by sound."""
    return _SOUND.sub(lambda sound: _SOUNDS[sound[0]], word)


def skeleton(word: str) -> str:
    """Return what the usual ways to write a Russian word in Latin letters have in common; lossy on purpose."""
    word = word.translate(_TO_LATIN)
    for pattern, folded in _FOLDS:
        word = pattern.sub(folded, word)
    return word


def skeletons(word: str) -> set[str]:
    """Return the skeletons that a word in Latin letters may have: j is й or ж, yo is йо or ё."""
    return {skeleton(spelt) for spelt in (word, word.replace("j", "zh"), _YO.sub("e", word))}
