"""The public server: its files, its health, and that no client can hold it up."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient
from peewee import OperationalError
from PIL import Image

from core import media
from core.errors import TooMany
from core.settings import Settings
from core.storage import Storage
from core.storage.models import Media
from core.web import asgi
from core.web.asgi import create_asgi
from core.web.limits import LIMITS, Limits
from core.web.parts import Parts, build
from tests.api.conftest import CHROME, SHOP, Demo

# -- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("", ""),
        ("identity", ""),
        ("br;q=0, gzip;q=0", ""),
    ],
)
def test_the_loader_is_sent_as_small_as_the_browser_takes_it(
    client: FlaskClient, parts: Parts, accepted: str, encoding: str
) -> None:
    response = client.get("/widget.js", headers={"Accept-Encoding": accepted})
    assert response.headers.get("Content-Encoding", "") == encoding
    unpack: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
    assert unpack[encoding](response.data) == parts.assets.loader.plain
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Cache-Control"] == "public, max-age=300, stale-while-revalidate=86400"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Set-Cookie" not in response.headers


def test_a_loader_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/widget.js", headers={"Accept-Encoding": "br"})
    again = client.get("/widget.js", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    plain = client.get("/widget.js", headers={"If-None-Match": first.headers["ETag"]})
    assert plain.status_code == 200


def test_files_of_a_release_are_kept_for_ever_and_open_to_all_origins(client: FlaskClient, parts: Parts) -> None:
    for name in ("rules.js", "observers/time_on_page.js", "observers/time_on_site.js", "channels/chat.js"):
        response = client.get(parts.assets.base + name)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["0/rules.js", "../data/secrets/token-1.key", "%2e%2e/core/errors.py", ""])
def test_there_is_nothing_else_below_assets(client: FlaskClient, path: str) -> None:
    response = client.get(f"/assets/{path}")
    assert response.status_code == 404
    assert response.get_json()["code"] in ("asset_unknown", "not_found")


def test_pictures_come_from_the_database_and_can_do_no_harm(
    client: FlaskClient, storage: Storage, parts: Parts
) -> None:
    name = "ab" * 32
    with storage.transaction():
        Media.create(hash=name, content_type="image/webp", data=b"picture", created_at=parts.clock())
    response = client.get(f"/media/{name}")
    assert (response.data, response.content_type) == (b"picture", "image/webp")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    for other in ("cd" * 32, "..", "x" * 64):
        assert client.get(f"/media/{other}").status_code == 404


def test_visitors_load_a_small_form_of_a_picture(client: FlaskClient, storage: Storage) -> None:
    written = io.BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(written, "PNG")
    name = media.keep_agent_picture(storage, written.getvalue())
    response = client.get(f"/media/{name}/72")
    assert response.content_type == "image/webp"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(f"/media/{name}/72", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    with Image.open(io.BytesIO(response.data)) as small:
        assert (small.format, small.size) == ("WEBP", (72, 72))
    for other in (f"{name}/73", f"{name}/072", f"{name}/72/72", f"{'cd' * 32}/72", "x/72"):
        assert client.get(f"/media/{other}").status_code == 404
    with storage.transaction():
        Media.create(hash="ef" * 32, content_type="image/webp", data=b"none", created_at=datetime.now(UTC))
    assert client.get(f"/media/{'ef' * 32}/72").get_json()["code"] == "media_unknown"


# -- health -----------------------------------------------------------------------------------------------------------


def test_healthy_means_the_process_answers_and_ready_that_all_it_needs_does(
    client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/healthz").data == b"ok\n"
    assert client.get("/readyz").data == b"ready\n"

    def away(*_: object, **__: object) -> None:
        raise OperationalError("could not connect to host db.inside")

    monkeypatch.setattr(parts.storage.main, "connect", away)
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert (response.status_code, response.get_json()["code"]) == (503, "database_away")
    assert "inside" not in response.get_data(as_text=True)


def test_a_database_without_its_tables_is_not_ready_and_says_what_to_run(
    tmp_path: Path, parts: Parts, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Storage, "pending_migrations", lambda self: ["0002_more"])
    told = client.get("/readyz").get_json()
    assert (told["status"], told["code"]) == (503, "migrations_pending")
    assert "smart-trigger migrate" in told["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("get", "/nothing", 404), ("get", "/v1/boot", 405), ("put", "/widget.js", 405)]
)
def test_what_is_not_here_is_a_problem_too(client: FlaskClient, method: str, path: str, status: int) -> None:
    response = getattr(client, method)(path)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert ("Allow" in response.headers) is (status == 405)


# -- start ------------------------------------------------------------------------------------------------------------


def test_a_country_header_that_nobody_vouches_for_is_told_at_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for trusted, warned in ((0, True), (1, False)):
        caplog.clear()
        settings = Settings(data_dir=tmp_path / str(trusted), country_header="CF-IPCountry", trusted_proxies=trusted)
        build(settings).storage.close()
        assert ("trusted_proxies is 0" in caplog.text) is warned


# -- the front --------------------------------------------------------------------------------------------------------


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


# -- limits -----------------------------------------------------------------------------------------------------------


def test_limits_are_counted_by_minute_visitor_address_and_call() -> None:
    now = [30.0]
    limits = Limits(clock=lambda: now[0])
    for _ in range(LIMITS["messages"].visitor):
        limits.check("messages", address="198.51.100.7", visitor="v1")
    with pytest.raises(TooMany) as refused:
        limits.check("messages", address="198.51.100.7", visitor="v1")
    assert refused.value.retry_after_seconds == 31
    limits.check("messages", address="198.51.100.7", visitor="v2")
    limits.check("events", address="198.51.100.7", visitor="v1")
    now[0] += 31
    limits.check("messages", address="198.51.100.7", visitor="v1")


def test_addresses_of_one_ipv6_network_count_as_one() -> None:
    limits = Limits(clock=lambda: 0)
    for number in range(LIMITS["messages"].address):
        limits.check("messages", address=f"2001:db8:1:2::{number:x}")
    with pytest.raises(TooMany):
        limits.check("messages", address="2001:db8:1:2:ffff::1")
    limits.check("messages", address="2001:db8:1:3::1")


def test_limits_can_be_left_to_a_proxy() -> None:
    limits = Limits(enabled=False)
    for _ in range(1_000):
        limits.check("messages", address="198.51.100.7", visitor="v1")
