"""The simulator on screen: what is entered, what would happen, and why."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from nicegui import ui
from nicegui.testing import User

from core import campaigns, sites, team
from core.campaigns import draft_changes, switching
from core.campaigns.drafts import Draft
from core.plugins import Registry
from core.storage import Storage
from core.storage.models import Campaign, Revision
from core.visits.page_views import PageViewRecorder
from core.visits.recorded_view import RecordedView
from tests.admin.campaign_hands import LIST, control, pick, said, sees, sees_not, tell
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


def tick(user: User, words: str) -> ui.element:
    """The tick of this name."""
    return next(each for each in shown(user) if each.tag == "input" and each.props.get("aria-label") == words)


async def test_what_is_entered_decides(marketer: User, prices: int) -> None:
    await marketer.open(SIMULATOR)
    await sees(marketer, "Nothing shows on this page view.")
    await sees(marketer, "Not met: Page address is /pricing*.")
    assert control(marketer, "Page address").value == "https://shop.example/", "it says what it starts with"
    await tell(marketer, "Page address", "https://shop.example/pricing")
    await sees(marketer, "“Prices” shows after 30 seconds.")
    assert said(marketer, "Observed: https://shop.example/pricing.")
    await press(marketer, "Page address: back to how it starts")
    await sees(marketer, "Nothing shows on this page view.")
    assert control(marketer, "Page address").value == "https://shop.example/"


async def test_what_is_not_known_is_a_choice_of_its_own(marketer: User, prices: int) -> None:
    await marketer.open(f"{SIMULATOR}?told={quote(json.dumps({'country': None, 'page_title': 'Prices'}))}")
    title, place = "Page title: Not known", "Country: Not known"
    await until(lambda: tick(marketer, place).props["checked"])
    assert not tick(marketer, title).props.get("checked")
    send(marketer, tick(marketer, title), "change", True)
    await until(lambda: tick(marketer, title).props["checked"])
    assert "Page title" not in [each.props.get("label") for each in shown(marketer)], "there is nothing to type"
    send(marketer, tick(marketer, title), "change", False)
    await tell(marketer, "Page title", "Plans")
    await until(lambda: not tick(marketer, title).props["checked"])
    await tell(marketer, "Page title", "")
    await sees(marketer, "Nothing is entered: it is not known.")


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
    await sees(marketer, "Too soon after the message before")
    assert said(marketer, "Country"), "what no campaign asks for stays, as it was entered"


async def test_conditions_that_no_campaign_asks_for_can_be_added(marketer: User, prices: int) -> None:
    await marketer.open(SIMULATOR)
    await sees(marketer, "Page address")
    assert not said(marketer, "Query parameter “ref”")
    await pick(marketer, "Another condition", "Query parameter")
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
    await press(marketer, "Start from a real page view")
    await until(lambda: [each for each in shown(marketer) if "st-view" in each.classes])
    await press(marketer, next(words_of(each) for each in shown(marketer) if "st-view" in each.classes))
    await sees(marketer, "“Prices” shows after 30 seconds.")
    assert said(marketer, "Our prices")
    assert [each for each in said(marketer, "Not recorded: ") if "Browser" in each and "Screen width" in each]
    await pick(marketer, "Another condition", "Browser")
    await sees(marketer, "Not recorded of this page view: conditions on it stay open until you enter it.")
    await press(marketer, "Start from a newcomer")
    await sees(marketer, "Nothing shows on this page view.")


async def test_the_editor_leads_here_with_its_draft(marketer: User, prices: int, storage: Storage) -> None:
    for step in ("customers", "activate"):
        await marketer.open(f"{LIST}/{prices}?step={step}")
        await until(lambda: f"{SIMULATOR}?campaign={prices}" in [each.props.get("href") for each in shown(marketer)])
    await marketer.open(f"{SIMULATOR}?campaign={prices}")
    await sees(marketer, "The campaign that you try")
    assert not said(marketer, "As its draft says"), "its draft says what visitors meet"
    base = campaigns.get(storage, prices).draft_version
    draft_changes.save(storage, prices, "frequency", "multiple", agent_id=team.agents(storage)[0].id, base_version=base)
    await sees(marketer, "As its draft says")
    trail = next(each for each in shown(marketer) if "st-trail" in each.classes)
    assert f"{LIST}/{prices}?step=customers" in [each.props.get("href") for each in trail.descendants()], "the way back"


async def test_what_is_tried_stands_first_and_starts_on_a_page_that_its_rule_names(
    marketer: User, prices: int, storage: Storage, registry: Registry
) -> None:
    tried = campaigns.get(storage, prices)
    everybody = {"schema": 1, "match": "all", "rules": []}
    draft = Draft.of({**tried.draft.as_data(), "name": "For everybody", "audience": everybody})
    other = campaigns.create(storage, site_id=tried.site.id, agent_id=tried.draft.sender or 0, draft=draft)
    switching.publish(storage, registry, other.id, agent_id=tried.draft.sender or 0)
    await marketer.open(f"{SIMULATOR}?campaign={prices}")
    await sees(marketer, "“For everybody” shows at once.")
    assert control(marketer, "Page address").value == "https://shop.example/pricing"
    names = [words_of(each) for each in shown(marketer) if "st-simulated-name" in each.classes]
    assert names == ["Prices", "For everybody"]
    assert said(marketer, "Time on page is at least 30 seconds"), "its conditions are unfolded"


async def test_without_a_site_it_asks_for_one(marketer: User) -> None:
    await marketer.open(SIMULATOR)
    await sees(marketer, "A smart message needs a website")


async def test_it_is_for_marketers(agent: User) -> None:
    assert (await agent.http_client.get(SIMULATOR)).status_code == 403
