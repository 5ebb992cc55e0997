"""What a question says: its words as they were meant, language, places, subjects."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bot.assistant.gazetteer import Gazetteer, Whereabouts
from bot.assistant.language import mother_tongue
from bot.assistant.lexicon import Lexicon
from bot.assistant.repair import Repairer
from bot.assistant.subjects import SubjectReader, Subjects
from bot.knowledge import Knowledge, Language
from bot.search.stopwords import STOP_WORDS

_WELL_KNOWN = 0.8


class Reading(NamedTuple):
    """A question as understood, before anything is searched."""

    words: tuple[str, ...]
    language: Language
    mother_tongue: str | None  # ISO 639-1 of a language of the region that the bot does not speak
    whereabouts: Whereabouts
    subjects: Subjects
    known_share: float  # of the words, 0 to 1

    @property
    def remainder(self) -> list[str]:
        """Return the words that neither name a country nor ask for a contact."""
        taken = self.whereabouts.words | self.subjects.contact_words
        return [word for place, word in enumerate(self.words) if place not in taken]


class QuestionReader:
    """Reads questions by the words of a knowledge base."""

    def __init__(self, knowledge: Knowledge, vocabulary: Mapping[Language, Iterable[str]]) -> None:
        self._gazetteer = Gazetteer(knowledge.countries)
        self._subjects = SubjectReader(knowledge.topics)
        phrase_words = [*self._gazetteer.words, *self._subjects.words]
        self._repairer = Repairer(
            russian=_lexicon(vocabulary["ru"], phrase_words), english=_lexicon(vocabulary["en"], phrase_words)
        )

    def read(self, text: str) -> Reading:
        """Read a question."""
        repaired = self._repairer.repair(text)
        known = self._repairer.known_share(repaired)
        words = repaired.words
        return Reading(
            words=tuple(words),
            language=repaired.language,
            # Letters that make Russian or English words in another layout are no third language.
            mother_tongue=None if repaired.rewritten and known >= _WELL_KNOWN else mother_tongue(text),
            whereabouts=self._gazetteer.whereabouts(words),
            subjects=self._subjects.read(words),
            known_share=known,
        )


def _lexicon(vocabulary: Iterable[str], phrase_words: Iterable[tuple[str, bool]]) -> Lexicon:
    phrases = list(phrase_words)
    return Lexicon(
        words=[*vocabulary, *STOP_WORDS, *_select(phrases, open_ended=False)],
        beginnings=[*_select(phrases, open_ended=True)],
    )


def _select(phrase_words: Iterable[tuple[str, bool]], *, open_ended: bool) -> Iterator[str]:
    return (word for word, any_ending in phrase_words if any_ending == open_ended)
