"""Pictures that people upload, re-encoded and kept by content hash so that every edge can serve them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from core.errors import InvalidInput
from core.i18n import _
from core.polyglots import is_something_else
from core.storage import Storage
from core.storage.models import Media

AGENT_PIXELS = 256
WIDGET_PIXELS = 72
"""What visitors load: twice as many as the 36 to 40 that the widget draws, for sharp screens."""
WIDGET_BYTES = 1_000
WIDGET_QUALITIES = (60, 45, 30)
KEPT_SMALL = 256
MESSAGE_PIXELS = 640
"""Greatest width and height of a picture in a message: twice what the widget draws, for sharp screens."""
MESSAGE_BYTES = 60_000
MESSAGE_QUALITIES = (80, 68, 56, 44, 32)
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_Turn = Image.Transpose
TURNS: Final[Mapping[object, Image.Transpose]] = {
    2: _Turn.FLIP_LEFT_RIGHT,
    3: _Turn.ROTATE_180,
    4: _Turn.FLIP_TOP_BOTTOM,
    5: _Turn.TRANSPOSE,
    6: _Turn.ROTATE_270,
    7: _Turn.TRANSVERSE,
    8: _Turn.ROTATE_90,
}
"""What sets a picture upright, by how its camera was held (EXIF, *Orientation*)."""


@dataclass(frozen=True, slots=True)
class Picture:
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture of a message as it is kept, its size in pixels."""

    hash: str
    width: int
    height: int


def keep_agent_picture(storage: Storage, data: bytes) -> str:
    """Re-encode an upload as a square webp without metadata and keep it; returns its hash. Raises InvalidInput."""
    encoded = square_webp(data, AGENT_PIXELS)
    _refuse_something_else(data)
    return keep_encoded(storage, encoded)


def keep_message_picture(storage: Storage, data: bytes) -> KeptPicture:
    """Re-encode an upload as a webp without metadata, whole and small, and keep it. Raises InvalidInput."""
    kept, encoded = encode_message_picture(data)
    keep_encoded(storage, encoded)
    return kept


def encode_message_picture(data: bytes) -> tuple[KeptPicture, bytes]:
    """An upload as `keep_message_picture` keeps it, not kept yet. Raises InvalidInput."""
    image = _upright(data)
    _refuse_something_else(data)
    image.thumbnail((MESSAGE_PIXELS, MESSAGE_PIXELS), Image.Resampling.LANCZOS)
    encoded = b""
    for quality in MESSAGE_QUALITIES:
        encoded = _webp(image, quality, method=4)
        if len(encoded) <= MESSAGE_BYTES:
            break
    return KeptPicture(hashlib.sha256(encoded).hexdigest(), image.width, image.height), encoded


def keep_encoded(storage: Storage, encoded: bytes) -> str:
    """Keep a picture that was encoded here; returns its hash."""
    digest = hashlib.sha256(encoded).hexdigest()
    with storage.transaction():
        row = Media.insert(hash=digest, content_type="image/webp", data=encoded, created_at=datetime.now(UTC))
        row.on_conflict_ignore().execute()
    return digest


def picture(storage: Storage, digest: str) -> Picture | None:
    """The picture with this hash, if it is kept here."""
    with storage.connection():
        row = Media.get_or_none(Media.hash == digest)
        return None if row is None else Picture(row.content_type, bytes(row.data))


def picture_address(digest: str | None) -> str:
    """Where browsers find a picture by its hash, "" if there is none."""
    return f"/media/{digest}" if digest else ""


def small_picture(storage: Storage, digest: str) -> Picture | None:
    """The picture with this hash as visitors load it; None as well for what is kept here and can't be read."""
    found = picture(storage, digest)
    small = _small_webp(found.data) if found else b""
    return Picture("image/webp", small) if small else None


@lru_cache(maxsize=KEPT_SMALL)
def _small_webp(data: bytes) -> bytes:
    """A kept picture at WIDGET_PIXELS, as good as WIDGET_BYTES allow; empty where it is no picture."""
    encoded = b""
    try:
        for quality in WIDGET_QUALITIES:
            encoded = square_webp(data, WIDGET_PIXELS, quality=quality, method=6)
            if len(encoded) <= WIDGET_BYTES:
                break
    except InvalidInput:
        return b""
    return encoded


def square_webp(data: bytes, pixels: int, *, quality: int = 85, method: int = 4) -> bytes:
    """The middle of a picture as webp, upright, `pixels` wide and high. Raises InvalidInput."""
    fitted = ImageOps.fit(_upright(data), (pixels, pixels), Image.Resampling.LANCZOS)
    return _webp(fitted, quality, method)


def _upright(data: bytes) -> Image.Image:
    """The picture in a file, the right way up. Raises InvalidInput."""
    if len(data) > MAX_BYTES:
        raise InvalidInput("picture_bytes", _("This file is larger than 10 MB. Choose a smaller picture."), "picture")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise _too_many_pixels()
            # Not `exif_transpose`: it writes all that a camera noted anew, and fails where a note has a wrong type.
            turn = TURNS.get(opened.getexif().get(ExifTags.Base.Orientation))
            upright = opened if turn is None else opened.transpose(turn)
            mode = "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
            return upright.convert(mode)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise InvalidInput(
            "picture_unreadable", _("This file is no picture we can read. Choose a JPEG, PNG, WebP or GIF."), "picture"
        ) from None


def _refuse_something_else(data: bytes) -> None:
    """Raises InvalidInput for a picture that is a web page, a program, a document or an archive as well."""
    if is_something_else(data):
        sentence = _(
            "This file is a picture and something else as well, such as a web page or an archive. Save it anew."
        )
        raise InvalidInput("picture_not_only", sentence, "picture")


def _webp(image: Image.Image, quality: int, method: int) -> bytes:
    written = io.BytesIO()
    image.save(written, "WEBP", quality=quality, method=method)
    return written.getvalue()


def _too_many_pixels() -> InvalidInput:
    return InvalidInput("picture_pixels", _("This picture has more than 40 megapixels. Make it smaller."), "picture")
