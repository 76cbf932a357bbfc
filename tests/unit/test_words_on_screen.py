"""Nothing says words on screen that no translator sees: neither elements nor what they are made by.

Pages are walked in a made-up language, too (tests/browser/looks/); dialogs, menus and notices open only
when somebody acts, so here the code is read.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import admin_ui

ROOT = Path(admin_ui.__file__).parent
SAYING = {"words", "hint", "placeholder", "title", "label", "what", "todo", "sentence", "explanation"}
"""What parameters for words on screen are called."""
SAID_BY = {"title", "label", "placeholder", "aria-label", "aria-description", "alt", "hint"}
"""Properties of elements that people see or hear."""
WORDS = re.compile(r"[A-Za-z]{3,}")
ADDRESS = re.compile(r"^(https?:/)?/\S*$")
NAMES = re.compile(r"\b(UTC|Ctrl|Alt|Shift|Enter|Esc)\b")
"""Names that are the same everywhere."""
TREES = {path: ast.parse(path.read_text()) for path in sorted(ROOT.rglob("*.py"))}


def pieces() -> Mapping[str, list[str]]:
    """The parameters, in order, of everything of ours that takes words."""
    found: dict[str, list[str]] = {}
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                made = next((each for each in node.body if getattr(each, "name", "") == "__init__"), None)
                if isinstance(made, ast.FunctionDef):
                    found[node.name] = [each.arg for each in made.args.args[1:]]
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("__"):
                found[node.name] = [each.arg for each in node.args.args if each.arg != "self"]
    return found


def plain(node: ast.expr | None) -> str:
    """Words that stand in the code as they are shown, in a literal or around the values of one; "" for none."""
    literals = [node] if isinstance(node, ast.Constant) else node.values if isinstance(node, ast.JoinedStr) else []
    said = [str(each.value) for each in literals if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return next((each for each in said if WORDS.search(NAMES.sub("", each)) and not ADDRESS.match(each)), "")


def said_plainly(tree: ast.Module, known: Mapping[str, list[str]]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            parameters = ["words"] if getattr(node.func, "attr", "") == "set_text" else known.get(name, [])
            given = [*zip(parameters, node.args, strict=False)]
            given += [(each.arg or "", each.value) for each in node.keywords]
            yield from ((node.lineno, plain(value)) for parameter, value in given if parameter in SAYING)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                prop = target.slice if isinstance(target, ast.Subscript) else None
                if isinstance(prop, ast.Constant) and prop.value in SAID_BY:
                    yield node.lineno, plain(node.value)


def test_words_on_screen_are_never_plain_literals() -> None:
    known = pieces()
    found = [
        f"{path.relative_to(ROOT.parent)}:{line}: “{words}”"
        for path, tree in TREES.items()
        for line, words in said_plainly(tree, known)
        if words
    ]
    assert found == []


def test_no_words_are_hidden_from_translators_in_f_strings() -> None:
    """No tool that collects words looks into the braces of an f-string before Python 3.12."""
    sources = [path for room in ("core", "plugins", "admin_ui", "cli") for path in (ROOT.parent / room).rglob("*.py")]
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in sources
        for literal in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(literal, ast.JoinedStr)
        for call in ast.walk(literal)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "ngettext", "pgettext")
        if any(isinstance(each, ast.Constant) for each in call.args)
    ]
    assert hidden == []
