"""Writes a package for a plugin that works as it stands: `smart-trigger plugin new NAME`."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from string import Template

from core.errors import Conflict, InvalidInput

_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
MAX_NAME = 40
FILES = {
    "pyproject.toml": "pyproject.toml",
    "README.md": "README.md",
    "module.py": "{name}/__init__.py",
    "observer.js": "{name}/seen.js",
    "test_module.py": "tests/test_{name}.py",
}
"""Templates beside this file, and where each goes."""


def new_plugin(name: str, folder: Path) -> list[Path]:
    """Write the package into a new folder; returns its files. Raises InvalidInput for a name, Conflict for a folder."""
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME or keyword.iskeyword(name):
        raise InvalidInput(
            "plugin_name",
            f"“{name}” can't be a plugin's name. Write small letters, digits and _, such as loyal_customer.",
            "name",
        )
    if folder.exists() and any(folder.iterdir()):
        raise Conflict("folder_taken", f"{folder} is there already and not empty. Choose another folder.")
    return list(_write(name, folder))


def _write(name: str, folder: Path) -> Iterator[Path]:
    words = name.replace("_", " ")
    said = {
        "name": name,
        "dashed": name.replace("_", "-"),
        "words": words,
        "label": words.capitalize(),
        "class_name": "".join(part.capitalize() for part in name.split("_")),
    }
    for template, place in FILES.items():
        path = folder / place.format(name=name)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (files(__package__) / f"{template}.txt").read_text(encoding="utf-8")
        path.write_text(Template(text).substitute(said), encoding="utf-8")
        yield path
