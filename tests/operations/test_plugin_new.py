"""A plugin from the scaffold: its own tests pass, and wherever it is installed it is seen from builder to guide."""

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
import json, runpy, sys
from pathlib import Path
from types import SimpleNamespace
from admin_ui.campaign_editor.builder.menu import menu_items
from core.i18n import speaking
from core.plugins import load_plugins
from core.rules import compile_rule, sentence
from core.settings import Settings
from core.sites import SiteSettings, add_site
from core.storage import Storage
from core.storage.models import Agent
from core.testing import make_visit
from core.web.app import create_app
from core.web.assets import WIDGET, build_assets
from core.web.parts import assemble
from tests.api.conftest import SHOP, Browser, Clock, Demo

registry = load_plugins()
types = registry.condition_types
conditions = [
    {"id": "a", "fact": "loyal_customer", "operator": "is", "value": True},
    {"id": "b", "fact": "loyal_customer_seen", "operator": "at_least", "value": 30}]
rule = {"schema": 1, "match": "all", "rules": conditions}

settings, clock = Settings(data_dir=Path(sys.argv[1])), Clock()
storage = Storage.open(settings)
storage.migrate()
assets = build_assets(WIDGET, registry.browser_modules)
parts = assemble(settings, storage, registry, assets, clock=clock)
with storage.transaction():
    ada = Agent.create(email="ada@shop.example", name="Ada", role="owner", created_at=clock())
site = add_site(storage, SiteSettings("Shop", (SHOP,), minimum_gap_seconds=0), key="shop")
parts.salts.refresh(clock())
demo = Demo(storage, parts, site, ada.id)
campaign = demo.campaign(*conditions)
browser = Browser(create_app(parts).test_client(use_cookies=False))
elsewhere = browser.boot(f"{SHOP}/")
booted = browser.boot(f"{SHOP}/loyal-customer")
early = browser.claim(campaign, facts={"loyal_customer_seen": 29})
granted = browser.claim(campaign, facts={"loyal_customer_seen": 31})

with speaking("vi"):
    vietnamese = sentence({"match": "all", "rules": conditions[:1]}, types)
guide = runpy.run_path(sys.argv[2])["on_page_markdown"]
page = SimpleNamespace(file=SimpleNamespace(src_path="conditions.md"))
print(json.dumps({
    "menu": [(each.title, each.caption) for each in menu_items(types) if each.group == "My conditions"],
    "sentence": sentence(rule, types),
    "vietnamese": vietnamese,
    "elsewhere": elsewhere["residuals"],
    "residuals": [[node["id"] for node in each["rule"]["rules"]] for each in booted["residuals"]],
    "observers": booted["observers"],
    "module": assets.get("observers/loyal_customer_seen.js").plain.decode(),
    "early": early["refused"],
    "granted": granted["message"]["channel"],
    "plugins": [(each.name, each.origin, each.version) for each in registry.plugins if each.origin != "built in"],
    "guide": guide("as it is", page=page),
}))
"""


VIETNAMESE = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Loyal customer"
msgstr "Khách trung thành"
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
    words = package / "loyal_customer" / "locale" / "vi" / "LC_MESSAGES" / "loyal_customer.po"
    words.parent.mkdir(parents=True)
    words.write_text(VIETNAMESE, encoding="utf-8")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    subprocess.run([*install, "--disable-pip-version-check", "--target", installed, package], check=True)
    environment = os.environ | {"PYTHONPATH": f"{installed}{os.pathsep}{ROOT}"}
    run = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", str(package / "tests")]
    subprocess.run(run, check=True, env=environment, cwd=package, stdout=subprocess.DEVNULL)
    look = [sys.executable, "-P", "-c", LOOK, str(tmp_path / "data"), str(ROOT / "docs" / "theme" / "installed.py")]
    looked = subprocess.run(look, check=True, env=environment, capture_output=True)
    seen = json.loads(looked.stdout)
    assert [title for title, _ in seen["menu"]] == ["Loyal customer", "Loyal customer, seen by the browser"]
    assert all(caption.endswith(".") for _, caption in seen["menu"])
    assert seen["sentence"].startswith("Visitors whose loyal customer is Yes")
    assert seen["vietnamese"].startswith("Khách truy cập có khách trung thành ")
    assert (seen["elsewhere"], seen["residuals"]) == ([], [["b"]]), "the server settles its half at boot"
    assert seen["observers"] == [["loyal_customer_seen", None, 30]]
    assert "export default function observe" in seen["module"]
    assert (seen["early"], seen["granted"]) == ("conditions_not_met", "chat")
    assert seen["plugins"] == [["loyal_customer", "package", "0.1"]]
    assert "### Loyal customer, seen by the browser\n" in seen["guide"]
    assert "| in files | `loyal_customer` |" in seen["guide"]


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
