"""What conditions see of a visitor decides at boot, and again at the claim."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from core.sites import SiteSettings, edit_site
from tests.api.conftest import SHOP, Browser, Clock, Demo, condition

SEARCH = "https://www.search.example/"
FROM_SEARCH = condition("referrer", "is", ["*.search.example/*"])
IN_PORTUGUESE = condition("language", "is_any_of", ["pt"])
THIRD_PAGE = condition("pages_in_visit", "at_least", 3)


def offered(told: dict[str, Any]) -> list[int]:
    return [each["campaign"] for each in told["residuals"]]


REFERRERS = [
    ("another website", SEARCH, FROM_SEARCH, True),
    ("yet another website", "https://news.example/", FROM_SEARCH, False),
    ("nobody", "", FROM_SEARCH, False),
    ("nobody is not known", "", condition("referrer", "is_not_set"), True),
    ("nobody is not anybody", "", condition("referrer", "is_not", ["*.search.example/*"]), True),
    ("a page of this website", f"{SHOP}/help", condition("referrer", "is_set"), False),
    ("this website without encryption", "http://shop.example/", condition("referrer", "is_set"), False),
    ("another origin of the site", "https://help.shop.example/a", condition("referrer", "is_set"), False),
    ("an app", "android-app://com.search.example/", condition("referrer", "contains", ["com.search"]), True),
    ("no address at all", "about:client", condition("referrer", "is_set"), False),
]


@pytest.mark.parametrize(
    ("referrer", "asked", "holds"), [each[1:] for each in REFERRERS], ids=[r[0] for r in REFERRERS]
)
def test_where_a_visitor_came_from_decides_at_boot_and_claim(
    browser: Browser, demo: Demo, referrer: str, asked: dict[str, Any], holds: bool
) -> None:
    origins = (SHOP, "https://help.shop.example")
    edit_site(demo.storage, demo.site.id, SiteSettings("Shop", origins, minimum_gap_seconds=0))
    campaign, waits = demo.campaign(asked), demo.campaign(condition("time_on_page", "at_least", 3))
    assert offered(browser.boot(referrer=referrer)) == ([campaign, waits] if holds else [waits])
    assert browser.claim(campaign).get("refused") == (None if holds else "no_longer_matches")


def test_a_visit_keeps_where_it_came_from_until_it_ends(browser: Browser, demo: Demo, clock: Clock) -> None:
    campaign = demo.campaign(FROM_SEARCH)
    assert offered(browser.boot(referrer=SEARCH)) == [campaign]
    assert offered(browser.boot(f"{SHOP}/help", referrer=f"{SHOP}/")) == [campaign]
    clock.pass_(minutes=31)
    assert offered(browser.boot(f"{SHOP}/help", referrer=f"{SHOP}/")) == []


def test_coming_again_from_elsewhere_within_a_visit_counts(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(FROM_SEARCH)
    assert offered(browser.boot(referrer="https://news.example/")) == []
    assert offered(browser.boot(referrer=SEARCH)) == [campaign]


SCREENS = [
    ((1280, 800), True), ((1279, 800), False), ((0, 0), False), (None, False),
]  # fmt: skip


@pytest.mark.parametrize(("screen", "holds"), SCREENS)
def test_the_width_that_a_browser_tells_decides_at_boot_and_claim(
    browser: Browser, demo: Demo, screen: tuple[int, int] | None, holds: bool
) -> None:
    campaign = demo.campaign(condition("screen_width", "at_least", 1280))
    waits = demo.campaign(condition("time_on_page", "at_least", 3))
    assert offered(browser.boot(screen=screen)) == ([campaign, waits] if holds else [waits])
    assert browser.claim(campaign).get("refused") == (None if holds else "no_longer_matches")


def test_the_days_since_the_visit_before_count_on_every_page_of_a_visit(
    browser: Browser, demo: Demo, clock: Clock
) -> None:
    back = demo.campaign(condition("days_since_last_visit", "at_least", 7), frequency="multiple")
    assert offered(browser.boot()) == [], "a first visit has none before it"
    clock.pass_(days=6)
    assert offered(browser.boot()) == []
    clock.pass_(days=7)
    assert offered(browser.boot()) == [back]
    assert offered(browser.boot(f"{SHOP}/help")) == [back]
    assert "message" in browser.claim(back)


@pytest.mark.parametrize(
    ("referrer", "source"), [(f"{SHOP}/", "internal"), ("", "direct"), ("https://news.example/", "referral")]
)
def test_a_visit_that_begins_on_a_page_of_the_site_itself_is_internal(
    browser: Browser, demo: Demo, referrer: str, source: str
) -> None:
    sources = {
        each: demo.campaign(condition("traffic_source", "is_any_of", [each]), frequency="multiple")
        for each in ("internal", "direct", "referral")
    }
    assert offered(browser.boot(f"{SHOP}/help", referrer=referrer)) == [sources[source]]
    assert offered(browser.boot(referrer=f"{SHOP}/help")) == [sources[source]], "as the visit began"
    assert "message" in browser.claim(sources[source])


LANGUAGES = [
    ("pt", True), ("pt-BR", True), ("PT-br", True), ("pt_PT", True), ("es", False), ("ptx", False), ("", False),
]  # fmt: skip


@pytest.mark.parametrize(("language", "holds"), LANGUAGES)
def test_a_language_is_the_same_in_every_region(browser: Browser, demo: Demo, language: str, holds: bool) -> None:
    campaign, waits = demo.campaign(IN_PORTUGUESE), demo.campaign(condition("time_on_page", "at_least", 3))
    assert offered(browser.boot(language=language)) == ([campaign, waits] if holds else [waits])
    assert browser.claim(campaign).get("refused") == (None if holds else "no_longer_matches")


def test_the_written_forms_of_norwegian_are_norwegian(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(condition("language", "is_any_of", ["no"]))
    for language in ("no", "nb-NO", "nn"):
        assert offered(browser.boot(language=language)) == [campaign]


def test_an_unknown_language_is_none_of_those_named(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(condition("language", "is_none_of", ["pt"]))
    assert offered(browser.boot(language="")) == [campaign]


def test_pages_are_counted_within_a_visit(browser: Browser, demo: Demo, clock: Clock) -> None:
    campaign, waits = demo.campaign(THIRD_PAGE), demo.campaign(condition("time_on_page", "at_least", 3))
    assert [offered(browser.boot(f"{SHOP}/{page}")) for page in range(2)] == [[waits], [waits]]
    assert browser.claim(campaign)["refused"] == "no_longer_matches"
    assert offered(browser.boot()) == [campaign, waits]
    clock.pass_(minutes=31)
    assert offered(browser.boot()) == [waits]
    assert [offered(browser.boot()) for _ in range(2)][-1] == [campaign, waits]
    assert "message" in browser.claim(campaign)


def test_without_memory_pages_are_not_counted(client: FlaskClient, demo: Demo) -> None:
    demo.campaign(condition("pages_in_visit", "at_least", 1), without_memory=True)
    assert offered(Browser(client, memory=False).boot()) == []


SEEN = [
    ("enough", {"scroll_depth": 50}, None),
    ("too little", {"scroll_depth": 49}, "conditions_not_met"),
    ("not told", {}, "conditions_not_met"),
]


@pytest.mark.parametrize(("facts", "code"), [each[1:] for each in SEEN], ids=[each[0] for each in SEEN])
def test_scroll_depth_is_left_to_the_browser_and_checked_at_the_claim(
    browser: Browser, demo: Demo, facts: dict[str, Any], code: str | None
) -> None:
    campaign = demo.campaign(condition("scroll_depth", "at_least", 50))
    told = browser.boot()
    assert (offered(told), told["observers"]) == ([campaign], [["scroll_depth", None, 50]])
    assert browser.claim(campaign, facts=facts).get("refused") == code
