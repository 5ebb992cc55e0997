"""What the models say about a wrong entry, in words for a person who edits YAML."""

import difflib
import re
from reprlib import Repr

from pydantic_core import ErrorDetails

from bot.knowledge import models
from bot.knowledge.problem import short
from bot.knowledge.yaml_file import KeyPath

_KEYS = sorted(
    {
        field.alias or name
        for model in vars(models).values()
        if isinstance(model, type) and issubclass(model, models.Model)
        for name, field in model.model_fields.items()
    }
)
_MESSAGES = {
    "missing": "the key “{key}” is missing; add it",
    "string_type": "“{key}” must be a text, not {input!r}; put it in quotes",
    "string_too_short": "“{key}” is empty; write a text or remove the line",
    "bool_type": "“{key}” must be true or false",
    "bool_parsing": "“{key}” must be true or false",
    "tuple_type": "“{key}” must be a list; write [one, two] or one item a line behind “- ”",
    "list_type": "the file must be a list; begin every entry with “- ”",
    "model_type": "“{key}” must have keys of its own, such as “en: …” and “ru: …”, below it",
    "model_attributes_type": "“{key}” must have keys of its own, such as “en: …” and “ru: …”, below it",
    "too_short": "“{key}” needs at least one item",
    "literal_error": "“{key}” is {input!r}; write one of {expected}",
    "string_pattern_mismatch": "“{key}” is {input!r}, which has not the right form; {form}",
}
_COUNTRY_NAMES = {
    **dict.fromkeys(("kazakhstan", "казахстан", "kaz"), "KZ"),
    **dict.fromkeys(("kyrgyzstan", "кыргызстан", "киргизия", "kgz"), "KG"),
    **dict.fromkeys(("tajikistan", "таджикистан", "tjk"), "TJ"),
    **dict.fromkeys(("turkmenistan", "туркменистан", "tkm"), "TM"),
    **dict.fromkeys(("uzbekistan", "узбекистан", "uzb"), "UZ"),
}
_SHOWN = Repr()
_SHOWN.maxstring = _SHOWN.maxother = 80
_FORMS = {
    "id": "write small Latin letters, digits and hyphens, such as tj-hotline",
    "verified": "write a date as 2024-05-31, or only 2024-05 or 2024",
    "code": "write the two capital letters of ISO 3166, such as KZ",
}


def plain_message(details: ErrorDetails) -> str:
    """Say what is wrong and how to mend it."""
    keys = [short(key) for key in details["loc"] if isinstance(key, str)]
    key = keys[-1] if keys else "entry"
    kind = details["type"]
    if kind == "extra_forbidden":
        return _unknown_key(key)
    if kind == "value_error":
        return str(details["ctx"]["error"]) if key in _FORMS else f"this entry {details['ctx']['error']}"
    if kind.startswith("date"):
        return f"“{key}” must be a date such as 2024-05-31, not {_SHOWN.repr(details['input'])}"
    template = _MESSAGES.get(kind)
    if template is None:
        return f"“{key}”: {details['msg']}"
    expected = details.get("ctx", {}).get("expected", "")
    message = template.format(
        key=key,
        input=_Shown(details["input"]),
        expected=expected,
        form=_FORMS.get(key, _FORMS["id"]),
    )
    return message + _nearest(short(str(details["input"])), re.findall(r"'([^']*)'", expected))


def entry_name(data: object, keys: KeyPath) -> str:
    """Name the entry that a path leads to: the innermost id on the way, else its number in the list."""
    name = ""
    for key in keys:
        if isinstance(data, list) and isinstance(key, int) and key < len(data):
            name = name or f"entry {key + 1}"
            data = data[key]
        elif isinstance(data, dict) and key in data:
            data = data[key]
        else:
            break
        if isinstance(data, dict):
            name = str(data.get("id") or data.get("code") or name)
    return short(name)


class _Shown:
    """A wrong value as it is quoted in a message: on one line, and not all of a long one."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __repr__(self) -> str:
        return _SHOWN.repr(self._value)


def _nearest(value: str, known: list[str]) -> str:
    """Name the one of the known values that was meant, if it can be told."""
    meant = _COUNTRY_NAMES.get(value.lower(), value.upper())
    near = [name for name in known if name in (meant, value.lower())] or difflib.get_close_matches(value, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _unknown_key(key: str) -> str:
    near = difflib.get_close_matches(key, _KEYS, n=1)
    return f"the key “{key}” is not known" + (f"; did you mean “{near[0]}”?" if near else "; remove it")
