"""The copy of the last good knowledge: whole or not at all, and used when the folder cannot be."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.knowledge import KnowledgeError, load
from bot.telegram.edition import first_edition
from bot.telegram.last_good import LastGood
from tests.conftest import WriteFolder

CONTACTS = """\
- id: kg-hotline
  country: KG
  kind: hotline
  name: {{en: Hotline, ru: Горячая линия}}
  phone: "{number}"
  status: active
  verified: 2024-05-31
  source: Letter of the mission, 31 May 2024
"""


@pytest.fixture
def knowledge(write_folder: WriteFolder) -> Path:
    return write_folder({"contacts.yaml": CONTACTS.format(number="1899"), "sources/news.txt": "News."})


@pytest.fixture
def last_good(tmp_path: Path) -> LastGood:
    return LastGood(tmp_path / "state" / "last-good")


def keep(last_good: LastGood, knowledge: Path) -> None:
    last_good.keep(knowledge, load(knowledge).version)


def change(knowledge: Path, number: str) -> None:
    (knowledge / "contacts.yaml").write_text(CONTACTS.format(number=number), "utf-8")


def number(last_good: LastGood) -> str | None:
    knowledge = last_good.load()
    return knowledge.contacts[0].phone if knowledge else None


def test_the_copy_is_the_knowledge_with_its_version_and_date(last_good: LastGood, knowledge: Path) -> None:
    os.utime(knowledge / "contacts.yaml", (1_700_000_000, 1_700_000_000))
    keep(last_good, knowledge)
    assert last_good.load() == load(knowledge)


def test_the_newest_copy_alone_is_kept(last_good: LastGood, knowledge: Path, tmp_path: Path) -> None:
    for text in ("1899", "12345", "54321"):
        change(knowledge, text)
        keep(last_good, knowledge)
        assert number(last_good) == text
    folders = [path.name for path in (tmp_path / "state" / "last-good").iterdir() if path.is_dir()]
    assert folders == [load(knowledge).version]


@pytest.mark.parametrize("renames", [0, 1], ids=["before the new copy stands", "before the old one is gone"])
def test_a_process_that_is_killed_leaves_a_whole_copy(
    last_good: LastGood, knowledge: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    keep(last_good, knowledge)
    change(knowledge, "12345")
    rename, made = Path.rename, iter(range(10))

    def killed(path: Path, target: Path) -> Path:
        if next(made) == renames:
            raise KeyboardInterrupt
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            keep(last_good, knowledge)
    assert number(last_good) in ("1899", "12345")[renames:]
    change(knowledge, "54321")
    keep(last_good, knowledge)
    assert number(last_good) == "54321"


def test_a_draft_is_no_copy(last_good: LastGood, knowledge: Path, tmp_path: Path) -> None:
    knowledge.rename(tmp_path / "draft")
    (tmp_path / "state" / "last-good").mkdir(parents=True)
    (tmp_path / "draft").rename(tmp_path / "state" / "last-good" / "draft")
    assert last_good.load() is None


def test_what_was_changed_since_it_was_read_is_not_kept(last_good: LastGood, knowledge: Path) -> None:
    keep(last_good, knowledge)
    change(knowledge, "12345")
    version = load(knowledge).version
    change(knowledge, '18"99')
    last_good.keep(knowledge, version)
    change(knowledge, "54321")
    last_good.keep(knowledge, version)
    assert number(last_good) == "1899"


def test_what_no_knowledge_is_is_not_copied(last_good: LastGood, knowledge: Path, tmp_path: Path) -> None:
    version = load(knowledge).version
    os.mkfifo(knowledge / "pipe.yaml")
    (knowledge / "sources" / "around.txt").symlink_to("/dev/zero")
    (knowledge / "bulletins").mkdir()
    (knowledge / "bulletins" / "bulletins").symlink_to("..")  # a folder in itself, without end
    with (knowledge / "film.yaml").open("wb") as film:
        film.truncate(100_000_000)
    last_good.keep(knowledge, version)
    copy = tmp_path / "state" / "last-good" / version
    files = sorted(str(path.relative_to(copy)) for path in copy.rglob("*") if path.is_file())
    assert files == ["contacts.yaml", "sources/news.txt"]


def test_processes_may_keep_it_in_one_place(last_good: LastGood, knowledge: Path) -> None:
    with ThreadPoolExecutor() as pool:
        for _ in pool.map(lambda _: keep(last_good, knowledge), range(8)):
            pass
    assert number(last_good) == "1899"


def test_without_a_place_for_it_one_line_says_so(
    knowledge: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "state").write_text("a file")
    keep(LastGood(tmp_path / "state" / "last-good"), knowledge)
    assert [record.getMessage() for record in caplog.records] == [
        f"no copy of the knowledge can be kept in {tmp_path / 'state' / 'last-good'}: Not a directory"
    ]


def test_a_bad_folder_gives_way_to_the_copy(last_good: LastGood, knowledge: Path) -> None:
    keep(last_good, knowledge)
    version = load(knowledge).version
    change(knowledge, '18"99')
    assert first_edition(knowledge, last_good).version == version


def test_a_folder_that_has_become_empty_gives_way_to_the_copy(last_good: LastGood, knowledge: Path) -> None:
    keep(last_good, knowledge)
    version = load(knowledge).version
    (knowledge / "contacts.yaml").unlink()
    assert first_edition(knowledge, last_good).version == version


def test_a_good_folder_is_used_whatever_the_copy_is(last_good: LastGood, knowledge: Path) -> None:
    keep(last_good, knowledge)
    change(knowledge, "12345")
    assert first_edition(knowledge, last_good).knowledge.contacts[0].phone == "12345"


def test_without_a_copy_the_errors_are_those_of_the_folder(last_good: LastGood, knowledge: Path) -> None:
    change(knowledge, '18"99')
    with pytest.raises(KnowledgeError, match=r"contacts\.yaml:5:"):
        first_edition(knowledge, last_good)


def test_a_copy_that_is_bad_by_now_is_no_copy(last_good: LastGood, knowledge: Path, tmp_path: Path) -> None:
    keep(last_good, knowledge)
    version = load(knowledge).version
    (tmp_path / "state" / "last-good" / version / "contacts.yaml").write_text("- nothing", "utf-8")
    change(knowledge, '18"99')
    with pytest.raises(KnowledgeError) as caught:
        first_edition(knowledge, last_good)
    assert {problem.path for problem in caught.value.problems} == {knowledge / "contacts.yaml"}
