"""The reference of hooks, from their specifications and the records that event hooks are called with."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import itertools
from collections.abc import Callable, Mapping
from typing import Any, Final

from cli.settings_reference import GENERATED
from core import happenings, hookspecs
from core.happenings import HAPPENINGS, Happening

INTRODUCTION: Final = """\
A plugin implements a hook by a function of its name under `@hookimpl` ([plugins.md](plugins.md)). It takes those of the arguments that it needs, by their names. A name that is no hook stops the start."""  # noqa: E501  # a paragraph is one line
EVENTS: Final = """\
An event hook is called once what it tells of is committed, in the process in which it happened: what visitors do in the public one, what the team does in the admin. No answer waits for it: one thread of the process calls plugins one after another, so what takes long belongs into a thread of the plugin's own. What a plugin raises is counted, logged once a minute and shown under *Plugins*; the others are called all the same. At most 10,000 events wait; a process that is killed forgets them. What must not be lost goes by [webhooks](webhooks.md).

Every event has `at` (`datetime`, UTC) and `site` (the key in the snippet) beside what is named here."""  # noqa: E501


def hooks_page() -> str:
    """docs/hooks.md."""
    events = {each.hook: each for each in HAPPENINGS}
    lines = ["# Hooks", "", GENERATED, "", INTRODUCTION, "", "## What a plugin brings", ""]
    for name, hook in hooks().items():
        if name not in events:
            lines += _hook(name, hook)
    lines += ["## What has happened", "", EVENTS, ""]
    explained = _explained()
    for name, hook in hooks().items():
        if name in events:
            lines += [*_hook(name, hook), *_fields(events[name], explained)]
    return "\n".join(lines)


def hooks() -> Mapping[str, Callable[..., Any]]:
    """Every hook by its name, in the order of core/hookspecs.py."""
    return {name: each for name, each in vars(hookspecs).items() if hasattr(each, f"{hookspecs.PROJECT}_spec")}


def signature(name: str, hook: Callable[..., Any]) -> str:
    return name + str(inspect.signature(hook)).replace("'", "")


def _hook(name: str, hook: Callable[..., Any]) -> list[str]:
    return [f"### {name}", "", f"`{signature(name, hook)}`", "", inspect.getdoc(hook) or "", ""]


def _fields(kind: type[Happening], explained: Mapping[str, str]) -> list[str]:
    common = {each.name for each in dataclasses.fields(Happening)}
    rows = [
        f"| `{each.name}` | `{each.type}` | {explained.get(each.name, '')} |".replace(" | None`", r" \| None`")
        for each in dataclasses.fields(kind)
        if each.name not in common
    ]
    return [f"`{kind.__name__}`:", "", "| field | | |", "|---|---|---|", *rows, ""]


def _explained() -> Mapping[str, str]:
    """What the docstrings under fields say, by the fields' names: each means one thing in all records."""
    found: dict[str, str] = {}
    for kind in ast.parse(inspect.getsource(happenings)).body:
        body = kind.body if isinstance(kind, ast.ClassDef) else []
        for field, words in itertools.pairwise(body):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(words, ast.Expr)
                and isinstance(words.value, ast.Constant)
            ):
                found.setdefault(ast.unparse(field.target), str(words.value.value))
    return found
