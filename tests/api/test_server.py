"""The public server: its files, its health, and what it says at its start."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient
from peewee import OperationalError
from PIL import Image

from core import media
from core.settings import Settings
from core.storage import Storage
from core.storage.models import Media
from core.web.parts import Parts, build

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
