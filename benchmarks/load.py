"""A load generator: a few connections that ask as fast as they are answered, on raw sockets so that it costs little."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CONNECTIONS = 8


@dataclass(frozen=True)
class Load:
    per_second: float
    milliseconds: Sequence[float]
    """How long each request took."""


def request(port: int, path: str, origin: str, fields: Mapping[str, Any]) -> bytes:
    """A visitor API request as a browser sends it."""
    body = json.dumps(fields).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {origin}\r\nContent-Type: text/plain\r\n"
        f"User-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def run(port: int, requests: Sequence[bytes], connections: int = CONNECTIONS) -> Load:
    """Send every request, spread over a few kept connections; raises RuntimeError for an answer that is not 200."""
    return asyncio.run(_run(port, requests, connections))


async def _run(port: int, requests: Sequence[bytes], connections: int) -> Load:
    waiting = iter(requests)
    taken: list[float] = []
    started = time.perf_counter()
    await asyncio.gather(*(_ask_all(port, waiting, taken) for _ in range(connections)))
    return Load(len(taken) / (time.perf_counter() - started), taken)


async def _ask_all(port: int, waiting: Any, taken: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for each in waiting:
        started = time.perf_counter()
        writer.write(each)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(_length(head))
        taken.append((time.perf_counter() - started) * 1000)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.split(b"\r\n", 1)[0].decode())
    writer.close()
    await writer.wait_closed()


def _length(head: bytes) -> int:
    marker = b"content-length: "
    start = head.lower().index(marker) + len(marker)
    return int(head[start : head.index(b"\r", start)])
