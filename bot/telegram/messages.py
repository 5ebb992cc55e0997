"""What the bot does with a message: a command, a question, an edited question, or something without words."""

from dataclasses import dataclass

from telegram import Bot, Message, Update

from bot.assistant import Answer
from bot.knowledge import Contact
from bot.reply import Block
from bot.telegram.audience import (
    Command,
    command_in,
    is_addressed,
    is_from_person,
    question_in,
    words_of,
)
from bot.telegram.borders import country_at
from bot.telegram.commands import Commands
from bot.telegram.desk import Desk, Visitor
from bot.telegram.pace import Verdict
from bot.telegram.screens import answers, contacts, wordless
from bot.telegram.screens.screen import Screen
from bot.telegram.screens.wordless import Kind

_KINDS = {
    Kind.VOICE: ("voice", "video_note", "audio"),
    Kind.PICTURE: ("photo", "video", "animation", "live_photo", "story", "paid_media"),
    Kind.FILE: ("document", "passport_data", "checklist"),
    Kind.STICKER: ("sticker", "dice"),
    Kind.PHONE: ("contact",),
    Kind.POLL: ("poll",),
    Kind.OTHER: ("game", "invoice", "giveaway", "giveaway_winners"),
}
_LOCAL_DIGITS = 7
# Everything else without words is a service message (Bot API: Message) and gets no reply.


@dataclass(frozen=True)
class Made:
    """A reply to a message; the answer in it if the message was a question."""

    screen: Screen
    answer: Answer | None = None


class Messages:
    """The callbacks for messages."""

    def __init__(self, desk: Desk, commands: Commands, bot: Bot) -> None:
        self._desk = desk
        self._commands = commands
        self._bot = bot

    async def written(self, update: Update) -> None:
        """Answer a message."""
        message = update.message
        if message is None:
            return
        if message.migrate_to_chat_id:
            await self._desk.memory.move(message.chat.id, message.migrate_to_chat_id)
        elif self._is_for_us(message):
            await self._answer(update, message)

    async def edited(self, update: Update) -> None:
        """Edit the answer to a question that was edited, or answer it if its reply is not known any more."""
        message = update.edited_message
        if message is None or not self._is_for_us(message) or question_in(message, self._bot) is None:
            return
        reply = self._desk.replies.to(message.chat.id, message.message_id)
        visitor = await self._desk.visitor(update)
        made = await self._paced(message, visitor)
        if made and made.answer and not (reply and await self._desk.sender.edit(visitor.chat_id, reply, made.screen)):
            await self._reply(message, visitor, made)

    def _is_for_us(self, message: Message) -> bool:
        if not is_from_person(message, self._bot):
            return False
        if message.chat.type == message.chat.PRIVATE:
            return True
        command = command_in(message, self._bot)
        if command:
            return command.is_named or self._commands.knows(command.name)
        return is_addressed(message, self._bot) and bool(words_of(message, self._bot).strip())

    async def _answer(self, update: Update, message: Message) -> None:
        visitor = await self._desk.visitor(update)
        async with self._desk.sender.typing(visitor.chat_id):
            command = command_in(message, self._bot)
            if command is None:
                if made := await self._paced(message, visitor):
                    await self._reply(message, visitor, made)
                    self._count(made.answer)
            elif cry := await self._cry_for_help(command, message, visitor):
                await self._reply(message, visitor, cry)
                self._count(cry.answer)
            elif (verdict := self._desk.pace.judge(visitor.chat_id)) is Verdict.ANSWER:
                await self._commands.answer(command, message, visitor)
            elif verdict is Verdict.WARN:
                await self._desk.reply(message, visitor, answers.too_fast(visitor.words))

    async def _cry_for_help(self, command: Command, message: Message, visitor: Visitor) -> Made | None:
        """Answer the words behind a command if they tell of danger: /help they hold me in a cellar."""
        made = await self._answered(command.argument, message, visitor) if command.argument else None
        return made if made and made.answer and made.answer.urgent else None

    async def _reply(self, message: Message, visitor: Visitor, made: Made) -> None:
        sent = await self._desk.reply(message, visitor, made.screen)
        if sent:
            self._desk.replies.note(visitor.chat_id, message.message_id, sent.message_id)

    async def _paced(self, message: Message, visitor: Visitor) -> Made | None:
        """Make the reply, or none to somebody who writes too fast, unless it is urgent."""
        verdict = self._desk.pace.judge(visitor.chat_id)
        if verdict is Verdict.ANSWER:
            return await self._made(message, visitor)
        made = await self._made(message, visitor) if question_in(message, self._bot) else None
        if made and made.answer and made.answer.urgent:
            return made
        return Made(answers.too_fast(visitor.words)) if verdict is Verdict.WARN else None

    async def _made(self, message: Message, visitor: Visitor) -> Made | None:
        question = question_in(message, self._bot)
        if question is not None:
            return await self._answered(question, message, visitor)
        how, words = await self._desk.showing(), visitor.words
        if location := message.location or (message.venue and message.venue.location):
            return await self._placed(location.latitude, location.longitude, visitor)
        digits = "".join(filter(str.isdigit, message.text or ""))
        if digits:
            found = [c for c in self._desk.assistant.directory.everything if _is_number(digits, c)]
            return Made(contacts.explained_number(words, (message.text or "").strip()[:40], found, how))
        kind = _kind(message)
        if kind is None:
            return None
        return Made(wordless.reply(words, kind, visitor.country, self._desk.nearby(visitor.country), how))

    async def _answered(self, question: str, message: Message, visitor: Visitor) -> Made:
        answer = await self._desk.answer(question, visitor)
        words = Visitor(0, False, message_language=answer.language).words
        notes: list[Block] = []
        if message.forward_origin:
            notes.append(wordless.forwarded(words))
        if message.caption:
            notes.append(wordless.with_caption(words))
        return Made(answers.answer(answer, await self._desk.showing(), notes), answer)

    async def _placed(self, latitude: float, longitude: float, visitor: Visitor) -> Made:
        how, words, directory = await self._desk.showing(), visitor.words, self._desk.assistant.directory
        country = country_at(latitude, longitude)
        if country is None:
            return Made(wordless.reply(words, Kind.ELSEWHERE, None, directory.main(), how))
        remembered = visitor.is_private and await self._desk.memory.choose_country(visitor.chat_id, country)
        return Made(wordless.place(words, country, directory.card(country), how, remembered=remembered))

    def _count(self, answer: Answer | None) -> None:
        if answer is None:
            return
        self._desk.metrics.count_question(answer.outcome, answer.language, answer.country, urgent=answer.urgent)
        if answer.passages:
            self._desk.memory.count_shown(found.passage.id for found in answer.passages)
        if answer.outcome == "not_covered" and not answer.small_talk:
            self._desk.memory.count_gap(next(iter(answer.topics), None), answer.country, answer.language)


def _kind(message: Message) -> Kind | None:
    """Say what was sent; None for service messages."""
    if message.text:
        return Kind.NO_WORDS
    for kind, names in _KINDS.items():
        if any(getattr(message, name, None) for name in names):
            return kind
    return None


def _is_number(digits: str, contact: Contact) -> bool:
    """Tell whether digits are the number of a contact, for a long one also without the code of its country."""
    number = "".join(filter(str.isdigit, contact.phone or ""))
    return number == digits or (len(digits) >= _LOCAL_DIGITS and number.endswith(digits))
