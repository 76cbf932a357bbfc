"""A receiver of webhooks on this machine: a real HTTP server that answers as a test says, and remembers what came."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECONDS = 10


@dataclass(frozen=True)
class Received:
    """One request."""

    path: str
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes


@dataclass(frozen=True)
class Answer:
    """How it answers a request."""

    status: int = 200
    body: bytes = b"ok"
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False
    """Say nothing until the test is over."""
    drips: bool = False
    """Send a byte of an endless answer again and again."""


class Receiver:
    """Answers with the next of `answers`, and with 200 once there are none."""

    def __init__(self) -> None:
        self.answers: deque[Answer] = deque()
        self.came: queue.Queue[Received] = queue.Queue()
        self.over = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?from=chat"

    def next(self) -> Received:
        """The next request; waits for it."""
        return self.came.get(timeout=SECONDS)

    def _handler(receiver) -> type[BaseHTTPRequestHandler]:  # noqa: N805  # `self` is the handler's below
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = receiver.answers.popleft() if receiver.answers else Answer()
                receiver.came.put(Received(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                if answer.hangs:
                    receiver.over.wait()
                    return
                try:
                    self._answer(answer)
                except OSError:  # whoever asked has gone
                    self.close_connection = True

            def _answer(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                while answer.drips and not receiver.over.wait(0.02):
                    self.wfile.write(b".")
                    self.wfile.flush()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:
                """Keep quiet."""

        return Handler


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver, as long as it is needed."""
    receiver = Receiver()
    thread = threading.Thread(target=receiver.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield receiver
    receiver.over.set()
    receiver.server.shutdown()
    receiver.server.server_close()
    thread.join()
