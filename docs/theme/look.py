"""Gives the guides the admin's look: its tokens, its font and its sign, so that no colour is written twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "admin_ui" / "static"
LOOK = (
    STATIC / "theme.css",
    STATIC / "fonts.css",
    STATIC / "favicon.svg",
    *sorted((STATIC / "fonts").glob("*.woff2")),
)


def on_files(files: Files, config: Any) -> Files:
    """Put them under `look/`, as they lie in the admin's static folder."""
    for path in LOOK:
        files.append(File.generated(config, f"look/{path.relative_to(STATIC)}", abs_src_path=str(path)))
    return files
