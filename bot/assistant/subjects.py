"""What a question is about: topics, whether somebody is in danger, whether a contact is asked for, small talk."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.assistant.phrases import Match, PhraseTable
from bot.knowledge import LANGUAGES, Phrases, Topic
from bot.search.stopwords import STOP_WORDS

_NEGATIONS = frozenset(
    """
    не ни никто никого никогда not never nobody none don't doesn't didn't isn't wasn't aren't weren't
    dont didnt
    """.split()
)
# Words by which people speak of themselves and of those near them: then no general phrase makes a danger harmless.
_PERSONAL = frozenset(
    """
    я мы меня мне мной нас нам нами мой моя мое мои моего моей моему мою моих наш наша наши нашего нашу наших
    брат брата брату братишка сестра сестру сестре сестренка муж мужа жена жену жены дочь дочка дочку дочери сын
    сына мама маму мать отец отца папа папу друг друга подруга подругу подруги племянник племянника племянница
    племянницу родственник родственника земляк земляка i i'm im me my mine we us our brother sister husband wife
    son daughter mother father friend cousin niece nephew uncle aunt он она они его ее ему ей их им братишку братика
    сестренку подружка подружку дочку сынок сыночек ребенок ребенка he she they him them his her their child
    """.split()
)
_ROLES = ("subject", "beyond", "contact", "small_talk")
_GROUP = re.compile(r"<([a-z0-9-]+)>")


class Subjects(NamedTuple):
    """What a question is about: ids of topics, in the order of topics.yaml."""

    topics: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    small_talk: str | None = None
    contact_words: frozenset[int] = frozenset()  # the places of the words that ask for a contact
    small_talk_words: frozenset[int] = frozenset()


class SubjectReader:
    """Finds the topics of topics.yaml in the words of a question."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        groups = {topic.id: topic.triggers for topic in topics if topic.role == "group"}
        self._topics = {topic.id: topic for topic in topics if topic.role != "group"}
        self._triggers = PhraseTable(_expanded(((t.triggers, t.id) for t in self._topics.values()), groups))
        self._alone = {
            word: topic.id for topic in topics for language in LANGUAGES for word in topic.alone.get(language)
        }
        self._dangers = {topic.id for topic in topics if topic.urgent != Phrases()}
        self._exceptions = PhraseTable(_expanded(((t.exceptions, t.id) for t in self._topics.values()), groups))
        self._excepted = {topic.id for topic in self._topics.values() if topic.exceptions != Phrases()}
        self._urgent = PhraseTable(_expanded(((t.urgent, t.id) for t in self._topics.values()), groups))

    @property
    def words(self) -> Iterator[tuple[str, bool]]:
        """List the words of all phrases, each with whether any ending may follow."""
        yield from self._triggers.words
        yield from self._urgent.words

    def read(self, words: Sequence[str], places: Collection[int] = ()) -> Subjects:
        """Return what the words are about; `places` says which of them name countries.

        Urgent is a phrase of danger that is not negated, unless the question is a general one, about law, figures, news
        or events, and speaks of nobody near.
        """
        matches = self._triggered(words)
        bare = self._bare(words, places)
        triggered = {match.value for match in matches} | bare
        urgent = {match.value for match in self._urgent.find(words, _NEGATIONS)}
        if _NEGATIONS.isdisjoint(words):
            urgent |= bare & self._dangers
        calm = any(self._topics[topic].role == "calm" for topic in triggered)
        if calm and _PERSONAL.isdisjoint(words):
            urgent = set()
        meant = triggered | urgent
        named = [topic for name, topic in self._topics.items() if name in meant]
        by_role = {role: tuple(topic.id for topic in named if topic.role == role) for role in _ROLES}
        return Subjects(
            topics=by_role["subject"],
            beyond=by_role["beyond"],
            urgent=tuple(topic.id for topic in named if topic.id in urgent),
            contact=by_role["contact"],
            small_talk=next(iter(by_role["small_talk"]), None),
            contact_words=frozenset(range(len(words))) if bare else _places(matches, by_role["contact"]),
            small_talk_words=_places(matches, by_role["small_talk"]),
        )

    def _bare(self, words: Sequence[str], places: Collection[int]) -> set[str]:
        """Return the topics of a message that is nothing but their words, countries and stop words aside."""
        telling = {word for place, word in enumerate(words) if place not in places and word not in STOP_WORDS}
        return {self._alone[word] for word in telling} if telling <= self._alone.keys() else set()

    def _triggered(self, words: Sequence[str]) -> list[Match[str]]:
        """Find the triggers, without those that overlap an exception of their topic."""
        matches = self._triggers.find(words)
        if self._excepted.isdisjoint(match.value for match in matches):
            return matches
        exceptions = self._exceptions.find(words)
        return [
            match
            for match in matches
            if not any(
                match.value == other.value and match.start < other.end and other.start < match.end
                for other in exceptions
            )
        ]


def _places(matches: Iterable[Match[str]], topics: Collection[str]) -> frozenset[int]:
    """Return the places of the words by which some topics were recognised."""
    return frozenset(place for match in matches if match.value in topics for place in range(match.start, match.end))


def _expanded(lists: Iterable[tuple[Phrases, str]], groups: Mapping[str, Phrases]) -> Iterator[tuple[str, str]]:
    """Yield every phrase with its topic, the names of groups replaced by their words."""
    for phrases, topic in lists:
        for language in LANGUAGES:
            for phrase in phrases.get(language):
                yield _GROUP.sub(lambda name: "|".join(groups[name[1]].get(language)), phrase), topic  # noqa: B023
