"""Sites: their origins, their colours, their snippet."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from core import media, sites, team
from core.errors import InvalidInput, NotFound
from core.sites import SiteSettings
from core.storage import Storage

SHOP = SiteSettings(name="Shop", origins=("https://shop.example",), time_zone="Europe/Berlin")


@pytest.fixture(autouse=True)
def connected(storage: Storage) -> Iterator[None]:
    """Tests look into the tables, too."""
    with storage.connection():
        yield


def test_empty_lines_and_repetitions_do_not_matter(storage: Storage) -> None:
    kept = sites.add_site(
        storage, replace(SHOP, origins=("https://shop.example", "", " ", "https://SHOP.example/a", "http://b.example"))
    )
    assert kept.settings.origins == ("https://shop.example", "http://b.example")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"origins": ("https://",)}, "origins"),
        ({"origins": ("shop",)}, "origins"),
        ({"time_zone": "Berlin"}, "time_zone"),
        ({"colour": "blue"}, "colour"),
        ({"colour": "#12345"}, "colour"),
        ({"position": "top"}, "position"),
        ({"launcher": "never"}, "launcher"),
        ({"consent": "maybe"}, "consent"),
        ({"minimum_gap_seconds": -1}, "minimum_gap_seconds"),
        ({"minimum_gap_seconds": 31 * 86400}, "minimum_gap_seconds"),
        ({"recipient": "agent:99"}, "recipient"),
    ],
)
def test_settings_that_can_not_be_are_told_at_their_field(storage: Storage, change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        sites.add_site(storage, replace(SHOP, **change))
    assert refused.value.field == field
    assert sites.sites(storage) == ()


@pytest.mark.parametrize(
    ("colour", "text"),
    [
        ("#3451d1", "#ffffff"),
        ("#000000", "#ffffff"),
        ("#ffffff", "#16191f"),
        ("#f2b705", "#16191f"),
        ("#b3261e", "#ffffff"),
    ],
)
def test_the_text_on_a_sites_colour_is_the_one_that_reads_better(colour: str, text: str) -> None:
    assert sites.text_colour(colour) == text


def test_the_snippet_is_one_line_that_names_the_site(storage: Storage) -> None:
    site = sites.add_site(storage, SHOP, key="KEY-1")
    line = '<script async src="https://chat.example/widget.js" data-site="KEY-1"></script>'
    assert sites.snippet(site, "https://chat.example") == line


def test_keys_are_made_and_differ(storage: Storage) -> None:
    keys = {sites.add_site(storage, SHOP).key for _ in range(20)}
    assert len(keys) == 20
    assert all(len(key) >= 16 for key in keys)


def test_an_archived_site_is_put_away_and_comes_back(storage: Storage) -> None:
    site = sites.add_site(storage, SHOP)
    sites.archive_site(storage, site.id)
    assert sites.sites(storage) == ()
    assert sites.sites(storage, archived=True)[0].archived
    assert not sites.restore_site(storage, site.id).archived
    with pytest.raises(NotFound):
        sites.archive_site(storage, 99)


def test_first_messages_can_go_to_somebody_who_is_here(storage: Storage) -> None:
    ada = team.add_agent(storage, email="ada@shop.example", name="Ada", role="owner")
    site = sites.add_site(storage, replace(SHOP, recipient=f"agent:{ada.id}"))
    assert site.settings.recipient == f"agent:{ada.id}"


def picture(width: int, height: int, kind: str = "PNG", **more: Any) -> bytes:
    written = io.BytesIO()
    image = Image.new("RGB", (width, height), "#ffffff")
    image.paste("#b3261e", (0, 0, width // 2, height))
    image.save(written, kind, **more)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_becomes_a_small_square_webp_kept_once(storage: Storage, kind: str) -> None:
    digest = media.keep_agent_picture(storage, picture(900, 400, kind))
    assert media.keep_agent_picture(storage, picture(900, 400, kind)) == digest
    kept = media.picture(storage, digest)
    assert kept is not None
    assert kept.content_type == "image/webp"
    with Image.open(io.BytesIO(kept.data)) as opened:
        assert (opened.format, opened.size) == ("WEBP", (256, 256))
    assert media.picture(storage, "0" * 64) is None


def test_a_picture_taken_sideways_is_turned_upright_and_loses_what_the_camera_noted(storage: Storage) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned clockwise by a quarter
    exif[0x010F] = "Camera"
    encoded = media.square_webp(picture(400, 400, "JPEG", exif=exif.tobytes(), quality=95), 256)
    with Image.open(io.BytesIO(encoded)) as opened:
        top, bottom = opened.convert("RGB").getpixel((128, 20)), opened.convert("RGB").getpixel((128, 236))
        assert isinstance(top, tuple)
        assert isinstance(bottom, tuple)
        assert top[1] < 100 < bottom[1]
        assert not opened.getexif()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture_unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "picture_unreadable"),
        (b"GIF89a" + b"\0" * 20, "picture_unreadable"),
        (picture(64, 64)[:60], "picture_unreadable"),
        (b"\0" * (10 * 1024 * 1024 + 1), "picture_bytes"),
    ],
)
def test_what_is_no_picture_is_refused_with_what_to_do(data: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        media.square_webp(data, 256)
    assert refused.value.code == code


def chunk(kind: bytes, content: bytes) -> bytes:
    """A part of a PNG file."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@pytest.mark.parametrize(("width", "height"), [(6400, 6400), (12000, 12000), (60000, 6000)])
def test_a_picture_that_would_fill_the_memory_is_refused_unopened(width: int, height: int) -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    with pytest.raises(InvalidInput) as refused:
        media.square_webp(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b""), 256)
    assert refused.value.code == "picture_pixels"
