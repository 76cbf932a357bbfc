"""Of a decision is not kept what names a visitor without memory, or what anybody typed."""

from __future__ import annotations

from typing import Any

import pytest

from core.deliveries.explaining import explained
from core.errors import NotFound
from core.jobs import JOBS, run
from core.leads.erasing import erase
from core.leads.listing import Wanted, list_leads
from core.messages.forms import new_form
from core.plugins import Registry
from core.settings import Settings
from core.storage.models import Decision as Row
from tests.api.claims.conftest import made_id
from tests.api.claims.kept import PRICING, kept, newest, whys
from tests.api.conftest import SHOP, Browser, Clock, Demo, condition


def test_they_go_with_old_page_views(browser: Browser, demo: Demo, settings: Settings, clock: Clock) -> None:
    campaign = demo.campaign(frequency="multiple")
    browser.boot()
    browser.claim(campaign)
    demo.parts.kept.write()
    clock.pass_(days=settings.retain_page_views_days - 1)
    retention = next(job for job in JOBS if job.name == "retention")
    run(demo.storage, settings, retention, clock())
    assert kept(demo, campaign) == [""]
    run(demo.storage, settings, retention, clock.pass_(days=2))
    assert kept(demo, campaign) == []
    with pytest.raises(NotFound):
        explained(demo.storage, demo.parts.registry, "gone")


def test_they_go_with_the_person(client: Any, demo: Demo) -> None:
    campaign = demo.campaign(form=new_form())
    for email in ("ada@example.com", "bo@example.com"):
        browser = Browser(client)
        browser.boot()
        impression = browser.claim(campaign)["impression"]
        form = {"values": {"name": "A", "email": email}, "consent": False}
        browser.post("messages", id=made_id(), text="", impression=impression, form=form, url=f"{SHOP}/", title="")
    assert kept(demo, campaign) == ["", ""]
    erase(demo.storage, list_leads(demo.storage, Wanted(search="ada")).rows[0].id)
    assert kept(demo, campaign) == [""]


def test_no_address_of_a_network_is_kept(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(PRICING)
    browser.boot(f"{SHOP}/pricing")
    browser.claim(campaign)
    demo.parts.kept.write()
    with demo.storage.reading_log():
        (row,) = Row.select().dicts()
    assert browser.address not in str(row)


NOT_KEPT = ("open", "What was observed is not kept.")


TOTAL = {"fact": "element_number", "key": "#total", "operator": "at_least", "value": 1}


WORDS = {"fact": "element_text", "key": "#name", "operator": "is_set"}


def rows(demo: Demo) -> str:
    demo.parts.kept.write()
    with demo.storage.reading_log():
        return str(list(Row.select(Row.facts).tuples()))


def test_of_visitors_without_memory_nothing_that_names_them_is_kept(
    browser: Browser, demo: Demo, registry: Registry
) -> None:
    """docs/widget.md: what the page tells of the visitor is kept, but not of visitors who are not remembered."""
    attribute = {"fact": "visitor_attribute", "operator": "is_set"}
    campaign = demo.campaign(
        attribute | {"key": "email"}, {"fact": "query_parameter", "key": "for", "operator": "is_set"}, WORDS, TOTAL,
        PRICING, condition("device", "is_any_of", ["desktop"]), condition("exit_intent", "is", True),
        {"match": "none", "rules": [attribute | {"key": "name"}]},
        without_memory=True,
    )  # fmt: skip
    browser.memory = False
    browser.boot(f"{SHOP}/pricing?for=jane", who=[{"email": "jane@private.example"}, None])
    told = {"element_text:#name": "Jane", "element_number:#total": 42, "exit_intent": True}
    assert "message" in browser.claim(campaign, facts=told)
    kept_here = rows(demo)
    assert not [each for each in ("jane@", "Jane", "42") if each in kept_here]
    verdicts = [each[1:] for each in whys(newest(demo, registry, campaign))]
    assert verdicts[:4] == [NOT_KEPT] * 4
    assert [each[0] for each in verdicts[4:]] == ["holds"] * 4, "that there was nothing is kept"


def test_what_was_typed_into_the_page_is_not_kept(browser: Browser, demo: Demo, registry: Registry) -> None:
    campaign = demo.campaign(WORDS, TOTAL, condition("visits", "at_least", 1))
    browser.boot()
    assert "message" in browser.claim(campaign, facts={"element_text:#name": "Jane", "element_number:#total": 4242})
    assert not [each for each in ("Jane", "4242") if each in rows(demo)]
    assert [each[1:] for each in whys(newest(demo, registry, campaign))] == [
        NOT_KEPT, NOT_KEPT, ("holds", "Observed: 1 visit."),
    ]  # fmt: skip
