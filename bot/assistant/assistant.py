"""The assistant: a question in, an answer out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.assistant.answer import Answer, FoundPassage, Profile
from bot.assistant.directory import Directory, merged
from bot.assistant.gazetteer import as_country_code
from bot.assistant.reading import QuestionReader, Reading
from bot.knowledge import LANGUAGES, Bilingual, Contact, CountryCode, Knowledge, Language, Passage
from bot.knowledge.models import Channel
from bot.search import Document, Hit, SearchIndex, tokenize

MAX_READ = 4096  # characters of a message that are read: people in danger often come to the point last
MAX_QUESTION = 1000  # characters of it that are searched
TOP_K = 3
RELATIVE_FLOOR = 0.6  # what share of the best score a second or third passage must reach
ANYBODY = Profile()
SAME_TEXT = 0.8  # the share of words in common above which two passages count as one


class Assistant:
    """Answers questions from one knowledge base. Synchronous, deterministic, keeps nothing of what it is asked."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._passages = knowledge.passages
        self._thresholds = knowledge.thresholds
        self._indexes = {
            language: SearchIndex(_document(passage, language) for passage, _ in self._passages)
            for language in LANGUAGES
        }
        self._reader = QuestionReader(knowledge, {lang: index.words for lang, index in self._indexes.items()})
        self._of_country: dict[str | None, list[int]] = defaultdict(list)
        for number, (passage, _) in enumerate(self._passages):
            for code in passage.countries:
                self._of_country[code].append(number)
        self._covered = {topic for passage, _ in self._passages for topic in passage.topics}
        self._topics = {topic.id: topic for topic in knowledge.topics}
        self._countries = {country.code: country for country in knowledge.countries}
        self._speakers = {country.language: country for country in knowledge.countries if country.language}
        self.directory = Directory(knowledge.contacts)
        self._words_of: dict[int, frozenset[str]] = {}

    def answer(self, question: str, profile: Profile = ANYBODY, min_confidence: float | None = None) -> Answer:
        """Answer one question. With `min_confidence` passages are judged by that alone."""
        reading = self._reader.read(question[:MAX_READ])
        subjects = reading.subjects
        speaker = self._speakers.get(reading.mother_tongue or "")
        home = as_country_code(speaker.code) if speaker else None
        country = reading.whereabouts.country or profile.country or home
        searched = reading.words
        if len(question) > MAX_QUESTION:
            searched = searched[: len(tokenize(question[:MAX_QUESTION]))]
        hits = self._search(reading, searched, country)
        uncovered = self._uncovered(reading)
        if min_confidence is not None:
            shown = [hit for hit in hits if hit.confidence >= min_confidence][:TOP_K]
        elif uncovered or reading.mother_tongue or reading.is_small_talk:
            shown = []
        elif subjects.contact:  # a wish for a contact says nothing of a passage: only the other words count
            shown = self._confident(self._search(reading, reading.remainder, country), reading)
        else:
            shown = self._confident(hits, reading)
        nothing_else = not (shown or subjects.topics or reading.in_danger or subjects.contact)
        small_talk = self._topics[subjects.small_talk].reply if nothing_else and subjects.small_talk else None
        return Answer(
            question=question,
            language=_answer_language(reading, profile),
            country=country,
            urgent=reading.in_danger,
            topics=subjects.topics + subjects.beyond + subjects.contact,
            outcome="answered" if shown or subjects.contact or reading.in_danger else "not_covered",
            confidence=hits[0].confidence if hits else 0.0,
            passages=tuple(FoundPassage(*self._passages[hit.number], hit.score) for hit in shown),
            contacts=tuple(self._contacts(reading, country)),
            outside=self._outside(reading),
            notice=speaker.notice if speaker else None,
            uncovered=uncovered,
            small_talk=small_talk,
            wants_contact=bool(subjects.contact),
        )

    def _search(self, reading: Reading, words: Sequence[str], country: CountryCode | None) -> list[Hit]:
        wanted = {country, reading.whereabouts.origin}
        favoured = {number for code in wanted for number in self._of_country.get(code, ())}
        return self._indexes[reading.language].search(words, 3 * TOP_K, favoured)

    def _confident(self, hits: list[Hit], reading: Reading) -> list[Hit]:
        """Keep the hits that are good enough, each text once; the further ones must also come near the first."""
        threshold = self._thresholds.of(reading.language)
        floor = hits[0].score * RELATIVE_FLOOR if hits else 0.0
        years = _years(reading.words)
        good = (
            hit
            for hit in hits
            if hit.confidence >= threshold
            and hit.score >= floor
            and (not years or not years.isdisjoint(self._years_of(hit)))
        )
        kept: list[Hit] = []
        for hit in good:
            words = self._words(hit)
            if all(_overlap(words, self._words(other)) < SAME_TEXT for other in kept):
                kept.append(hit)
        return kept[:1] if reading.in_danger else kept[:TOP_K]

    def _words(self, hit: Hit) -> frozenset[str]:
        """Return the words of a passage; they are kept once they were needed."""
        if hit.number not in self._words_of:
            text = self._passages[hit.number][0].text
            self._words_of[hit.number] = frozenset(tokenize(text.en or text.ru or ""))
        return self._words_of[hit.number]

    def _uncovered(self, reading: Reading) -> Bilingual | None:
        """Return the name of the question's subject if the bulletins have nothing on any of its subjects."""
        subjects = reading.subjects
        if subjects.beyond:
            return self._topics[subjects.beyond[0]].name
        if not subjects.topics or not self._covered.isdisjoint(subjects.topics):
            return None
        return self._topics[subjects.topics[0]].name

    def _years_of(self, hit: Hit) -> set[str]:
        passage, bulletin = self._passages[hit.number]
        published = passage.date or bulletin.date
        return {str(published.year)} | _years(tokenize(f"{passage.text.en} {passage.text.ru}"))

    def _contacts(self, reading: Reading, country: CountryCode | None) -> Iterable[Contact]:
        subjects = reading.subjects
        topics = (*subjects.urgent, *subjects.topics, *subjects.contact)
        channels = {self._topics[topic].channel for topic in subjects.contact}
        channel: Channel | None = "email" if "email" in channels else "phone" if "phone" in channels else None
        if country is None:
            return self.directory.main(channel)
        here = self.directory.select(
            country, topics, urgent=self._may_be_urgent(reading), channel=channel, place=reading.whereabouts.place
        )
        origin = reading.whereabouts.origin
        return merged(here, self.directory.select(origin, topics, channel=channel) if origin else ())

    @staticmethod
    def _may_be_urgent(reading: Reading) -> bool:
        """Tell whether emergency numbers belong in the answer: in danger, or where we cannot tell for the language."""
        return reading.in_danger or reading.mother_tongue is not None

    def _outside(self, reading: Reading) -> Bilingual | None:
        code = reading.whereabouts.outside
        return self._countries[code].name if code else None


def _document(passage: Passage, language: Language) -> Document:
    """Index a passage in one language; where it has none, names and figures of the other may still be found."""
    title = passage.title.best(language) if passage.title else ""
    return Document(text=f"{title}\n{passage.text.best(language)}", questions=passage.questions.get(language))


def _answer_language(reading: Reading, profile: Profile) -> Language:
    if profile.language:
        return profile.language
    if reading.mother_tongue:
        return "ru"
    if reading.known_share == 0 and profile.device_language:
        return "ru" if profile.device_language.partition("-")[0] in _RUSSIAN_READERS else "en"
    return reading.language


_RUSSIAN_READERS = frozenset("ru uk be kk ky tg tk uz".split())  # languages whose speakers here read Russian rather


def _years(words: Iterable[str]) -> set[str]:
    """Return the years named. A question about one year is not answered by a passage about another."""
    return {word for word in words if len(word) == 4 and word.startswith(("19", "20")) and word.isdigit()}


def _overlap(words: frozenset[str], others: frozenset[str]) -> float:
    return len(words & others) / max(len(words | others), 1)
