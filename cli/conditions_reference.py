"""The reference of conditions, from the condition types that the product comes with."""

from __future__ import annotations

from collections.abc import Iterable

from cli.settings_reference import GENERATED
from core.conditions import ConditionType
from core.plugins import load_plugins
from core.rules.operators import OPERATORS, Operator
from core.rules.url_patterns import parse_pattern
from core.rules.urls import parse_page

GROUPS = ("Page", "Behaviour", "Visitor", "Location", "Time", "Team", "History", "Sample")
"""In the order of the builder's menu; other groups come after these."""
NAMES = {"url": "address", "duration": "length of time", "boolean": "yes or no", "time_of_day": "time of day"}
"""Value types that are called differently among people."""
TAKES = {"none": "nothing", "one": "a value", "pair": "two values", "list": "one value or several"}
ADDRESSES = (
    ("/pricing", "https://shop.example/pricing/?utm_source=x"),
    ("/pricing", "https://shop.example/pricing/teams"),
    ("/docs/*", "https://shop.example/docs"),
    ("/docs/*", "https://shop.example/docs/start"),
    ("/Docs", "https://shop.example/docs"),
    ("shop.example/*", "https://shop.example/about"),
    ("shop.example/p/*", "https://www.shop.example/p/1"),
    ("*.shop.example/p/*", "https://www.shop.example/p/1"),
    ("/search?q=*", "https://shop.example/search?page=2&q=shoes"),
    ("/search?q=shoes", "https://shop.example/search"),
    ("/app#/cart/*", "https://shop.example/app#/cart/42"),
)
"""Patterns and pages; whether they fit is asked when the page is written."""
INTRODUCTION = """\
These are the conditions that Smart Trigger comes with; a plugin's stand beside them in the builder's menu, with the same explanations.

A condition asks one thing about a page view and a visitor. **Seen by the server** means that it is settled before the page hears of the campaign; **seen by the browser** that the browser waits until it holds.

What can't be known is **unknown**: comparisons fail on it, and their opposites (*is not*, *does not contain*, *is none of*) hold, as does *is not known*."""  # noqa: E501  # a paragraph is one line


def conditions_page() -> str:
    """docs/conditions.md."""
    types = list(load_plugins(entry_points=False).condition_types.values())
    groups = [*GROUPS, *dict.fromkeys(each.group for each in types if each.group not in GROUPS)]
    lines = ["# Conditions", "", GENERATED, "", INTRODUCTION, ""]
    for group in groups:
        inside = [each for each in types if each.group == group]
        if inside:
            lines += [f"## {group}", ""]
            lines += [line for each in inside for line in _section(each)]
    return "\n".join([*lines, *_comparisons({each.value.name for each in types})])


def _section(type_: ConditionType) -> list[str]:
    operators = [type_.value.operator(key) for key in type_.operators]
    kinds = type_.value.kinds
    links = [f"[{_name(each)}](#{_anchor(each)})" for each in kinds or (type_.value.name,)]
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


def _comparisons(names: Iterable[str]) -> list[str]:
    """What can be asked of each kind of value."""
    lines = ["## Comparisons", ""]
    for name in [each for each in OPERATORS if each in set(names)]:
        lines += [f"### {_name(name).capitalize()}", ""]
        lines += ["| comparison | takes | on unknown | in files |", "|---|---|---|---|"]
        lines += [_row(each) for each in OPERATORS[name].values()]
        lines += ["", *(_addresses() if name == "url" else ())]
    return lines


def _addresses() -> list[str]:
    """How *is* compares addresses, by example."""
    lines = ["*Is* compares addresses by their parts; `*` stands for any characters:", ""]
    lines += ["| asked for | page | |", "|---|---|---|"]
    for pattern, page in ADDRESSES:
        seen = parse_page(page)
        holds = seen is not None and parse_pattern(pattern).matches(seen)
        lines.append(f"| `{pattern}` | `{page}` | {'holds' if holds else 'fails'} |")
    return [*lines, ""]


def _row(operator: Operator) -> str:
    unknown = "holds" if operator.negative else "fails"
    return f"| {operator.phrase} | {TAKES[operator.operand]} | {unknown} | `{operator.key}` |"


def _name(value_type: str) -> str:
    return NAMES.get(value_type, value_type)


def _anchor(value_type: str) -> str:
    return _name(value_type).replace(" ", "-")
