"""What needs somebody is told, with the reason as far as it can be known; what is well is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.attention import Concern, concerns
from core.attention.running import running_campaigns
from core.plugin_faults import Faults
from core.plugins import Registry
from core.sites import SiteSettings, archive_site, edit_site
from core.storage.models import Campaign, Revision, Site, WebhookDelivery, WebhookEvent
from core.webhooks import WebhookSettings, add_webhook
from core.webhooks.courier import note, take
from core.webhooks.events import LEAD_CREATED
from core.webhooks.log import send_given_up
from core.webhooks.outbox import write
from core.webhooks.sending import Outcome
from tests.api.conftest import CHROME, SHOP, Browser, Clock, Demo, condition

PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36"


def told(demo: Demo, registry: Registry) -> list[Concern]:
    demo.parts.recorder.flush()
    with demo.storage.connection():
        running = running_campaigns(registry, demo.clock())
        return list(concerns(demo.storage, registry, running, demo.clock()))


def reason(demo: Demo, registry: Registry) -> str:
    """Why the one campaign that is silent is."""
    (only,) = [each for each in told(demo, registry) if each.kind == "silent"]
    return only.why


def silent(demo: Demo, *conditions: dict[str, Any], **fields: Any) -> int:
    """A campaign that has been running for two days."""
    campaign = demo.campaign(*conditions, **fields)
    published = demo.clock() - timedelta(days=2)
    with demo.storage.transaction():
        Campaign.update(switched_on_at=published).where(Campaign.id == campaign).execute()
        Revision.update(created_at=published).where(Revision.campaign == campaign).execute()
    return campaign


def test_a_site_that_was_never_seen_says_what_to_do(demo: Demo, registry: Registry) -> None:
    (concern,) = told(demo, registry)
    assert (concern.kind, concern.id) == ("site_unseen", demo.site.id)
    assert concern.what == "Shop has never shown the widget"
    assert concern.why == "Paste the snippet into its pages, then open one."
    edit_site(demo.storage, demo.site.id, SiteSettings("Shop"))
    assert told(demo, registry)[0].why.startswith("Say under Origins which website may show it")


@pytest.mark.parametrize(("hours", "said"), [(23, None), (24, "for a day"), (49, "for 2 days")])
def test_a_site_that_has_not_been_seen_for_a_day_is_told(
    browser: Browser, demo: Demo, registry: Registry, clock: Clock, hours: int, said: str | None
) -> None:
    browser.boot()
    assert told(demo, registry) == []
    clock.pass_(hours=hours)
    assert [each.what for each in told(demo, registry)] == ([f"Shop has not shown the widget {said}"] if said else [])


def test_an_archived_site_needs_nobody(demo: Demo, registry: Registry) -> None:
    archive_site(demo.storage, demo.site.id)
    assert told(demo, registry) == []


def test_a_flagged_campaign_comes_first_with_its_reason(demo: Demo, registry: Registry) -> None:
    campaign = demo.campaign(name="Welcome")
    with demo.storage.transaction():
        Campaign.update(flag="Ada has left the team. Choose another sender.").where(Campaign.id == campaign).execute()
    first, *_ = told(demo, registry)
    assert (first.kind, first.id) == ("not_run", campaign)
    assert first.what == "“Welcome” is not shown to anybody"
    assert first.why == "Ada has left the team. Choose another sender."


@pytest.mark.parametrize("columns", [{"status": "paused"}, {"status": "draft"}, {"status": "ended"}])
def test_a_campaign_that_is_off_needs_nobody(
    browser: Browser, demo: Demo, registry: Registry, columns: dict[str, Any]
) -> None:
    campaign = silent(demo, condition("page_url", "is", ["/nowhere"]))
    browser.boot()
    with demo.storage.transaction():
        Campaign.update(flag="Broken.", **columns).where(Campaign.id == campaign).execute()
    assert told(demo, registry) == []


WHY = [
    ("a page that nobody opens", condition("page_url", "is", ["/pricng"]), "fits “Visitors on /pricng”."),
    ("a country that nobody is in", condition("country", "is_any_of", ["VN"]), "fits “Visitors from Vietnam”."),
    ("a device that nobody holds", condition("device", "is_any_of", ["tablet"]), "fits “Visitors on a tablet”."),
    ("a language that nobody reads", condition("language", "is_any_of", ["vi"]), "a browser in Vietnamese”."),
    ("visits that nobody makes", condition("visits", "at_least", 3), "fits “Visitors with at least 3 visits”."),
    ("a website that nobody comes from", condition("referrer", "is", ["a.example/*"]), "coming from a.example/*”."),
]


@pytest.mark.parametrize(("asked", "why"), [each[1:] for each in WHY], ids=[each[0] for each in WHY])
def test_a_campaign_that_nobody_can_meet_names_the_condition(
    browser: Browser, demo: Demo, registry: Registry, asked: dict[str, Any], why: str
) -> None:
    silent(demo, condition("time_on_page", "at_least", 3), asked, name="Quiet")
    browser.boot(referrer="https://b.example/")
    browser.boot(f"{SHOP}/pricing")
    (concern,) = told(demo, registry)
    assert concern.what == "“Quiet” has not been shown to anybody yet"
    assert concern.why.startswith("None of the newest 2 page views fits")
    assert concern.why.endswith(why)


def test_conditions_that_are_met_apart_but_never_together_are_told_so(
    browser: Browser, demo: Demo, registry: Registry
) -> None:
    silent(demo, condition("page_url", "is", ["/pricing"]), condition("device", "is_any_of", ["phone"]))
    for agent, path in ((PHONE, "/"), (CHROME, "/pricing")):
        browser.user_agent = agent
        browser.boot(SHOP + path)
    assert reason(demo, registry) == "None of the newest 2 page views fits all of its conditions together."


def test_what_only_browsers_know_is_told_as_not_known(browser: Browser, demo: Demo, registry: Registry) -> None:
    silent(demo, condition("page_url", "is", ["/pricing"]), condition("time_on_page", "at_least", 3600))
    browser.boot(f"{SHOP}/pricing")
    browser.boot()
    assert reason(demo, registry).startswith("1 of the newest 2 page views fit as far as the server can tell.")


def test_where_a_visit_came_from_is_known_on_its_later_pages_too(
    browser: Browser, demo: Demo, registry: Registry
) -> None:
    silent(demo, condition("referrer", "is", ["a.example/*"]), condition("time_on_page", "at_least", 3600))
    browser.boot(referrer="https://a.example/")
    browser.boot(f"{SHOP}/help", referrer=f"{SHOP}/")
    assert reason(demo, registry).startswith("2 of the newest 2 page views fit")


def test_visitors_without_cookies_are_named_where_they_are_the_reason(
    client: Any, demo: Demo, registry: Registry
) -> None:
    silent(demo)
    Browser(client, memory=False).boot()
    assert (
        reason(demo, registry) == "All visitors of the last day came without cookies, and it may not be shown to them."
    )


def test_one_page_view_is_said_as_one(browser: Browser, demo: Demo, registry: Registry) -> None:
    silent(demo, condition("page_url", "is", ["/nowhere"]))
    browser.boot()
    assert reason(demo, registry) == "The only page view of the last day does not fit “Visitors on /nowhere”."


def test_a_campaign_that_fired_is_well(browser: Browser, demo: Demo, registry: Registry) -> None:
    campaign = silent(demo)
    browser.boot()
    assert len(told(demo, registry)) == 1
    browser.claim(campaign)
    assert told(demo, registry) == []


def test_a_draft_that_is_edited_hides_nothing(browser: Browser, demo: Demo, registry: Registry) -> None:
    campaign = silent(demo, condition("page_url", "is", ["/nowhere"]))
    browser.boot()
    demo.change(campaign, changed_at=demo.clock())
    assert [each.kind for each in told(demo, registry)] == ["silent"]


def test_one_that_fired_before_it_was_switched_on_anew_is_not_said_to_have_never_fired(
    browser: Browser, demo: Demo, registry: Registry, clock: Clock
) -> None:
    campaign = silent(demo, name="Again")
    browser.boot()
    browser.claim(campaign)
    clock.pass_(days=1)
    demo.change(campaign, switched_on_at=clock())
    clock.pass_(days=1)
    browser.boot()
    (concern,) = told(demo, registry)
    assert concern.what == "“Again” has not been shown to anybody since it was switched on or published"


def test_a_plugin_that_fails_is_told_for_a_day(browser: Browser, demo: Demo, registry: Registry, clock: Clock) -> None:
    failing = Faults()
    for _ in range(2):
        failing.note("plugins.conditions.device", "device", ValueError("no such thing"))
    failing.note("acme.hooks", "message_shown", KeyError("name"))
    failing.write(demo.storage)
    browser.boot()
    first, second = sorted(told(demo, registry), key=lambda each: each.what)
    assert (first.kind, first.what) == ("plugin", "The plugin “Device” has failed 2 times")
    assert first.why == "What it says: ValueError: no such thing. Nothing is shown by a condition that fails."
    assert second.what == "The plugin “acme.hooks” has failed 1 time"
    clock.pass_(days=2)
    browser.boot()
    assert told(demo, registry) == []


def test_a_campaign_that_frequency_held_back_is_well(browser: Browser, demo: Demo, registry: Registry) -> None:
    campaign = silent(demo)
    other = demo.campaign()
    browser.boot()
    browser.claim(other)
    assert browser.claim(campaign)["refused"] == "page_view"
    demo.parts.held_back.write()
    assert told(demo, registry) == []


@pytest.mark.parametrize("why", ["published today", "no page views", "starts later"])
def test_a_campaign_that_has_had_no_chance_is_not_blamed(
    browser: Browser, demo: Demo, registry: Registry, clock: Clock, why: str
) -> None:
    starts = (clock() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M") if why == "starts later" else None
    campaign = silent(demo, condition("page_url", "is", ["/nowhere"]), starts=starts)
    if why == "published today":
        demo.change(campaign, switched_on_at=clock() - timedelta(hours=23))
    if why == "no page views":
        with demo.storage.transaction():
            Site.update(seen_at=clock()).where(Site.id == demo.site.id).execute()
    else:
        browser.boot()
    assert told(demo, registry) == []


def test_a_campaign_that_has_begun_just_now_is_not_blamed(
    browser: Browser, demo: Demo, registry: Registry, clock: Clock
) -> None:
    starts = (clock() - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    silent(demo, condition("page_url", "is", ["/nowhere"]), starts=starts)
    browser.boot()
    assert told(demo, registry) == []


def test_webhooks_whose_events_do_not_arrive_are_told(
    browser: Browser, demo: Demo, registry: Registry, clock: Clock
) -> None:
    browser.boot()
    hook = add_webhook(demo.storage, WebhookSettings("https://93.184.216.34/secret"), clock(), private=False)
    with demo.storage.transaction():
        write(demo.storage, LEAD_CREATED, [hook.id], {}, clock(), subject=None)
        WebhookEvent.update(is_test=False).execute()

    def fail(outcome: Outcome) -> list[str]:
        with demo.storage.transaction():
            WebhookDelivery.update(due_at=clock()).execute()
        parcel = take(demo.storage, (), clock())
        assert parcel is not None
        note(demo.storage, parcel, outcome, clock())
        return [each.what for each in told(demo, registry) if each.kind == "webhook"]

    assert fail(Outcome(500, 1, problem="refused")) == []
    clock.pass_(hours=1)
    assert fail(Outcome(500, 1, problem="refused")) == ["93.184.216.34 takes no events"]
    with demo.storage.transaction():
        WebhookDelivery.update(attempts=9).execute()
    assert fail(Outcome(500, 1, problem="refused")) == ["1 event did not reach 93.184.216.34"]
    send_given_up(demo.storage, hook.id, clock())
    assert fail(Outcome(410, 1, problem="gone")) == ["93.184.216.34 has switched off its webhook"]
