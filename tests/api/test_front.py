"""The front of the public server: it starts and ends with everything, and no client can hold it up."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

import pytest
from peewee import OperationalError

from core.storage import Storage
from core.web import asgi
from core.web.asgi import create_asgi
from core.web.parts import Parts
from tests.api.conftest import CHROME, SHOP, Demo


class Exchange:
    """One request to the ASGI application, as a server would bring it."""

    def __init__(self, path: str, *chunks: bytes | None, headers: dict[str, str] | None = None) -> None:
        sent = {"origin": SHOP, "user-agent": CHROME, **(headers or {})}
        self.scope = {
            "type": "http", "http_version": "1.1", "method": "POST", "path": path, "query_string": b"",
            "scheme": "http", "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "client": ("198.51.100.7", 1234), "server": ("127.0.0.1", 8000),
        }  # fmt: skip
        self.chunks = list(chunks)
        """What the client sends; None: it never goes on."""
        self.sent: list[Any] = []

    async def receive(self) -> dict[str, Any]:
        if not self.chunks:
            return {"type": "http.disconnect"}
        chunk = self.chunks.pop(0)
        if chunk is None:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": chunk, "more_body": bool(self.chunks)}

    async def send(self, event: Any) -> None:
        self.sent.append(event)

    @property
    def status(self) -> int | None:
        return next((int(event["status"]) for event in self.sent if event["type"] == "http.response.start"), None)

    @property
    def told(self) -> Any:
        return json.loads(b"".join(event.get("body", b"") for event in self.sent))


async def serve(parts: Parts, *exchanges: Exchange) -> None:
    """Start the application, bring the requests all at once, and stop it."""
    application = create_asgi(parts)
    stop, started = asyncio.Event(), asyncio.Event()
    events: list[str] = []

    async def receive() -> dict[str, Any]:
        if not events:
            return {"type": "lifespan.startup"}
        await stop.wait()
        return {"type": "lifespan.shutdown"}

    async def send(event: Any) -> None:
        events.append(event["type"])
        started.set()

    life = asyncio.create_task(_as_coroutine(application({"type": "lifespan"}, receive, send)))
    await started.wait()
    await asyncio.gather(*(application(each.scope, each.receive, each.send) for each in exchanges))
    stop.set()
    await life
    assert events == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


async def _as_coroutine(awaitable: Awaitable[None]) -> None:
    await awaitable


def boot_body(**fields: Any) -> bytes:
    return json.dumps({"site": "shop", "memory": True, "url": f"{SHOP}/", **fields}).encode()


async def test_the_whole_server_answers_and_writes_its_page_views_before_it_ends(
    demo: Demo, parts: Parts, storage: Storage
) -> None:
    whole = boot_body()
    exchanges = [Exchange("/v1/boot", whole[:10], whole[10:]) for _ in range(20)]
    await serve(parts, *exchanges)
    assert [each.status for each in exchanges] == [200] * 20
    assert all("passport" in each.told for each in exchanges)
    with storage.reading_log():
        assert storage.log.execute_sql("SELECT count(*) FROM page_view").fetchone() == (20,)


async def test_a_body_that_a_proxy_sends_in_pieces_counts_like_any_other(demo: Demo, parts: Parts) -> None:
    whole = boot_body()
    pieces = Exchange("/v1/boot", whole[:10], whole[10:], headers={"Transfer-Encoding": "chunked"})
    await serve(parts, pieces)
    assert (pieces.status, "passport" in pieces.told) == (200, True)


async def test_slow_clients_hold_up_nobody_and_are_let_go(
    demo: Demo, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asgi, "BODY_SECONDS", 0.5)
    slow = [Exchange("/v1/boot", b"{", None) for _ in range(asgi.THREADS * 3)]
    quick = Exchange("/v1/boot", boot_body())
    await serve(parts, *slow, quick)
    assert quick.status == 200
    assert {each.status for each in slow} == {408}


async def test_clients_that_leave_are_answered_nothing(demo: Demo, parts: Parts) -> None:
    gone = Exchange("/v1/boot")
    await serve(parts, gone)
    assert gone.sent == []


async def test_a_body_without_end_is_refused_early(demo: Demo, parts: Parts) -> None:
    endless = Exchange("/v1/boot", *[b"x" * 8_192] * 100)
    await serve(parts, endless)
    assert (endless.status, endless.told["code"]) == (413, "body_too_large")
    assert len(endless.chunks) > 90


async def test_a_server_whose_database_is_away_starts_all_the_same(
    demo: Demo, parts: Parts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("away")

    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(parts.storage.main, "connect", away)
    starting = replace(parts, plans=type(parts.plans)(parts.storage, parts.registry))
    boot = Exchange("/v1/boot", boot_body())
    await serve(starting, boot)
    assert (boot.status, boot.told["code"]) == (503, "starting")
