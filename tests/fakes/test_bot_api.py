"""The fake Bot API server, tried over HTTP and with python-telegram-bot."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.fakes import BotApiServer
from tests.fakes.bot_api import PATIENCE
from tests.fakes.entities import MarkupError, parse_html
from tests.fakes.ports import lasting_port
from tests.fakes.updates import LONGEST_POLL

CHAT = 1001
UNTIL_IT_IS_SENT = httpx.Timeout(PATIENCE, read=0.1)
CONTEXT = ContextTypes.DEFAULT_TYPE


@pytest.fixture
def api() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture
def http(api: BotApiServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{api.url}/bot{api.token}/", timeout=PATIENCE) as client:
        yield client


def result(response: httpx.Response) -> Any:
    body = response.json()
    assert body["ok"], body
    return body["result"]


def error(response: httpx.Response) -> str:
    body = response.json()
    assert (body["ok"], body["error_code"]) == (False, response.status_code)
    return str(body["description"])


def send(http: httpx.Client, text: str, **params: Any) -> httpx.Response:
    return http.post("sendMessage", json={"chat_id": CHAT, "text": text} | params)


# The door


def test_token_and_method(api: BotApiServer, http: httpx.Client) -> None:
    me = result(http.get("getMe"))
    assert me["is_bot"]
    assert me["username"]
    assert result(http.post("GETME")) == me
    assert error(httpx.get(f"{api.url}/bot1:wrong/getMe")) == "Unauthorized"
    assert error(http.get("getLost")) == "Not Found: method not found"
    assert httpx.get(f"{api.url}/elsewhere").status_code == 404


def test_parameters_come_in_the_url_as_json_as_a_form_and_in_parts(api: BotApiServer, http: httpx.Client) -> None:
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    form = {"chat_id": str(CHAT), "text": "12", "reply_markup": json.dumps(keyboard)}
    http.post("sendMessage", params=form)
    http.post("sendMessage", data=form)
    http.post("sendMessage", json={"chat_id": CHAT, "text": "12", "reply_markup": keyboard})
    http.post("sendMessage", files={key: (None, value) for key, value in form.items()})
    expected = {"chat_id": CHAT, "text": "12", "reply_markup": keyboard}
    assert [call.params for call in api.called("sendMessage")] == [expected] * 4
    assert [message["reply_markup"] for message in api.sent(CHAT)] == [keyboard] * 4


# Updates


def test_an_offset_confirms_earlier_updates(api: BotApiServer, http: httpx.Client) -> None:
    for text in ("one", "two", "three"):
        api.say(text)
    first = result(http.get("getUpdates", params={"limit": 2}))
    assert [update["message"]["text"] for update in first] == ["one", "two"]
    assert result(http.get("getUpdates", params={"limit": 2})) == first
    rest = result(http.get("getUpdates", params={"offset": first[-1]["update_id"] + 1}))
    assert [update["message"]["text"] for update in rest] == ["three"]
    assert api.pending == rest
    assert result(http.get("getUpdates", params={"offset": rest[-1]["update_id"] + 1})) == []


def test_a_negative_offset_keeps_the_last_updates(api: BotApiServer, http: httpx.Client) -> None:
    for text in ("one", "two", "three"):
        api.say(text)
    updates = result(http.get("getUpdates", params={"offset": -1}))
    assert [update["message"]["text"] for update in updates] == ["three"]
    assert api.pending == updates


def test_a_poll_waits_for_an_update(api: BotApiServer, http: httpx.Client) -> None:
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(http.get, "getUpdates", params={"timeout": LONGEST_POLL})
        api.wait_for(lambda: api.called("getUpdates"))
        api.say("late")
        assert result(poll.result(PATIENCE))[0]["message"]["text"] == "late"
    began = time.monotonic()
    assert result(http.get("getUpdates", params={"timeout": 1, "offset": 99})) == []
    assert time.monotonic() - began >= 0.9


def test_a_second_poll_ends_the_first(api: BotApiServer, http: httpx.Client) -> None:
    with ThreadPoolExecutor() as pool:
        first = pool.submit(http.get, "getUpdates", params={"timeout": LONGEST_POLL})
        api.wait_for(lambda: api.called("getUpdates"))
        second = pool.submit(http.get, "getUpdates", params={"timeout": LONGEST_POLL})
        assert error(first.result(PATIENCE)).startswith("Conflict: terminated by other getUpdates request")
        api.say("hello")
        assert len(result(second.result(PATIENCE))) == 1


def test_an_update_outlives_a_poll_that_went_away(
    api: BotApiServer, http: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(httpx.ReadTimeout):
        http.get("getUpdates", params={"timeout": LONGEST_POLL}, timeout=UNTIL_IT_IS_SENT)
    api.say("still here")
    assert result(http.get("getUpdates", params={"timeout": LONGEST_POLL})) == api.pending
    assert [record for record in caplog.records if record.levelname != "INFO"] == []


def test_allowed_updates_leave_kinds_out(api: BotApiServer, http: httpx.Client) -> None:
    assert api.push({"chat_member": {"chat": {"id": CHAT}}}) == 0
    http.post("getUpdates", json={"allowed_updates": ["message"]})
    api.say("a")
    api.inline("b")
    assert [set(update) for update in api.pending] == [{"update_id", "message"}]
    http.post("getUpdates", json={"allowed_updates": []})
    assert api.push({"inline_query": {"id": "1"}}) == 2


def test_people(api: BotApiServer, http: httpx.Client) -> None:
    said = api.say("/start now", chat_id=7, language_code="uz", first_name="Zarina")
    assert said["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert said["from"] == {"id": 7, "is_bot": False, "first_name": "Zarina", "language_code": "uz"}
    assert said["chat"] == {"id": 7, "type": "private", "first_name": "Zarina"}
    api.edit(said, "/stop")
    group = api.say(chat_id=-5, user_id=7, location={"latitude": 1, "longitude": 2})
    assert (group["chat"]["type"], group["from"]["first_name"]) == ("supergroup", "Zarina")
    kinds = [set(update) - {"update_id"} for update in result(http.get("getUpdates"))]
    assert kinds == [{"message"}, {"edited_message"}, {"message"}]


# Webhook


class Webhook:
    """Takes webhook requests; says no to the first `refusals`, and nothing before `together` are there at once."""

    def __init__(self, refusals: int = 0, together: int = 0) -> None:
        self.got: list[tuple[str | None, dict[str, Any]]] = []
        self.tries = self.busy = self.busiest = 0
        lock = threading.Lock()
        enough = threading.Event()
        hook = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                with lock:
                    hook.busy += 1
                    hook.busiest = max(hook.busiest, hook.busy)
                    hook.tries += 1
                    taken = hook.tries > refusals
                    if hook.busy >= together:
                        enough.set()
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if together:
                    enough.wait(PATIENCE)
                    time.sleep(0.05)  # for one too many to come
                with lock:
                    hook.busy -= 1
                    if taken:
                        hook.got.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], body))
                self.send_response(200 if taken else 503)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def texts(self) -> list[str]:
        return [update["message"]["text"] for _, update in self.got]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_a_webhook_gets_updates_in_order_until_it_takes_them(api: BotApiServer, http: httpx.Client) -> None:
    hook = Webhook(refusals=3)
    api.say("before")
    assert result(http.post("setWebhook", json={"url": hook.url, "secret_token": "s-1"}))
    api.say("after")
    api.wait_for(lambda: not api.pending)
    assert hook.texts() == ["before", "after"]
    assert {secret for secret, _ in hook.got} == {"s-1"}
    info = result(http.get("getWebhookInfo"))
    assert (info["url"], info["pending_update_count"]) == (hook.url, 0)
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    assert "webhook is active" in error(http.get("getUpdates"))
    result(http.post("deleteWebhook"))
    api.say("polled")
    assert len(result(http.get("getUpdates"))) == 1
    hook.close()


def test_a_webhook_has_a_limit_of_connections_and_one_chat_takes_one(api: BotApiServer, http: httpx.Client) -> None:
    hook = Webhook(together=3)
    for chat_id in range(1, 9):
        api.say("a", chat_id=chat_id)
        api.say("b", chat_id=chat_id)
    http.post("setWebhook", json={"url": hook.url, "max_connections": 3})
    api.wait_for(lambda: not api.pending)
    assert hook.busiest == 3
    assert sorted(hook.texts()) == ["a"] * 8 + ["b"] * 8
    for chat_id in range(1, 9):
        assert [u["message"]["text"] for _, u in hook.got if u["message"]["chat"]["id"] == chat_id] == [
            "a",
            "b",
        ]
    hook.close()


def test_pending_updates_can_be_dropped(api: BotApiServer, http: httpx.Client) -> None:
    api.say("old")
    http.post("setWebhook", json={"url": "http://127.0.0.1:9/hook"})
    api.wait_for(lambda: "last_error_date" in result(http.get("getWebhookInfo")))
    assert len(api.pending) == 1
    http.post("deleteWebhook", json={"drop_pending_updates": True})
    assert api.pending == []
    assert "An HTTPS URL" in error(http.post("setWebhook", json={"url": "ftp://a.b"}))
    assert "unallowed characters" in error(http.post("setWebhook", json={"url": "http://a.b", "secret_token": "?"}))


def test_setting_a_webhook_ends_a_poll(api: BotApiServer, http: httpx.Client) -> None:
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(http.get, "getUpdates", params={"timeout": LONGEST_POLL})
        api.wait_for(lambda: api.called("getUpdates"))
        http.post("setWebhook", json={"url": "http://127.0.0.1:9/hook"})
        assert error(poll.result(PATIENCE)) == "Conflict: terminated by setWebhook request"


# Text


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;&#x44f; &nbsp;", 'a <b> &amp; "c" \'я &nbsp;', []),
        ("<b>жирный</b>", "жирный", [{"type": "bold", "offset": 0, "length": 6}]),
        (
            "😀<b>x<I>y</i></b>",
            "😀xy",
            [{"type": "bold", "offset": 2, "length": 2}, {"type": "italic", "offset": 3, "length": 1}],
        ),
        (
            "<blockquote expandable>q</blockquote><blockquote>r</blockquote>",
            "qr",
            [
                {"type": "expandable_blockquote", "offset": 0, "length": 1},
                {"type": "blockquote", "offset": 1, "length": 1},
            ],
        ),
        (
            "<a href='https://iom.int/?a=1&amp;b=\"2\"'>x</a><a href='tel:112'>y</a><a>iom.int</a>",
            "xyiom.int",
            [
                {"type": "text_link", "offset": 0, "length": 1, "url": 'https://iom.int/?a=1&b="2"'},
                {"type": "text_link", "offset": 2, "length": 7, "url": "http://iom.int"},
            ],
        ),
        (
            '<pre><code class="language-py">x</code></pre><span class="tg-spoiler">y</span><s></s>',
            "xy",
            [
                {"type": "pre", "offset": 0, "length": 1, "language": "py"},
                {"type": "spoiler", "offset": 1, "length": 1},
            ],
        ),
        (
            '<tg-emoji emoji-id="5">👍</tg-emoji>',
            "👍",
            [{"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "5"}],
        ),
    ],
)
def test_html(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("я <p>", 'Unsupported start tag "p" at byte offset 3'),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x", "Can't find end tag corresponding to start tag b"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=tel:112>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_html_that_telegram_refuses(http: httpx.Client, source: str, message: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(source)
    assert str(caught.value) == message
    expected = f"Bad Request: can't parse entities: {message}"
    assert error(send(http, source, parse_mode="HTML")) == expected


def test_a_sent_text_is_plain_and_trimmed(api: BotApiServer, http: httpx.Client) -> None:
    sent = result(send(http, " \n <b> a</b> &lt; ", parse_mode="HTML"))
    assert (sent["text"], sent["entities"]) == ("a <", [{"type": "bold", "offset": 0, "length": 1}])
    assert api.sent(CHAT) == [sent]
    assert result(send(http, "<b>"))["text"] == "<b>"


def test_length_counts_utf16_units_after_parsing(http: httpx.Client) -> None:
    assert result(send(http, f"<b>{'я' * 4096}</b>", parse_mode="HTML"))
    assert error(send(http, "😀" * 2048 + "x")) == "Bad Request: message is too long"
    for empty in ("", " \n", "<b></b>"):
        assert error(send(http, empty, parse_mode="HTML")) == "Bad Request: message text is empty"
    assert error(http.post("sendMessage", json={"text": "x"})) == "Bad Request: chat_id is empty"


@pytest.mark.parametrize(
    ("button", "message"),
    [
        ({"callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({"callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"url": "tel:112"}, "inline keyboard button URL 'tel:112' is invalid: Unsupported URL protocol"),
        ({"url": "http://x"}, "inline keyboard button URL 'http://x' is invalid: Wrong HTTP URL"),
        ({}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ],
)
def test_buttons_that_telegram_refuses(http: httpx.Client, button: dict[str, Any], message: str) -> None:
    markup = {"inline_keyboard": [[{"text": "x"} | button]]}
    assert error(send(http, "x", reply_markup=markup)) == f"Bad Request: {message}"


def test_buttons_at_the_limit(http: httpx.Client) -> None:
    row = [{"text": "x", "callback_data": "я" * 32}, {"text": "y", "copy_text": {"text": "я" * 256}}]
    assert result(send(http, "x", reply_markup={"inline_keyboard": [row]}))
    assert result(send(http, "x", reply_markup={"keyboard": [["a", {"text": "b"}]]}))


# Edits, queries, the rest


def test_edits(api: BotApiServer, http: httpx.Client) -> None:
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    sent = result(send(http, "one", reply_markup=keyboard))
    place = {"chat_id": CHAT, "message_id": sent["message_id"]}
    same = {"text": "one", "reply_markup": keyboard}
    assert "message is not modified" in error(http.post("editMessageText", json=place | same))
    edited = result(http.post("editMessageText", json=place | {"text": "<i>two</i>", "parse_mode": "HTML"}))
    assert (edited["text"], "reply_markup" in edited) == ("two", False)
    assert api.sent() == [edited]
    assert result(http.post("editMessageReplyMarkup", json=place | {"reply_markup": keyboard}))["text"] == "two"
    assert "not modified" in error(http.post("editMessageReplyMarkup", json=place | {"reply_markup": keyboard}))
    assert "message to edit not found" in error(
        http.post("editMessageText", json=place | {"message_id": 9, "text": "x"})
    )
    theirs = api.say("mine")["message_id"]
    assert "can't be edited" in error(http.post("editMessageText", json=place | {"message_id": theirs, "text": "x"}))
    assert result(http.post("deleteMessage", json=place))
    assert api.sent(CHAT) == []
    assert error(http.post("deleteMessage", json=place)) == "Bad Request: message to delete not found"


def test_presses(api: BotApiServer, http: httpx.Client) -> None:
    api.say("hi", language_code="tg")
    rows = [
        [{"text": "Казахстан", "callback_data": "country:KZ"}],
        [{"text": "site", "url": "https://iom.int"}],
    ]
    sent = result(send(http, "where?", reply_markup={"inline_keyboard": rows}))
    query = api.press(sent, "Казахстан")
    assert (query["data"], query["from"]["language_code"]) == ("country:KZ", "tg")
    with pytest.raises(LookupError):
        api.press(sent, "site")
    assert api.answer(query) is None
    assert result(http.post("answerCallbackQuery", data={"callback_query_id": query["id"], "text": "ok"}))
    assert api.wait_answer(query)["text"] == "ok"
    stale = error(http.post("answerCallbackQuery", data={"callback_query_id": "1"}))
    assert stale == "Bad Request: query is too old and response timeout expired or query ID is invalid"
    place = {"chat_id": CHAT, "message_id": sent["message_id"]}
    http.post("editMessageText", json=place | {"text": "done"})
    late = api.press(sent, "country:KZ")
    assert late["message"]["text"] == "done"


def test_inline_queries(api: BotApiServer, http: httpx.Client) -> None:
    query = api.inline("контакты", language_code="ru")
    article = {
        "type": "article",
        "id": "1",
        "title": "t",
        "input_message_content": {"message_text": "<b>x</b>", "parse_mode": "HTML"},
    }

    def answer(*results: dict[str, Any]) -> httpx.Response:
        return http.post("answerInlineQuery", json={"inline_query_id": query["id"], "results": results})

    broken = article | {"input_message_content": {"message_text": "<x>", "parse_mode": "HTML"}}
    assert "can't parse entities" in error(answer(broken))
    assert error(answer(article, article)) == "Bad Request: RESULT_ID_DUPLICATE"
    assert error(answer(article | {"id": "я" * 33})) == "Bad Request: RESULT_ID_INVALID"
    assert result(answer(article))
    assert api.wait_answer(query)["results"] == [article]


def test_files_contacts_and_replies(api: BotApiServer, http: httpx.Client) -> None:
    asked = api.say("give me a file")
    files = {"document": ("contacts.csv", b"a,b", "text/csv")}
    sent = result(http.post("sendDocument", data={"chat_id": CHAT, "caption": "c"}, files=files))
    assert sent["document"]["file_name"] == "contacts.csv"
    assert (sent["document"]["file_size"], sent["caption"]) == (3, "c")
    again = {"chat_id": CHAT, "document": sent["document"]["file_id"]}
    assert result(http.post("sendDocument", json=again))["document"] == sent["document"]
    assert "wrong file identifier" in error(http.post("sendPhoto", json={"chat_id": CHAT, "photo": "?"}))
    assert result(http.post("sendPhoto", data={"chat_id": CHAT}, files={"photo": b"..."}))["photo"]
    contact = {"phone_number": "11616", "first_name": "IOM"}
    assert result(http.post("sendContact", json={"chat_id": CHAT} | contact))["contact"] == contact
    reply = result(send(http, "here", reply_parameters={"message_id": asked["message_id"]}))
    assert reply["reply_to_message"]["text"] == "give me a file"
    assert "message to be replied not found" in error(send(http, "x", reply_parameters={"message_id": 99}))


def test_profile(http: httpx.Client) -> None:
    commands = [{"command": "start", "description": "Begin"}]
    assert result(http.post("setMyCommands", json={"commands": commands, "language_code": "ru"}))
    assert result(http.get("getMyCommands")) == []
    assert result(http.get("getMyCommands", params={"language_code": "ru"})) == commands
    assert result(http.post("deleteMyCommands", json={"language_code": "ru"}))
    assert result(http.get("getMyCommands", params={"language_code": "ru"})) == []
    bad = {"commands": [{"command": "Нет", "description": "x"}]}
    assert error(http.post("setMyCommands", json=bad)) == "Bad Request: BOT_COMMAND_INVALID"
    assert result(http.post("setMyDescription", data={"description": "d"}))
    assert result(http.get("getMyDescription", params={"language_code": "ru"})) == {"description": "d"}
    assert "too long" in error(http.post("setMyShortDescription", data={"short_description": "x" * 121}))
    assert result(http.post("setChatMenuButton", json={"menu_button": {"type": "commands"}}))
    assert result(http.get("getChatMenuButton")) == {"type": "commands"}
    assert result(http.post("sendChatAction", json={"chat_id": CHAT, "action": "typing"}))
    assert result(http.post("leaveChat", json={"chat_id": -1}))


# Failures


def test_every_second_call_fails(api: BotApiServer, http: httpx.Client) -> None:
    api.fail("sendMessage", 429, times=None, every=2)
    assert [send(http, "x").status_code for _ in range(4)] == [200, 429, 200, 429]


def test_a_server_that_is_down_refuses_connections_until_it_is_back() -> None:
    with BotApiServer(port=lasting_port()) as api, httpx.Client(base_url=api.url, timeout=PATIENCE) as http:
        path = f"/bot{api.token}/getMe"
        assert http.get(path).status_code == 200
        api.go_down()
        with pytest.raises(httpx.TransportError):
            http.get(path)
        api.come_back()
        assert http.get(path).status_code == 200


def test_http_failures(api: BotApiServer, http: httpx.Client) -> None:
    api.fail("sendMessage", 429, retry_after=3, times=2)
    for _ in range(2):
        response = send(http, "x")
        assert error(response) == "Too Many Requests: retry after 3"
        assert response.json()["parameters"] == {"retry_after": 3}
    api.fail("sendMessage", 502)
    response = send(http, "x")
    assert (response.status_code, response.text[:6]) == (502, "<html>")
    api.fail("*", 200)
    with pytest.raises(ValueError, match="Unterminated"):
        http.get("getMe").json()
    api.fail("sendMessage", 403, chat_id=5, times=None)
    assert error(send(http, "x", chat_id=5)) == "Forbidden: bot was blocked by the user"
    assert api.sent() == []
    assert result(send(http, "x"))
    api.heal()
    assert result(send(http, "x", chat_id=5))
    api.fail("sendMessage", 400, migrate_to=-100)
    assert send(http, "x").json()["parameters"] == {"migrate_to_chat_id": -100}
    with pytest.raises(ValueError, match="name a status"):
        api.fail("sendMessage")


def test_broken_and_slow_connections(api: BotApiServer, http: httpx.Client) -> None:
    api.fail("sendMessage", close=True)
    with pytest.raises(httpx.RemoteProtocolError):
        send(http, "lost")
    assert api.sent() == []
    api.fail("sendMessage", 500, carried_out=True)
    assert error(send(http, "twice")) == "Internal Server Error"
    assert [message["text"] for message in api.sent()] == ["twice"]
    with api.hold("sendMessage"), pytest.raises(httpx.ReadTimeout):
        http.post("sendMessage", json={"chat_id": CHAT, "text": "slow"}, timeout=UNTIL_IT_IS_SENT)
    api.wait_for(lambda: len(api.sent()) == 2)
    api.fail("getMe", hang=0.2)
    began = time.monotonic()
    http.get("getMe")
    assert time.monotonic() - began >= 0.2
    api.delay = 0.2
    began = time.monotonic()
    http.get("getMe")
    assert time.monotonic() - began >= 0.2


def test_closing_does_not_wait_for_anyone() -> None:
    before = threading.active_count()
    api = BotApiServer()
    api.start()
    api.fail("sendMessage", held=True)
    poll = f"{api.url}/bot{api.token}/getUpdates?timeout={LONGEST_POLL}"
    slow = f"{api.url}/bot{api.token}/sendMessage?chat_id=1&text=x"
    with ThreadPoolExecutor() as pool:
        polling, hanging = (pool.submit(httpx.get, url, timeout=PATIENCE) for url in (poll, slow))
        api.wait_for(lambda: len(api.calls) == 2)
        api.close()
        assert polling.result(PATIENCE).json() == {"ok": True, "result": []}
        assert isinstance(hanging.exception(PATIENCE), httpx.TransportError)
    api.close()
    assert threading.active_count() <= before


def test_waiting_has_an_end(api: BotApiServer) -> None:
    with pytest.raises(TimeoutError):
        api.wait_reply(CHAT, timeout=0.1)


# python-telegram-bot


def test_an_application_talks_to_people(api: BotApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else python-telegram-bot warns of RetryAfter.retry_after

    async def start(update: Update, _context: CONTEXT) -> None:
        assert update.effective_message
        button = InlineKeyboardButton("Да", callback_data="yes")
        await update.effective_message.reply_html("<b>Здравствуйте</b>", reply_markup=InlineKeyboardMarkup([[button]]))

    async def echo(update: Update, _context: CONTEXT) -> None:
        assert update.effective_message
        await update.effective_message.reply_document(InputFile(b"data", "a.txt"), do_quote=True)

    async def pressed(update: Update, _context: CONTEXT) -> None:
        assert update.callback_query
        await update.callback_query.answer("ok")
        await update.callback_query.edit_message_text("pressed")

    def people() -> None:
        api.say("/start")
        greeting = api.wait_reply(CHAT)
        assert greeting["entities"] == [{"type": "bold", "offset": 0, "length": 12}]
        query = api.press(greeting, "Да")
        assert api.wait_answer(query)["text"] == "ok"
        assert api.wait_for(lambda: [m for m in api.sent(CHAT) if m["text"] == "pressed"])
        asked = api.say("file")
        document = api.wait_reply(CHAT)
        assert document["document"]["file_name"] == "a.txt"
        assert document["reply_to_message"]["message_id"] == asked["message_id"]
        api.wait_for(lambda: not api.pending)

    async def run() -> None:
        builder = Application.builder().token(api.token).base_url(f"{api.url}/bot")
        app = builder.read_timeout(PATIENCE).get_updates_read_timeout(PATIENCE).build()
        app.add_handler(CommandHandler("start", start))
        app.add_handler(CallbackQueryHandler(pressed))
        app.add_handler(MessageHandler(filters.TEXT, echo))
        async with app:
            assert app.updater
            await app.updater.start_polling()
            await app.start()
            await asyncio.to_thread(people)
            api.fail("sendMessage", 429, retry_after=2)
            with pytest.raises(RetryAfter):
                await app.bot.send_message(CHAT, "x")
            api.fail("sendMessage", 403)
            with pytest.raises(Forbidden):
                await app.bot.send_message(CHAT, "x")
            api.fail("sendMessage", 400, migrate_to=-100)
            with pytest.raises(ChatMigrated):
                await app.bot.send_message(CHAT, "x")
            with pytest.raises(BadRequest, match="unsupported start tag"):
                await app.bot.send_message(CHAT, "<p>", parse_mode="HTML")
            await app.updater.stop()
            await app.stop()

    asyncio.run(run())
