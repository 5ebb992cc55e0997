"""What every handler works with, and who has come."""

import asyncio
import time
from dataclasses import dataclass, field
from functools import partial

from telegram import MaybeInaccessibleMessage, Message, Update, User
from telegram.constants import ChatType

from bot.assistant import Answer, Assistant, Profile
from bot.i18n import Catalog, catalog
from bot.knowledge import Contact, CountryCode, Knowledge, Language
from bot.knowledge.age import utc_today
from bot.metrics import Metrics
from bot.reply import Showing
from bot.report import Report, make_report
from bot.telegram.edition import Edition
from bot.telegram.memory import Choices, Memory
from bot.telegram.pace import MOST_PRESSES, Pace
from bot.telegram.replies import Replies
from bot.telegram.screens.screen import Screen
from bot.telegram.sending import Sender

# Characters of a question that is answered within milliseconds. To give it to a thread and wait for it would take
# a third more of the processor; a longer one must not keep the others waiting.
_SHORT = 300
# Languages whose speakers here read Russian rather than English; so does whoever does not say.
_RUSSIAN_READERS = frozenset("ru uk be kk ky tg tk uz".split())


@dataclass(frozen=True)
class Visitor:
    """Somebody who has written or pressed a button, and in which chat."""

    chat_id: int
    is_private: bool
    device_language: str | None = None
    choices: Choices = field(default_factory=Choices)
    message_language: Language | None = None  # of the message whose button was pressed
    thread: int | None = None  # of a group with topics

    @property
    def language(self) -> Language:
        """Return the language to speak where no question tells it."""
        return self.message_language or self.choices.language or language_of_device(self.device_language)

    @property
    def words(self) -> Catalog:
        """Return the catalog of that language."""
        return catalog(self.language)

    @property
    def country(self) -> CountryCode | None:
        """Return the country that the person has chosen."""
        return self.choices.country


@dataclass(frozen=True)
class Desk:
    """An edition of the knowledge, and what stays when it is replaced: the memory and the way to Telegram."""

    edition: Edition
    memory: Memory
    sender: Sender
    metrics: Metrics
    replies: Replies = field(default_factory=Replies)
    pace: Pace = field(default_factory=Pace)
    presses: Pace = field(default_factory=partial(Pace, MOST_PRESSES))

    @property
    def knowledge(self) -> Knowledge:
        """Return the knowledge of the edition."""
        return self.edition.knowledge

    @property
    def assistant(self) -> Assistant:
        """Return the assistant of the edition."""
        return self.edition.assistant

    async def visitor(self, update: Update, message_language: Language | None = None) -> Visitor:
        """Say who has come. Nothing is remembered of groups."""
        message, user = update.effective_message, update.effective_user
        assert message  # noqa: S101 - the handlers take no update without one
        return await self.visitor_of(message, user, message_language)

    async def visitor_of(
        self, message: MaybeInaccessibleMessage, user: User | None, message_language: Language | None
    ) -> Visitor:
        """Say who has written a message or pressed a button of it."""
        private = message.chat.type == ChatType.PRIVATE
        return Visitor(
            chat_id=message.chat.id,
            is_private=private,
            device_language=user.language_code if user else None,
            choices=await self.memory.choices(message.chat.id) if private else Choices(),
            message_language=message_language,
            thread=message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None,
        )

    async def answer(self, question: str, visitor: Visitor, country: CountryCode | None = None) -> Answer:
        """Answer a question, for a country if one is given and the question names none."""
        profile = Profile(
            language=visitor.choices.language,
            country=country or visitor.country,
            device_language=visitor.device_language,
        )
        return await self.ask(question, profile)

    async def ask(self, question: str, profile: Profile) -> Answer:
        """Ask the assistant, without keeping others waiting."""
        began = time.perf_counter()
        if len(question) <= _SHORT:
            answer = self.assistant.answer(question, profile)
        else:
            answer = await asyncio.to_thread(self.assistant.answer, question, profile)
        self.metrics.answer_seconds.observe(time.perf_counter() - began)
        return answer

    async def showing(self, *, original: bool = False) -> Showing:
        """Say how things are to be shown now."""
        return Showing(utc_today(), await self.memory.troubled(), original=original)

    async def reply(self, message: Message, visitor: Visitor, screen: Screen, *, quote: bool = True) -> Message | None:
        """Send a screen below a message."""
        quoted = message.message_id if quote or not visitor.is_private else None
        return await self.sender.send(visitor.chat_id, screen, reply_to=quoted, thread=visitor.thread)

    def nearby(self, country: CountryCode | None) -> list[Contact]:
        """Return the contact to show in passing: that of the country, else one of each."""
        if country is None:
            return self.assistant.directory.main()
        return self.assistant.directory.card(country)[:1] or self.assistant.directory.main()

    async def report(self) -> Report:
        """Make the report of today."""
        reported, gaps, shown = await self.memory.reports(), await self.memory.gaps(), await self.memory.shown()
        return make_report(self.knowledge.contacts, reported, gaps, utc_today(), knowledge=self.knowledge, shown=shown)


def language_of_device(tag: str | None) -> Language:
    """Return the language for somebody whose device is set so (IETF tag)."""
    return "ru" if not tag or tag.partition("-")[0].lower() in _RUSSIAN_READERS else "en"
