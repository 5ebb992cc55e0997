"""The gettext catalogs: every string of the code is there, and translated with its fields and plural forms."""

import ast
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LANGUAGES = ("ru", "en")
KEYWORDS = {"text": None, "plural": (1, 2)}


def read_catalog(language: str, suffix: str = "po") -> Catalog:
    path = ROOT / "bot" / "locales" / language / "LC_MESSAGES" / f"bot.{suffix}"
    with path.open("rb") as file:
        return read_po(file, locale=language) if suffix == "po" else read_mo(file)


def of_the_code() -> set[tuple[str, ...]]:
    """Return the strings that the code asks a catalog for; a message with plural forms is a pair."""
    rows = extract_from_dir(ROOT / "bot", method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {forms_of(row[2]) for row in rows}


def forms_of(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text) if isinstance(text, list | tuple) else ()


def entries(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


@pytest.fixture(scope="module")
def russian() -> Catalog:
    return read_catalog("ru")


def test_the_code_asks_for_strings() -> None:
    assert len(of_the_code()) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_the_code_is_in_the_catalog(language: str) -> None:
    known = {forms_of(message.id) for message in entries(read_catalog(language))}
    assert of_the_code() - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalog_holds_nothing_that_the_code_does_not_use(language: str) -> None:
    catalog = read_catalog(language)
    assert {forms_of(message.id) for message in entries(catalog)} - of_the_code() == set()
    assert list(catalog.obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_fuzzy(language: str) -> None:
    assert [message.id for message in entries(read_catalog(language)) if message.fuzzy] == []


def test_every_russian_translation_is_written(russian: Catalog) -> None:
    empty = [
        message.id for message in entries(russian) if not forms_of(message.string) or "" in forms_of(message.string)
    ]
    assert empty == []


def test_every_russian_translation_is_in_russian(russian: Catalog) -> None:
    untranslated = [
        form
        for message in entries(russian)
        for form in forms_of(message.string)
        if not any("а" <= letter <= "я" for letter in form.lower())
    ]
    assert untranslated == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_fields_of_its_message(language: str) -> None:
    wrong = [
        (message.id, form)
        for message in entries(read_catalog(language))
        for form in forms_of(message.string)
        if form
        and (
            fields(form) != fields(forms_of(message.id)[0])
            if len(forms_of(message.id)) == 1
            else not fields(form) <= fields("".join(forms_of(message.id)))
        )
    ]
    assert wrong == []


def test_russian_has_three_plural_forms(russian: Catalog) -> None:
    assert russian.num_plurals == 3
    plurals = [message for message in entries(russian) if message.pluralizable]
    assert plurals
    assert [message.id for message in plurals if len(set(forms_of(message.string))) != 3] == []


def test_every_russian_plural_form_tells_the_number(russian: Catalog) -> None:
    """The first form stands for 1, 21, 31 … alike."""
    silent = [
        form
        for message in entries(russian)
        if message.pluralizable and "number" in fields(message.id[1])
        for form in forms_of(message.string)
        if "number" not in fields(form)
    ]
    assert silent == []


def test_the_russian_plural_rule_is_that_of_the_language(russian: Catalog) -> None:
    rule = russian.plural_expr.strip("()")
    expected = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
    assert rule == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalog_is_that_of_the_source(language: str) -> None:
    compiled = {forms_of(message.id): forms_of(message.string) for message in entries(read_catalog(language, "mo"))}
    source = {forms_of(message.id): forms_of(message.string) for message in entries(read_catalog(language))}
    assert compiled.keys() - source.keys() == set()
    translated = {text: forms for text, forms in source.items() if all(forms)}
    assert {text: compiled.get(text) for text in translated} == translated


def test_the_code_asks_catalogs_for_literal_strings_alone() -> None:
    """What is put together at run time cannot be extracted, so it would never be translated."""
    computed = []
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            count = {"text": 1, "plural": 2}.get(node.func.attr, 0)
            arguments = node.args[:count]
            if not all(isinstance(item, ast.Constant) and isinstance(item.value, str) for item in arguments):
                computed.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert computed == []
