"""Tells in the guides what this installation has: conditions of plugins stand among those of the product."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from cli.conditions_reference import conditions_page
from core.plugins import load_plugins
from core.settings import Settings

PAGE = "conditions.md"


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """The page anew, where plugins of others bring conditions."""
    if page.file.src_path != PAGE:
        return markdown
    registry = load_plugins(folder=Settings().plugins_dir)
    added = any(each.origin != "built in" and each.condition_types for each in registry.plugins)
    return conditions_page(registry) if added else markdown
