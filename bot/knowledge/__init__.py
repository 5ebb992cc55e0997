"""The knowledge base: what a knowledge folder may hold, how it is read, what is wrong with it."""

from bot.knowledge.loading import DEFAULT_DIRECTORY, Knowledge, KnowledgeError, check, inspect, load, load_questions
from bot.knowledge.models import (
    COUNTRIES,
    LANGUAGES,
    Bilingual,
    Bulletin,
    Contact,
    Country,
    CountryCode,
    CuratedQuestion,
    Language,
    Passage,
    Phrases,
    Place,
    Topic,
)
from bot.knowledge.problem import Problem

__all__ = [
    "COUNTRIES",
    "DEFAULT_DIRECTORY",
    "LANGUAGES",
    "Bilingual",
    "Bulletin",
    "Contact",
    "Country",
    "CountryCode",
    "CuratedQuestion",
    "Knowledge",
    "KnowledgeError",
    "Language",
    "Passage",
    "Phrases",
    "Place",
    "Problem",
    "Topic",
    "check",
    "inspect",
    "load",
    "load_questions",
]
