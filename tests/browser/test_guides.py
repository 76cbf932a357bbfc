"""`script/docs` builds the guides without a warning, with nothing in them that is fetched from elsewhere, and for
everybody to read.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from tests.browser.looks.page_checks import COLOURS, colours, complaints, resize

ROOT = Path(__file__).parents[2]
FETCHED = re.compile(r"""<(?:script|img|link|iframe|source)\b[^>]*?\b(?:src|href)=["']?(?:https?:)?//[^"'\s>]+""")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guides")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder)]
    build = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert build.returncode == 0, build.stdout + build.stderr
    return folder


def test_every_page_is_built(built: Path) -> None:
    wanted = {f"{page.stem}.html" for page in (ROOT / "docs").glob("*.md")}
    assert wanted <= {page.name for page in built.glob("*.html")}
    assert (built / "look" / "fonts" / "inter-latin-wght-normal.woff2").is_file()


def test_nothing_is_fetched_from_elsewhere(built: Path) -> None:
    pages = {page.name: page.read_text(encoding="utf-8") for page in built.glob("*.html")}
    assert {name: found for name, text in pages.items() if (found := FETCHED.findall(text))} == {}
    sheets = [sheet.read_text(encoding="utf-8") for sheet in built.rglob("*.css")]
    assert [found for text in sheets for found in re.findall(r"(?:url\(|@import )[\"']?https?:[^)\"']*", text)] == []


COLOURFUL = ("index.html", "api.html", "marketer.html", "performance.html")
"""Between them they have all that a guide can have: text, tables, code, pictures, notes."""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(built: Path) -> Iterator[str]:
    """Where the guides can be read."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_every_page_is_accessible_and_fits(built: Path, served: str, chromium: Browser) -> None:
    page = chromium.new_page(reduced_motion="reduce")
    found: list[str] = []
    for path in sorted(built.glob("*.html")):
        page.goto(f"{served}/{path.name}")
        for size in ("desktop", "phone"):
            resize(page, size)
            found += complaints(page, f"{path.name} on a {size}", but=COLOURS)
        if path.name in COLOURFUL:
            found += colours(page, path.name)
    page.close()
    assert found == [], "\n".join(found)
