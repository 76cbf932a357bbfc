"""The history of a campaign: who published what when, and the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from nicegui.testing import User

from core import campaigns
from core.campaigns import switching
from core.campaigns.drafts import Draft
from core.campaigns.translations import new_translation
from tests.admin.campaign_files.conftest import Shop
from tests.admin.campaign_hands import LIST, said, sees, sees_not
from tests.admin.hands import choose, fill, press, shown, until


@pytest.fixture
def changed(shop: Shop) -> Shop:
    """Welcome has been published twice: with other words the second time."""
    shop.type("text", "Hello **again**")
    shop.publish()
    return shop


def history(shop: Shop, campaign_id: int = 0) -> str:
    return f"{LIST}/{campaign_id or shop.welcome}/history"


async def test_each_revision_says_who_made_it_and_what_changed(marketer: User, changed: Shop) -> None:
    await marketer.open(history(changed))
    await sees(marketer, "History of Welcome")
    for words in ("Revision 2", "Revision 1", "Visitors meet this", "The draft says this", "Ada,"):
        assert said(marketer, words), words
    before = [each for each in shown(marketer) if each.tag == "del"]
    after = [each for each in shown(marketer) if each.tag == "ins"]
    assert [getattr(each, "text", "") for each in (*before, *after)] == ["Hi there", "Hello **again**"]


async def test_what_was_published_first_is_drawn_as_people_read_it(marketer: User, shop: Shop) -> None:
    shop.type("text", "Hello **again**, {{ visitor.first_name | default: 'friend' }}")
    draft = replace(shop.draft(), name="Other", translations={"vi": new_translation(Draft(text="*Chào*"))})
    other = campaigns.create(shop.storage, site_id=shop.site, agent_id=shop.ada, draft=draft).id
    switching.publish(shop.storage, shop.registry, other, agent_id=shop.ada)
    await marketer.open(history(shop, other))
    await sees(marketer, "Revision 1")
    assert all(said(marketer, words) for words in ("again", "friend", "Vietnamese", "Chào"))
    assert not said(marketer, "**")
    bold = [getattr(each, "text", "") for each in shown(marketer) if "st-bold" in each.classes]
    assert bold == ["again"]


async def test_a_long_history_is_searched_and_shown_in_steps(marketer: User, shop: Shop) -> None:
    for number in range(2, 24):
        shop.type("text", f"Hello {number}")
        shop.publish()
    await marketer.open(history(shop))
    await sees(marketer, "Revision 4")
    assert not said(marketer, "Revision 3")
    await press(marketer, "Show more")
    await sees(marketer, "Revision 1")
    await fill(marketer, "Search the history", "ada hello 17")
    await until(lambda: revisions(marketer) == ["Revision 18", "Revision 17"])
    await marketer.open(f"{history(shop)}?q=nobody")
    await sees(marketer, "Nothing found")


def revisions(user: User) -> list[str]:
    texts = (str(getattr(each, "text", "")) for each in shown(user) if each.tag == "h2")
    return [each for each in texts if each.startswith("Revision")]


async def test_an_old_revision_becomes_the_draft_and_that_is_undone(marketer: User, changed: Shop) -> None:
    await marketer.open(history(changed))
    await press(marketer, "Make this the draft: revision 1")
    await sees(marketer, "Revision 1 is the draft. Publish it for visitors to meet it.")
    assert changed.draft().text == "Hi there"
    await until(
        lambda: any(each.props.get("aria-label") == "Make this the draft: revision 2" for each in shown(marketer))
    )
    published = campaigns.get(changed.storage, changed.welcome).published
    assert published is not None
    assert published.text == "Hello **again**"
    await press(marketer, "Undo")
    await until(lambda: changed.draft().text == "Hello **again**")


async def test_showing_again_without_a_change_says_so(marketer: User, shop: Shop) -> None:
    switching.publish(shop.storage, shop.registry, shop.welcome, agent_id=shop.ada, show_again=True)
    await marketer.open(history(shop))
    await sees(marketer, "The same as before, shown again to everyone")


async def test_the_page_follows_what_others_publish(marketer: User, shop: Shop) -> None:
    await marketer.open(history(shop))
    await sees(marketer, "Revision 1")
    shop.type("text", "Hello")
    shop.publish()
    await sees(marketer, "Revision 2")


async def test_a_draft_has_no_history_yet(marketer: User, shop: Shop) -> None:
    draft = Draft(name="New")
    made = campaigns.create(shop.storage, site_id=shop.site, agent_id=shop.ada, draft=draft)
    await marketer.open(history(shop, made.id))
    await sees(marketer, "Nothing has been published yet")


@pytest.mark.parametrize("campaign_id", ["999", "x", "1" * 30])
async def test_the_history_of_nothing_says_so(marketer: User, shop: Shop, campaign_id: str) -> None:
    answer = await marketer.http_client.get(f"{LIST}/{campaign_id}/history")
    assert answer.status_code == 404
    assert "This campaign is not here any more" in answer.text


async def test_the_row_and_the_last_step_lead_to_the_history(marketer: User, shop: Shop) -> None:
    await marketer.open(f"{LIST}/{shop.welcome}?step=activate")
    await until(lambda: any(each.props.get("href") == history(shop) for each in shown(marketer)))
    await marketer.open(LIST)
    await choose(marketer, "Welcome", "History")
    await sees(marketer, "History of Welcome")
    await sees_not(marketer, "Nothing has been published yet")
