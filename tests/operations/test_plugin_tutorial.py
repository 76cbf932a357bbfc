"""The tutorial for authors of plugins does what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.main import cli
from core.happenings import LeadLeft
from core.plugins import Registry, load_plugins
from core.rules import sentence
from core.web.assets import WIDGET, build_assets

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "plugin-tutorial.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+ title=\"([^\"]+)\"\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
COMMANDS = "".join(re.findall(r"^```bash\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)).splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What an author has who follows it to the end."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def registry(folder: Path) -> Registry:
    return load_plugins(folder=folder / "my-plugins", entry_points=False)


def test_every_file_is_a_plugin_and_the_conditions_are_said_as_the_page_says(registry: Registry) -> None:
    added = {each.name: each for each in registry.plugins if each.origin == "file"}
    assert set(added) == {Path(name).name for name in FILES if name.startswith("my-plugins/") and name.endswith(".py")}
    assert added["customer_level.py"].version == "1"
    node = {"id": "a", "fact": "customer_level", "operator": "is_any_of", "value": ["silver", "gold"]}
    said = sentence({"schema": 1, "match": "all", "rules": [node]}, registry.condition_types)
    assert said == "Visitors who are silver or gold customers"
    assert f'("{said}")' in PAGE


def test_the_module_for_the_browser_is_built(registry: Registry) -> None:
    asset = build_assets(WIDGET, registry.browser_modules).get("observers/copied.js")
    assert asset is not None
    assert b"tell(++copied)" in asset.plain


def test_the_tests_of_the_page_pass(folder: Path) -> None:
    run = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_customer_level.py"]
    done = subprocess.run(
        run, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "10 passed" in done.stdout


def test_a_lead_is_written_down(registry: Registry, folder: Path) -> None:
    assert registry.hears
    answers = (("E-mail", "an@example.vn"),)
    moment = datetime(2026, 11, 27, 12, tzinfo=UTC)
    lead = LeadLeft(at=moment, site="shop", lead=1, campaign=7, display="d", conversation="c", answers=answers)
    registry.announce(lead)
    assert registry.faults.counts == {}
    (line,) = (folder / "my-plugins" / "leads.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {"at": "2026-11-27T12:00:00+00:00", "site": "shop", "E-mail": "an@example.vn"}


def test_its_commands_are_commands() -> None:
    serve = {option for each in cli.commands["serve"].params for option in each.opts}
    assert "--plugins-dir" in serve
    assert "script/run --plugins-dir my-plugins" in COMMANDS
    assert "smart-trigger plugin new customer_level" in COMMANDS
