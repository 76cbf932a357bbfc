"""Puts a browser module and what it imports into one file: one request instead of a chain, and it compresses better."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Final

_IMPORT: Final = re.compile(r'^import \{[^}]*\} from "(\.[^"]+)";\n', re.MULTILINE)
_ANY_IMPORT: Final = re.compile(r"^import\b", re.MULTILINE)
_ALIAS: Final = re.compile(r"^import \{[^}]*\bas\b[^}]*\}", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?function |const |class )", re.MULTILINE)
_ANY_EXPORT: Final = re.compile(r"^export\b", re.MULTILINE)
_NAME: Final = re.compile(
    r"^(?:export )?(?:default )?(?:async )?(?:function|const|let|class) (\w+)|^(?:export )?(?:const|let) \{([^}]*)\}",
    re.MULTILINE,
)


def bundled(name: str, sources: Mapping[str, str]) -> str:
    """The module `name` ("channels/chat.js") with all that it imports statically, each once, imported ones first.

    A module is left as it is where that can't be done by putting texts together: an import that is not of the form
    `import { a, b } from "./file.js";`, one that is not among `sources`, a default or re-export in something imported,
    or the same name at the top of two files.
    """
    order: list[str] = []
    if not _gather(name, sources, order, ()) or len(order) == 1:
        return sources[name]
    if any(_ANY_EXPORT.search(_EXPORT.sub("", sources[each])) for each in order[:-1]):
        return sources[name]
    texts = [_IMPORT.sub("", sources[each]) for each in order]
    names = [found for text in texts for found in _names(text)]
    if len(names) != len(set(names)):
        return sources[name]
    return "\n".join([*(_EXPORT.sub("", text) for text in texts[:-1]), texts[-1]])


def _gather(name: str, sources: Mapping[str, str], order: list[str], above: tuple[str, ...]) -> bool:
    """Append `name` behind what it imports; False where it can't be followed."""
    if name in order:
        return True
    source = sources.get(name)
    if source is None or name in above or _ALIAS.search(source):
        return False
    if len(_ANY_IMPORT.findall(source)) != len(_IMPORT.findall(source)):
        return False
    for target in _IMPORT.findall(source):
        imported = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
        if not _gather(imported, sources, order, (*above, name)):
            return False
    order.append(name)
    return True


def _names(text: str) -> list[str]:
    """What a module declares at its top."""
    found: list[str] = []
    for single, several in _NAME.findall(text):
        found += [single] if single else re.findall(r"\w+", several)
    return found
