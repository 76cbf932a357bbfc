"""A draft saves itself field by field; two editors lose nothing to each other."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core import campaigns, sites
from core.campaigns import draft_changes
from core.campaigns.drafts import Draft
from core.campaigns.translations import new_translation
from core.errors import Conflict, InvalidInput, NotFound
from core.storage.models import DraftChange
from tests.api.campaigns.conftest import World, rule

# Drafts


def test_a_new_campaign_is_a_draft_at_the_end_of_its_sites_order(world: World) -> None:
    first, second = world.create(name="First"), world.create(name="Second")
    assert (first.status, second.status) == ("draft", "draft")
    assert world.list() == ["First", "Second"]
    assert second.position > first.position


def test_a_campaign_can_begin_with_a_name_alone(world: World) -> None:
    made = campaigns.create(world.storage, site_id=world.site, agent_id=world.ada, draft=Draft(name="W"))
    assert made.draft == Draft(name="W")
    assert made.draft_version == 1
    assert made.changed_by == "Ada"


def test_a_campaign_needs_a_site_that_is_there(world: World) -> None:
    with pytest.raises(NotFound) as caught:
        campaigns.create(world.storage, site_id=999, agent_id=world.ada)
    assert caught.value.code == "site_unknown"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Xin chào 👋"),
        ("sender", 1),
        ("sender", None),
        ("recipient", "agent:3"),
        ("recipient", ""),
        ("text", "Hi **you**\n\x00 it's “fine”"),
        ("audience", {"schema": 1, "match": "any", "rules": [{"id": "a", "fact": "gone", "value": [1, None]}]}),
        ("frequency", "multiple"),
        ("starts", "2026-12-01T09:00"),
        ("ends", "no date"),
        ("ends", None),
        ("without_memory", True),
        ("language", "en"),
        ("translations", {"vi": new_translation(Draft(text="Chào"))}),
    ],
)
def test_every_field_is_saved_by_itself_and_comes_back_as_it_was(world: World, field: str, value: object) -> None:
    campaign = world.create()
    saved = world.save(campaign.id, field, value, base=campaign.draft_version)
    again = campaigns.get(world.storage, campaign.id)
    assert getattr(again.draft, field) == value
    assert again.draft == campaign.draft.changed(field, value)
    assert again.draft_version == saved.version == campaign.draft_version + 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("colour", "red"),
        ("name", 3),
        ("name", "x" * 121),
        ("name", "half \ud83d"),
        ("sender", True),
        ("sender", "1"),
        ("sender", -1),
        ("recipient", "group:0"),
        ("recipient", "team:1"),
        ("recipient", None),
        ("text", None),
        ("text", "x" * 20_001),
        ("audience", []),
        ("audience", {"match": "all", "rules": [float("nan")]}),
        ("audience", {"match": "all", "rules": ["\udc00"]}),
        ("audience", {"match": "all", "rules": ["x" * 262_144]}),
        ("frequency", "daily"),
        ("starts", 5),
        ("without_memory", "yes"),
        ("language", "en-GB"),
        ("translations", {"vi": {"text": "Chào"}}),
    ],
)
def test_a_value_of_the_wrong_shape_is_refused_at_its_field_and_changes_nothing(
    world: World, field: str, value: object
) -> None:
    campaign = world.create()
    with pytest.raises(InvalidInput) as caught:
        world.save(campaign.id, field, value)
    assert caught.value.field == field
    assert caught.value.code.startswith("draft_field")
    assert campaigns.get(world.storage, campaign.id).draft_version == campaign.draft_version


def test_two_editors_in_different_fields_both_win(world: World) -> None:
    campaign = world.create()
    base = campaign.draft_version
    world.save(campaign.id, "text", "From Ada", base=base)
    saved = world.save(campaign.id, "name", "From Bo", by=world.bo, base=base)
    assert [(each.field, each.agent_name) for each in saved.others] == [("text", "Ada")]
    draft = campaigns.get(world.storage, campaign.id).draft
    assert (draft.text, draft.name) == ("From Ada", "From Bo")


def test_in_one_field_the_later_editor_wins_and_the_earlier_words_can_be_brought_back(world: World) -> None:
    campaign = world.create()
    base = campaign.draft_version
    ada = world.save(campaign.id, "text", "Ada's words", base=base)
    bo = world.save(campaign.id, "text", "Bo's words", by=world.bo, base=base)
    assert [(each.field, each.value) for each in bo.others] == [("text", "Ada's words")]
    (kept,) = (
        each for each in draft_changes.changes_since(world.storage, campaign.id, base) if each.version == ada.version
    )
    assert kept.value == "Ada's words"


def test_of_the_audience_both_edits_are_saved(world: World) -> None:
    base: dict[str, Any] = {"schema": 1, "match": "all", "rules": [{"id": "a", "fact": "gone"}]}
    campaign = world.create(audience=base)
    theirs = {**base, "rules": [*base["rules"], {"id": "b", "fact": "gone"}]}
    mine = {**base, "rules": [{"id": "a", "fact": "gone", "operator": "is"}]}
    world.save(campaign.id, "audience", theirs, base=campaign.draft_version)
    saved = draft_changes.save(
        world.storage,
        campaign.id,
        "audience",
        mine,
        agent_id=world.bo,
        base_version=campaign.draft_version,
        base_value=base,
    )
    both = {**base, "rules": [{"id": "a", "fact": "gone", "operator": "is"}, {"id": "b", "fact": "gone"}]}
    assert saved.value == campaigns.get(world.storage, campaign.id).draft.audience == both
    assert [each.value for each in saved.others] == [theirs]
    newest = draft_changes.changes_since(world.storage, campaign.id, saved.version - 1)
    assert [each.value for each in newest] == [both], "what was saved is what the others are told"


def test_an_editor_learns_what_was_changed_since_what_they_saw(world: World) -> None:
    campaign = world.create()
    first = world.save(campaign.id, "name", "One")
    world.save(campaign.id, "name", "Two", by=world.bo)
    changes = draft_changes.changes_since(world.storage, campaign.id, first.version)
    assert [(each.value, each.agent_name, each.label) for each in changes] == [("Two", "Bo", "Campaign name")]


def test_saves_from_many_threads_lose_none_and_share_no_version(world: World) -> None:
    campaign = world.create()
    fields = ["name", "text", "starts", "ends"]
    failures: list[Exception] = []

    def work(field: str) -> None:
        try:
            for number in range(5):
                with world.storage.connection():
                    world.save(campaign.id, field, f"{field} {number}")
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(field,)) for field in fields]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    again = campaigns.get(world.storage, campaign.id)
    assert again.draft_version == campaign.draft_version + 20
    assert [getattr(again.draft, field) for field in fields] == [f"{field} 4" for field in fields]


def test_a_save_wakes_the_lists_and_leaves_visitors_alone(world: World) -> None:
    campaign = world.running()
    lists, plans = world.pulse("campaigns"), world.pulse("plan")
    world.save(campaign.id, "text", "Not yet for visitors")
    assert (world.pulse("campaigns"), world.pulse("plan")) == (lists + 1, plans)


def test_the_site_can_change_until_the_campaign_was_published(world: World) -> None:
    other = sites.add_site(world.storage, sites.SiteSettings("docs.example"))
    moved = campaigns.set_site(world.storage, world.create().id, other.id, agent_id=world.ada)
    assert moved.site.id == other.id
    with pytest.raises(Conflict) as caught:
        campaigns.set_site(world.storage, world.running().id, other.id, agent_id=world.ada)
    assert caught.value.code == "campaign_site_fixed"


def test_a_duplicate_is_a_draft_with_the_same_fields(world: World) -> None:
    original = world.running(frequency="multiple", audience=rule({"id": "a", "fact": "visits", "operator": "is_set"}))
    copy = campaigns.duplicate(world.storage, original.id, agent_id=world.bo)
    assert copy.draft == replace(original.draft, name="Copy of Welcome back")
    assert (copy.status, copy.revision_number, copy.changed_by) == ("draft", None, "Bo")


def test_words_that_somebody_saved_over_while_they_were_typed_are_known_for_a_day(world: World) -> None:
    campaign = world.create()
    now = datetime.now(UTC)

    def crossed(agent: int, at: datetime = now) -> list[tuple[object, object]]:
        found = draft_changes.crossed(world.storage, campaign.id, agent, at)
        return [(change.value, mine) for change, mine in found]

    world.save(campaign.id, "text", "Ada's words", by=world.ada)
    assert crossed(world.ada) == []
    world.save(campaign.id, "text", "Bo's words", by=world.bo)
    world.save(campaign.id, "frequency", "multiple", by=world.bo)
    assert crossed(world.ada) == [("Bo's words", "Ada's words")]
    assert crossed(world.bo) == []
    assert crossed(world.ada, now + draft_changes.CROSSED_TOLD + timedelta(seconds=5)) == []
    with world.storage.transaction():
        DraftChange.update(changed_at=now - timedelta(minutes=5)).where(DraftChange.agent == world.ada).execute()
    assert crossed(world.ada) == []
