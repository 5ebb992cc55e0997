"""Files that are no good as files: one clear line each, never a traceback, never a hang."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.knowledge import KnowledgeError, Problem, check, inspect, load
from bot.knowledge.text_file import MAX_BYTES
from tests.conftest import WriteFolder

CONTACT = (
    "- {id: kz-line, country: KZ, kind: hotline, name: {en: Line, ru: Линия}, phone: '11616', verified: 2024-05,"
    " source: A report}\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "knowledge" / "bulletins").mkdir(parents=True)
    return tmp_path / "knowledge"


def errors(folder: Path) -> list[Problem]:
    return [problem for problem in check(folder) if problem.severity == "error"]


def only_error(folder: Path) -> Problem:
    (problem,) = errors(folder)
    assert "\n" not in str(problem)
    with pytest.raises(KnowledgeError):
        load(folder)
    return problem


def of_contacts(folder: Path, content: str | bytes) -> Problem:
    (folder / "contacts.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    problem = only_error(folder)
    assert problem.path == folder / "contacts.yaml"
    return problem


# Encodings


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp1251", "koi8-r"])
def test_another_encoding_is_named(folder: Path, encoding: str) -> None:
    content = CONTACT.encode(encoding)
    if encoding == "utf-16-be":
        content = b"\xfe\xff" + content
    assert "UTF-8" in of_contacts(folder, content).message


def test_the_first_byte_that_is_no_utf_8_is_pointed_at(folder: Path) -> None:
    problem = of_contacts(folder, "# первая\n- id: ".encode() + "я\n".encode("cp1251"))
    assert tuple(problem.position) == (2, 7)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_mark_and_line_ends_make_no_difference(folder: Path, mark: str, ends: str) -> None:
    text = (mark + "# A comment\n" + CONTACT).replace("\n", ends)
    (folder / "contacts.yaml").write_bytes(text.encode())
    assert [contact.value for contact in load(folder).contacts] == ["11616"]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe"])
def test_a_forbidden_character_is_pointed_at(folder: Path, character: str) -> None:
    problem = of_contacts(folder, f"# A comment\n- id: a{character}b\n")
    assert tuple(problem.position) == (2, 8)
    assert f"U+{ord(character):04X}" in problem.message


TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("character", TURNING, ids=lambda character: f"U+{ord(character):04X}")
@pytest.mark.parametrize("escaped", [False, True], ids=["as it is", "escaped"])
def test_a_character_that_turns_the_direction_of_reading_is_an_error(
    folder: Path, character: str, escaped: bool
) -> None:
    written = f"\\u{ord(character):04x}" if escaped else character
    problem = of_contacts(folder, CONTACT.replace("A report", f'"A {written}report"'))
    assert problem.position.column == CONTACT.index("A report") + 1
    assert f"U+{ord(character):04X}, which turns the direction of reading" in problem.message


@pytest.mark.parametrize("name", ["topics.yaml", "countries.yaml", "examples.yaml", "bulletins/a.yaml"])
def test_no_file_may_turn_the_direction_of_reading(folder: Path, name: str) -> None:
    (folder / name).write_text("- [\u202ea, b\u202e]\n", encoding="utf-8")
    _, problems = inspect(folder)
    assert sum("turns the direction" in problem.message for problem in problems) == 2


def test_a_comment_may_hold_any_letter(folder: Path) -> None:
    (folder / "contacts.yaml").write_text(f"# \u200fعربي\n{CONTACT}", encoding="utf-8")
    assert load(folder).contacts


def test_a_tab_is_named(folder: Path) -> None:
    problem = of_contacts(folder, "- id: kz-line\n\tcountry: KZ\n")
    assert (problem.position.line, "indent with spaces" in problem.message) == (2, True)


# What is no file of texts


def test_an_empty_file_is_an_empty_list(folder: Path) -> None:
    (folder / "contacts.yaml").touch()
    assert load(folder).contacts == ()


def test_an_empty_bulletin_is_named(folder: Path) -> None:
    (folder / "bulletins" / "a.yaml").touch()
    assert "the file is empty" in only_error(folder).message


@pytest.mark.parametrize("name", ["contacts.yaml", "bulletins/a.yaml", "topics.yaml"])
def test_a_folder_in_the_place_of_a_file_is_named(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    problem = only_error(folder)
    assert (problem.path, "it is a folder" in problem.message) == (folder / name, True)


def test_a_pipe_in_the_place_of_a_file_is_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "contacts.yaml")
    assert "no regular file" in only_error(folder).message


def test_a_file_in_the_place_of_the_bulletins_is_named(tmp_path: Path) -> None:
    (tmp_path / "bulletins").write_text("", encoding="utf-8")
    problem = only_error(tmp_path)
    assert (problem.path.name, "make it a folder" in problem.message) == ("bulletins", True)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(folder: Path) -> None:
    with (folder / "contacts.yaml").open("wb") as file:
        file.truncate(2**40)  # takes no room on the disk, but more than there is in memory
    problem = only_error(folder)
    assert f"larger than {MAX_BYTES // 1_000_000} MB" in problem.message


@pytest.mark.parametrize("name", [".#contacts.yaml", "bulletins/.#a.yaml", "bulletins/._a.yaml", "bulletins/a.yaml~"])
def test_what_editors_and_systems_lay_beside_a_file_is_not_read(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"\xff\x00")
    assert errors(folder) == []


# Links


def test_a_link_inside_the_folder_is_followed(folder: Path) -> None:
    (folder / "..data").mkdir()
    (folder / "..data" / "contacts.yaml").write_text(CONTACT, encoding="utf-8")
    (folder / "contacts.yaml").symlink_to("..data/contacts.yaml")
    assert [contact.id for contact in load(folder).contacts] == ["kz-line"]


def test_the_folder_itself_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    (folder / "contacts.yaml").write_text(CONTACT, encoding="utf-8")
    (tmp_path / "link").symlink_to(folder)
    assert [contact.id for contact in load(tmp_path / "link").contacts] == ["kz-line"]


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "contacts.yaml").write_text(CONTACT, encoding="utf-8")
    (folder / "contacts.yaml").symlink_to(tmp_path / "contacts.yaml")
    assert "leads out of the knowledge folder" in only_error(folder).message


def test_bulletins_outside_the_folder_are_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "bulletins").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (folder / "bulletins").symlink_to(tmp_path / "elsewhere")
    assert "leads out of the knowledge folder" in only_error(folder).message


def test_a_link_to_nothing_is_named(folder: Path) -> None:
    (folder / "contacts.yaml").symlink_to("gone.yaml")
    assert "a link to a file that is not there" in only_error(folder).message


def test_links_in_a_circle_are_named(folder: Path) -> None:
    (folder / "contacts.yaml").symlink_to("topics.yaml")
    (folder / "topics.yaml").symlink_to("contacts.yaml")
    assert [problem.path.name for problem in errors(folder)] == ["contacts.yaml", "topics.yaml"]


# Rights


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A knowledge folder, seen by a user to whom rights matter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        root = os.geteuid() == 0
        if root:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
        try:
            yield folder
        finally:
            folder.chmod(0o755)
            if root:
                os.seteuid(0)


def test_a_file_without_rights_is_named(unprivileged: Path) -> None:
    path = unprivileged / "contacts.yaml"
    path.write_text(CONTACT, encoding="utf-8")
    path.chmod(0)
    assert "no right to read it" in only_error(unprivileged).message


@pytest.mark.parametrize("rights", [0o000, 0o311, 0o644])
def test_a_folder_without_rights_is_named_and_never_an_empty_one(unprivileged: Path, rights: int) -> None:
    (unprivileged / "contacts.yaml").write_text(CONTACT, encoding="utf-8")
    unprivileged.chmod(rights)
    assert "no right to" in only_error(unprivileged).message


# YAML that is meant to harm, or looks so


def test_aliases_are_one_line(folder: Path) -> None:
    lines = ["a0: &a0 [lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert "alias" in of_contacts(folder, "\n".join(lines)).message


@pytest.mark.parametrize("depth", [50, 5_000, 1_000_000])
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_one_line(folder: Path, opening: str, depth: int) -> None:
    assert "in each other" in of_contacts(folder, opening * depth).message


def test_very_many_values_are_refused(folder: Path) -> None:
    assert "split the file" in of_contacts(folder, "[" + "a," * 600_000 + "]").message


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}", '""', "? [a]\n"])
def test_a_key_that_is_no_word_is_one_line(folder: Path, key: str) -> None:
    text = f"bulletin: {{id: a, date: 2024-01-01, title: {{en: A, ru: А}}}}\npassages: []\n{key}: 1\n"
    (folder / "bulletins" / "a.yaml").write_text(text, encoding="utf-8")
    problem = only_error(folder)
    assert (problem.position.line, "a key must be a word" in problem.message) == (3, True)


@pytest.mark.parametrize("key", ["1", "true", "2024-01-01", "~", "1.5"])
def test_a_key_that_is_a_number_is_an_unknown_word(write_folder: WriteFolder, key: str) -> None:
    problem = only_error(write_folder({"contacts.yaml": CONTACT.replace("}\n", f", {key}: x}}\n").replace("'}", "'")}))
    assert f"“{key}” is not known" in problem.message


def test_a_merge_key_is_an_unknown_word(folder: Path) -> None:
    (folder / "confidence.yaml").write_text("<<: {ru: 0.5}\n", encoding="utf-8")
    assert "“<<” is not known" in only_error(folder).message


@pytest.mark.parametrize(
    "value", ["!!binary aGk=", "!!set {a}", "!mine x", "!!int ''", "!!float ''", "9999-12-31T23:59:59-10:00"]
)
def test_a_value_that_yaml_cannot_make_is_one_line(folder: Path, value: str) -> None:
    (folder / "confidence.yaml").write_text(f"ru: {value}\n", encoding="utf-8")
    assert errors(folder)[0].position.line == 1


def test_a_number_of_very_many_digits_is_one_line(folder: Path) -> None:
    (folder / "confidence.yaml").write_text(f"ru: {'9' * 10_000}\n", encoding="utf-8")
    assert len(only_error(folder).message) < 300


def test_a_country_that_yaml_takes_for_no_is_told_to_stand_in_quotes(folder: Path) -> None:
    (folder / "countries.yaml").write_text(
        "- {code: NO, outside: true, name: {en: Norway, ru: Норвегия}}\n", encoding="utf-8"
    )
    assert "quotes" in only_error(folder).message


# Ids on one line


def test_two_ids_on_one_line_are_found(folder: Path) -> None:
    (folder / "topics.yaml").write_text(
        "[{id: a, name: {en: a, ru: а}}, {id: a, name: {en: a, ru: а}}]\n", encoding="utf-8"
    )
    assert "this id is taken" in only_error(folder).message


@pytest.mark.parametrize("text", ["[" * 1_000_000, "<b " * 1_000_000, "1 " * 1_000_000, "[a](" * 900_000])
def test_a_monstrous_text_does_not_hang_and_is_not_quoted_whole(folder: Path, text: str) -> None:
    header = "bulletin: {id: a, date: 2024-01-01, title: {en: A, ru: А}}\n"
    passages = f"passages: [{{id: b, text: {{en: a, ru: '{text}'}}}}]\n"
    (folder / "bulletins" / "a.yaml").write_text(header + passages, encoding="utf-8")
    assert all(len(problem.message) < 500 for problem in check(folder))
