"""A random sample decides at boot, and the same at the claim."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from tests.api.conftest import SHOP, Browser, Clock, Demo, condition


def offered(told: dict[str, Any]) -> list[int]:
    return [each["campaign"] for each in told["residuals"]]


def test_a_share_of_visitors_is_picked_for_good(client: FlaskClient, demo: Demo, clock: Clock) -> None:
    half = demo.campaign(condition("sample", "at_most", 50), frequency="multiple")
    rest = demo.campaign(condition("time_on_page", "at_least", 3))
    visitors = [Browser(client) for _ in range(40)]
    first = [half in offered(each.boot()) for each in visitors]
    assert 0 < sum(first) < len(visitors)
    for _page in range(2):
        clock.pass_(days=1)
        assert [half in offered(each.boot(f"{SHOP}/next")) for each in visitors] == first
    granted = ["message" in each.claim(half) for each in visitors]
    assert granted == first, "a claim that was not offered is refused"
    assert all(rest in offered(each.boot()) for each in visitors)


def test_each_campaign_picks_for_itself(client: FlaskClient, demo: Demo) -> None:
    campaigns = [demo.campaign(condition("sample", "at_most", 50)) for _ in range(30)]
    demo.campaign(condition("time_on_page", "at_least", 3))
    met = offered(Browser(client).boot())
    assert 0 < len(set(met) & set(campaigns)) < len(campaigns)


def test_who_is_not_remembered_is_in_no_sample(client: FlaskClient, demo: Demo) -> None:
    demo.campaign(condition("sample", "at_most", 100), without_memory=True)
    assert offered(Browser(client, memory=False).boot()) == []
