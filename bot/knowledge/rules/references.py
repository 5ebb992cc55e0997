"""Ids that point to nothing."""

from collections.abc import Iterator

from bot.knowledge.folder import Finding, Folder
from bot.knowledge.problem import short
from bot.knowledge.rules.near import did_you_mean


def unknown_topics(folder: Folder) -> Iterator[Finding]:
    """Find topics of passages and contacts that topics.yaml does not have; without that file nothing is known."""
    known = folder.topics.ids
    if known is None:
        return
    groups = {topic.content.id for topic in folder.topics if topic.content.role == "group"}
    for entry in (*folder.passages, *folder.contacts):
        for number, topic in enumerate(entry.content.topics):
            if topic in groups:
                yield (
                    entry.at("topics", number),
                    f"“{short(topic)}” is a group of words, not a topic; write a topic or nothing",
                )
            elif topic not in known:
                mend = did_you_mean(topic, known - groups)
                yield entry.at("topics", number), f"there is no topic “{short(topic)}” in topics.yaml{mend}"


def questions_to_nowhere(folder: Folder) -> Iterator[Finding]:
    """Find curated questions whose passage or contact is not on record."""
    passages, contacts = folder.passages.ids, folder.contacts.ids
    retired = {contact.content.id for contact in folder.contacts if contact.content.status == "retired"}
    for question in folder.questions:
        for number, name in enumerate(question.content.passages):
            if passages is not None and name not in passages:
                yield (
                    question.at("passages", number),
                    f"there is no passage “{short(name)}”{did_you_mean(name, passages)}",
                )
        contact = question.content.contact
        if contact in retired:
            yield (
                question.at("contact"),
                f"the contact “{short(contact)}” is retired; write the one that has to come first now",
            )
        elif contact and contacts is not None and contact not in contacts:
            yield question.at("contact"), f"there is no contact “{short(contact)}”{did_you_mean(contact, contacts)}"
        if question.content.kind == "passage" and not question.content.passages:
            yield question.at("passages"), "names no passage; write its id under passages, or give it another kind"
