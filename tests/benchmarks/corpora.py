"""Texts to search and questions with a known answer: generated, the same every time, or read from a SQuAD file."""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.search.stopwords import RUSSIAN

SUBJECTS, MENTIONS, BACKGROUND = 4, 3, 48  # a text: 4 words of its subject, thrice each, among 48 others
VOCABULARY = 20_000
_ONSETS = "б в г д ж з к л м н п р с т ф х ц ч ш бр гр др кр пр ст тр".split()
_VOWELS = "а е и о у ы".split()
_LAST = "к л н т".split()
_ENDINGS = np.array("а у ы ам".split())


class Question(NamedTuple):
    """What somebody asks, and the number of the text that answers it."""

    text: str
    answer: int


class Corpus(NamedTuple):
    """Texts and the questions about them."""

    name: str
    texts: list[str]
    questions: list[Question]


def generate(size: int, questions: int = 300) -> Corpus:
    """Make texts of 60 words of an invented Russian, and questions about some of them.

    How often a word occurs follows Zipf's law, with the stop words in front. A question holds a word of a text's
    subject and two of its other words, each in a form of its own, three stop words, and a word from anywhere.
    """
    rng = np.random.default_rng(size)
    stems = _stems(rng)
    odds = 1 / (np.arange(len(stems)) + 2.7)
    cumulative = np.cumsum(odds / odds.sum())
    subjects = rng.integers(len(RUSSIAN), len(stems), (size, SUBJECTS))
    others = np.searchsorted(cumulative, rng.random((size, BACKGROUND)))
    words = rng.permuted(np.hstack([np.repeat(subjects, MENTIONS, axis=1), others]), axis=1)

    asked = rng.choice(size, min(questions, size), replace=False)
    content = [others[number][others[number] >= len(RUSSIAN)] for number in asked]
    numbers = [
        rng.permutation(
            [
                rng.choice(subjects[number]),
                *rng.choice(rest, 2),
                *rng.integers(0, len(RUSSIAN), 3),
                *np.searchsorted(cumulative, rng.random(1)),
            ]
        )
        for number, rest in zip(asked, content, strict=True)
    ]
    texts = [_text(row, stems, rng) for row in words]
    return Corpus(
        f"{size:,} texts",
        texts,
        [Question(_text(row, stems, rng), int(number)) for row, number in zip(numbers, asked, strict=True)],
    )


def read_squad(path: Path) -> Corpus:
    """Read the paragraphs and questions of a file in the format of SQuAD, such as XQuAD."""
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
    return Corpus(
        f"{path.parent.name}/{path.stem}, {len(paragraphs)} paragraphs",
        [paragraph["context"] for paragraph in paragraphs],
        [Question(qa["question"], number) for number, paragraph in enumerate(paragraphs) for qa in paragraph["qas"]],
    )


def _stems(rng: np.random.Generator) -> list[str]:
    """Return the stop words and, after them, words of one to three syllables that lack their ending."""
    count = 2 * VOCABULARY  # some come twice
    syllables = np.char.add(rng.choice(_ONSETS, (count, 3)), rng.choice(_VOWELS, (count, 3))).tolist()
    lengths, last = rng.integers(1, 4, count).tolist(), rng.choice(_LAST, count).tolist()
    invented = ["".join([*row[:length], letter]) for row, length, letter in zip(syllables, lengths, last, strict=True)]
    return [*rng.permutation(RUSSIAN).tolist(), *list(dict.fromkeys(invented))[:VOCABULARY]]


def _text(numbers: np.ndarray, stems: list[str], rng: np.random.Generator) -> str:
    endings = _ENDINGS[rng.integers(0, len(_ENDINGS), len(numbers))].tolist()
    return " ".join(
        stems[number] + (ending if number >= len(RUSSIAN) else "")
        for number, ending in zip(numbers.tolist(), endings, strict=True)
    )
