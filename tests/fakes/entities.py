"""Telegram's HTML turned into plain text and message entities, whose offsets count UTF-16 units."""

import re
from typing import Any, NamedTuple

Entity = dict[str, Any]

TAGS = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
_START_NAME = re.compile(r"<([^\s>]*)")
_END_TAG = re.compile(r"</([^\s>]*)\s*(>?)")
_ATTRIBUTE = re.compile(r"""([^\s=>]+)(?:\s*(=)\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]*)(?=[\s>])))?""")
_SPACE = re.compile(r"\s*")
_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?!\w)")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)$")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+-]*):")


class MarkupError(ValueError):
    """A text that is not Telegram's HTML; its message is what the Bot API says of it."""


class _Tag(NamedTuple):
    name: str
    argument: str
    offset: int
    first_part: int


def utf16_length(text: str) -> int:
    """Count the UTF-16 units of a text, the measure of every limit and offset (Bot API: MessageEntity)."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Read Telegram's HTML (Bot API: HTML style)."""
    parser = _Parser(source)
    parser.run()
    entities = sorted(parser.entities, key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(parser.parts), entities


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Drop the white space around a text, as Telegram does, and move its entities along."""
    stripped = text.strip()
    if stripped == text:
        return text, entities
    shift = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(stripped)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        length = min(entity["offset"] + entity["length"] - shift, end) - start
        if length > 0:
            kept.append({**entity, "offset": start, "length": length})
    return stripped, kept


def commands(text: str) -> list[Entity]:
    """Find the bot commands in what a person wrote (Bot API: MessageEntity, bot_command)."""
    return [
        {"type": "bot_command", "offset": utf16_length(text[: found.start()]), "length": len(found.group())}
        for found in _COMMAND.finditer(text)
    ]


def checked_url(url: str) -> str:
    """Return a link as Telegram accepts it, or raise MarkupError; tel: and mailto: are not accepted."""
    scheme = _SCHEME.match(url)
    if scheme is None:
        url = f"http://{url}"
    protocol = scheme[1].lower() if scheme else "http"
    if protocol not in ("http", "https", "tg", "ton", "tonsite"):
        raise MarkupError("Unsupported URL protocol")
    host = re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)[0]
    if not host or (protocol.startswith("http") and "." not in host):
        raise MarkupError("Wrong HTTP URL")
    return url


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.length = 0
        self.open: list[_Tag] = []
        self.entities: list[Entity] = []

    def run(self) -> None:
        position = 0
        while (start := self.source.find("<", position)) >= 0:
            self._add(self.source[position:start])
            position = self._end(start) if self.source.startswith("</", start) else self._start(start)
        self._add(self.source[position:])
        if self.open:
            raise MarkupError(f"Can't find end tag corresponding to start tag {self.open[-1].name}")

    def _add(self, source: str) -> None:
        if source:
            text = _decode(source)
            self.parts.append(text)
            self.length += utf16_length(text)

    def _at(self, index: int) -> str:
        return f"at byte offset {len(self.source[:index].encode('utf-8', 'surrogatepass'))}"

    def _start(self, begin: int) -> int:
        found = _START_NAME.match(self.source, begin)
        assert found is not None
        name, position = found[1].lower(), found.end()
        if position == len(self.source):
            raise MarkupError(f"Unclosed start tag {self._at(begin)}")
        if name not in TAGS:
            raise MarkupError(f'Unsupported start tag "{name}" {self._at(begin)}')
        argument = ""
        while True:
            position = _skip_space(self.source, position)
            if self.source.startswith(">", position):
                break
            if position == len(self.source):
                raise MarkupError(f"Unclosed start tag {self._at(begin)}")
            attribute = _ATTRIBUTE.match(self.source, position)
            if attribute is None:
                raise MarkupError(f'Empty attribute name in the tag "{name}" {self._at(begin)}')
            key, equal, double, single, token = attribute.groups()
            if not equal and not (name == "blockquote" and key == "expandable"):
                position = _skip_space(self.source, attribute.end())
                if self.source.startswith("=", position):
                    raise self._bad_value(begin, _skip_space(self.source, position + 1))
                raise MarkupError(
                    f'Expected equal sign in declaration of an attribute of the tag "{name}" {self._at(begin)}'
                )
            value = _decode(next((v for v in (double, single, token) if v is not None), ""))
            argument = _argument(name, key, value) or argument
            position = attribute.end()
        if name == "span" and argument != "spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" {self._at(begin)}')
        self.open.append(_Tag(name, argument, self.length, len(self.parts)))
        return position + 1

    def _bad_value(self, begin: int, position: int) -> MarkupError:
        if self.source[position : position + 1] in ("", '"', "'"):
            return MarkupError(f"Unclosed start tag {self._at(begin)}")
        return MarkupError(f"Unexpected end of name token {self._at(position)}")

    def _end(self, begin: int) -> int:
        if not self.open:
            raise MarkupError(f"Unexpected end tag {self._at(begin)}")
        found = _END_TAG.match(self.source, begin)
        assert found is not None
        if not found[2]:
            raise MarkupError(f"Unclosed end tag {self._at(begin)}")
        tag, name = self.open.pop(), found[1].lower()
        if name and name != tag.name:
            raise MarkupError(f'Unmatched end tag {self._at(begin)}, expected "</{tag.name}>", found "</{name}>"')
        if self.length > tag.offset:
            self._close(tag)
        return found.end()

    def _close(self, tag: _Tag) -> None:
        entity: Entity = {"type": TAGS[tag.name], "offset": tag.offset, "length": self.length - tag.offset}
        if tag.name == "a":
            url = tag.argument or "".join(self.parts[tag.first_part :])
            if user := _USER_LINK.match(url):
                entity |= {
                    "type": "text_mention",
                    "user": {"id": int(user[1]), "is_bot": False, "first_name": ""},
                }
            else:
                try:
                    entity["url"] = checked_url(url)
                except MarkupError:
                    return  # Telegram shows such a link as plain text
        elif tag.name == "tg-emoji":
            if not tag.argument.isdigit():
                raise MarkupError("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = tag.argument
        elif tag.name == "blockquote" and tag.argument:
            entity["type"] = "expandable_blockquote"
        elif tag.name == "pre" and self.entities and _same_code(self.entities[-1], entity):
            entity = {**self.entities.pop(), "type": "pre"}
        elif tag.name == "code" and tag.argument and self.open and self.open[-1].name == "pre":
            entity["language"] = tag.argument
        self.entities.append(entity)


def _same_code(inner: Entity, outer: Entity) -> bool:
    return (inner["type"], inner["offset"], inner["length"]) == ("code", outer["offset"], outer["length"])


def _argument(tag: str, key: str, value: str) -> str:
    match tag, key:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            return key
    return ""


def _decode(source: str) -> str:
    return _REFERENCE.sub(_character, source) if "&" in source else source


def _character(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return NAMED.get(name, found[0])
    digits = hexadecimal or decimal or "0"
    code = int(digits, 16 if hexadecimal else 10) if len(digits) < 9 else 0
    if 0xD800 <= code <= 0xDFFF:
        raise MarkupError("Text contains invalid Unicode characters after decoding HTML entities")
    return chr(code) if 0 < code < 0x10FFFF else found[0]


def _skip_space(source: str, position: int) -> int:
    found = _SPACE.match(source, position)
    assert found is not None
    return found.end()
