"""Every kind of message of the bot, made from a small knowledge folder on a fixed day."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bot.assistant import Assistant, Profile
from bot.i18n import catalog
from bot.knowledge import CountryCode, Knowledge, Language, load
from bot.reply import Showing
from bot.report import make_report
from bot.storage import ContactReports, Gap
from bot.telegram.callback import Action
from bot.telegram.commands import descriptions
from bot.telegram.profile import description, short_description
from bot.telegram.screens import answers, choices, contacts, home, staff, wordless
from bot.telegram.screens.screen import Screen, button

TODAY = dt.date(2026, 1, 15)
HOW = Showing(TODAY)
FOLDER = Path(__file__).parent / "knowledge"


class Shot(NamedTuple):
    """A screen with its name and what somebody wrote or pressed to get it."""

    name: str
    screen: Screen
    said: str = ""


@cache
def knowledge() -> Knowledge:
    """Return the knowledge of the screens."""
    return load(FOLDER)


@cache
def assistant() -> Assistant:
    """Return an assistant that knows it."""
    return Assistant(knowledge())


def gallery(language: Language) -> Iterator[Shot]:
    """Yield every kind of message in a language."""
    yield from _profile(language)
    yield from _home(language)
    yield from _answers(language)
    yield from _contacts(language)
    yield from _wordless(language)
    yield from _staff(language)


def answered(question: str, language: Language, how: Showing = HOW, country: CountryCode | None = None) -> Shot:
    """Ask and return the answer."""
    answer = assistant().answer(question, Profile(country=country, device_language=language))
    return Shot("", answers.answer(answer, how), question)


def card(country: CountryCode, language: Language, how: Showing = HOW) -> Screen:
    """Return the card of a country."""
    return contacts.card(catalog(language), country, assistant().directory.card(country), how)


def _profile(language: Language) -> Iterator[Shot]:
    words = catalog(language)
    yield Shot("description in the profile", Screen(description(words)))
    yield Shot("short description", Screen(short_description(words)))
    menu = "\n".join(f"/{name} — {text}" for name, text in descriptions(words).items())
    yield Shot("menu of commands", Screen(menu))


def _home(language: Language) -> Iterator[Shot]:
    words = catalog(language)
    yield Shot("start", home.start(words), "/start")
    yield Shot("start in a group", home.start(words, in_group=True), "/start")
    yield Shot("help", home.how_to_ask(words), "/help")
    yield Shot("privacy", home.privacy(words), "/privacy")
    yield Shot("forget", home.forgotten(words), "/forget")
    yield Shot("forget when the database fails", home.not_forgotten(words), "/forget")
    yield Shot("settings in a group", home.only_in_private(words, "migrant_bot"), "/language")
    yield Shot("language", choices.language(words, None), "/language")
    yield Shot("language when one is chosen", choices.language(words, language), "/language")
    yield Shot("language chosen", Screen(choices.language_chosen(words, language)))
    yield Shot("language of each question chosen", Screen(choices.language_chosen(words, None)))
    yield Shot("country", choices.country(words, None), "/country")
    yield Shot("country when one is chosen", choices.country(words, "TJ"), "/country")
    yield Shot("country forgotten", choices.country_forgotten(words))
    back = button(words, words.text("‹ Back to the answer"), Action.ANSWER, "TJ")
    yield Shot("another country", choices.another_country(words, back))


def _answers(language: Language) -> Iterator[Shot]:
    russian = language == "ru"

    def asked(name: str, ru: str, en: str, how: Showing = HOW, country: CountryCode | None = None) -> Shot:
        return answered(ru if russian else en, language, how, country)._replace(name=name)

    leaflets = "сколько листовок раздали в Таджикистане", "how many leaflets were handed out in Tajikistan"
    yield asked("a passage and contacts", *leaflets)
    yield asked("the original of a passage", *leaflets, how=replace(HOW, original=True))
    yield asked("urgent", "забрали паспорт, Алматы", "they took my passport, Almaty")
    yield asked("urgent without a country", "забрали паспорт", "they took my passport")
    yield asked("contacts asked for", "горячая линия в Бишкеке", "hotline in Bishkek")
    yield asked("a contact that fails", "горячая линия в Бишкеке", "hotline in Bishkek", _failing("kg-hotline"))
    yield asked("a country without hotline", "горячая линия в Туркменистане", "hotline in Turkmenistan")
    yield asked("which country", "горячая линия", "hotline")
    yield asked("outside the five countries", "горячая линия в России", "hotline in Russia")
    yield asked("not covered", "как приготовить плов", "how to cook plov", country="TJ")
    yield asked("not covered, no country", "как приготовить плов", "how to cook plov")
    yield asked("a subject that is not covered", "сколько стоит виза", "how much is a visa", country="KG")
    yield asked("greeting", "здравствуйте", "hello")
    yield asked("greeting of somebody whose country is known", "здравствуйте", "hello", country="KG")
    yield asked("a long message", f"горячая линия в Бишкеке {'я ' * 600}", f"hotline in Bishkek {'I ' * 600}")
    if russian:
        yield answered("Menga yordam kerak, Toshkentdaman", "ru")._replace(name="a question in another language")
    words = catalog(language)
    yield Shot("too many messages", answers.too_fast(words))
    answer = assistant().answer("горячая линия в Бишкеке" if russian else "hotline in Bishkek")
    yield Shot("forwarded", answers.answer(answer, HOW, [wordless.forwarded(words)]))
    yield Shot("words below a picture", answers.answer(answer, HOW, [wordless.with_caption(words)]))


def _contacts(language: Language) -> Iterator[Shot]:
    words, directory = catalog(language), assistant().directory
    back = button(words, words.text("‹ Back to the answer"), Action.ANSWER, "KG")
    yield Shot("hotlines", contacts.hotlines(words, directory.main(), HOW), "/contacts")
    for country in ("KZ", "KG", "TJ", "TM", "UZ"):
        yield Shot(f"card of {country}", card(country, language), f"/contacts {country.lower()}")
    yield Shot("card of a country without contacts", contacts.card(words, "UZ", [], HOW))
    hotline, violence = directory.get("kg-hotline"), directory.get("kg-117")
    assert hotline
    assert violence
    yield Shot("one contact", contacts.single(words, violence, _failing("kg-117")))
    yield Shot("a number that did not work", contacts.what_happened(words, hotline, back))
    yield Shot("try next", contacts.try_next(words, hotline, directory.after(hotline), HOW, back))
    yield Shot("nothing to try next", contacts.try_next(words, hotline, None, HOW, back))
    yield Shot("a number explained", contacts.explained_number(words, "1899", [hotline], HOW), "1899")
    two = directory.main()[:2]
    yield Shot("a number of two countries", contacts.explained_number(words, "111", two, HOW), "111")
    yield Shot("an unknown number", contacts.explained_number(words, "4242", [], HOW), "4242")


def _wordless(language: Language) -> Iterator[Shot]:
    words, directory = catalog(language), assistant().directory
    for kind in wordless.Kind:
        name = f"not text: {kind.name.lower().replace('_', ' ')}"
        yield Shot(name, wordless.reply(words, kind, "TJ", directory.card("TJ")[:1], HOW))
    yield Shot("not text, no country", wordless.reply(words, wordless.Kind.VOICE, None, directory.main(), HOW))
    for remembered in (True, False):
        name = "a place in one of the countries" + ("" if remembered else ", not remembered")
        place = wordless.place(words, "TM", directory.card("TM"), HOW, remembered=remembered)
        yield Shot(name, place)
    yield Shot("a misspelt command", wordless.unknown_command(words, "strat", "start"), "/strat")
    yield Shot("an unknown command", wordless.unknown_command(words, "abc", None), "/abc")
    yield Shot("a button of another day", Screen(words.text("This button is out of date. Here is the start.")))


def _staff(language: Language) -> Iterator[Shot]:
    reported = [
        ContactReports("kg-hotline", TODAY, "no_answer", 3),
        ContactReports("kg-hotline", TODAY, "wrong_number", 1),
        ContactReports("tj-hotline", TODAY, "refused_language", 1),
    ]
    gaps = [Gap("visas", "KG", "ru", 7), Gap(None, None, "en", 3)]
    topics = {topic.id: topic.name for topic in knowledge().topics}
    made = make_report(knowledge().contacts, reported, gaps, TODAY)
    yield Shot("report", staff.report(made, catalog(language), topics), "/report")
    empty = make_report([], [], [], TODAY)
    yield Shot("report with nothing in it", staff.report(empty, catalog(language), topics), "/report")


def _failing(contact: str) -> Showing:
    return Showing(TODAY, troubled=frozenset({contact}))
