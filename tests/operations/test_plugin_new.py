"""A plugin from the scaffold: its own tests pass, and a foreign environment sees its conditions everywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import cli
from core.errors import SmartTriggerError

ROOT = Path(__file__).parents[2]
LOOK = """
import json
from core.plugins import load_plugins
from core.rules import compile_rule, sentence
from core.testing import make_visit
registry = load_plugins()
types = registry.condition_types
rule = {"schema": 1, "match": "all", "rules": [
    {"id": "a", "fact": "loyal_customer", "operator": "is", "value": True},
    {"id": "b", "fact": "loyal_customer_seen", "operator": "at_least", "value": 30}]}
seen = {"loyal_customer": registry.observe("loyal_customer", make_visit(url="https://shop.example/loyal-customer"))}
print(json.dumps({
    "kinds": [key for key in types if key.startswith("loyal")],
    "sentence": sentence(rule, types),
    "left": compile_rule(rule, types).simplify({}, seen),
    "module": registry.browser_modules["observers/loyal_customer_seen.js"].read_text(),
}))
"""


def new(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["plugin", "new", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_foreign_package_is_seen_wherever_it_is_installed(tmp_path: Path) -> None:
    """As an author does it: scaffold, install (into a folder of its own instead of this environment), pytest, look."""
    package, installed = tmp_path / "package", tmp_path / "installed"
    said = new("loyal_customer", "--folder", str(package))
    assert "loyal_customer/__init__.py" in said
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    subprocess.run([*install, "--disable-pip-version-check", "--target", installed, package], check=True)
    environment = os.environ | {"PYTHONPATH": f"{installed}{os.pathsep}{ROOT}"}
    run = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", str(package / "tests")]
    subprocess.run(run, check=True, env=environment, cwd=package, stdout=subprocess.DEVNULL)
    looked = subprocess.run([sys.executable, "-P", "-c", LOOK], check=True, env=environment, capture_output=True)
    seen = json.loads(looked.stdout)
    assert seen["kinds"] == ["loyal_customer", "loyal_customer_seen"]
    assert seen["sentence"].startswith("Visitors whose loyal customer is true")
    assert [each["id"] for each in seen["left"]["rules"]] == ["b"]
    assert seen["module"].startswith("// Tells the seconds")


@pytest.mark.parametrize("name", ["", "Loyal", "loyal customer", "class", "../up", "a" * 41, "1st"])
def test_a_name_that_cannot_be_a_plugins_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(SmartTriggerError, match=r"can't be a plugin's name\. .*\.$"):
        CliRunner().invoke(cli, ["plugin", "new", "--folder", str(tmp_path), "--", name], catch_exceptions=False)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("")
    with pytest.raises(SmartTriggerError, match="Choose another folder"):
        CliRunner().invoke(cli, ["plugin", "new", "mine", "--folder", str(tmp_path)], catch_exceptions=False)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.py"]
