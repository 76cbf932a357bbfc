"""What browsers load: `/widget.js`, `/assets/…` and `/media/…`."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, Response, request

from core import media
from core.errors import NotFound
from core.web.assets import Asset
from core.web.parts import Parts

FOREVER: Final = "public, max-age=31536000, immutable"
WIDGET_CACHE: Final = "public, max-age=300, stale-while-revalidate=86400"
_HASH = re.compile(r"[0-9a-f]{16,64}")


def blueprint(parts: Parts) -> Blueprint:
    """The views, with the parts they need."""
    views = Blueprint("files", __name__)

    @views.get("/widget.js")
    def widget() -> Response:
        return _file(parts.assets.loader, WIDGET_CACHE)

    @views.get("/assets/<path:path>")
    def asset(path: str) -> Response:
        found = parts.assets.files.get(path)
        if found is None:
            raise NotFound("asset_unknown", "This release's files are not here any more. Reload the page.")
        return _file(found, FOREVER)

    @views.get("/media/<name>")
    def picture(name: str) -> Response:
        return _picture(media.picture(parts.storage, name) if _HASH.fullmatch(name) else None, name)

    @views.get(f"/media/<name>/{media.WIDGET_PIXELS}")
    def small_picture(name: str) -> Response:
        found = media.small_picture(parts.storage, name) if _HASH.fullmatch(name) else None
        return _picture(found, f"{name}-{media.WIDGET_PIXELS}")

    return views


def small_address(address: str) -> str:
    """Where visitors find the small form of a picture, by the large one's address; "" if there is none."""
    return f"{address}/{media.WIDGET_PIXELS}" if address else ""


def _picture(found: media.Picture | None, etag: str) -> Response:
    if found is None:
        raise NotFound("media_unknown", "There is no such picture. It may have been replaced.")
    response = Response(found.data, content_type=found.content_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _open_to_all(response, FOREVER, etag)


def _file(asset: Asset, cache: str) -> Response:
    """The file in the smallest way that the browser takes."""
    accepted = request.accept_encodings
    encoding, data = "", asset.plain
    if accepted.quality("br") > 0:
        encoding, data = "br", asset.brotli
    elif accepted.quality("gzip") > 0:
        encoding, data = "gzip", asset.gzip
    response = Response(data, content_type=asset.content_type)
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return _open_to_all(response, cache, f"{asset.etag}-{encoding or 'plain'}")


def _open_to_all(response: Response, cache: str, etag: str) -> Response:
    headers = response.headers
    headers["Cache-Control"] = cache
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["Timing-Allow-Origin"] = "*"
    headers["X-Content-Type-Options"] = "nosniff"
    response.set_etag(etag)
    return response.make_conditional(request)  # type: ignore[return-value]  # werkzeug's base class is what it returns
