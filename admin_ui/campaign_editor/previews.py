"""Serves the mock widget: the very files that visitors' browsers load, for a sandboxed frame in the builder."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter, Request
from starlette.responses import Response

from core.plugins import Registry
from core.web.assets import WIDGET, Assets, build_assets

POLICY = "; ".join(
    (
        "sandbox allow-scripts",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "Access-Control-Allow-Origin": "*",  # a sandboxed frame has no origin, and loads its modules from here all the same
    "Cache-Control": "no-cache",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
}


def routes(registry: Registry) -> APIRouter:
    """`/preview/PATH`: each file of this release by its path, such as `/preview/preview.html`."""
    router = APIRouter()

    @cache
    def assets() -> Assets:
        return build_assets(WIDGET, registry.browser_modules)

    @router.get("/preview/{path:path}")
    def file(request: Request, path: str) -> Response:
        found = assets().get(path)
        if found is None:
            return Response("There is no such file in this release.", 404, media_type="text/plain")
        headers = {**HEADERS, "ETag": f'"{found.etag}"'}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(found.plain, media_type=found.content_type, headers=headers)

    return router
