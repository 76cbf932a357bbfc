"""Serves the names that the emoji picker searches in (vendor/emoji): compressed once, kept by browsers for good."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response

from admin_ui.theme import KEPT

VENDOR = Path(__file__).parent / "vendor" / "emoji"
LANGUAGES = ("en", "vi")


def serve(app: FastAPI) -> None:
    """Serve the names under an address that changes with them; the picker asks with HEAD whether they are still so."""
    for language in LANGUAGES:
        app.add_api_route(f"{address()}/{language}.json", _answering(language), methods=["GET", "HEAD"])


@cache
def address() -> str:
    """Where the names are served, `/LANGUAGE.json` to be added."""
    digest = hashlib.sha256(b"".join((VENDOR / f"{each}.json").read_bytes() for each in LANGUAGES))
    return f"/emoji/{digest.hexdigest()[:16]}"


def _answering(language: str) -> Callable[[], Response]:
    headers = {"Content-Encoding": "gzip", "Cache-Control": KEPT, "ETag": f'"{address()}/{language}"'}

    def names() -> Response:
        return Response(_compressed(language), media_type="application/json", headers=headers)

    return names


@cache
def _compressed(language: str) -> bytes:
    return gzip.compress((VENDOR / f"{language}.json").read_bytes(), mtime=0)
