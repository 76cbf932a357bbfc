"""What is exported comes in elsewhere as it was, whatever a draft holds; and the schema says the same as the code."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from core import campaigns
from core.campaign_files.exporting import as_text, export
from core.campaign_files.fields import NAMES
from core.campaign_files.reading import read
from core.campaign_files.schema import json_schema
from core.campaigns.drafts import CONTROL_GROUPS, MAX_NAME, Draft
from core.goals import MOST_DAYS, GoalSettings, add_goal, archive_goal
from core.messages.buttons import ACTIONS
from core.messages.forms import KINDS
from tests.api.campaign_files.conftest import Shops

ONE_BY_ONE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_words = st.text(st.characters(codec="utf-8"), max_size=40)
_conditions = st.sampled_from(
    [
        {"fact": "page_url", "operator": "is", "value": ["/pricing*", "shop.example/*"]},
        {"fact": "visits", "operator": "between", "value": [2, 5]},
        {"fact": "country", "operator": "is_any_of", "value": ["VN", "DE"]},
        {"fact": "city", "operator": "matches", "value": ["^H[aà]"]},
        {"fact": "time_on_page", "operator": "at_least", "value": 12.5},
        {"fact": "visits"},
        {"fact": "page_url", "operator": "is"},
        {"fact": "page_url", "operator": "is", "value": []},
        {"operator": "is"},
    ]
)
_groups = st.recursive(
    _conditions,
    lambda inner: st.builds(
        lambda match, rules: {"match": match, "rules": rules},
        st.sampled_from(["all", "any", "none"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
).map(lambda node: {"schema": 1, "match": "all", "rules": [node]})
_buttons = st.fixed_dictionaries(
    {
        "id": st.text("abc", min_size=1, max_size=4),
        "label": _words,
        "action": st.sampled_from(list(ACTIONS)),
        "link": st.sampled_from(["", "/pricing", "https://shop.example/x"]),
    }
)
_fields = st.fixed_dictionaries(
    {
        "id": st.text("abc", min_size=1, max_size=4),
        "kind": st.sampled_from(list(KINDS)),
        "label": _words,
        "required": st.booleans(),
    }
)
_forms = st.fixed_dictionaries(
    {"fields": st.lists(_fields, max_size=3), "consent": _words, "consent_link": _words, "submit": _words}
)
_translations = st.dictionaries(
    st.sampled_from(["vi", "de", "ar"]),
    st.fixed_dictionaries(
        {
            "text": _words,
            "buttons": st.dictionaries(
                st.text("abc", min_size=1, max_size=4), st.fixed_dictionaries({"label": _words, "link": _words})
            ),
            "form": st.fixed_dictionaries(
                {
                    "fields": st.dictionaries(st.text("abc", min_size=1, max_size=4), _words, max_size=3),
                    "consent": _words,
                    "consent_link": _words,
                    "submit": _words,
                }
            ),
        }
    ),
    max_size=2,
)
_moments = st.none() | st.datetimes().map(lambda at: at.isoformat(timespec="minutes"))


def drafts(ada: int, sales: int) -> st.SearchStrategy[Draft]:
    """Drafts with every field at random, finished or not."""
    return st.builds(
        Draft,
        name=st.text(st.characters(codec="utf-8"), max_size=MAX_NAME),
        sender=st.sampled_from([None, ada]),
        recipient=st.sampled_from(["", f"agent:{ada}", f"group:{sales}"]),
        text=_words,
        buttons=st.lists(_buttons, max_size=3),
        form=st.none() | _forms,
        language=st.sampled_from(["", "en"]),
        translations=_translations,
        audience=_groups,
        frequency=st.sampled_from(["once", "multiple"]),
        starts=_moments,
        ends=_moments,
        without_memory=st.booleans(),
        goal_days=st.integers(1, MOST_DAYS),
        control_group=st.sampled_from(CONTROL_GROUPS),
    )


@ONE_BY_ONE
@given(data=st.data())
def test_a_draft_comes_in_elsewhere_as_it_was(shops: Shops, data: st.DataObject) -> None:
    world = shops.world
    draft = data.draw(drafts(world.ada, world.sales))
    made = campaigns.create(world.storage, site_id=world.site, agent_id=world.ada, draft=draft)
    file = shops.file(made.id)
    again = shops.plan(file, world.site)
    done = shops.take(file)
    taken = [
        *(campaigns.get(world.storage, each).draft for each in done.ids),
        *(each.after for each in done.plan.campaigns),
    ]
    assert [each.visible_differences(draft) for each in taken] == [(), ()]
    assert [each.change for each in shops.plan(file).campaigns] == ["unchanged"]
    assert again.campaigns[0].campaign_id is not None, "the site's own campaign has the name"
    Draft202012Validator(json_schema()).validate(export(world.storage, world.registry, [made.id]))


def test_a_file_says_every_field_of_a_draft_and_people_by_address_and_name(shops: Shops) -> None:
    made = shops.world.create(starts="2026-12-01T09:00")
    (entry,) = export(shops.world.storage, shops.world.registry, [made.id])["campaigns"]
    assert tuple(entry) == NAMES == tuple(each.name for each in fields(Draft))
    assert (entry["sender"], entry["recipient"]) == ("ada@shop.example", {"group": "Sales"})
    assert "1" not in json.dumps([entry["sender"], entry["recipient"]])


def test_a_goal_is_that_of_the_same_name_on_the_other_site(shops: Shops) -> None:
    storage = shops.world.storage
    settings = GoalSettings("Order placed", "event", ("order",))
    here = add_goal(storage, shops.world.site, settings)
    made = shops.world.create(goal=here.id, goal_days=30)
    (entry,) = export(storage, shops.world.registry, [made.id])["campaigns"]
    assert (entry["goal"], entry["goal_days"]) == ("Order placed", 30)
    assert any("no goal “Order placed”" in each for each in shops.refused(shops.text(made.id)))
    there = add_goal(storage, shops.other, GoalSettings("ORDER placed", "address", ("/thanks",)))
    shops.take(shops.text(made.id))
    assert [(each.goal, each.goal_days) for each in shops.drafts()] == [(there.id, 30)]
    archive_goal(storage, there.id)
    (planned,) = shops.plan(shops.text(made.id)).campaigns
    assert planned.change == "unchanged"
    assert [each.message for each in planned.unfinished] == ["ORDER placed is archived. Choose another goal, or none."]


def test_several_campaigns_of_one_name_keep_their_order(shops: Shops) -> None:
    first, second = shops.world.create(text="One"), shops.world.create(text="Two")
    shops.take(shops.file(first.id, second.id))
    assert [each.text for each in shops.drafts()] == ["One", "Two"]
    shops.take(shops.file(second.id, first.id))
    assert [each.text for each in shops.drafts()] == ["Two", "One"]


def test_the_same_campaigns_make_the_same_text(shops: Shops) -> None:
    made = shops.world.create()
    once, twice = (as_text(export(shops.world.storage, shops.world.registry, [made.id])) for _ in range(2))
    assert once == twice
    assert once.endswith("}\n")
    assert read(once.encode()).problems == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"schema": 2},
        {"kind": "songs"},
        {"campaigns": []},
        {"colour": "red"},
        {"pictures": {"x": ""}},
        {"campaigns": [{"text": "no name"}]},
        {"campaigns": [{"name": "x" * 121}]},
        {"campaigns": [{"name": "Hello", "colour": "red"}]},
        {"campaigns": [{"name": "Hello", "sender": 3}]},
        {"campaigns": [{"name": "Hello", "recipient": "group:1"}]},
        {"campaigns": [{"name": "Hello", "frequency": "daily"}]},
        {"campaigns": [{"name": "Hello", "audience": {"match": "some", "rules": []}}]},
        {"campaigns": [{"name": "Hello", "without_memory": "yes"}]},
        {"campaigns": [{"name": "Hello", "goal": 3}]},
        {"campaigns": [{"name": "Hello", "goal_days": 91}]},
    ],
)
def test_the_schema_refuses_what_an_import_refuses(shops: Shops, wrong: dict[str, Any]) -> None:
    frame = {"schema": 1, "kind": "smart_trigger_campaigns", "campaigns": [{"name": "Hello"}]}
    Draft202012Validator.check_schema(json_schema())
    valid = Draft202012Validator(json_schema())
    valid.validate(frame)
    assert not valid.is_valid({**frame, **wrong})
    assert shops.refused(json.dumps({**frame, **wrong}).encode())
