"""Two people in one campaign: each sees the other, and nothing that was typed is lost."""

from __future__ import annotations

from typing import Any

from nicegui import ui
from nicegui.testing import User

from core.campaigns import Campaign, draft_changes
from core.storage import Storage
from tests.admin.campaign_hands import LIST, control, redo, sees, undo
from tests.admin.conftest import SignInAs
from tests.admin.editor.conftest import Make
from tests.admin.editor.hands import enter, only
from tests.admin.hands import field, fill, press, send, shown, until


async def test_a_second_editor_is_seen_and_their_change_comes_in(
    sign_in_as: SignInAs, storage: Storage, make: Make
) -> None:
    campaign = make()
    mine, theirs = await sign_in_as("marketer", name="Mai"), await sign_in_as("owner", name="Bo")
    await mine.open(f"{LIST}/{campaign.id}?step=message")
    await theirs.open(f"{LIST}/{campaign.id}?step=message")
    await sees(mine, "Bo is editing this too")
    await sees(theirs, "Mai is editing this too")
    await fill(theirs, "Message content", "Bo's words")
    await sees(mine, "Bo changed Message content")
    assert field(mine, "Message content").value == "Bo's words"
    await press(mine, "Undo")
    await until(lambda: only(storage).draft.text == "Hi there")


async def test_my_overwritten_words_can_be_brought_back(sign_in_as: SignInAs, storage: Storage, make: Make) -> None:
    campaign = make()
    mine, theirs = await sign_in_as("marketer", name="Mai"), await sign_in_as("owner", name="Bo")
    await mine.open(f"{LIST}/{campaign.id}?step=message")
    await theirs.open(f"{LIST}/{campaign.id}?step=message")
    await fill(mine, "Message content", "My words")
    await until(lambda: only(storage).draft.text == "My words")
    await until(lambda: field(theirs, "Message content").value == "My words")
    await fill(theirs, "Message content", "Bo's words")
    await until(lambda: field(mine, "Message content").value == "Bo's words")
    await press(mine, "Bring mine back")
    await until(lambda: only(storage).draft.text == "My words")


async def test_whoever_types_in_the_same_field_hears_that_theirs_is_not_saved_and_a_reload_loses_nothing(
    sign_in_as: SignInAs, storage: Storage, make: Make
) -> None:
    campaign = make()
    mine, theirs = await sign_in_as("marketer", name="Mai"), await sign_in_as("owner", name="Bo")
    await mine.open(f"{LIST}/{campaign.id}?step=message")
    await theirs.open(f"{LIST}/{campaign.id}?step=message")
    enter(mine, "Message content")
    await fill(mine, "Message content", "My words")
    await until(lambda: only(storage).draft.text == "My words")
    await fill(theirs, "Message content", "Bo's words")
    await sees(mine, "Bo's Message content is saved, not yours.")
    assert field(mine, "Message content").value == "My words"
    await mine.open(f"{LIST}/{campaign.id}?step=message")
    await sees(mine, "Bo changed Message content")
    await press(mine, "Bring mine back")
    await until(lambda: only(storage).draft.text == "My words")


async def test_a_rule_that_somebody_else_changes_is_shown_as_it_is(
    marketer: User, storage: Storage, make: Make
) -> None:
    rule = {"schema": 1, "match": "all", "rules": [{"id": "a", "fact": "visits", "operator": "at_least", "value": 2}]}
    campaign = make(audience=rule)
    await marketer.open(f"{LIST}/{campaign.id}?step=customers")
    changed = {**rule, "rules": [{"id": "a", "fact": "visits", "operator": "at_least", "value": 7}]}
    draft_changes.save(storage, campaign.id, "audience", changed, agent_id=None, base_version=0)
    await until(lambda: control(marketer, "Number of visits: value").value == "7")
    await sees(marketer, "at least 7")


def condition(name: str, value: object = 2) -> dict[str, Any]:
    return {"id": name, "fact": "visits", "operator": "at_least", "value": value}


def audience(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"schema": 1, "match": "all", "rules": list(rules)}


def builder(user: User) -> ui.element:
    return next(each for each in shown(user) if "data-builder" in each.props)


def values(user: User) -> list[ui.element]:
    """Where the rows on the page say what they ask for, in reading order."""
    return [each for each in builder(user).descendants() if each.props.get("label") == "Number of visits: value"]


def conditions(user: User) -> list[str]:
    return [str(each.props["model-value"]) for each in values(user)]


async def both_at(sign_in_as: SignInAs, campaign: Campaign) -> tuple[User, User]:
    mine, theirs = await sign_in_as("marketer", name="Mai"), await sign_in_as("owner", name="Bo")
    for user in (mine, theirs):
        await user.open(f"{LIST}/{campaign.id}?step=customers")
        await sees(user, "Show to visitors who meet")
    return mine, theirs


def row(user: User, name: str) -> ui.element:
    return next(each for each in shown(user) if each.props.get("data-node") == name)


async def test_two_people_edit_one_audience_and_both_edits_stay(
    sign_in_as: SignInAs, storage: Storage, make: Make
) -> None:
    mine, theirs = await both_at(sign_in_as, make(audience=audience(condition("a"), condition("b"))))
    (first, second), (_, other) = values(mine), values(theirs)
    send(mine, first, "update:modelValue", "7")
    send(theirs, other, "update:modelValue", "8")
    await until(lambda: conditions(mine) == ["7", "8"], "their edit beside mine")
    await until(lambda: conditions(theirs) == ["7", "8"], "my edit beside theirs")
    assert [each["value"] for each in only(storage).draft.audience["rules"]] == [7, 8]
    assert not first.is_deleted, "the row that somebody works in stays as it is"
    assert second.is_deleted
    await sees(mine, "Bo changed Target customers")


INNER = {"id": "g", "match": "any", "rules": [condition("b")]}


async def test_who_removed_a_group_in_which_somebody_else_goes_on_is_told_and_can_remove_it_again(
    marketer: User, storage: Storage, make: Make
) -> None:
    before = audience(condition("a"), INNER)
    campaign = make(audience=before)
    await marketer.open(f"{LIST}/{campaign.id}?step=customers")
    send(marketer, row(marketer, "g"), "nodeRemove.stop", {})
    await until(lambda: len(only(storage).draft.audience["rules"]) == 1)
    edited = audience(condition("a"), {**INNER, "rules": [condition("b", 9)]})
    save_later(storage, campaign, before, edited)
    await until(lambda: conditions(marketer) == ["2", "9"])
    await press(marketer, "Bring mine back")
    await until(lambda: len(only(storage).draft.audience["rules"]) == 1)
    assert conditions(marketer) == ["2"]


async def test_who_edits_in_a_group_that_somebody_else_removes_is_told_and_can_bring_it_back(
    marketer: User, storage: Storage, make: Make
) -> None:
    before = audience(condition("a"), INNER)
    campaign = make(audience=before)
    await marketer.open(f"{LIST}/{campaign.id}?step=customers")
    send(marketer, values(marketer)[1], "update:modelValue", "9")
    await until(lambda: only(storage).draft.audience["rules"][1]["rules"][0]["value"] == 9)
    save_later(storage, campaign, before, audience(condition("a")))
    await until(lambda: conditions(marketer) == ["2"])
    await press(marketer, "Bring mine back")
    await until(lambda: conditions(marketer) == ["2", "9"])
    await until(lambda: len(only(storage).draft.audience["rules"]) == 2)


def save_later(storage: Storage, campaign: Campaign, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Somebody else saves what they made of the same audience, without having seen what was saved since."""
    known = campaign.draft_version
    draft_changes.save(storage, campaign.id, "audience", after, agent_id=None, base_version=known, base_value=before)


async def test_undo_in_the_builder_leaves_what_others_did(sign_in_as: SignInAs, make: Make) -> None:
    mine, theirs = await both_at(sign_in_as, make(audience=audience(condition("a"), condition("b"))))
    send(mine, row(mine, "a"), "nodeRemove.stop", {})
    await until(lambda: conditions(theirs) == ["2"])
    send(theirs, values(theirs)[0], "update:modelValue", "5")
    await until(lambda: conditions(mine) == ["5"])
    undo(mine)
    await until(lambda: conditions(theirs) == ["2", "5"])
    redo(mine)
    await until(lambda: conditions(theirs) == ["5"])
