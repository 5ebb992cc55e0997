"""The methods of the Bot API that act at once: messages, answers to queries, the bot's profile."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from . import markup
from .entities import Entity, MarkupError, parse_html, trim, utf16_length
from .failures import Json, bad_request

TEXT_LIMIT, CAPTION_LIMIT, ANSWER_LIMIT = 4096, 1024, 200
NAME_LIMITS = {"name": 64, "description": 512, "short_description": 120}
CHAT_ACTIONS = frozenset(
    """
    typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker
    find_location record_video_note upload_video_note
    """.split()
)
COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


class Upload(NamedTuple):
    """A file that a call carried."""

    filename: str
    content: bytes
    content_type: str


@dataclass
class State:
    """What Telegram knows: the bot, the chats with their messages, the queries and their answers.

    A message is never changed in place: an edit replaces it, so that whoever holds one can go on reading it.
    """

    bot: Json
    chats: dict[int, Json] = field(default_factory=dict)
    people: dict[int, Json] = field(default_factory=dict)
    messages: dict[int, dict[int, Json]] = field(default_factory=dict)
    queries: dict[str, Json | None] = field(default_factory=dict)
    files: dict[str, Json] = field(default_factory=dict)
    profile: dict[tuple[str, str], Any] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)
    last_message_id: int = 0

    def add_message(self, chat: Json, sender: Json, content: Json) -> Json:
        """Put a new message into a chat (Bot API: Message)."""
        self.last_message_id += 1
        message: Json = {
            "message_id": self.last_message_id,
            "from": sender,
            "chat": chat,
            "date": int(time.time()),
            **content,
        }
        return self.put(message)

    def put(self, message: Json) -> Json:
        """Store a message in its chat, in place of the one that has its id."""
        self.messages.setdefault(message["chat"]["id"], {})[message["message_id"]] = message
        return message

    def find(self, chat_id: Any, message_id: Any) -> Json | None:
        """Return a message as it is now."""
        return self.messages.get(chat_id, {}).get(message_id)


def get_me(state: State, _params: Json) -> Json:
    return state.bot | ABILITIES


def send_message(state: State, params: Json) -> Json:
    return _send(state, params, _text(params, TEXT_LIMIT))


def send_contact(state: State, params: Json) -> Json:
    if not params.get("phone_number") or not params.get("first_name"):
        raise bad_request("phone number and first name of the contact must be non-empty")
    keys = ("phone_number", "first_name", "last_name", "vcard")
    return _send(state, params, {"contact": {key: str(params[key]) for key in keys if params.get(key)}})


def send_document(state: State, params: Json) -> Json:
    file = _file(state, params, "document")
    return _send(state, params, {"document": file} | _caption(params))


def send_photo(state: State, params: Json) -> Json:
    file = _file(state, params, "photo") | {"width": 800, "height": 600}
    return _send(state, params, {"photo": [file]} | _caption(params))


def send_chat_action(state: State, params: Json) -> bool:
    _chat(state, params)
    if params.get("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def edit_message_text(state: State, params: Json) -> Json | bool:
    content = _text(params, TEXT_LIMIT)
    if params.get("inline_message_id"):
        return True
    return _edit(state, params, "text", content)


def edit_message_reply_markup(state: State, params: Json) -> Json | bool:
    if params.get("inline_message_id"):
        return True
    return _edit(state, params, "", {})


def delete_message(state: State, params: Json) -> bool:
    chat = _chat(state, params)
    if state.find(chat["id"], params.get("message_id")) is None:
        raise bad_request("message to delete not found")
    del state.messages[chat["id"]][params["message_id"]]
    return True


def leave_chat(state: State, params: Json) -> bool:
    _chat(state, params)
    return True


def answer_callback_query(state: State, params: Json) -> bool:
    if utf16_length(str(params.get("text", ""))) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    return _answer(state, params, "callback_query_id")


def answer_inline_query(state: State, params: Json) -> bool:
    """Check the results as the server does (Bot API: answerInlineQuery, InlineQueryResult)."""
    results = params.get("results") or []
    ids = [str(result.get("id", "")) for result in results]
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    if not all(1 <= len(identifier.encode()) <= 64 for identifier in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        markup.check(result.get("reply_markup"))
        content = result.get("input_message_content")
        if content and "message_text" in content:
            _text({**content, "text": content["message_text"]}, TEXT_LIMIT)
    return _answer(state, params, "inline_query_id")


def set_my_commands(state: State, params: Json) -> bool:
    commands = params.get("commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    state.profile[_scope(params)] = commands
    return True


def delete_my_commands(state: State, params: Json) -> bool:
    state.profile.pop(_scope(params), None)
    return True


def get_my_commands(state: State, params: Json) -> Any:
    return state.profile.get(_scope(params), [])


def set_chat_menu_button(state: State, params: Json) -> bool:
    state.menu_buttons[params.get("chat_id")] = params.get("menu_button") or {"type": "default"}
    return True


def get_chat_menu_button(state: State, params: Json) -> Json:
    default = state.menu_buttons.get(None, {"type": "commands"})
    return state.menu_buttons.get(params.get("chat_id"), default)


def _name_setter(key: str) -> "Method":
    def set_name(state: State, params: Json) -> bool:
        value = str(params.get(key, ""))
        if len(value) > NAME_LIMITS[key]:
            raise bad_request(f"{key.replace('_', ' ')} is too long")
        state.profile[key, str(params.get("language_code", ""))] = value
        return True

    return set_name


def _name_getter(key: str) -> "Method":
    def get_name(state: State, params: Json) -> Json:
        general = state.profile.get((key, ""), state.bot["first_name"] if key == "name" else "")
        language = str(params.get("language_code", ""))
        return {key: state.profile.get((key, language)) or general}

    return get_name


def _scope(params: Json) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    return f"commands {sorted(scope.items())}", str(params.get("language_code", ""))


def _answer(state: State, params: Json, key: str) -> bool:
    query_id = str(params.get(key, ""))
    if query_id not in state.queries:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    state.queries[query_id] = params
    return True


def _chat(state: State, params: Json) -> Json:
    """Return the chat of a call; a chat the bot has not met yet is made up, so that tests stay short."""
    chat_id = params.get("chat_id")
    if chat_id in (None, ""):
        raise bad_request("chat_id is empty")
    if not isinstance(chat_id, int) or chat_id == 0:
        raise bad_request("chat not found")
    return state.chats.setdefault(chat_id, new_chat(chat_id))


def new_chat(chat_id: int, person: Json | None = None) -> Json:
    """Describe a chat, a supergroup where the id is negative (Bot API: Chat)."""
    if chat_id < 0:
        return {"id": chat_id, "type": "supergroup", "title": "Group"}
    person = person or {"first_name": "Person"}
    keys = ("first_name", "last_name", "username")
    return {"id": chat_id, "type": "private", **{key: person[key] for key in keys if key in person}}


def _send(state: State, params: Json, content: Json) -> Json:
    chat = _chat(state, params)
    reply = params.get("reply_parameters") or {"message_id": params.get("reply_to_message_id")}
    if reply["message_id"] is not None:
        original = state.find(chat["id"], reply["message_id"])
        if original is not None:
            original = {key: value for key, value in original.items() if key != "reply_to_message"}
            content = {"reply_to_message": original} | content
        elif not (reply | params).get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
    return state.add_message(chat, state.bot, content | _keyboard(params))


def _keyboard(params: Json) -> Json:
    keyboard = markup.check(params.get("reply_markup"))
    return {"reply_markup": keyboard} if keyboard else {}


def _edit(state: State, params: Json, kind: str, content: Json) -> Json:
    """Replace the text or, with no kind, the keyboard alone (Bot API: Updating messages)."""
    chat = _chat(state, params)
    if params.get("message_id") is None:
        raise bad_request("message identifier is not specified")
    old = state.find(chat["id"], params["message_id"])
    if old is None:
        raise bad_request("message to edit not found")
    if old["from"]["id"] != state.bot["id"]:
        raise bad_request("message can't be edited")
    if kind and kind not in old:
        raise bad_request("there is no text in the message to edit")
    dropped = {"edit_date", "reply_markup", *(("text", "entities", "link_preview_options") if kind else ())}
    new = {key: value for key, value in old.items() if key not in dropped}
    new |= content | _keyboard(params)
    if new | {"edit_date": 0} == old | {"edit_date": 0}:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    return state.put(new | {"edit_date": int(time.time())})


def _text(params: Json, limit: int) -> Json:
    text, entities = _formatted(params, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > limit:
        raise bad_request("message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if params.get("link_preview_options"):
        content["link_preview_options"] = params["link_preview_options"]
    return content


def _caption(params: Json) -> Json:
    caption, entities = _formatted(params, "caption", "caption_entities")
    if utf16_length(caption) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return ({"caption": caption} if caption else {}) | ({"caption_entities": entities} if entities else {})


def _formatted(params: Json, text_key: str, entities_key: str) -> tuple[str, list[Entity]]:
    text = str(params.get(text_key, ""))
    mode = str(params.get("parse_mode") or "").lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode: this server reads HTML alone")
    if not mode:
        return trim(text, params.get(entities_key) or [])
    try:
        return trim(*parse_html(text))
    except MarkupError as error:
        raise bad_request(f"can't parse entities: {error}") from None


def _file(state: State, params: Json, key: str) -> Json:
    """Take an uploaded file, a URL or a file_id (Bot API: Sending files)."""
    value = params.get(key)
    if isinstance(value, str) and value.startswith("attach://"):
        value = params.get(value.removeprefix("attach://"))
    if isinstance(value, str) and value in state.files:
        return state.files[value]
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        value = Upload(value.rpartition("/")[2], b"", "application/octet-stream")
    if not isinstance(value, Upload):
        raise bad_request("wrong file identifier/HTTP URL specified")
    number = len(state.files) + 1
    file: Json = {
        "file_id": f"file-{number}",
        "file_unique_id": f"id-{number}",
        "file_size": len(value.content),
    }
    if key == "document":
        file |= {"file_name": value.filename, "mime_type": value.content_type}
    return state.files.setdefault(file["file_id"], file)


Method = Callable[[State, Json], Any]
METHODS: dict[str, Method] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendContact": send_contact,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "leaveChat": leave_chat,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setMyName": _name_setter("name"),
    "getMyName": _name_getter("name"),
    "setMyDescription": _name_setter("description"),
    "getMyDescription": _name_getter("description"),
    "setMyShortDescription": _name_setter("short_description"),
    "getMyShortDescription": _name_getter("short_description"),
}
