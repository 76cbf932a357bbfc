"""Takes the ports before any work is done. Standard library only: `script/run` asks before it installs anything."""

from __future__ import annotations

import errno
import socket
import sys
import time
from collections.abc import Iterable, Mapping

from core.errors import SmartTriggerError

BACKLOG = 2048
POLL_SECONDS = 0.05


def listen(host: str, port: int, purpose: str) -> socket.socket:
    """A listening socket; raises SmartTriggerError with a sentence that names the port and `--port`.

    The supervisor keeps it while children come and go, so a restart looks like a slow answer, not like a refusal.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise SmartTriggerError(
            "host_unknown",
            f"The address {host} can't be listened on ({error.strerror}). Set SMART_TRIGGER_HOST to another.",
        ) from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise SmartTriggerError("port_taken", _sentence(error, host, port, purpose)) from error
    return listener


def listen_all(host: str, purposes: Mapping[str, int], patience_seconds: float = 0) -> dict[str, socket.socket]:
    """One listening socket for each purpose (name → port); all or none. Waits so long for ports that are in use."""
    deadline = time.monotonic() + patience_seconds
    taken: dict[str, socket.socket] = {}
    try:
        for purpose, port in purposes.items():
            taken[purpose] = _listen_by(deadline, host, port, purpose)
    except SmartTriggerError:
        close_all(taken.values())
        raise
    return taken


def _listen_by(deadline: float, host: str, port: int, purpose: str) -> socket.socket:
    while True:
        try:
            return listen(host, port, purpose)
        except SmartTriggerError as error:
            is_in_use = isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.EADDRINUSE
            if not is_in_use or time.monotonic() >= deadline:
                raise
        time.sleep(POLL_SECONDS)


def close_all(listeners: Iterable[socket.socket]) -> None:
    for listener in listeners:
        listener.close()


def _sentence(error: OSError, host: str, port: int, purpose: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is in use, and the {purpose} needs it. "
            "Stop the program that holds it, or choose three other ports in a row with --port."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs root. Choose one above 1023 with --port."
    return f"The {purpose} can't listen on {host}:{port}: {error.strerror}. Choose another with --port."


def main(arguments: list[str]) -> int:
    """Usage: `python3 -m cli.ports HOST PORT…`; says what is wrong and returns 1 unless all are free."""
    host, *ports = arguments
    try:
        close_all(listen_all(host, {f"server on port {port}": int(port) for port in ports}).values())
    except (SmartTriggerError, ValueError) as error:
        print(f"smart-trigger: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
