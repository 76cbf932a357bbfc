"""The guide for plugin developers says what the code does: its example works, no hook and no name is left out."""

from __future__ import annotations

import inspect
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import smart_trigger
from core import hookspecs
from core.happenings import HAPPENINGS
from core.plugins import load_plugins
from core.rules import compile_rule
from core.visits import Visit

PAGE = (Path(__file__).parents[2] / "docs" / "plugins.md").read_text(encoding="utf-8")
HOOKS = {name: each for name, each in vars(hookspecs).items() if hasattr(each, f"{hookspecs.PROJECT}_spec")}


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_is_a_plugin_that_decides() -> None:
    plugin = ModuleType("first_visit")
    exec(example("python"), vars(plugin))
    types = load_plugins((), extra=[plugin], entry_points=False).condition_types
    rule = compile_rule(
        {"match": "all", "rules": [{"fact": "first_visit", "operator": "on", "value": "2026-12-02"}]}, types
    )
    late = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)
    for first_seen, verdict in ((late, True), (None, False)):
        visit = Visit(late, ZoneInfo("Europe/Berlin"), "https://shop.example/", first_seen=first_seen)
        assert rule.simplify({"first_visit": types["first_visit"].observe(visit)}) is verdict


def test_the_example_is_found_under_its_entry_point() -> None:
    project = tomllib.loads(example("toml"))
    entry_points = project["project"]["entry-points"][hookspecs.PROJECT]
    assert list(entry_points.values()) == project["tool"]["setuptools"]["py-modules"] == ["first_visit"]


def test_every_hook_is_named_and_every_event_says_what_it_is_called_with() -> None:
    assert [name for name in HOOKS if f"`{name}`" not in PAGE] == []
    assert {each.hook for each in HAPPENINGS} < set(HOOKS)
    for each in HAPPENINGS:
        (said,) = inspect.signature(HOOKS[each.hook]).parameters.values()
        assert (said.name, str(said.annotation).strip("'")) == ("event", each.__name__)


def test_every_name_that_a_plugin_may_import_is_there() -> None:
    assert [name for name in smart_trigger.__all__ if not re.search(rf"\b{name}\b", PAGE)] == []
