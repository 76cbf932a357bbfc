"""The gallery: a dozen campaigns that can be started from, each a file like any other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from core import campaigns, sites
from core.campaign_files.gallery import FOLDER, ready_campaigns, start
from core.campaign_files.reading import read
from core.campaign_files.schema import json_schema
from core.campaigns.drafts import STEPS, Draft
from core.errors import NotFound
from core.i18n import LANGUAGES, _, speaking
from core.plugins import Registry, load_plugins
from tests.api.campaign_files.conftest import Shops

FILES = sorted(FOLDER.glob("*.json"))


def test_there_are_a_dozen_and_each_says_what_it_is_for(registry: Registry) -> None:
    ready = ready_campaigns(registry)
    assert len(ready) == len(FILES) >= 12
    assert len({each.title for each in ready}) == len(ready)
    for each in ready:
        assert each.title == each.draft.name
        assert each.description.endswith(".")
        assert len(each.description) <= 90
    assert len({each.category for each in ready}) <= 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_is_a_plain_file_that_an_import_takes(shops: Shops, path: Path) -> None:
    data = json.loads(path.read_bytes())
    Draft202012Validator(json_schema()).validate(data)
    assert set(data["about"]) == {"title", "description", "category"}
    assert shops.plan(read(path.read_bytes())).counts == {"new": 1}


@pytest.mark.parametrize("key", [path.stem.partition("-")[2] for path in FILES])
def test_each_can_be_published_as_it_is(shops: Shops, key: str) -> None:
    world = shops.world
    made = start(world.storage, world.registry, key, site_id=world.site, agent_id=world.bo)
    for step in STEPS:
        campaigns.finish_step(world.storage, world.registry, made.id, step, agent_id=world.bo)
    assert world.publish(made.id).status == "active"


def test_a_draft_is_sent_by_whoever_starts_it_and_answered_where_the_site_says(shops: Shops) -> None:
    world = shops.world
    made = start(world.storage, world.registry, "welcome", site_id=world.site, agent_id=world.bo)
    assert (made.status, made.draft.sender, made.draft.recipient) == ("draft", world.bo, f"agent:{world.bo}")
    settings = replace(sites.site(world.storage, world.site).settings, recipient=f"group:{world.sales}")
    sites.edit_site(world.storage, world.site, settings)
    made = start(world.storage, world.registry, "welcome", site_id=world.site, agent_id=world.bo)
    assert made.draft.recipient == f"group:{world.sales}"


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_whoever_reads_another_language_starts_from_a_message_in_it(shops: Shops, code: str) -> None:
    world = shops.world
    english = {each.key: each for each in ready_campaigns(world.registry)}
    with speaking(code):
        for each in ready_campaigns(world.registry):
            was, now = english[each.key].draft, each.draft
            assert now.name == _(each.title) != was.name
            assert now.translations == was.translations == {}, "one language to look after"
            if each.key != "other-language":
                assert (was.language, now.language) == ("en", code)
                assert not words_of(now) & words_of(was), each.key
        made = start(world.storage, world.registry, "cart-rescue", site_id=world.site, agent_id=world.bo)
    assert (made.draft.name, made.draft.language) == (_in(code, "Cart rescue"), code)
    assert made.draft.buttons[0]["label"] != english["cart-rescue"].draft.buttons[0]["label"]


def words_of(draft: Draft) -> set[str]:
    labels = [*draft.buttons, *(draft.form["fields"] if draft.form else [])]
    return {draft.text, *(each["label"] for each in labels), draft.form["submit"] if draft.form else draft.text}


def _in(code: str, words: str) -> str:
    with speaking(code):
        return _(words)


def test_what_asks_for_a_condition_that_is_not_installed_is_not_offered(shops: Shops) -> None:
    bare = load_plugins(["plugins.conditions.visits", "plugins.channels.chat"], entry_points=False)
    keys = [each.key for each in ready_campaigns(bare)]
    assert "cart-rescue" not in keys
    with pytest.raises(NotFound):
        start(shops.world.storage, bare, "cart-rescue", site_id=shops.world.site, agent_id=shops.world.bo)
