"""A visitor API that does as a test says, before the widget's real, minified files; and pages to embed it in."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from core.messages.buttons import left_of
from core.rules.watching import watched
from core.web.assets import Assets, build_assets

ROOT = Path(__file__).parents[3]
MODULES = {
    "channels/chat.js": ROOT / "plugins/channels/chat.js",
    "channels/popup.js": ROOT / "plugins/channels/popup.js",
    "channels/banner_top.js": ROOT / "plugins/channels/banner.js",
    "channels/banner_foot.js": ROOT / "plugins/channels/banner.js",
    "observers/clicked_element.js": ROOT / "plugins/conditions/clicked_element.js",
    "observers/time_on_page.js": ROOT / "plugins/conditions/time_on_page.js",
    "observers/time_on_site.js": ROOT / "plugins/conditions/time_on_site.js",
}
SNIPPET = '<script async src="{server}/widget.js" data-site="KEY"></script>'
BODY = "<h1>Harbour Goods</h1><p>Lamps, rope and brass.</p><a href='/other'>Other page</a>"
AGENT = {"name": "Ada Lindqvist", "title": "Customer care", "picture": ""}
NOBODY = {"name": "", "title": "", "picture": ""}
"""How visitors' own entries are signed."""
PICTURE = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""Anybody's: one pixel."""

Json = dict[str, Any]


class Refuse(Exception):
    """A problem answer instead of the usual one."""

    def __init__(self, status: int, code: str) -> None:
        self.status, self.code = status, code


def words(text: str) -> list[Json]:
    return [{"type": "text", "spans": [{"text": text}]}]


def after_seconds(seconds: float) -> Json:
    return {"match": "all", "rules": [{"id": "a", "fact": "time_on_page", "operator": "at_least", "value": seconds}]}


@cache
def built() -> Assets:
    """The widget's real files, built once for all tests."""
    return build_assets(ROOT / "widget", MODULES)


@dataclass
class Fake:
    """What the server is to say, and what it was asked."""

    site: Json = field(
        default_factory=lambda: {
            "colour": "#0f6b5c", "text_colour": "#ffffff", "position": "right", "launcher": "always", "texts": {},
        }
    )  # fmt: skip
    store: bool = True
    residuals: list[Json] = field(default_factory=list)
    messages: dict[int, list[Json]] = field(default_factory=dict)
    channels: dict[int, str] = field(default_factory=dict)
    """Blocks of each campaign."""
    refusals: dict[int, str] = field(default_factory=dict)
    agent: Json = field(default_factory=lambda: dict(AGENT))
    conversation: list[Json] = field(default_factory=list)
    conversation_key: str = ""
    open: bool = True
    read: int = 0
    calls: list[tuple[str, Json]] = field(default_factory=list)
    faults: dict[str, list[Exception]] = field(default_factory=dict)
    """Problems to answer with, by call, each once."""
    gates: dict[str, threading.Event] = field(default_factory=dict)
    """A call waits for its gate to open."""
    answer: Callable[[str, Json, Json], None] | None = None
    """May change an answer: gets the call's name, its body and the answer."""
    pages: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    head: str = ""
    direction: str = "ltr"
    body: str = BODY
    shown_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="milliseconds"))
    """When campaigns' messages are shown, by its clock."""
    later: timedelta = timedelta()
    """How far its clock is ahead, where a test has let a page's clock run on."""
    version: int = 0
    visitors: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)
    assets: Assets = field(default_factory=built)
    port: int = 0

    @property
    def server(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def shop(self) -> str:
        """The page's origin: another site than the server's."""
        return f"http://localhost:{self.port}"

    # -- what tests say and ask ---------------------------------------------------------------------------------------

    def campaign(
        self, number: int, text: str | list[Json] = "Hello there", rule: Any = True, channel: str = "chat"
    ) -> None:
        self.messages[number] = words(text) if isinstance(text, str) else text
        self.channels[number] = channel
        self.residuals.append({"campaign": number, "channel": channel, "rule": rule})

    def says(self, text: str, name: str = "Ada Lindqvist", title: str = "", author: str = "agent") -> None:
        """An entry of the conversation; the first one opens it."""
        with self.lock:
            self.conversation_key = self.conversation_key or "talk-1"
            speaker = {"name": name, "title": title, "picture": ""}
            self._enter(author, words(text), f"id-{len(self.conversation)}", speaker)

    def asked(self, call: str) -> list[Json]:
        """The bodies of all calls of that name so far."""
        with self.lock:
            return [body for name, body in self.calls if name == call]

    def events(self) -> list[str]:
        """Names of all events told so far, repetitions left out."""
        seen = {each["id"]: each["event"] for body in self.asked("events") for each in body["events"]}
        return list(seen.values())

    def pressed(self) -> list[Json]:
        """Presses of buttons that were told so far, repetitions left out."""
        events = [each for body in self.asked("events") for each in body["events"]]
        return list({each["id"]: each for each in events if each["event"] == "pressed"}.values())

    def told(self) -> list[Json]:
        """The pages' own events that were told so far, repetitions left out."""
        events = [each for body in self.asked("events") for each in body["events"]]
        return list({each["id"]: each for each in events if each["event"] == "custom"}.values())

    def texts(self) -> list[str]:
        """What visitors have written."""
        with self.lock:
            mine = [each for each in self.conversation if each["author"] == "visitor"]
        return ["".join(span.get("text", "\n") for span in each["blocks"][0]["spans"]) for each in mine]

    def fail(self, call: str, *faults: Exception) -> None:
        self.faults.setdefault(call, []).extend(faults)

    # -- the visitor API ----------------------------------------------------------------------------------------------

    def take(self, call: str, body: Json) -> Json:
        with self.lock:
            self.calls.append((call, body))
            fault = self.faults[call].pop(0) if self.faults.get(call) else None
        if gate := self.gates.get(call):
            gate.wait(20)
        if fault:
            raise fault
        with self.lock:
            answer: Json = getattr(self, f"_{call}")(body)
            if call != "poll" and "off" not in answer:
                self.version += 1
                answer |= {"passport": body.get("passport") or self._new_visitor(), "passport_version": self.version}
            if self.answer:
                self.answer(call, body, answer)
        return answer

    def _new_visitor(self) -> str:
        self.visitors += 1
        return f"1.visitor-{self.visitors}"

    def _boot(self, body: Json) -> Json:
        open_rules = [each for each in self.residuals if each["rule"] is not True]
        key = self.conversation_key
        return {
            "store": self.store and body["memory"] and body.get("consent") is not False,
            "visit_seconds": 0,
            "residuals": self.residuals,
            **({"ticket": "1.ticket"} if self.residuals else {"page_view": "1-page-view"}),
            "observers": watched(each["rule"] for each in open_rules),
            "assets": self.assets.base,
            "site": self.site,
            "conversation": {"key": key, "last_seq": 0, "unread": 0, "open": self.open} if key else None,
        }

    def _claim(self, body: Json) -> Json:
        number = body["campaign"]
        if number in self.refusals:
            return {"refused": self.refusals[number]}
        said = {"blocks": self.messages[number], "agent": self.agent, "at": self.shown_at}
        message = {"channel": self.channels[number], **said}
        return {"impression": f"1.impression-{number}-{body['display']}", "message": message}

    def _events(self, body: Json) -> Json:
        return {"acknowledged": [each["id"] for each in body["events"]]}

    def _messages(self, body: Json) -> Json:
        known = [each for each in self.conversation if each["id"] == body["id"]]
        if not known:
            if impression := body.get("impression"):
                number, display = impression.removeprefix("1.impression-").split("-", 1)
                self.conversation_key = f"talk-{number}"
                self.conversation.clear()
                self._enter(
                    "campaign", left_of(self.messages[int(number)]), display, self.agent | {"at": self.shown_at}
                )
            self.conversation_key = self.conversation_key or "talk-own"
            spans: list[Json] = []
            for at, line in enumerate(body["text"].split("\n")):
                spans += [{"break": True}, {"text": line}] if at else [{"text": line}]
            self._enter("visitor", [{"type": "text", "spans": spans}], body["id"], NOBODY)
            self.open = True
            known = [self.conversation[-1]]
        last = len(self.conversation)
        return {"conversation": {"key": self.conversation_key, "last_seq": last, "open": True}, "message": known[0]}

    def _poll(self, body: Json) -> Json:
        if body["conversation"] != self.conversation_key:
            raise Refuse(404, "conversation_unknown")
        self.read = max(self.read, body.get("read") or 0)
        news = [each for each in self.conversation if each["seq"] > body["after"]][:100]
        told = {"messages": news, "open": self.open, "last_seq": len(self.conversation), "read": self.read}
        return told | {"now": (datetime.now(UTC) + self.later).isoformat()}

    def _violations(self, _: Json) -> Json:
        """Where a page's policy sends its reports."""
        return {}

    def _enter(self, author: str, blocks: Sequence[Mapping[str, Any]], name_of_entry: str, speaker: Json) -> None:
        self.conversation.append(
            {
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"), **speaker,
                "seq": len(self.conversation) + 1, "id": name_of_entry, "author": author, "blocks": blocks,
            }
        )  # fmt: skip

    def page(self, path: str) -> str:
        body = self.pages.get(path, self.body)
        snippet = SNIPPET.format(server=self.server)
        head = f"<meta name=viewport content='width=device-width'><title>Shop</title>{self.head}{snippet}"
        return f"<!doctype html><html lang=en dir={self.direction}>{head}<body><main>{body}</main></body></html>"


class Handler(BaseHTTPRequestHandler):
    fake: Fake
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            answer, status = self.fake.take(self.path.removeprefix("/v1/"), body), 200
        except Refuse as refusal:
            answer, status = {"status": refusal.status, "code": refusal.code}, refusal.status
        except ConnectionError:
            self.close_connection = True
            return
        self._send(status, json.dumps(answer).encode(), "application/json", {"Cache-Control": "no-store"})

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/favicon.ico":
            self._send(204, b"", "text/plain")
        elif path.startswith("/media/"):
            self._send(200, PICTURE, "image/gif")
        elif path == "/widget.js":
            loader = self.fake.assets.loader
            self._send(200, loader.brotli, loader.content_type, {"Content-Encoding": "br"})
        elif path.startswith("/assets/"):
            asset = self.fake.assets.files.get(path.removeprefix("/assets/"))
            if asset:
                self._send(200, asset.brotli, asset.content_type, {"Content-Encoding": "br"})
            else:
                self._send(404, b"", "text/plain")
        else:
            self._send(200, self.fake.page(path).encode(), "text/html; charset=utf-8", self.fake.headers)

    def _send(self, status: int, data: bytes, content_type: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": content_type, "Content-Length": str(len(data)), "Access-Control-Allow-Origin": "*",
        }.items() | (headers or {}).items():  # fmt: skip
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def serve() -> Iterator[Fake]:
    fake = Fake()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("FakeHandler", (Handler,), {"fake": fake}))
    server.daemon_threads = True
    fake.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        for gate in fake.gates.values():
            gate.set()
        server.shutdown()
        server.server_close()
        thread.join()
