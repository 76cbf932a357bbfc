"""The reference of conditions, from the condition types that the product comes with."""

from __future__ import annotations

from cli.operators_reference import anchor, called
from cli.settings_reference import GENERATED
from core.conditions import ConditionType
from core.plugins import Registry, load_plugins

GROUPS = ("Page", "Behaviour", "Visitor", "Location", "Time", "Team", "History", "Sample")
"""In the order of the builder's menu; other groups come after these."""
INTRODUCTION = """\
These are the conditions that Smart Trigger comes with; a plugin's stand beside them in the builder's menu, with the same explanations.

A condition asks one thing about a page view and a visitor. **Seen by the server** means that it is settled before the page hears of the campaign; **seen by the browser** that the browser waits until it holds.

What can't be known is **unknown**: comparisons fail on it, and their opposites (*is not*, *does not contain*, *is none of*) hold, as does *is not known*. What each comparison means, by example: [operators.md](operators.md)."""  # noqa: E501  # a paragraph is one line


def conditions_page(registry: Registry | None = None) -> str:
    """docs/conditions.md, of what the product comes with; or a page of all that is loaded (docs/theme/installed.py)."""
    types = list((registry or load_plugins(entry_points=False)).condition_types.values())
    groups = [*GROUPS, *dict.fromkeys(each.group for each in types if each.group not in GROUPS)]
    lines = ["# Conditions", "", GENERATED, "", INTRODUCTION, ""]
    for group in groups:
        inside = [each for each in types if each.group == group]
        if inside:
            lines += [f"## {group}", ""]
            lines += [line for each in inside for line in _section(each)]
    return "\n".join(lines)


def _section(type_: ConditionType) -> list[str]:
    operators = [type_.value.operator(key) for key in type_.operators]
    kinds = type_.value.kinds
    links = [f"[{called(each)}](operators.md#{anchor(each)})" for each in kinds or (type_.value.name,)]
    compared = " or ".join(links) + (", as the condition says (`as` in files; text if it doesn't)" if kinds else "")
    rows = [
        ("compared as", compared),
        ("comparisons", "" if kinds else ", ".join(each.phrase for each in operators)),
        ("seen by", "the browser" if type_.browser else "the server"),
        ("mind", _mind(type_)),
        ("in files", f"`{type_.key}`"),
    ]
    table = [f"| {name} | {words} |" for name, words in rows if words]
    return [f"### {type_.label}", "", type_.explanation, "", "| | |", "|---|---|", *table, ""]


def _mind(type_: ConditionType) -> str:
    if type_.missing_hint:
        return type_.missing_hint
    return "For visitors without cookies." if type_.needs_memory else ""
