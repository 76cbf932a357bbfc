"""What a browser says of itself counts where browsers observe, and bad input is a problem."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from core.rules.tree import MAX_NODES
from tests.api.claims.conftest import displays, made_id
from tests.api.conftest import Browser, Clock, Demo, condition

AFTER_30_S = condition("time_on_page", "at_least", 30)
FACTS = [
    ("long enough", {"time_on_page": 30.0}, None),
    ("too short", {"time_on_page": 29.9}, "conditions_not_met"),
    ("not told", {}, "conditions_not_met"),
    ("none", {"time_on_page": None}, "conditions_not_met"),
    ("of a wrong type", {"time_on_page": "30"}, "conditions_not_met"),
    ("true is no number", {"time_on_page": True}, "conditions_not_met"),
    ("a list", {"time_on_page": [30]}, "conditions_not_met"),
    ("an object", {"time_on_page": {"a": 30}}, "conditions_not_met"),
    ("beyond all numbers", {"time_on_page": 1e300}, "conditions_not_met"),
    ("facts that nobody asked for", {"time_on_page": 31, "visits": 1, "x" * 50: [[]]}, None),
]


@pytest.mark.parametrize(("facts", "code"), [case[1:] for case in FACTS], ids=[case[0] for case in FACTS])
def test_what_the_browser_observed_is_checked_by_the_type_that_observes(
    browser: Browser, demo: Demo, facts: Any, code: str
) -> None:
    campaign = demo.campaign(AFTER_30_S)
    browser.boot()
    assert browser.claim(campaign, facts=facts).get("refused") == code


def test_a_rule_may_ask_the_browser_for_as_much_as_rules_hold(browser: Browser, demo: Demo) -> None:
    asked = {f"page_event:event {number}": 0 for number in range(MAX_NODES - 2)}
    any_of = [condition("page_event", "at_least", 1) | {"key": name.partition(":")[2]} for name in asked]
    campaign = demo.campaign({"match": "any", "rules": any_of})
    browser.boot()
    assert "message" in browser.claim(campaign, facts=asked | {"page_event:event 7": 1})


def test_a_browser_can_not_tell_what_the_server_sees(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(condition("visits", "at_least", 3))
    asks_nothing = demo.campaign()
    assert [each["campaign"] for each in browser.boot()["residuals"]] == [asks_nothing]
    assert browser.claim(campaign, facts={"visits": 5})["refused"] == "no_longer_matches"


def test_server_facts_are_observed_again_from_the_ticket(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(condition("page_url", "is", ["/pricing"]))
    demo.campaign()
    browser.boot("https://shop.example/")
    assert browser.claim(campaign)["refused"] == "no_longer_matches"
    browser.boot("https://shop.example/pricing")
    assert "message" in browser.claim(campaign)


def test_without_memory_only_campaigns_that_may_are_shown(client: FlaskClient, demo: Demo) -> None:
    held_back, allowed = demo.campaign(), demo.campaign(without_memory=True)
    private = Browser(client, memory=False)
    assert [each["campaign"] for each in private.boot()["residuals"]] == [allowed]
    assert private.claim(held_back)["refused"] == "no_longer_matches"
    assert "message" in private.claim(allowed)
    assert len(displays(demo.storage)) == 1


BODIES = [
    ("no ticket", {"ticket": ""}, 401, "ticket_invalid"),
    ("a forged ticket", {"ticket": "1.abc.def"}, 401, "ticket_invalid"),
    ("no campaign", {"campaign": 0}, 422, "body_invalid"),
    ("a campaign of text", {"campaign": "1"}, 422, "body_invalid"),
    ("a huge campaign", {"campaign": 1 << 40}, 422, "body_invalid"),
    ("a short display", {"display": "abc"}, 422, "body_invalid"),
    ("a strange display", {"display": "a b" * 7 + "x"}, 422, "body_invalid"),
    ("facts as a list", {"facts": []}, 422, "body_invalid"),
    ("too many facts", {"facts": {str(n): 1 for n in range(4_001)}}, 422, "body_invalid"),
    ("something unknown", {"surprise": 1}, 422, "body_invalid"),
]


@pytest.mark.parametrize(("fields", "status", "code"), [b[1:] for b in BODIES], ids=[b[0] for b in BODIES])
def test_a_bad_claim_is_a_problem_and_stores_nothing(
    browser: Browser, demo: Demo, fields: Any, status: int, code: str
) -> None:
    campaign = demo.campaign()
    browser.boot()
    told = browser.post(
        "claim", **{"campaign": campaign, "display": made_id(), "facts": {}, "ticket": browser.ticket, **fields}
    )
    assert (browser.status, told["code"]) == (status, code)
    assert displays(demo.storage) == []


def test_the_ticket_of_somebody_else_is_foreign(browser: Browser, demo: Demo, client: FlaskClient) -> None:
    campaign = demo.campaign()
    browser.boot()
    stranger = Browser(client)
    stranger.boot()
    told = browser.claim(campaign, ticket=stranger.ticket)
    assert (browser.status, told["code"]) == (401, "ticket_foreign")


def test_an_old_ticket_has_expired(browser: Browser, demo: Demo, clock: Clock) -> None:
    campaign = demo.campaign()
    browser.boot()
    clock.pass_(hours=25)
    assert browser.claim(campaign)["code"] == "ticket_expired"


def test_a_passport_is_no_ticket(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign()
    browser.boot()
    assert browser.claim(campaign, ticket=browser.passport)["code"] == "ticket_invalid"
