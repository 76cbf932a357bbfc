"""The claim gives one tab the message, and the same answer to a retry."""

from __future__ import annotations

import json
import random
import string

import pytest

from core.storage.models import Agent, Campaign, Visitor
from core.web.wire import MAX_ADDRESS
from tests.api.claims.conftest import displays
from tests.api.conftest import CHROME, SHOP, Browser, Clock, Demo, condition


def test_a_granted_claim_brings_the_message_under_the_employees_name(
    browser: Browser, demo: Demo, clock: Clock
) -> None:
    campaign = demo.campaign(text="Hi **you**")
    browser.boot()
    told = browser.claim(campaign)
    assert browser.status == 200
    assert told["message"] == {
        "channel": "chat",
        "blocks": [{"type": "text", "spans": [{"text": "Hi "}, {"text": "you", "bold": True}]}],
        "agent": {"name": "Ada", "title": "Sales", "picture": ""},
        "at": clock.now.isoformat(timespec="milliseconds"),
    }
    assert told["impression"]
    assert told["passport_version"] == browser.version


def test_a_link_to_a_page_of_the_site_leads_to_the_origin_that_asks(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(text="[Gifts](/gifts) and [more](https://other.example/)")
    browser.boot()
    links = [span.get("link") for span in browser.claim(campaign)["message"]["blocks"][0]["spans"]]
    assert links == ["https://shop.example/gifts", None, "https://other.example/"]


def test_the_senders_picture_is_named_by_its_address_and_the_email_stays_inside(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign()
    with demo.storage.transaction():
        Agent.update(picture="abc", name="").where(Agent.id == demo.ada).execute()
    browser.boot()
    assert browser.claim(campaign)["message"]["agent"] == {"name": "", "title": "Sales", "picture": "/media/abc/72"}


def test_a_display_keeps_what_was_known_of_the_page_view(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign()
    browser.boot("https://shop.example/pricing?x=1", title="Pricing")
    browser.claim(campaign)
    (display,) = displays(demo.storage)
    assert (display["page_url"], display["country"], display["device"], display["language"]) == (
        "https://shop.example/pricing?x=1", "FR", "desktop", "en",
    )  # fmt: skip
    assert display["shown_at"] is None
    with demo.storage.connection():
        profile = Visitor.get().profile
    assert profile["title"] == "Pricing"
    assert profile["visits"] == 1


def test_the_message_is_that_of_the_revision_not_of_the_draft(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(text="Published")
    with demo.storage.transaction():
        row = Campaign.get_by_id(campaign)
        Campaign.update(draft={**row.draft, "text": "Draft"}).where(Campaign.id == campaign).execute()
    browser.boot()
    assert browser.claim(campaign)["message"]["blocks"][0]["spans"] == [{"text": "Published"}]


@pytest.mark.parametrize(
    ("address", "attribute"),
    [
        (string.ascii_letters + string.digits + "-_%=&", ""),
        (string.ascii_letters + string.digits + "-_%=&", "".join(map(chr, range(0x4E00, 0x9FFF)))),
        (string.ascii_letters + string.punctuation, "".join(map(chr, range(0x20000, 0x2A6D0)))),
    ],
    ids=["addresses", "and attributes", "and attributes of four bytes a character"],
)
def test_a_page_with_the_longest_addresses_and_attributes_boots_again_and_can_be_claimed(
    browser: Browser, demo: Demo, address: str, attribute: str
) -> None:
    campaign = demo.campaign(condition("page_url", "contains", ["/long"]))
    luck = random.Random(1)
    url, referrer = (f"{SHOP}/long?q={''.join(luck.choices(address, k=2 * MAX_ADDRESS))}" for _ in range(2))
    attributes = {f"a{n}": "".join(luck.choices(attribute, k=95)) for n in range(30)} if attribute else None
    title = "".join(luck.choices(attribute, k=300)) if attribute else "Long"
    body = {"site": "shop", "memory": True, "url": url, "referrer": referrer, "title": title, "who": [attributes, None]}
    for again in (False, True):
        more = {"again": True, "passport": browser.passport, "ticket": browser.ticket} if again else {}
        data = json.dumps({**body, **more}, ensure_ascii=False).encode()
        answer = browser.client.post("/v1/boot", data=data, headers={"Origin": SHOP, "User-Agent": CHROME})
        assert answer.status_code == 200, len(data)
        told = answer.get_json()
        assert "left_out" not in told
        browser.passport, browser.ticket = told["passport"], told["ticket"]
    assert "message" in browser.claim(campaign)
