"""Five hundred damaged copies of a small folder: each is reported clearly, or loads and answers."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.knowledge import Knowledge, KnowledgeError, check, load

FILES = {
    "bulletins/news.yaml": """\
# What was in the news
bulletin:
  id: news
  date: 2024-02-01
  title: {en: News, ru: Новости}
  source: sources/news.txt
passages:
  - id: kg-leaflets
    countries: [KG]
    topics: [health]
    date: 2024-01-31
    title: {en: Leaflets in Osh, ru: Листовки в Оше}
    mends: [{source: "1, 500", text: "1,500"}]
    text:
      en: >-
        They gave out 1,500 leaflets
        in January.
      ru: >-
        В январе раздали 1500 листовок.
    questions:
      en: [how many leaflets, "leaflets in Osh?"]
      ru:
        - сколько листовок раздали
        - 'листовки в Оше'
""",
    "sources/news.txt": "They gave out 1, 500\nleaflets in Jan-\nuary.\n",
    "contacts.yaml": """\
- id: kg-hotline
  country: KG
  kind: hotline
  name: {en: Hotline, ru: Горячая линия}
  phone: "1899"
  topics: []
  status: active
  verified: 2024-02
  source: The news
- {id: kg-mail, country: KG, kind: mission, name: {en: Mission, ru: Миссия}, email: kg@example.org, verified: 2024,
   source: s}
""",
    "countries.yaml": """\
- code: KG
  name: {en: Kyrgyzstan, ru: Кыргызстан}
  names: [киргиз*, kyrgyz*]
  demonyms: [кыргыз]
  places:
    - {name: {en: Osh, ru: Ош}, match: [ош, оше, osh], except: [ош бы]}
""",
    "topics.yaml": """\
- {id: kin, role: group, name: {en: kin, ru: родные}, triggers: {en: [wife], ru: [жен*]}}
- id: health
  name: {en: health, ru: здоровье}
  triggers: {en: [doctor|nurse], ru: [врач*, больн* ... <kin>]}
  urgent: {ru: ["<kin>|сестр* бьют"]}
""",
    "questions.yaml": "- {question: leaflets, language: en, kind: passage, passages: [kg-leaflets], country: KG}\n",
    "examples.yaml": "urgent: {ru: [Нас бьют], en: [They beat us]}\ncalm: {ru: [Где врач], en: [Where is a doctor]}\n",
    "confidence.yaml": "ru: 0.24\nen: 0.24\n",
}
STRANGE = [
    "\t", " ", ":", ": ", "- ", "[", "]", "{", "}", "'", '"', "#", "&a ", "*a", "!!int ", "|", ">", "?", "%", "@",
    "\\", "~",
    "\x00", "\x07", "\r", "\u200b", "\ufeff", "\ud7ff", "😀", "я", "\u202e", "null", "true", "2024-02-30", "0x",
    "-", "<", "<<: ",
    "---\n", "...\n", "<kin>", "*", "||", "\n\n", "9" * 30, "[" * 60,
]  # fmt: skip

Damage = Callable[[random.Random, str], str]


def drop_line(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return "".join(lines)


def double_line(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    number = chance.randrange(len(lines))
    return "".join([*lines[: number + 1], *lines[number:]])


def swap_lines(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def shift_line(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    number = chance.randrange(len(lines))
    lines[number] = (
        chance.choice(["  ", " ", "\t"]) + lines[number] if chance.random() < 0.6 else lines[number].lstrip()
    )
    return "".join(lines)


def cut(chance: random.Random, text: str) -> str:
    return text[: chance.randrange(len(text))]


def drop_letters(chance: random.Random, text: str) -> str:
    start = chance.randrange(len(text))
    return text[:start] + text[start + chance.randint(1, 4) :]


def put_in(chance: random.Random, text: str) -> str:
    start = chance.randrange(len(text) + 1)
    return text[:start] + chance.choice(STRANGE) + text[start:]


def replace_value(chance: random.Random, text: str) -> str:
    places = [place for place, letter in enumerate(text) if letter == ":"] or [0]
    start = chance.choice(places) + 1
    end = text.find("\n", start)
    return f"{text[:start]} {chance.choice(STRANGE)}{text[end:]}"


def other_digit(chance: random.Random, text: str) -> str:
    places = [place for place, letter in enumerate(text) if letter.isdigit()] or [0]
    place = chance.choice(places)
    return text[:place] + chance.choice("0123456789xя") + text[place + 1 :]


DAMAGES: tuple[Damage, ...] = (
    drop_line, double_line, swap_lines, shift_line, cut, drop_letters, put_in, put_in, replace_value, other_digit,
)  # fmt: skip


def damaged(seed: int) -> tuple[str, bytes]:
    """Return a file of the folder and what it holds now."""
    chance = random.Random(seed)  # noqa: S311 - the same every time is the point
    name = chance.choice(sorted(FILES))
    text = FILES[name]
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        text = chance.choice(DAMAGES)(chance, text) if text else text
    content = text.encode()
    if chance.random() < 0.05:
        content = text.encode(chance.choice(["utf-16", "cp1251"]), errors="replace")
    elif chance.random() < 0.05:
        place = chance.randrange(len(content) + 1)
        content = content[:place] + bytes([chance.randrange(256)]) + content[place:]
    return name, content


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("knowledge")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_folder_is_good_as_it_is(folder: Path) -> None:
    assert [str(problem) for problem in check(folder) if problem.severity == "error"] == []


@pytest.mark.parametrize("part", range(10))
def test_a_damaged_folder_is_reported_or_loads_and_answers(folder: Path, part: int) -> None:
    for seed in range(50 * part, 50 * part + 50):
        name, content = damaged(seed)
        (folder / name).write_bytes(content)
        try:
            clearly_reported_or_loaded(folder, name, len(content.splitlines()))
        except Exception as error:
            error.add_note(f"seed {seed}, {name}: {content!r}")
            raise
        finally:
            (folder / name).write_text(FILES[name], encoding="utf-8")


def clearly_reported_or_loaded(folder: Path, name: str, lines: int) -> None:
    problems = check(folder)
    for problem in problems:
        assert problem.path.is_relative_to(folder)
        assert problem.message
        assert str(problem).isprintable()
        assert len(problem.message) < 500
        if problem.path == folder / name:
            assert 1 <= problem.position.line <= lines + 2
    errors = [problem for problem in problems if problem.severity == "error"]
    if not errors:
        answers(load(folder))
    elif any(problem.path.name != "questions.yaml" for problem in errors):
        with pytest.raises(KnowledgeError):
            load(folder)


def answers(knowledge: Knowledge) -> None:
    assistant = Assistant(knowledge)
    assistant.answer("сколько листовок раздали в Оше, жену бьют")
