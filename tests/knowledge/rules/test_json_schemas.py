"""The JSON Schemas that editors use are those of the models."""

import json
from pathlib import Path

import pytest

from bot.knowledge import DEFAULT_DIRECTORY
from bot.knowledge.json_schema import schemas, write

FILES = sorted([*DEFAULT_DIRECTORY.glob("*.yaml"), *DEFAULT_DIRECTORY.glob("bulletins/*.yaml")])


def test_the_schemas_are_in_step_with_the_models() -> None:
    stored = {path.name: path.read_text(encoding="utf-8") for path in (DEFAULT_DIRECTORY / "schemas").iterdir()}
    assert stored == schemas(), "run python -m bot.knowledge.json_schema"


def test_writing_them_again_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "new")
    write(tmp_path / "new")
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()} == schemas()


def test_a_key_says_what_it_is_for() -> None:
    contact = json.loads(schemas()["contacts.json"])["$defs"]["Contact"]
    assert contact["properties"]["verified"]["description"]


def test_a_key_that_is_not_known_is_marked() -> None:
    assert json.loads(schemas()["contacts.json"])["$defs"]["Contact"]["additionalProperties"] is False


def test_a_key_has_the_name_that_it_has_in_the_file() -> None:
    assert "except" in json.loads(schemas()["countries.json"])["$defs"]["Place"]["properties"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_names_its_schema(path: Path) -> None:
    head, _, target = path.read_text(encoding="utf-8").partition("\n")[0].partition("$schema=")
    assert head == "# yaml-language-server: "
    assert (path.parent / target).is_file()
