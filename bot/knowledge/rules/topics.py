"""The phrases of topics.yaml: groups that are not there, and phrases that cannot mean what they say."""

from collections.abc import Iterator

from bot.knowledge.folder import Entry, Finding, Folder, Place
from bot.knowledge.models import LANGUAGES, Language, Topic
from bot.knowledge.notation import groups_of, slips
from bot.knowledge.problem import short
from bot.knowledge.rules.near import did_you_mean

_LISTS = {"triggers": "triggers", "except": "exceptions", "urgent": "urgent"}


def unknown_groups(folder: Folder) -> Iterator[Finding]:
    """Find phrases with a `<group>` that is not on record, or that stand in a group themselves."""
    if folder.topics.ids is None:
        return
    groups = {topic.content.id for topic in folder.topics if topic.content.role == "group"}
    ours = groups if folder.topics.whole else groups | folder.topics.ids
    for topic, _, phrase, place in _phrases(folder):
        for name in groups_of(phrase):
            if name not in ours:
                yield place, f"there is no group “{short(name)}”{did_you_mean(name, groups)}"
            elif topic.content.role == "group":
                yield place, f"a group cannot hold another one; write the words of <{name}> out"


def groups_without_words(folder: Folder) -> Iterator[Finding]:
    """Find phrases with a `<group>` that has no words in their language: the rest of the phrase would be enough."""
    words = {topic.content.id: topic.content.triggers for topic in folder.topics if topic.content.role == "group"}
    for _, language, phrase, place in _phrases(folder):
        for name in groups_of(phrase):
            if name in words and not words[name].get(language):
                yield (
                    place,
                    f"the group “{short(name)}” has no words in this language ({language}); add some to its triggers",
                )


def slips_of_phrases(folder: Folder) -> Iterator[Finding]:
    """Find phrases that no message can match, or every message."""
    for _, _, phrase, place in _phrases(folder):
        for slip in slips(phrase):
            yield place, f"“{short(phrase)}”: {slip}"


def phrases_in_groups(folder: Folder) -> Iterator[Finding]:
    """Find groups that hold more than single words: in a phrase their words would be torn apart."""
    for topic, _, phrase, place in _phrases(folder):
        if topic.content.role == "group" and len(phrase.replace("-", " ").replace("...", " ").split()) > 1:
            yield place, f"“{short(phrase)}” is more than one word; a group holds single words"


def _phrases(folder: Folder) -> Iterator[tuple[Entry[Topic], Language, str, Place]]:
    for topic in folder.topics:
        for key, name in _LISTS.items():
            for language in LANGUAGES:
                for number, phrase in enumerate(getattr(topic.content, name).get(language)):
                    yield topic, language, phrase, topic.at(key, language, number)
