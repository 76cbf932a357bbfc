"""What the builder says: the menu, the sentence, connectives, and problems where they are."""

from __future__ import annotations

import pytest
from nicegui import ui
from nicegui.testing import User

from core import campaigns
from core.campaigns import draft_changes
from core.storage import Storage
from core.storage.models import Campaign
from tests.admin.builder.conftest import Open
from tests.admin.builder.hands import visits
from tests.admin.campaign_hands import LIST, control, pick, said, sees, sees_not, tell
from tests.admin.hands import press, shown, until, words_of


async def test_the_menu_offers_conditions_by_group_with_an_explanation(open_builder: Open) -> None:
    builder = await open_builder()
    items = control(builder.user, "Condition").props["items"]
    groups = list(dict.fromkeys(item["group"] for item in items))
    assert groups == ["Page", "Behaviour", "Visitor", "Location", "Time"]
    assert all(item["caption"] and item["icon"] for item in items)


async def test_the_sentence_of_the_whole_rule_follows_every_edit(open_builder: Open) -> None:
    builder = await open_builder()
    assert said(builder.user, "Every visitor")
    await pick(builder.user, "Condition", "Number of visits")
    await tell(builder.user, "Number of visits: value", "3")
    await sees(builder.user, "Visitors whose number of visits is at least 3")


async def test_all_any_and_none_say_how_rows_combine(open_builder: Open) -> None:
    builder = await open_builder(visits(1), visits(2), visits(3))
    assert builder.connectives() == ["and", "and"]
    await tell(builder.user, "How these conditions combine", "any")
    assert builder.connectives() == ["or", "or"]
    await tell(builder.user, "How these conditions combine", "none")
    assert builder.connectives() == ["nor", "nor"]
    await until(lambda: campaigns.get(builder.storage, builder.campaign_id).draft.audience["match"] == "none")


async def test_problems_stand_at_their_rows_once_the_marketer_is_done_with_them(open_builder: Open) -> None:
    builder = await open_builder()
    await pick(builder.user, "Condition", "Number of visits")
    assert not said(builder.user, "Fill in a value")
    await press(builder.user, "Finished")
    await until(lambda: any("st-node--bad" in each.classes for each in shown(builder.user)))
    assert said(builder.user, "1 problem")
    await tell(builder.user, "Number of visits: value", "3")
    await until(lambda: not any("st-node--bad" in each.classes for each in shown(builder.user)))


async def test_as_many_problems_are_told_as_rows_are_marked(open_builder: Open) -> None:
    builder = await open_builder({"fact": "visitor_attribute", "operator": "is"}, visits(0), visits())
    await until(lambda: marked(builder.user) == 2)
    assert said(builder.user, "2 problems"), "a row without name and value is one"
    await pick(builder.user, "Condition", "Attribute")
    await pick(builder.user, "Condition", "Number of visits")
    assert (marked(builder.user), len(said(builder.user, "2 problems"))) == (2, 1), "nothing is red in a new row"
    await press(builder.user, "Finished")
    await sees(builder.user, "4 things to mend here")
    assert (marked(builder.user), len(said(builder.user, "4 problems"))) == (4, 1)


def marked(user: User) -> int:
    return sum("st-node--bad" in each.classes for each in shown(user))


async def test_a_broken_pattern_is_told_at_once(open_builder: Open) -> None:
    builder = await open_builder()
    await pick(builder.user, "Condition", "City")
    await tell(builder.user, "City: comparison", "matches")
    await tell(builder.user, "City: values", ["(?=x)"])
    await sees(builder.user, "look-ahead")
    await tell(builder.user, "City: values", ["x"])
    await sees_not(builder.user, "look-ahead")


async def test_when_something_can_be_missing_the_row_says_so(open_builder: Open) -> None:
    builder = await open_builder({"fact": "city", "operator": "is", "value": ["Hue"]})
    assert said(builder.user, "Unknown where the location data has no cities")


async def test_a_row_warns_where_the_campaign_shows_to_visitors_without_cookies_too(
    open_builder: Open, storage: Storage
) -> None:
    builder = await open_builder(visits(), {"fact": "city", "operator": "is", "value": ["Hue"]})
    assert not said(builder.user, "visitors without cookies")
    draft_changes.save(storage, builder.campaign_id, "without_memory", True, agent_id=None, base_version=0)
    await sees(builder.user, "This campaign shows to visitors without cookies, too. They never meet this.")
    assert len(said(builder.user, "visitors without cookies")) == 1, "only where it needs a memory"
    await tell(builder.user, "Number of visits: comparison", "does_not_equal")
    await sees(builder.user, "They always meet this.")


async def test_what_is_missing_or_wrong_stays_in_the_sentence_marked(open_builder: Open) -> None:
    builder = await open_builder({"fact": "page_url", "operator": "is", "value": ["/pricing"]}, visits())
    await tell(builder.user, "Page address: values", ["/pricing", "plans"])
    await sees(builder.user, "a path begins with /")
    await tell(builder.user, "Number of visits: value", "")
    await until(lambda: marks(builder.user) == ["plans  (not valid)", "…  (no value yet)"])
    assert said(builder.user, "page address is /pricing or ")
    await tell(builder.user, "Page address: values", ["/pricing", "/plans"])
    await until(lambda: marks(builder.user) == ["…  (no value yet)"])


def marks(user: User) -> list[str]:
    """What stands out in the sentence."""
    return [words_of(each) for each in shown(user) if each.tag == "mark"]


async def test_a_condition_whose_plugin_went_away_is_flagged_keeps_its_data_and_can_go(open_builder: Open) -> None:
    gone = {"fact": "horoscope", "operator": "is", "value": ["leo"]}
    builder = await open_builder(gone, visits())
    assert said(builder.user, "The condition “horoscope” is not installed")
    await tell(builder.user, "Number of visits: value", "5")
    await builder.holds(gone, visits(5))
    await press(builder.user, "Remove horoscope")
    await builder.holds(visits(5))


async def test_only_the_row_that_changed_is_sent(open_builder: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    builder = await open_builder(*(visits(number) for number in range(1, 31)))
    rows = {each.id for each in shown(builder.user) if "data-row" in each.props}
    first = control(builder.user, "Number of visits: value")
    updated: list[ui.element] = []
    monkeypatch.setattr(ui.element, "update", lambda element: updated.append(element))
    await tell(builder.user, "Number of visits: value", "77")
    assert control(builder.user, "Number of visits: value") is first
    touched = {around.id for each in updated for around in (each, *each.ancestors())} & rows
    assert len(rows) == 30
    assert len(touched) <= 1


async def test_an_unreadable_rule_can_be_started_anew(marketer: User, storage: Storage, open_builder: Open) -> None:
    builder = await open_builder()
    with storage.transaction():
        draft = campaigns.get(storage, builder.campaign_id).draft.changed("audience", {"match": "all", "rules": [1]})
        Campaign.update(draft=draft.as_data()).execute()
    await marketer.open(f"{LIST}/{builder.campaign_id}?step=customers")
    await press(marketer, "Start anew")
    await builder.holds()
    await sees(marketer, "Every visitor sees it")
