"""How long a whole answer takes: reading, repair, search, decision, contacts."""

import dataclasses
import datetime as dt
from typing import NamedTuple

from bot.assistant import Assistant
from bot.evaluation import VARIANTS
from bot.knowledge import (
    COUNTRIES,
    DEFAULT_DIRECTORY,
    Bilingual,
    Bulletin,
    Knowledge,
    Language,
    Passage,
    load,
    load_questions,
)
from bot.knowledge.models import BulletinHeader
from tests.benchmarks.corpora import generate
from tests.benchmarks.measure import Latency, latency, seconds


class Answering(NamedTuple):
    """How long answers take to questions written in one way."""

    knowledge: str
    passages: int
    variant: str
    latency: Latency


def answering() -> list[Answering]:
    """Time `Assistant.answer` on the shipped knowledge, and on the same with 10,000 generated passages instead."""
    shipped = load(DEFAULT_DIRECTORY)
    curated = [
        (question.question, question.language) for question in load_questions(DEFAULT_DIRECTORY / "questions.yaml")
    ]
    corpus = generate(10_000)
    asked: list[tuple[str, Language]] = [(question.text, "ru") for question in corpus.questions]
    return [
        *_answering("shipped", shipped, curated),
        *_answering("generated", _with_passages(shipped, corpus.texts), asked),
    ]


def _answering(name: str, knowledge: Knowledge, questions: list[tuple[str, Language]]) -> list[Answering]:
    assistant = Assistant(knowledge)
    for question, _ in questions[:20]:
        assistant.answer(question)
    return [
        Answering(
            name,
            len(knowledge.passages),
            variant,
            latency([seconds(assistant.answer, written(question, language)) for question, language in questions]),
        )
        for variant, written in VARIANTS.items()
    ]


def _with_passages(knowledge: Knowledge, texts: list[str]) -> Knowledge:
    passages = tuple(
        Passage(id=f"passage-{number}", countries=(COUNTRIES[number % len(COUNTRIES)],), text=Bilingual(ru=text))
        for number, text in enumerate(texts)
    )
    header = BulletinHeader(id="generated", date=dt.date(2020, 1, 1), title=Bilingual(ru="Выпуск"))
    return dataclasses.replace(knowledge, bulletins=(Bulletin(bulletin=header, passages=passages),))
