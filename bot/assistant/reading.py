"""What a question says: its words as they were meant, language, places, subjects."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bot.assistant.danger import DangerModel
from bot.assistant.dictionary import is_word
from bot.assistant.gazetteer import Gazetteer, Whereabouts
from bot.assistant.language import mother_tongue
from bot.assistant.lexicon import Lexicon
from bot.assistant.repair import Repaired, Repairer
from bot.assistant.subjects import SubjectReader, Subjects
from bot.knowledge import LANGUAGES, Knowledge, Language, Phrases
from bot.search import tokenize
from bot.search.stopwords import ENGLISH, STOP_WORDS

_WELL_KNOWN = 0.8
_FEW = 3  # words


class Reading(NamedTuple):
    """A question as understood, before anything is searched."""

    words: tuple[str, ...]
    language: Language
    mother_tongue: str | None  # ISO 639-1 of a language of the region that the bot does not speak
    whereabouts: Whereabouts
    subjects: Subjects
    in_danger: bool  # somebody is, so it seems: by a phrase of topics.yaml or by likeness to the examples
    known_share: float  # of the words, 0 to 1

    @property
    def is_small_talk(self) -> bool:
        """Tell whether there is nothing but small talk in the question."""
        taken = self.subjects.small_talk_words
        return bool(taken) and all(place in taken or word in STOP_WORDS for place, word in enumerate(self.words))

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
        self._danger = DangerModel(
            urgent=map(tokenize, _both(knowledge.examples.urgent)), calm=map(tokenize, _both(knowledge.examples.calm))
        )
        phrase_words = [*self._gazetteer.words, *self._subjects.words]
        self._repairer = Repairer(
            russian=_lexicon([*vocabulary["ru"], *STOP_WORDS], phrase_words),
            english=_lexicon([*vocabulary["en"], *STOP_WORDS], phrase_words),
            places=_lexicon((), self._gazetteer.names),
            english_words=frozenset(vocabulary["en"]) | frozenset(ENGLISH),
        )

    def read(self, text: str) -> Reading:
        """Read a question."""
        repaired = self._repairer.repair(text)
        words = repaired.words
        whereabouts = self._gazetteer.whereabouts(words)
        subjects = self._subjects.read(words, whereabouts.words)
        # Danger depends neither on the place nor on a wish for a contact: the words for these do not count.
        harmless = whereabouts.words | subjects.contact_words | subjects.small_talk_words
        telling = [word for place, word in enumerate(words) if place not in harmless]
        return Reading(
            words=tuple(words),
            language=repaired.language,
            mother_tongue=self._mother_tongue(text, repaired),
            whereabouts=whereabouts,
            subjects=subjects,
            in_danger=bool(subjects.urgent) or self._danger.sounds_dangerous(telling),
            known_share=repaired.known_share,
        )

    def _mother_tongue(self, text: str, repaired: Repaired) -> str | None:
        """Return the language of the region that a question is in, if it is neither Russian nor English.

        Known English words are none, nor are keys that make known words in the other layout, nor few words most of
        which stand in a Russian dictionary: among so few a name or a borrowed word weighs too much. Known Russian words
        tell nothing: by their beginnings and endings words of the region's languages are among them.
        """
        if repaired.sound and repaired.language == "en":
            return None
        if repaired.swapped and repaired.known_share >= _WELL_KNOWN:
            return None
        if len(repaired.words) <= _FEW:
            telling = [word for word in repaired.words if len(word) > 3 and word.isalpha()]
            if 3 * sum(is_word(word, "ru") for word in telling) >= 2 * len(telling) > 0:
                return None
        return mother_tongue(text)


def _both(examples: Phrases) -> list[str]:
    return [example for language in LANGUAGES for example in examples.get(language)]


def _lexicon(vocabulary: Iterable[str], phrase_words: Iterable[tuple[str, bool]]) -> Lexicon:
    phrases = list(phrase_words)
    return Lexicon(
        words=[*vocabulary, *_select(phrases, open_ended=False)],
        beginnings=[*_select(phrases, open_ended=True)],
    )


def _select(phrase_words: Iterable[tuple[str, bool]], *, open_ended: bool) -> Iterator[str]:
    return (word for word, any_ending in phrase_words if any_ending == open_ended)
