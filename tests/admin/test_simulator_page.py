"""The simulator on screen: what is entered, what would happen, and why."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from nicegui.testing import User

from core import campaigns, sites, team
from core.campaigns import switching
from core.campaigns.drafts import Draft
from core.plugins import Registry
from core.storage import Storage
from core.storage.models import Campaign, Revision
from core.visits.page_views import PageViewRecorder, RecordedView
from tests.admin.campaign_hands import LIST, pick, said, sees, sees_not, tell
from tests.admin.hands import press, send, shown, until, words_of

SIMULATOR = "/campaigns/simulator"
PRICING = {"id": "p", "fact": "page_url", "operator": "is", "value": ["/pricing*"]}
STAYS = {"id": "t", "fact": "time_on_page", "operator": "at_least", "value": 30}


@pytest.fixture
def prices(storage: Storage, registry: Registry) -> int:
    """A running campaign for those who stay on the page of prices."""
    site = sites.add_site(storage, sites.SiteSettings("Shop", ("https://shop.example",)))
    ada = team.add_agent(storage, email="ada@shop.example", name="Ada", role="agent").id
    audience = {"schema": 1, "match": "all", "rules": [PRICING, STAYS]}
    draft = Draft(name="Prices", sender=ada, recipient=f"agent:{ada}", text="Hi", audience=audience)
    made = campaigns.create(storage, site_id=site.id, agent_id=ada, draft=draft)
    switching.publish(storage, registry, made.id, agent_id=ada)
    return made.id


async def test_what_is_entered_decides_and_stands_in_the_address(marketer: User, prices: int) -> None:
    await marketer.open(SIMULATOR)
    await sees(marketer, "Nothing shows on this page view.")
    await sees(marketer, "Not met: Page address is /pricing*.")
    assert said(marketer, "As it is: https://shop.example/")
    await tell(marketer, "Page address", "https://shop.example/pricing")
    await sees(marketer, "“Prices” shows after 30 seconds.")
    assert said(marketer, "Observed: https://shop.example/pricing.")
    await press(marketer, "Page address is unknown")
    await sees(marketer, "Nothing shows on this page view.")
    assert said(marketer, "Nothing was observed; “is” fails then.")


async def test_what_is_folded_up_is_drawn_when_it_is_unfolded(marketer: User, prices: int, storage: Storage) -> None:
    campaigns.duplicate(storage, prices, agent_id=None)
    with storage.transaction():
        Campaign.update(status="active", revision_number=1).where(Campaign.id != prices).execute()
        content = Revision.get().content
        Revision.create(campaign=prices + 1, number=1, content=content, created_at=datetime.now(UTC))
    await marketer.open(SIMULATOR)
    await sees(marketer, "Nothing shows on this page view.")
    assert len(said(marketer, "Time on page is at least 30 seconds")) == 1
    folded = [each for each in shown(marketer) if each.tag == "details"]
    send(marketer, folded[1], "toggle", None)
    await until(lambda: len(said(marketer, "Time on page is at least 30 seconds")) == 2)


async def test_an_address_brings_back_what_was_entered(marketer: User, prices: int) -> None:
    told = json.dumps({"page_url": "https://shop.example/pricing", "country": "VN"})
    await marketer.open(f"{SIMULATOR}?told={quote(told)}&ago=60")
    await sees(marketer, "The last message is not long enough ago")
    assert said(marketer, "Country"), "what no campaign asks for stays, as it was entered"


async def test_conditions_that_no_campaign_asks_for_can_be_added(marketer: User, prices: int) -> None:
    await marketer.open(SIMULATOR)
    await sees(marketer, "Page address")
    assert not said(marketer, "Query parameter “ref”")
    await pick(marketer, "Condition", "Query parameter")
    await tell(marketer, "Query parameter: Name, such as ref", "ref")
    await press(marketer, "Use this name")
    await sees(marketer, "Query parameter “ref”")
    await press(marketer, "Remove Query parameter “ref”")
    await sees_not(marketer, "Query parameter “ref”")


async def test_one_press_starts_from_a_page_view(marketer: User, prices: int, storage: Storage) -> None:
    recorder = PageViewRecorder(storage)
    key, site = secrets.token_urlsafe(12), campaigns.get(storage, prices).site.id
    facts = {"memory": True, "pages": 4, "time_zone": "Asia/Ho_Chi_Minh"}
    seen = {"url": "https://shop.example/pricing", "title": "Our prices", "country": "VN", "facts": facts}
    recorder.record(RecordedView(key, site, "v", datetime.now(UTC), 3, **seen))  # type: ignore[arg-type]
    recorder.flush()
    await marketer.open(SIMULATOR)
    await press(marketer, "A page view…")
    await until(lambda: [each for each in shown(marketer) if "st-view" in each.classes])
    await press(marketer, next(words_of(each) for each in shown(marketer) if "st-view" in each.classes))
    await sees(marketer, "“Prices” shows after 30 seconds.")
    assert said(marketer, "Our prices")
    await press(marketer, "Start from a newcomer")
    await sees(marketer, "Nothing shows on this page view.")


async def test_the_editor_leads_here_with_its_draft(marketer: User, prices: int) -> None:
    for step in ("customers", "activate"):
        await marketer.open(f"{LIST}/{prices}?step={step}")
        await until(lambda: f"{SIMULATOR}?campaign={prices}" in [each.props.get("href") for each in shown(marketer)])
    await marketer.open(f"{SIMULATOR}?campaign={prices}")
    await sees(marketer, "As its draft says")


async def test_without_a_site_it_asks_for_one(marketer: User) -> None:
    await marketer.open(SIMULATOR)
    await sees(marketer, "A smart message needs a website")


async def test_it_is_for_marketers(agent: User) -> None:
    assert (await agent.http_client.get(SIMULATOR)).status_code == 403
