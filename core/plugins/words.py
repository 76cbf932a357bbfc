"""The words of plugins in other languages: `locale/LANGUAGE/LC_MESSAGES/*.po` (or `.mo`) beside a plugin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from core.errors import PluginError
from core.i18n import LANGUAGES
from core.i18n.catalogues import bring


def take_words(plugins: Iterable[object]) -> None:
    """Let translations beside these plugins say what the product's own do not.

    Raises PluginError for a file that can't be read.
    """
    for plugin in plugins:
        for language in LANGUAGES:
            for path in _files(Path(str(getattr(plugin, "__file__", None) or "")), language):
                try:
                    bring(path, language)
                except Exception as error:  # whatever a file of somebody else's makes a reader raise
                    raise PluginError(
                        "plugin_words", f"The translation {path} can't be read: {error}. Mend or remove it."
                    ) from error


def _files(module: Path, language: str) -> Iterator[Path]:
    """All files beside a package's `__init__.py`, only those of its name beside a single module; `.po` before `.mo`."""
    if not module.is_file():
        return
    folder = module.parent / "locale" / language / "LC_MESSAGES"
    name = "*" if module.stem == "__init__" else module.stem
    sources = sorted(folder.glob(f"{name}.po"))
    yield from sources
    yield from (each for each in sorted(folder.glob(f"{name}.mo")) if each.with_suffix(".po") not in sources)
