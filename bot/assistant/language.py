"""Recognise messages written in the languages of Central Asia."""

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import NamedTuple

import pycld2

from bot.assistant.language_words import (
    CENTRAL_ASIAN,
    ENGLISH,
    KAZAKH,
    KYRGYZ,
    NEUTRAL,
    RUSSIAN,
    STEMS,
    TAJIK,
    TURKMEN,
    UZBEK,
    WORDS,
)

_COMMON_WORDS = 5_000  # of which is kept what they tell
# A message counts as Central Asian from this score: two distinctive words, one and a guess
# of the detector, or a sure guess alone.
_THRESHOLD = 3.0

# People type these letters or, as often, the nearest ones of a Russian or English
# keyboard: words are folded to the latter.
_FOLDING = str.maketrans("қғҳҷӣӯўәіңөүұһёäçşňöüýž", "кгхчиууаиноуухеacsnouyz", "'ʻʼ‘’`´")

# Letters, and Latin spellings, that Russian and English lack.
_LETTERS = {
    KAZAKH: re.compile("[әұһіөүңқғ]"),
    KYRGYZ: re.compile("[өүң]"),
    TAJIK: re.compile("[ӣӯҷҳқғ]"),
    UZBEK: re.compile("[ўҳқғ]|[og]['ʻʼ‘’`]|q(?!u)"),
    TURKMEN: re.compile("[ňýäž]"),
}

# Endings of cases, plural and verbs, folded, after a stem of two letters or more.
_KAZAKH_OR_KYRGYZ_ENDINGS = (
    "[нтд][ыи]н|[лдт][ае]р(?:ы|и|ым|им|га|ге)?|[лдт]ы[кг]|[дт][ае]г[ыи]|[гк][ае]н|[ыи]п|ынан|инен|ына|ине|[ыи]нда|инде"
)
_ENDINGS = {
    language: re.compile(f"^.{{2,}}?(?:{endings})$")
    for language, endings in {
        KAZAKH: f"{_KAZAKH_OR_KYRGYZ_ENDINGS}|у[ыи]|у[гд][ае]|[ыи]?нша|[ыи]нши|[ае]?йд[ыи]|ады|еди|[ае]т[ыи]н"
        "|[ст]т[ыи]|нг[ыи]|[мп][ыи]з|мен|нн[ае]н",
        KYRGYZ: f"{_KAZAKH_OR_KYRGYZ_ENDINGS}|[лдт]ук|[ндт]ун|гон|[лд]ор|дон|у?у|уп|[аеу]йт|гыла|гиле|чу",
        TAJIK: "хои|онро|[ае]ро|[ма]мро|атро|данд|[аео]нд|дани|даам|мон|тон|ашон|гии|авам|онам",
        UZBEK: "ning|lar(?:ga|da|ni|i|dan)?|moq(?:da|chi|chiman)?|[ai]di|gan|yap[a-z]+|aman|asan|ingiz|siz"
        "|mas|dim|нинг|лар(?:га|да|ни|и|дан)?|мокда|[аи]ди|яп[а-я]+|аман|ингиз|сиз|мас|дим",
        TURKMEN: "n[yi]n|yn[yd]?a?|lar[yi]?|leri?|d?ak[yi]|yar(?:in|is|ler|mi|syn|sin)?|mal[yi]|meli"
        "|l[yi]g[yi]|makcy|mekci|mok|mek|d[yi]lar|diler|jek|jak",
    }.items()
}

_NEUTRAL_WORD = re.compile(
    rf"(?:{'|'.join(NEUTRAL.split())})"
    r"|(?:ош(?!т)\w{0,3}|мары|мом|сом|кара|суу|кок|арык|орго|жар|osh|mary|iom|som)$"
)
# Full greetings of one language only, which begin like the common ones.
_TELLING_GREETING = re.compile(r"салам+атс|салеметс")

# Kazakh and Kyrgyz share most short words and, typed with Russian letters, most spellings. What differs is
# vowel harmony (Kazakh «орын», «куни», Kyrgyz «орун», «куну»), long vowels, «ч» and the first letter of
# «емес» and «эмес».
_SOUNDS = {
    KAZAKH: re.compile(
        "^[^аеиоуыэюя]*[оу][^аеиоуыэюя]+[ыи]|^е(?!го|е$|с[лт]|вроп|дин)|у[ыи]|(?:[аеий]йд[ыи]|[ае]д[ыи]|у[гд][ае]"
        "|[ын]ша|ш[ыи]|[ст]ы[нз]|сиз)$"
    ),
    KYRGYZ: re.compile(
        "^[^аеиоуыэюя]*[оу][^аеиоуыэюя]+[оу][^аеиоуыэюя]|аа|оо|уу|ээ|ыы|(?:[аеойу]т|ду|ну|б[ыиу])$|^э(?!т)|ч"
    ),
}

# Kazakh is often typed with the Latin letter.
_LATIN_I = re.compile("(?<=[а-яёәіңғүұқөһ])i|i(?=[а-яёәіңғүұқөһ])")
_CYRILLIC = re.compile("[а-я]")
_WORD = re.compile(r"[^\W\d_]+(?:['‘’`´-][^\W\d_]+)*")

_STEM = {language: re.compile("|".join(stems.split())) for language, stems in STEMS.items()}
_LANGUAGES_OF_WORD: dict[str, list[str]] = {}
for _language, _words in WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF_WORD.setdefault(_word, []).append(_language)


class _Heard(NamedTuple):
    """What a word tells of the language around it."""

    is_neutral: bool  # a name or greeting that any language may use
    points: tuple[tuple[str, int], ...]  # what its list, its letters and its ending give to languages
    sounds: tuple[str, ...]  # which of Kazakh and Kyrgyz it sounds like


def mother_tongue(text: str) -> str | None:
    """Return the Central Asian language of a message, None for Russian, English or unknown."""
    words = [word for word in _WORD.findall(_LATIN_I.sub("і", text.lower())) if not _hear(word).is_neutral]
    scores = _detector_votes(words)
    sounds = dict.fromkeys(_SOUNDS, 0)
    for heard in map(_hear, words):
        for language, points in heard.points:
            scores[language] += points
        for language in heard.sounds:
            sounds[language] += 1
    sounds = {language: count for language, count in sounds.items() if scores[language]}
    for language, count in sounds.items():
        scores[language] += count / 2
    best = max(scores, key=lambda language: scores[language])
    if best not in CENTRAL_ASIAN or scores[best] < _THRESHOLD:
        return None
    if best in sounds:  # Kazakh or Kyrgyz: between these two the sounds count fully.
        return max(sounds, key=lambda language: scores[language] + sounds[language] / 2)
    return best


@lru_cache(_COMMON_WORDS)
def _hear(word: str) -> _Heard:
    folded = word.translate(_FOLDING)
    languages = _languages_of(folded)
    points = Counter(dict.fromkeys(languages, 2 if len(languages) == 1 else 1))
    for language in CENTRAL_ASIAN:
        points[language] += bool(_LETTERS[language].search(word)) + bool(_ENDINGS[language].search(folded))
    return _Heard(
        is_neutral=_NEUTRAL_WORD.match(folded) is not None and _TELLING_GREETING.match(folded) is None,
        points=tuple((+points).items()),
        sounds=tuple(language for language, pattern in _SOUNDS.items() if pattern.search(folded)),
    )


def _languages_of(word: str) -> list[str]:
    """List the languages whose frequent words or stems a folded word belongs to."""
    return _LANGUAGES_OF_WORD.get(word) or [language for language, stem in _STEM.items() if stem.match(word)]


def _detector_votes(words: list[str]) -> defaultdict[str, float]:
    """Weigh the guess of a character-based detector, which is sure of itself on short text too often."""
    text = " ".join(words)
    sure, guess = (pycld2.detect(text, isPlainText=True, bestEffort=effort)[2][0][1] for effort in (False, True))
    if guess == TURKMEN and _CYRILLIC.search(text):  # Most often Kazakh in plain Russian letters.
        return defaultdict(float, {KAZAKH: 0.5, KYRGYZ: 0.5})
    weight = 1.0
    # In a few words it finds languages from all over the world.
    if guess == sure and (len(words) > 4 or guess in (*CENTRAL_ASIAN, RUSSIAN, ENGLISH)):
        weight = 2.0 if len(words) < 3 else 3.0
    votes = defaultdict(float, {guess: weight})
    if guess == KYRGYZ:  # Plain Kazakh too.
        votes[KAZAKH] = weight - 0.5
    return votes
