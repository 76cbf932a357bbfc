"""The whole product as an operator starts it, for browser stories, benchmarks and screenshots."""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from cli.ports import close_all, listen_all
from core.errors import SmartTriggerError
from core.settings import Settings
from core.storage import Storage

PATIENCE_SECONDS = 60.0
FIRST_PORT, LAST_PORT = 20_000, 31_000  # below the range from which the kernel takes ports by itself


def until(condition: Callable[[], Any], what: str, patience_seconds: float = PATIENCE_SECONDS) -> Any:
    """Wait for a condition and return what it returned; fails with `what` when it never comes true."""
    deadline = time.monotonic() + patience_seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"never came true: {what}"
        threading.Event().wait(0.02)
    return found


def free_ports() -> int:
    """The first of three free ports in a row."""
    while True:
        port = random.randrange(FIRST_PORT, LAST_PORT)
        with contextlib.suppress(SmartTriggerError):
            close_all(listen_all("127.0.0.1", {str(each): each for each in range(port, port + 3)}).values())
            return port


@dataclass
class Product:
    """`smart-trigger serve` on free ports and a data folder of its own."""

    data_dir: Path
    options: tuple[str, ...] = ("--shop", "--no-demo")
    environment: dict[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = (sys.executable, "-P", "-m", "cli.main", "serve")
    folder: Path | None = None
    """Where the command is typed; None: where the tests run."""
    port: int = field(default_factory=free_ports)
    lines: list[str] = field(default_factory=list)
    """Everything it has said so far, both streams."""
    process: subprocess.Popen[str] | None = None

    @property
    def settings(self) -> Settings:
        return Settings(data_dir=self.data_dir, port=self.port, **self._own_settings())

    @property
    def public(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def admin(self) -> str:
        return f"http://127.0.0.1:{self.port + 1}"

    @property
    def shop(self) -> str:
        return f"http://localhost:{self.port + 2}"

    @property
    def said(self) -> str:
        return "\n".join(self.lines)

    @property
    def sign_in_link(self) -> str:
        """The one-time link as printed at the start."""
        found = re.search(r"http://\S+/welcome/\S+", self.said)
        assert found, f"no link was printed:\n{self.said}"
        return found[0]

    def start(self) -> Product:
        """Start it and return when it says that it runs."""
        self.spawn()
        until(lambda: "is running" in self.said or self.ended, "the product said that it runs")
        assert not self.ended, f"it ended at once:\n{self.said}"
        until(lambda: "Data " in self.said, "the product said where everything is")
        return self

    def spawn(self) -> subprocess.Popen[str]:
        """Start it without waiting."""
        self.process = subprocess.Popen(
            [*self.command, *self.options, "--data", str(self.data_dir), "--port", str(self.port)],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=os.environ | {"SMART_TRIGGER_ALLOW_AUTOMATED": "true"} | self.environment,
            start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        threading.Thread(target=self._listen, args=(self.process.stdout,), daemon=True).start()
        return self.process

    @property
    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def stop(self) -> int:
        """Ctrl-C, as far as the program can tell; returns its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    @contextlib.contextmanager
    def storage(self) -> Iterator[Storage]:
        """The product's own data, for what a story has to find or to look at."""
        opened = Storage.open(self.settings)
        try:
            with opened.connection():
                yield opened
        finally:
            opened.close()

    def children(self) -> dict[str, int]:
        """Process ids of the parts, by name (public, admin, shop)."""
        assert self.process is not None
        found: dict[str, int] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError, ValueError):
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                words = (folder / "cmdline").read_text().split("\0")
                if parent == self.process.pid and "cli.main" in words:
                    found[words[words.index("cli.main") + 1]] = int(folder.name)
        return found

    def _own_settings(self) -> dict[str, Any]:
        return {name.removeprefix("SMART_TRIGGER_").lower(): value for name, value in self.environment.items()}

    def _listen(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self.lines.append(line.rstrip())


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
