"""Campaigns, employees and groups that rules name travel by what they are called, and find their like elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from core import campaigns, team
from core.campaign_files.importing import undo
from core.campaigns import switching
from core.campaigns.draft_problems import Surroundings, problems
from core.rules import new_rule
from tests.api.campaign_files.conftest import Shops, file_of


def asks(*rules: dict[str, Any]) -> dict[str, Any]:
    return {**new_rule(), "rules": list(rules)}


def shown(*campaigns: object) -> dict[str, Any]:
    return {"fact": "campaigns_shown", "operator": "is_any_of", "value": [str(each) for each in campaigns]}


def read_days_ago(campaign: object) -> dict[str, Any]:
    return {"fact": "days_since_read", "key": str(campaign), "operator": "at_least", "value": 7}


def rules_of(shops: Shops, name: str) -> list[dict[str, Any]]:
    """The conditions of a campaign of the other site, without ids."""
    (draft,) = [each for each in shops.drafts() if each.name == name]
    return [{key: value for key, value in rule.items() if key != "id"} for rule in draft.audience["rules"]]


def id_of(shops: Shops, name: str) -> int:
    found: int = next(each.id for each in shops._listed() if each.name == name)
    return found


def test_a_file_names_them_as_people_do(shops: Shops) -> None:
    sales = team.add_group(shops.world.storage, "Sales team").id
    first = shops.world.create(name="First")
    audience = asks(
        shown(first.id),
        read_days_ago(first.id),
        {"fact": "team_online", "operator": "is_any_of", "value": [f"group:{sales}", f"agent:{shops.world.ada}"]},
        {"fact": "free_capacity", "key": f"group:{sales}", "operator": "at_least", "value": 1},
    )
    made = shops.world.create(name="Second", audience=audience)
    written = json.loads(shops.text(made.id))["campaigns"][0]["audience"]["rules"]
    ada = team.agent(shops.world.storage, shops.world.ada).email
    assert written[0]["value"] == ["First"]
    assert written[1]["key"] == "First"
    assert written[2]["value"] == ["group:Sales team", f"agent:{ada}"]
    assert written[3]["key"] == "group:Sales team"


def test_campaigns_of_one_file_find_each_other_in_whatever_order(shops: Shops) -> None:
    first = shops.world.create(name="First")
    second = shops.world.create(name="Second", audience=asks(shown(first.id)))
    circle = replace(first.draft, audience=asks(read_days_ago(second.id)))
    campaigns.draft_changes.replace_draft(shops.world.storage, first.id, circle, agent_id=None)
    planned = shops.plan(shops.text(first.id, second.id))
    assert [each.unfinished for each in planned.campaigns] == [(), ()], "nothing is missing"
    done = shops.take(shops.text(first.id, second.id), seen=planned)
    assert rules_of(shops, "Second") == [shown(id_of(shops, "First"))]
    assert rules_of(shops, "First") == [read_days_ago(id_of(shops, "Second"))]
    assert not ({first.id, second.id} & set(done.ids)), "they are those of the other site"
    undo(shops.world.storage, done, agent_id=None)
    assert shops.names() == []


def test_a_campaign_that_the_site_has_is_meant_by_its_name(shops: Shops) -> None:
    first = shops.world.create(name="First")
    second = shops.world.create(name="Second", audience=asks(shown(first.id)))
    there = shops.draft(name="First")
    shops.take(shops.text(second.id))
    assert rules_of(shops, "Second") == [shown(there.id)]
    shops.take(shops.text(first.id, second.id))
    assert rules_of(shops, "Second") == [shown(there.id)]


def test_a_campaign_that_the_file_brings_is_meant_before_one_of_the_site(shops: Shops) -> None:
    archived = shops.draft(name="First")
    switching.archive(shops.world.storage, archived.id, agent_id=None)
    file = file_of({"name": "First"}, {"name": "Second", "audience": asks(shown("First"))})
    first, _ = shops.take(file).ids
    assert rules_of(shops, "Second") == [shown(first)]
    assert [each.change for each in shops.plan(file).campaigns] == ["unchanged", "unchanged"]


def test_an_archived_campaign_is_not_meant_by_a_file_that_comes_without_its_own(shops: Shops) -> None:
    archived = shops.draft(name="First")
    switching.archive(shops.world.storage, archived.id, agent_id=None)
    (found,) = shops.refused(file_of({"name": "Second", "audience": asks(shown("First"))}))
    assert "There is no campaign “First” on this site or in the file." in found


def test_a_name_that_several_have_is_told_and_nothing_comes_in(shops: Shops) -> None:
    second = {"name": "Second", "audience": asks(shown("First"), read_days_ago("First"))}
    twice = file_of({"name": "First"}, {"name": "First"}, second)
    (found,) = shops.refused(twice)
    assert "Several campaigns are called “First”" in found
    assert "“Second”" in found
    for _ in range(2):
        shops.draft(name="First")
    assert [*shops.refused(file_of(second)), *shops.refused(twice)] == [found, found]


def test_a_rule_that_says_what_it_said_goes_on_meaning_the_same_of_two_with_one_name(shops: Shops) -> None:
    site = shops.world.site
    shops.world.create(name="Spring")
    meant, gone = shops.world.create(name="Spring"), shops.world.create(name="Gone")
    third = shops.world.create(name="Third", audience=asks(shown(meant.id), read_days_ago(gone.id)))
    text = shops.text(third.id)
    assert [each.change for each in shops.plan(text, site).campaigns] == ["unchanged"]
    switching.archive(shops.world.storage, meant.id, agent_id=None)
    assert [each.change for each in shops.plan(text, site).campaigns] == ["unchanged"]
    switching.delete(shops.world.storage, gone.id, agent_id=None)
    (planned,) = shops.plan(shops.text(third.id), site).campaigns
    assert planned.after.audience["rules"][0]["value"] == [str(meant.id)]
    assert "key" not in planned.after.audience["rules"][1], "what is gone is left out as before"


def test_importing_twice_changes_nothing(shops: Shops) -> None:
    first = shops.world.create(name="First")
    second = shops.world.create(name="Second", audience=asks(shown(first.id)))
    text = shops.text(first.id, second.id)
    shops.take(text)
    assert [each.change for each in shops.plan(text).campaigns] == ["unchanged", "unchanged"]


def test_what_is_gone_is_left_out(shops: Shops) -> None:
    first, other = shops.world.create(name="First"), shops.world.create(name="Other")
    second = shops.world.create(name="Second", audience=asks(shown(first.id, other.id), read_days_ago(first.id)))
    switching.delete(shops.world.storage, first.id, agent_id=None)
    rules = json.loads(shops.text(second.id))["campaigns"][0]["audience"]["rules"]
    assert rules[0]["value"] == ["Other"]
    assert "key" not in rules[1]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (shown("Nowhere"), "There is no campaign “Nowhere” on this site or in the file."),
        (read_days_ago("Nowhere"), "There is no campaign “Nowhere” on this site or in the file."),
        (shown("17"), "There is no campaign “17” on this site or in the file."),
        (
            {"fact": "team_online", "operator": "is_any_of", "value": ["agent:nobody@shop.example"]},
            "There is no “agent:nobody@shop.example” here. Add them to the team, or name somebody else.",
        ),
        (
            {"fact": "free_capacity", "key": "group:Nobody", "operator": "at_least", "value": 1},
            "There is no “group:Nobody” here. Add the group, or name another.",
        ),
    ],
)
def test_who_or_what_is_not_here_is_told_and_nothing_comes_in(
    shops: Shops, rule: dict[str, Any], sentence: str
) -> None:
    found = shops.refused(file_of({"audience": asks(rule)}))
    assert len(found) == 1
    assert sentence in found[0]
    assert "“Hello”" in found[0]


@pytest.mark.parametrize("value", ["First", 7, [7], {}, [{"campaign": "First"}]])
def test_a_value_of_another_shape_is_a_fault(shops: Shops, value: Any) -> None:
    rule = {"fact": "campaigns_shown", "operator": "is_any_of", "value": value}
    assert shops.refused(file_of({"audience": asks(rule)}))


@pytest.mark.parametrize("value", [[], [None], [""]])
def test_what_nobody_has_chosen_yet_is_no_fault(shops: Shops, value: Any) -> None:
    rule = {"fact": "campaigns_shown", "operator": "is_any_of", "value": value}
    assert shops.plan(file_of({"audience": asks(rule)})).campaigns[0].unfinished


def test_a_rule_that_came_in_is_a_rule_like_others(shops: Shops) -> None:
    first = shops.world.create(name="First")
    second = shops.world.create(name="Second", audience=asks(shown(first.id)))
    shops.take(shops.text(first.id, second.id))
    storage, registry = shops.world.storage, shops.world.registry
    site = next(each for each in campaigns.site_choices(storage) if each.id == shops.other)
    (draft,) = [each for each in shops.drafts() if each.name == "Second"]
    assert problems(draft, Surroundings.load(storage, registry, site)) == ()
