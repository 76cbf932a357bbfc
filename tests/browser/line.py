"""The line between a browser and the admin, which a story can make slow, cut, let go dead, and mend."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from queue import SimpleQueue

FAR_SECONDS = 0.4
"""The lag of who is far away from the server."""
CONNECTED = "window.socket?.connected"
"""Whether a page of the admin has its connection."""


class Line:
    """Passes bytes on between a port of its own and the admin's."""

    lag_seconds = 0.0
    """How long everything that is told from now on is on its way, in either direction."""

    def __init__(self, admin_port: int) -> None:
        self._admin = ("127.0.0.1", admin_port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._whole = True
        self._alive = threading.Event()
        self._alive.set()
        self._lock = threading.Lock()
        threading.Thread(target=self._answer, daemon=True).start()

    @property
    def address(self) -> str:
        """Where the admin is found behind this line."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        """Break every connection, and each new one, until `mend`."""
        with self._lock:
            self._whole = False
            for end in self._open:
                _hang_up(end)

    def go_dead(self) -> None:
        """Swallow all that is told, and answer nobody, until `mend`: neither side is told so."""
        self._alive.clear()

    def mend(self) -> None:
        with self._lock:
            self._whole = True
        self._alive.set()

    def close(self) -> None:
        self.cut()
        self._alive.set()
        _hang_up(self._listener)
        self._listener.close()

    def _answer(self) -> None:
        with contextlib.suppress(OSError):  # the listener was closed: the story is over
            while True:
                browser, _ = self._listener.accept()
                threading.Thread(target=self._connect, args=(browser,), daemon=True).start()

    def _connect(self, browser: socket.socket) -> None:
        self._alive.wait()
        with browser, contextlib.suppress(OSError), socket.create_connection(self._admin) as admin:
            with self._lock:
                if not self._whole:
                    return
                self._open |= {browser, admin}
            back = threading.Thread(target=self._pass_on, args=(admin, browser), daemon=True)
            back.start()
            self._pass_on(browser, admin)
            back.join()
            with self._lock:
                self._open -= {browser, admin}

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        on_its_way = SimpleQueue[tuple[float, bytes]]()
        arriving = threading.Thread(target=self._arrive, args=(on_its_way, target), daemon=True)
        arriving.start()
        with contextlib.suppress(OSError):
            while told := source.recv(65_536):
                on_its_way.put((time.monotonic() + self.lag_seconds, told))
        on_its_way.put((0, b""))
        arriving.join()
        _hang_up(source)
        _hang_up(target)

    def _arrive(self, on_its_way: SimpleQueue[tuple[float, bytes]], target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                when, told = on_its_way.get()
                if not told:
                    return
                time.sleep(max(0.0, when - time.monotonic()))
                if self._alive.is_set():
                    target.sendall(told)


@contextlib.contextmanager
def line_to(admin_port: int) -> Iterator[Line]:
    """A line that is there for a story."""
    line = Line(admin_port)
    try:
        yield line
    finally:
        line.close()


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
