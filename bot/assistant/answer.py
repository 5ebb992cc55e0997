"""An answer as plain data: what was understood, what was found, whom to call."""

from dataclasses import dataclass
from typing import Any, Literal

from bot.knowledge import Bilingual, Contact, CountryCode, Language, Passage
from bot.knowledge.models import BulletinHeader

Outcome = Literal["answered", "not_covered"]


@dataclass(frozen=True)
class Profile:
    """What is known of a person before they ask."""

    language: Language | None = None  # as the person set it
    country: CountryCode | None = None
    device_language: str | None = None  # IETF tag, such as Telegram's language_code


@dataclass(frozen=True)
class FoundPassage:
    """A passage of an answer, with its publication and its score (1 is the best possible match)."""

    passage: Passage
    bulletin: BulletinHeader
    score: float

    def to_json(self, language: Language) -> dict[str, Any]:
        """Return the passage as JSON data."""
        passage, bulletin = self.passage, self.bulletin
        return {
            "id": passage.id,
            "score": round(self.score, 4),
            "title": passage.title.best(language) if passage.title else "",
            "text": passage.text.best(language),
            "texts": {key: text for key in ("en", "ru") if (text := passage.text.get(key))},
            "bulletin": bulletin.id,
            "date": (passage.date or bulletin.date).isoformat(),
            "countries": list(passage.countries),
            "source": bulletin.source or bulletin.url or "",
        }


@dataclass(frozen=True)
class Answer:
    """What the bot has to say to a question. All texts in it come from the knowledge folder."""

    question: str
    language: Language
    country: CountryCode | None
    urgent: bool
    topics: tuple[str, ...]
    outcome: Outcome
    confidence: float
    passages: tuple[FoundPassage, ...] = ()
    contacts: tuple[Contact, ...] = ()
    outside: Bilingual | None = None  # the country outside the five in which somebody is
    notice: str | None = None  # to a question in a language that the bot does not speak, in that language
    uncovered: Bilingual | None = None  # the subject that the bulletins do not cover
    small_talk: Bilingual | None = None  # what to say to a greeting and the like
    wants_contact: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the answer as JSON data."""
        return {
            "question": self.question,
            "language": self.language,
            "country": self.country,
            "urgent": self.urgent,
            "topics": list(self.topics),
            "outcome": self.outcome,
            "confidence": round(self.confidence, 4),
            "passages": [found.to_json(self.language) for found in self.passages],
            "contacts": [contact_to_json(contact, self.language) for contact in self.contacts],
        }


def contact_to_json(contact: Contact, language: Language) -> dict[str, Any]:
    """Return a contact as JSON data."""
    return {
        "id": contact.id,
        "country": contact.country,
        "kind": contact.kind,
        "channel": contact.channel,
        "value": contact.value,
        "name": contact.name.best(language),
        "verified": contact.verified,
        "source": contact.source,
    }
