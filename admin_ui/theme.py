"""Puts our look on every page: style sheets, the agent's choice of light or dark, Quasar's defaults switched off."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from nicegui import app as nicegui_app
from nicegui import ui
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from core.i18n import direction, language
from core.i18n.catalogues import script_words

STATIC = Path(__file__).parent / "static"
GROUND = ("fonts.css", "theme.css", "ground.css", "pieces.css", "fields.css")
BUNDLES = {
    "admin.bundle.css": (
        *GROUND,
        "skeleton.css",
        "buttons.css",
        "choices.css",
        "sideways.css",
        "selection.css",
        "floating.css",
        "emoji.css",
        "frame.css",
        "rail.css",
        "me-menu.css",
        "palette.css",
        "toasts.css",
        "pages.css",
        "hours.css",
        "inbox.css",
        "thread.css",
    ),
    "campaigns.bundle.css": ("campaigns.css", "campaign-row.css", "campaign-start.css"),
    "door.bundle.css": (*GROUND, "door.css"),
}
"""Sheets lie in files of a component each; a page asks for them in one."""
SCRIPTS = (
    "wire.js",
    "late-focus.js",
    "moved-press.js",
    "double-press.js",
    "filled-dialog.js",
    "admin.js",
    "shortcuts.js",
)
KEPT = "public, max-age=31536000, immutable"
FONT = "fonts/inter-latin-wght-normal.woff2"


def serve(app: FastAPI) -> None:
    """Serve `static/` under an address that changes with its content, so that browsers never ask again."""
    bundles = [Route(f"/{name}", _bundle(sheets)) for name, sheets in BUNDLES.items()]
    routes = [*bundles, Mount("/", _Kept(directory=STATIC))]
    app.mount(address(), Starlette(routes=routes, middleware=[Middleware(GZipMiddleware)]), name="static")


class _Kept(StaticFiles):
    def file_response(self, *args: Any, **more: Any) -> Response:
        response = super().file_response(*args, **more)
        response.headers["Cache-Control"] = KEPT
        return response


def _bundle(sheets: Sequence[str]) -> Callable[[Request], Response]:
    together = "\n".join((STATIC / sheet).read_text() for sheet in sheets)

    def answer(_: Request) -> Response:
        return Response(together, media_type="text/css", headers={"Cache-Control": KEPT})

    return answer


@cache
def address() -> str:
    """Where `static/` is served: a new one for new content; settled once, as the files are read at start."""
    digest = hashlib.sha256()
    for path in sorted(each for each in STATIC.rglob("*") if each.is_file()):
        digest.update(path.name.encode() + path.read_bytes())
    return f"/static/{digest.hexdigest()[:16]}"


def head(theme: str = "system", bundle: str = "admin.bundle.css", scripts: tuple[str, ...] = SCRIPTS) -> str:
    """What stands in the head of a page: it is there before the first paint, so nothing flashes."""
    base = address()
    lines = [f"<script>document.documentElement.dataset.theme={theme!r};{_spoken() if scripts else ''}</script>"]
    lines.append(f'<link rel="stylesheet" href="{base}/{bundle}">')
    lines.append(f'<link rel="preload" href="{base}/{FONT}" as="font" type="font/woff2" crossorigin>')
    lines += [f'<script defer src="{base}/{script}"></script>' for script in scripts]
    return "\n".join(lines)


def _spoken() -> str:
    """What scripts say, as `stWord("…")` gives it in the reader's language; and which way the page is read."""
    words = json.dumps(script_words(language()), ensure_ascii=False).replace("<", "\\u003c")
    flip = "document.documentElement.dir='rtl';" if direction(language()) == "rtl" else ""
    return f"{flip}window.stWord=(words=>said=>words[said]??said)({words});"


def brand() -> None:
    """Let Quasar paint with our tokens."""
    nicegui_app.colors(
        primary="var(--accent)",
        secondary="var(--muted)",
        accent="var(--accent)",
        dark="var(--surface)",
        dark_page="var(--page)",
        positive="var(--good)",
        negative="var(--bad)",
        info="var(--accent)",
        warning="var(--warn)",
    )


def dress(theme: str) -> None:
    """Put the look on the page that is being built. `theme`: light, dark or system."""
    ui.add_head_html(head(theme))


def add(sheets: tuple[str, ...], scripts: tuple[str, ...] = ()) -> None:
    """Give the page that is being built more style sheets and scripts, which it alone needs."""
    lines = [f'<link rel="stylesheet" href="{address()}/{sheet}">' for sheet in sheets]
    lines += [f'<script defer src="{address()}/{script}"></script>' for script in scripts]
    ui.add_head_html("\n".join(lines))


def sketch(shape: str) -> None:
    """What stands there until the browser has put the page together (static/skeleton.css).

    `shape`: rows, list (rows below filters), form, cards, editor or pane.
    """
    ui.add_head_html(f"<script>document.documentElement.dataset.sketch={shape!r};</script>")


def switch(theme: str) -> None:
    """Change an open page to another theme."""
    ui.run_javascript(f"document.documentElement.dataset.theme = {theme!r}")
