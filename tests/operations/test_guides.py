"""`script/docs` builds the guides without a warning, and with nothing in them that is fetched from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

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
