"""The generated pages say what the code says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.merge_tags_reference import FILTERS
from cli.operators_reference import EXAMPLES, example
from cli.reference import PAGES
from core.messages import merge_tags, problems
from core.rules.operators import OPERATORS
from core.settings import Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.mark.parametrize(("page", "generate"), PAGES.items())
def test_the_page_is_fresh(page: str, generate: Callable[[], str]) -> None:
    written = (DOCS / page).read_text(encoding="utf-8")
    assert written == generate(), f"docs/{page} is old: run `.venv/bin/python -m cli.reference`"


def test_the_page_of_merge_tags_names_every_filter() -> None:
    assert {name for name, _, _ in FILTERS} == set(merge_tags.FILTERS)
    assert all(not problems(example.strip("`")) for _, example, _ in FILTERS)


def test_every_operator_has_an_example_and_no_example_is_left_over() -> None:
    asked = {(name, key) for name, row in OPERATORS.items() for key, each in row.items() if each.operand != "none"}
    assert {(name, key) for name, row in EXAMPLES.items() for key in row} == asked
    assert all(example(name, each) for name, row in OPERATORS.items() for each in row.values())


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted(DOCS.glob("*.md"))], ids=lambda page: page.name)
def test_links_of_the_docs_lead_to_something(page: Path) -> None:
    text = re.sub(r"`[^`]*`", "", page.read_text(encoding="utf-8"))
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    missing = [each for each in targets if "://" not in each and not (page.parent / each).exists()]
    assert missing == []


def test_the_operators_page_names_only_settings_that_there_are() -> None:
    text = (DOCS / "operator.md").read_text(encoding="utf-8")
    named = {name.lower() for name in re.findall(r"SMART_TRIGGER_([A-Z_]+)", text)}
    named |= set(re.findall(r"^([a-z_]+) = ", text, re.MULTILINE))
    assert named <= set(Settings.model_fields)
    assert {"public_url", "trusted_proxies"} <= named


def test_every_setting_says_what_it_does() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_every_page_has_its_place_in_the_navigation() -> None:
    listed = re.findall(r"^ +- .*: (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(page.name for page in DOCS.glob("*.md")), "list it under `nav` in mkdocs.yml"


def test_the_manual_has_six_steps_with_a_picture_each() -> None:
    text = (DOCS / "add-a-smart-message.md").read_text(encoding="utf-8")
    steps = re.findall(r"^## (\d)\. .*?(?=^## )", text, re.MULTILINE | re.DOTALL)
    pictured = re.findall(r"^## (\d)\. (?:(?!^## ).)*?!\[[^\]]{20,}\]\(pictures/\1-", text, re.MULTILINE | re.DOTALL)
    assert steps == pictured == list("123456")


def test_pictures_are_small_and_all_in_use() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in DOCS.glob("*.md"))
    kept = {f"pictures/{each.name}": each.stat().st_size for each in (DOCS / "pictures").iterdir()}
    assert set(re.findall(r"\((pictures/[^)]+)\)", pages)) == set(kept), "script/docs --pictures takes them"
    assert sum(kept.values()) < 600_000
