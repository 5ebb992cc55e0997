"""Knowledge that is changed while the bot runs: taken over if it is good, refused if it is not, told in either case."""

import datetime as dt
import json
import os
import re
import shutil
import signal
import tempfile
import urllib.request
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bot.assistant import Answer, Assistant
from bot.cli.run import LAST_GOOD
from bot.knowledge import DEFAULT_DIRECTORY, Knowledge, load
from bot.metrics import Metrics
from bot.storage import KeyedHash
from bot.telegram import reload
from bot.telegram.edition import Edition
from bot.telegram.memory import Memory
from tests.conftest import WriteFolder
from tests.fakes import BotApiServer
from tests.fakes.bot_api import PATIENCE
from tests.fakes.ports import lasting_port
from tests.knowledge.rules.test_readme import BLOCK, FILES, SECTIONS
from tests.telegram.people import PATIENT, BotThread, Json, Person, Program, copied, data_of, running, values

_ids = count(7_300_000_001)
Start = Callable[[Edition, Path], AbstractContextManager[BotThread]]
CONTACT = """\
    - id: kg-hotline
      country: KG
      kind: hotline
      name: {en: Hotline, ru: Горячая линия}
      phone: "1899"
      status: active
      verified: 2024-05-31
      source: Letter of the mission, 31 May 2024
    """
VERSION = r"[0-9a-f]{12}"
BULLETIN = "bulletins/2020-11-response.yaml"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reload, "_STILL_MILLISECONDS", 50)
    monkeypatch.setattr(reload, "_LOOK_MILLISECONDS", 300)
    monkeypatch.setattr(reload, "_MISSING_SECONDS", 0.1)


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A copy of the shipped knowledge."""
    return Path(shutil.copytree(DEFAULT_DIRECTORY, tmp_path / "knowledge"))


@pytest.fixture
def small(write_folder: WriteFolder) -> Path:
    """Knowledge of one number, which is quickly read."""
    return write_folder({"contacts.yaml": CONTACT})


@pytest.fixture
def staff(api: BotApiServer) -> tuple[Person, Person]:
    """Two who look after the bot: one has chosen English, one nothing."""
    return Person(api, next(_ids), "ru"), Person(api, next(_ids), "en")


@pytest.fixture
def start(api: BotApiServer, staff: tuple[Person, Person], tmp_path: Path) -> Start:
    """Start a bot with an edition and let it watch a folder."""

    @contextmanager
    def bot_with(edition: Edition, watched: Path) -> Iterator[BotThread]:
        chats = tuple(person.chat_id for person in staff)
        with BotThread(
            api, edition.knowledge, edition.assistant, tmp_path / "bot.db", chats, watched=watched, http_port=0
        ) as bot:
            api.wait_for(lambda: reloads(bot, "ok") + reloads(bot, "failed") == 1)
            yield bot

    return bot_with


@pytest.fixture
def bot(start: Start, shipped: Knowledge, assistant: Assistant, knowledge: Path) -> Iterator[BotThread]:
    """The bot with the shipped knowledge."""
    with start(Edition(shipped, assistant), knowledge) as running:
        yield running


@pytest.fixture
def small_bot(start: Start, small: Path) -> Iterator[BotThread]:
    """The bot that knows one number."""
    with start(edition_of(small), small) as running:
        yield running


@pytest.fixture
def person(api: BotApiServer) -> Person:
    return Person(api, next(_ids))


def edition_of(folder: Path) -> Edition:
    knowledge = load(folder)
    return Edition(knowledge, Assistant(knowledge))


def wait(bot: BotThread, condition: Callable[[], Any]) -> None:
    bot._api.wait_for(condition)


def wait_reloads(bot: BotThread, result: str, number: int) -> None:
    wait(bot, lambda: reloads(bot, result) >= number)


def reloads(bot: BotThread, result: str) -> float:
    return bot.metric("knowledge_reloads_total", result=result)


def version(bot: BotThread) -> str:
    with urllib.request.urlopen(f"{bot.url}/healthz") as response:  # noqa: S310 - http, our own
        return str(json.load(response)["knowledge"]["version"])


def replace(path: Path, old: str, new: str) -> None:
    """Change the first place at which a file has a text."""
    text = path.read_text("utf-8")
    assert old in text
    write(path, text.replace(old, new, 1))


def write(path: Path, text: str) -> None:
    """Put a file in its place whole, so that nobody reads half of it."""
    handle, draft = tempfile.mkstemp()
    os.close(handle)
    Path(draft).write_text(text, "utf-8")
    shutil.move(draft, path)


def take_over(bot: BotThread, change: Callable[[], object]) -> str:
    """Make a change, wait until it is in use, and return its version."""
    before = in_use(bot)
    change()
    wait(bot, lambda: in_use(bot) != before)
    return version(bot)


def in_use(bot: BotThread) -> str:
    return bot.service.reception.desk.edition.version


def wait_told(person: Person, number: int) -> Json:
    """Wait for as many messages, and return the newest."""
    person.api.wait_for(lambda: len(person.messages) >= number)
    assert len(person.messages) == number
    return person.messages[-1]


# What knowledge/README.md teaches


def follow(knowledge: Path, title: str) -> None:
    before, after = BLOCK.findall(SECTIONS[title])
    replace(knowledge / FILES[title], before, after)


@pytest.mark.parametrize(
    ("title", "question", "gone", "new"),
    [
        pytest.param("Change a number", "/contacts kg", "1899", "12345", id="number"),
        pytest.param("Add a contact", "юридическая помощь, Бишкек", None, "Юридическая консультация", id="contact"),
        pytest.param("Add a passage", "were academia and agencies there", None, "Experts at the event", id="passage"),
    ],
)
def test_a_change_of_the_readme_changes_the_answers(
    bot: BotThread, person: Person, knowledge: Path, title: str, question: str, gone: str | None, new: str | None
) -> None:
    first = person.ask(question)["text"]
    take_over(bot, lambda: follow(knowledge, title))
    second = person.ask(question)["text"]
    assert [has(first, gone), has(second, gone)] == [gone is not None, False]
    assert [has(first, new), has(second, new)] == [False, new is not None]


def has(text: str, part: str | None) -> bool:
    return part is not None and re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None


def test_the_bulletin_of_the_readme_is_answered_from(bot: BotThread, person: Person, knowledge: Path) -> None:
    question = "сколько учителей участвовало в Оше"
    assert "двенадцать учителей" not in person.ask(question)["text"]
    (bulletin,) = BLOCK.findall(SECTIONS["Add a bulletin"])
    source = "Twelve teachers of Osh took part in the training.\n"

    write(knowledge / "sources" / "2024-05-news.txt", source)
    write(knowledge / "bulletins" / "2024-05-news.yaml", bulletin)
    added = load(knowledge).version  # the source alone may have been taken over before
    wait(bot, lambda: in_use(bot) == added)
    assert "двенадцать учителей" in person.ask(question)["text"]


def test_a_number_is_retired_and_a_city_added_while_the_program_runs(
    api: BotApiServer, knowledge: Path, tmp_path: Path
) -> None:
    with program(api, knowledge, tmp_path) as bot:
        person = Person(api, next(_ids))
        first = [person.ask("/contacts kg")["text"], person.ask("горячая линия в Текели")["text"]]
        follow(knowledge, "Retire a number")
        api.wait_for(lambda: told_in_use(bot) == 1)
        follow(knowledge, "Add a city")
        api.wait_for(lambda: told_in_use(bot) == 2)
        second = [person.ask("/contacts kg")["text"], person.ask("горячая линия в Текели")["text"]]
    assert [has(first[0], "117"), has(second[0], "117")] == [True, False]
    assert [has(first[1], "1899"), has(second[1], "1899")] == [True, False]


@contextmanager
def program(api: BotApiServer, knowledge: Path, folder: Path, **environment: str) -> Iterator[Program]:
    """Run the whole program on a folder; it is ended as a service manager ends it."""
    environment = {"BOT_KNOWLEDGE": str(knowledge), "STATE_DIRECTORY": str(folder / "state")} | environment
    calls = len(api.called("getUpdates"))
    with running(api.url, api.token, folder / "log", command=PATIENT, **environment) as started:
        api.wait_for(lambda: len(api.called("getUpdates")) > calls or started.process.poll() is not None)
        yield started
        started.process.terminate()
        started.exit_code()


def told_in_use(program: Program) -> int:
    return len(re.findall(rf"version {VERSION} of [0-9-]+ is in use", program.log))


# Slips of the pen

SLIPS = {
    "contacts.yaml": ('  phone: "1899"', '  phnoe: "1899"', 3),
    "countries.yaml": ("  language: kk", "  langauge: kk", 3),
    "topics.yaml": ("  role: group", "  role: gruop", 3),
    "examples.yaml": ("urgent:", "urgnet:", 1),
    "confidence.yaml": ("ru: 0.24", "ru: 0,24", 1),
    BULLETIN: ("  date: 2020-11-26", "  date: 26.11.2020", 3),
}


@pytest.mark.parametrize("name", [*SLIPS, "sources/2020-11-response.txt"])
def test_a_slip_is_told_at_its_line_and_the_answers_stay(
    bot: BotThread,
    person: Person,
    staff: tuple[Person, Person],
    knowledge: Path,
    name: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    russian, english = staff
    english.ask("/language en")
    first, sound = version(bot), (knowledge / name).read_text("utf-8")
    place = spoil(knowledge, name)

    said = f"The change is not in use, version {first} stays: {place}: error: "
    assert wait_told(english, 2)["text"].startswith(said)
    assert wait_told(russian, 1)["text"].startswith(f"Изменение не принято, действует прежняя версия {first}: {place}:")
    assert "\n" not in russian.messages[0]["text"]
    assert said[1:] in caplog.text
    assert (reloads(bot, "failed"), bot.metric("knowledge_broken"), version(bot)) == (1, 1, first)
    assert "1899" in values(person.ask("горячая линия в Бишкеке"))

    write(knowledge / name, sound)
    assert wait_told(english, 3)["text"] == f"The knowledge was changed: version {first} is in use."
    assert wait_told(russian, 2)["text"] == f"База знаний обновлена: действует версия {first}."
    assert (reloads(bot, "ok"), bot.metric("knowledge_broken"), version(bot)) == (2, 0, first)


def spoil(knowledge: Path, name: str) -> str:
    """Put a slip into a file and return the place that is to be named."""
    if name.startswith("sources/"):  # what is compared with it does not stand there any more
        replace(knowledge / name, "3120", "3210")
        text, found, column = (knowledge / BULLETIN).read_text("utf-8"), "      en: >-\n        During the reporting", 7
        name = BULLETIN
    else:
        old, found, column = SLIPS[name]
        replace(knowledge / name, old, found)
        text = (knowledge / name).read_text("utf-8")
    return f"{knowledge / name}:{text[: text.index(found)].count(chr(10)) + 1}:{column}"


@pytest.mark.usefixtures("bot")
def test_a_staff_chat_that_has_to_wait_keeps_nothing_from_the_others(
    api: BotApiServer, staff: tuple[Person, Person], knowledge: Path
) -> None:
    waiting, other = staff
    with api.hold("sendMessage", chat_id=waiting.chat_id):
        replace(knowledge / "contacts.yaml", "country: KZ", "country: KS")
        wait_told(other, 1)


def test_further_errors_are_counted(bot: BotThread, staff: tuple[Person, Person], knowledge: Path) -> None:
    replace(knowledge / "contacts.yaml", "country: KZ", "country: KS")
    assert wait_told(staff[0], 1)["text"].count("(и ещё ") == 0
    replace(knowledge / "contacts.yaml", "country: KG", "country: KS")
    assert wait_told(staff[0], 2)["text"].endswith(" (и ещё 1 ошибка)")
    assert bot.metric("knowledge_broken") == 1


def test_a_slip_in_the_questions_keeps_a_change_back_too(
    bot: BotThread, staff: tuple[Person, Person], knowledge: Path
) -> None:
    write(knowledge / "questions.yaml", "- qestion: [")
    assert "questions.yaml:2:1: error: " in wait_told(staff[0], 1)["text"]
    replace(knowledge / "contacts.yaml", "1899", "12345")
    staff[0].api.wait_for(lambda: reloads(bot, "failed") == 2)
    assert bot.metric("knowledge_broken") == 1


def test_a_slip_that_is_mended_otherwise_is_taken_over(
    small_bot: BotThread, staff: tuple[Person, Person], small: Path
) -> None:
    replace(small / "contacts.yaml", 'phone: "1899"', 'phone: "189"0"')
    wait_told(staff[0], 1)
    after = take_over(small_bot, lambda: replace(small / "contacts.yaml", 'phone: "189"0"', 'phone: "1890"'))
    assert after in wait_told(staff[0], 2)["text"]


def test_whatever_goes_wrong_in_reading_the_answers_stay(
    small_bot: BotThread, staff: tuple[Person, Person], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(reload, "next_edition", fail)
    replace(small / "contacts.yaml", "1899", "12345")
    assert wait_told(staff[0], 1)["text"].endswith(": RecursionError")
    assert small_bot.metric("knowledge_broken") == 1


# What is under way


def test_a_question_in_flight_sees_one_version(
    small_bot: BotThread, api: BotApiServer, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = Event(), Event()
    answer = Assistant.answer

    def slow(self: Assistant, question: str, *others: Any, **more: Any) -> Answer:
        if "медленно" in question:
            begun.set()
            assert go_on.wait(PATIENCE)
        return answer(self, question, *others, **more)

    monkeypatch.setattr(Assistant, "answer", slow)
    early, late = Person(api, next(_ids)), Person(api, next(_ids))
    early.ask("/country kg")
    asked = early.say("горячая линия " + "медленно " * 100)
    assert begun.wait(PATIENCE)
    take_over(small_bot, lambda: replace(small / "contacts.yaml", "1899", "12345"))
    reply = late.ask("/contacts kg")
    assert (values(reply)[0], copied(reply)[0]) == ("12345", "12345")
    go_on.set()
    reply = api.wait_reply(early.chat_id, after=asked)
    assert (values(reply)[0], copied(reply)[0]) == ("1899", "1899")


def test_a_message_that_waits_for_telegram_goes_as_it_was_made(
    small_bot: BotThread, person: Person, small: Path
) -> None:
    person.api.fail("sendMessage", 429, chat_id=person.chat_id, retry_after=1)
    person.say("/contacts kg")
    wait(small_bot, lambda: person.calls("sendMessage") == 1)
    take_over(small_bot, lambda: replace(small / "contacts.yaml", "1899", "12345"))
    assert values(person.api.wait_reply(person.chat_id))[0] == "1899"


def test_the_button_of_a_contact_that_is_gone_leads_to_the_start(
    bot: BotThread, person: Person, knowledge: Path
) -> None:
    reply = person.ask("горячая линия в Бишкеке")
    button = data_of(reply, "1899")

    def remove() -> None:
        text = (knowledge / "contacts.yaml").read_text("utf-8")
        entries = re.split(r"(?=^- id: )", text, flags=re.MULTILINE)
        kept = "".join(entry for entry in entries if "id: kg-hotline" not in entry)
        write(knowledge / "contacts.yaml", kept)

    take_over(bot, remove)
    query = person.api.press(reply, button)
    assert person.api.wait_answer(query)["text"] == "Эта кнопка больше не действует. Начнём сначала."
    assert "1899" not in person.changed(reply)["text"]


# When the files are read


def test_the_same_files_are_no_news(small_bot: BotThread, staff: tuple[Person, Person], small: Path) -> None:
    first, edition = version(small_bot), small_bot.service.reception.desk.edition
    (small / "contacts.yaml").touch()
    wait_reloads(small_bot, "ok", 2)
    assert (version(small_bot), small_bot.service.reception.desk.edition) == (first, edition)
    after = take_over(small_bot, lambda: replace(small / "contacts.yaml", "1899", "12345"))
    assert after in wait_told(staff[0], 1)["text"]


def test_many_writes_are_one_reload(small_bot: BotThread, person: Person, small: Path) -> None:
    blocked, go_on = Event(), Event()

    def block() -> None:
        blocked.set()
        go_on.wait(PATIENCE)

    assert small_bot._loop
    small_bot._loop.call_soon_threadsafe(block)
    assert blocked.wait(PATIENCE)
    for number in ("1899", *map(str, range(12340, 12349))):
        replace(small / "contacts.yaml", number, "12340" if number == "1899" else str(int(number) + 1))
    go_on.set()
    wait_reloads(small_bot, "ok", 2)
    assert "12349" in values(person.ask("/contacts kg"))
    assert reloads(small_bot, "ok") == 2


def test_sighup_reads_the_files_anew(api: BotApiServer, small: Path, tmp_path: Path) -> None:
    with program(api, small, tmp_path, HTTP_PORT=str(port := lasting_port())) as bot:

        def read() -> int:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as response:
                found = re.search(r'reloads_total{result="ok"} (\d+)', response.read().decode())
            return int(found[1]) if found else 0

        assert read() == 0
        bot.process.send_signal(signal.SIGHUP)
        api.wait_for(lambda: read() == 1)
        assert bot.process.poll() is None


def test_another_folder_put_in_its_place_is_read(small_bot: BotThread, small: Path) -> None:
    other = Path(shutil.copytree(small, small.with_name("other")))
    replace(other / "contacts.yaml", "1899", "12345")

    def swap() -> None:
        small.rename(small.with_name("old"))
        other.rename(small)

    take_over(small_bot, swap)
    take_over(small_bot, lambda: replace(small / "contacts.yaml", "12345", "54321"))


def test_a_link_that_is_turned_to_another_folder_is_followed(start: Start, small: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(small, tmp_path / "other"))
    replace(other / "contacts.yaml", "1899", "12345")
    link, draft = tmp_path / "current", tmp_path / "draft"
    link.symlink_to(small)
    draft.symlink_to(other)
    with start(edition_of(small), link) as bot:
        take_over(bot, lambda: draft.replace(link))
        take_over(bot, lambda: replace(other / "contacts.yaml", "12345", "54321"))


def test_files_that_are_links_as_kubernetes_mounts_them_are_followed(start: Start, small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mounted"
    first, second = folder / "..2026_01_01", folder / "..2026_01_02"
    shutil.copytree(small, first)
    (folder / "..data").symlink_to(first.name)
    (folder / "contacts.yaml").symlink_to(Path("..data", "contacts.yaml"))
    with start(edition_of(folder), folder) as bot:
        shutil.copytree(first, second)
        replace(second / "contacts.yaml", "1899", "12345")
        (folder / "..data_tmp").symlink_to(second.name)
        take_over(bot, lambda: (folder / "..data_tmp").replace(folder / "..data"))


# What becomes of a folder


LITTLE_OF_ALL = {
    "contacts.yaml": CONTACT,
    "countries.yaml": """\
        - code: KG
          name: {en: Kyrgyzstan, ru: Кыргызстан}
          names: [киргиз*]
          places:
            - name: {en: Bishkek, ru: Бишкек}
              match: [бишкек*]
        """,
    "topics.yaml": """\
        - id: help
          name: {en: help, ru: помощь}
          triggers: {ru: [помощь], en: [help]}
        """,
    "examples.yaml": """\
        urgent: {ru: [меня бьют], en: [they beat me]}
        calm: {ru: [как дела], en: [how are you]}
        """,
    "bulletins/news.yaml": """\
        bulletin:
          id: news
          date: 2024-05-31
          publisher: IOM
          title: {en: News, ru: Новости}
        passages:
          - id: training
            countries: [KG]
            title: {en: A training, ru: Тренинг}
            text: {en: Teachers took part., ru: Участвовали учителя.}
            questions: {en: [who took part], ru: [кто участвовал]}
        """,
}


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _remove_contacts(folder: Path) -> None:
    (folder / "contacts.yaml").unlink()


def _remove_countries(folder: Path) -> None:
    (folder / "countries.yaml").unlink()


def _comment_only(folder: Path) -> None:
    write(folder / "examples.yaml", "# nothing yet\n")


def _remove_bulletins(folder: Path) -> None:
    shutil.rmtree(folder / "bulletins")


def _folder_for_a_file(folder: Path) -> None:
    (folder / "contacts.yaml").unlink()
    (folder / "contacts.yaml").mkdir()


def _pipe_for_a_file(folder: Path) -> None:
    (folder / "topics.yaml").unlink()
    os.mkfifo(folder / "topics.yaml")


def _enormous(folder: Path) -> None:
    with (folder / "bulletins" / "scan.yaml").open("wb") as file:
        file.truncate(100_000_000)


def _link_to_nowhere(folder: Path) -> None:
    (folder / "contacts.yaml").unlink()
    (folder / "contacts.yaml").symlink_to("nowhere.yaml")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_remove, "knowledge:1:1: error: there is no such folder"),
        (_empty, "knowledge/contacts.yaml:1:1: error: all of it is gone, version {version} has some; put it back"),
        (_remove_contacts, "knowledge/contacts.yaml:1:1: error: all of it is gone"),
        (_remove_countries, "knowledge/countries.yaml:1:1: error: all of it is gone"),
        (_comment_only, "knowledge/examples.yaml:1:1: error: all of it is gone"),
        (_remove_bulletins, "knowledge/bulletins:1:1: error: all of it is gone"),
        (_folder_for_a_file, "knowledge/contacts.yaml:1:1: error: cannot be read: it is a folder"),
        (_pipe_for_a_file, "knowledge/topics.yaml:1:1: error: cannot be read: it is no regular file"),
        (_enormous, "knowledge/bulletins/scan.yaml:1:1: error: is larger than 8 MB"),
        (_link_to_nowhere, "knowledge/contacts.yaml:1:1: error: cannot be read: it is a link to a file that is not"),
    ],
)
def test_what_harms_the_folder_harms_no_answer(
    start: Start,
    person: Person,
    staff: tuple[Person, Person],
    write_folder: WriteFolder,
    harm: Callable[[Path], None],
    told: str,
) -> None:
    knowledge = write_folder(LITTLE_OF_ALL)
    write_folder(LITTLE_OF_ALL, "safe")
    edition = edition_of(knowledge)
    with start(edition, knowledge) as bot:
        harm(knowledge)
        wait(bot, lambda: any(told.format(version=edition.version) in news["text"] for news in staff[0].messages))
        assert "1899" in values(person.ask("горячая линия в Бишкеке"))
        if knowledge.exists():
            knowledge.rename(knowledge.with_name("harmed"))  # at once: half of it could be good again for a moment
        knowledge.with_name("safe").rename(knowledge)
        mended = f"База знаний обновлена: действует версия {edition.version}."
        wait(bot, lambda: staff[0].messages[-1]["text"] == mended)
        assert bot.metric("knowledge_broken") == 0


def test_a_pipe_that_belongs_to_nothing_is_left_alone(small_bot: BotThread, small: Path) -> None:
    os.mkfifo(small / "notes.yaml")
    (small / "sources").mkdir()
    os.mkfifo(small / "sources" / "notes.txt")
    take_over(small_bot, lambda: replace(small / "contacts.yaml", "1899", "12345"))


# The start


def test_a_folder_that_is_bad_at_the_start_is_told(
    start: Start, person: Person, staff: tuple[Person, Person], small: Path
) -> None:
    last_good = edition_of(small)
    replace(small / "contacts.yaml", 'phone: "1899"', 'phone: "189"9"')
    with start(last_good, small) as bot:
        assert ": error: " in wait_told(staff[0], 1)["text"]
        assert bot.metric("knowledge_broken") == 1
        assert "1899" in values(person.ask("/contacts kg"))
        replace(small / "contacts.yaml", 'phone: "189"9"', 'phone: "1890"')
        told = wait_told(staff[0], 2)["text"]
        assert told == f"База знаний обновлена: действует версия {version(bot)}."
        assert bot.metric("knowledge_broken") == 0


def test_a_folder_that_was_changed_before_the_watch_began_is_read(start: Start, small: Path) -> None:
    before = edition_of(small)
    replace(small / "contacts.yaml", "1899", "12345")
    with start(before, small) as bot:
        assert version(bot) != before.version


def test_the_program_starts_with_the_last_good_copy_or_says_what_is_wrong(
    api: BotApiServer, small: Path, tmp_path: Path
) -> None:
    with program(api, small, tmp_path):
        api.wait_for(lambda: list((tmp_path / "state" / LAST_GOOD).glob(12 * "[0-9a-f]")))
    replace(small / "contacts.yaml", 'phone: "1899"', 'phone: "189"9"')
    staff = Person(api, next(_ids))
    with program(api, small, tmp_path, STAFF_CHATS=str(staff.chat_id)) as bot:
        assert "1899" in values(Person(api, next(_ids)).ask("/contacts kg"))
        wrong = wait_told(staff, 1)["text"].partition(": ")[2]
        assert wrong in bot.log
    shutil.rmtree(tmp_path / "state" / LAST_GOOD)
    with program(api, small, tmp_path) as bot:
        assert bot.exit_code() == 1
    assert bot.log.endswith(f"\n{wrong}\n")


# The staff


def test_a_staff_chat_that_has_to_wait_holds_no_change_up(
    small_bot: BotThread, staff: tuple[Person, Person], small: Path
) -> None:
    staff[0].api.fail("sendMessage", 429, chat_id=min(person.chat_id for person in staff), retry_after=60)
    take_over(small_bot, lambda: replace(small / "contacts.yaml", "1899", "12345"))
    wait(small_bot, lambda: small_bot.metric("telegram_errors_total", method="sendMessage", kind="RetryAfter") == 1)
    take_over(small_bot, lambda: replace(small / "contacts.yaml", "12345", "54321"))


def test_of_two_processes_one_tells_the_staff(start: Start, staff: tuple[Person, Person], small: Path) -> None:
    edition = edition_of(small)
    with start(edition, small) as one, start(edition, small) as two:
        versions = []
        for old, new in (("1899", "12345"), ("12345", "54321")):
            versions.append(take_over(one, partial(replace, small / "contacts.yaml", old, new)))
            two._api.wait_for(lambda: in_use(two) == versions[-1])
            wait_told(staff[0], len(versions))
    assert [message["text"].split()[-1] for message in staff[0].messages] == [f"{name}." for name in versions]


@pytest.mark.parametrize("minutes", [(0, 0), (0, 1), (1, 0)])
async def test_who_notices_the_same_up_to_a_minute_later_is_silent(tmp_path: Path, minutes: tuple[int, int]) -> None:
    now = dt.datetime(2026, 1, 1, 23, 59, 59, tzinfo=dt.UTC)
    memories = [Memory(str(tmp_path / "bot.db"), KeyedHash(b"secret"), Metrics()) for _ in minutes]
    voices = [
        await reload.is_ours_to_tell(memory, "news", now + dt.timedelta(minutes=later))
        for memory, later in zip(memories, minutes, strict=True)
    ]
    assert voices == [True, False]
    assert await reload.is_ours_to_tell(memories[1], "other news", now)
    assert await reload.is_ours_to_tell(memories[1], "news", now + dt.timedelta(minutes=3))
    for memory in memories:
        await memory.close()


def test_the_report_names_the_version_in_use(small_bot: BotThread, staff: tuple[Person, Person], small: Path) -> None:
    after = take_over(small_bot, lambda: replace(small / "contacts.yaml", "1899", "12345"))
    wait_told(staff[0], 1)
    assert after in staff[0].ask("/report")["text"]


# Memory


def test_the_edition_before_is_let_go(small_bot: BotThread, small: Path) -> None:
    take_over(small_bot, lambda: replace(small / "contacts.yaml", "1899", "12345"))
    before = weakref.ref(small_bot.service.reception.desk.edition.assistant)
    replace(small / "contacts.yaml", "12345", "54321")
    wait_reloads(small_bot, "ok", 3)  # not take_over: whoever looks at the edition just then would keep it
    wait(small_bot, lambda: before() is None)
