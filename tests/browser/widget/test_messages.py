"""A campaign's message on the page: when it appears, which one, once, and what is told of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.widget.fake import Fake, after_seconds
from tests.browser.widget.screen import Screen, shows, shows_not, soon

Visitor = Callable[..., BrowserContext]


def test_a_page_view_with_nothing_to_say_costs_two_requests(fake: Fake, page: Page) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    page.wait_for_load_state("networkidle")
    mine = [url for url in requests if url.startswith(fake.server)]
    assert mine == [f"{fake.server}/widget.js", f"{fake.server}/v1/boot"]


def test_the_server_is_told_what_it_must_know_of_the_page(fake: Fake, visitor: Visitor) -> None:
    page = visitor(viewport={"width": 800, "height": 600}, locale="de-DE", timezone_id="Asia/Calcutta").new_page()
    page.goto(fake.shop + "/lamps?sort=price#top", referer="https://search.example/")
    soon(lambda: fake.asked("boot"), "boot")
    body = fake.asked("boot")[0]
    assert body["url"] == fake.shop + "/lamps?sort=price#top"
    assert (body["title"], body["language"], body["referrer"]) == ("Shop", "de-DE", "https://search.example/")
    assert body["time_zone"] in ("Asia/Calcutta", "Asia/Kolkata")
    assert (body["screen"], body["touch"], body["memory"]) == ([800, 600], False, True)
    assert body["automated"] is True
    assert "passport" not in body


def test_a_message_appears_under_its_senders_name_and_is_told_as_shown(fake: Fake, page: Page) -> None:
    fake.campaign(7, "Did you find what you came for?")
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.text("Did you find what you came for?"))
    shows(screen.bubble.get_by_text("Ada Lindqvist"))
    shows(screen.box)
    soon(lambda: fake.events() == ["shown"], "shown is told")
    claim = fake.asked("claim")[0]
    assert (claim["campaign"], claim["ticket"], len(claim["display"])) == (7, "1.ticket", 22)


def test_a_proactive_message_never_takes_the_focus_from_the_page(fake: Fake, page: Page) -> None:
    fake.body = "<input aria-label=Search autofocus>"
    fake.campaign(1)
    page.goto(fake.shop)
    shows(Screen(page).bubble)
    assert Screen(page).focused() == "input search"


def test_what_only_the_browser_sees_is_waited_for_and_told_with_the_claim(fake: Fake, page: Page) -> None:
    fake.campaign(1, "Half a second", after_seconds(0.5))
    page.goto(fake.shop)
    shows(Screen(page).text("Half a second"))
    assert 0.5 <= fake.asked("claim")[0]["facts"]["time_on_page"] < 5


def test_a_campaign_that_waits_never_holds_up_one_that_is_ready(fake: Fake, page: Page) -> None:
    fake.campaign(1, "Waits", after_seconds(9_999))
    fake.campaign(2, "Ready")
    page.goto(fake.shop)
    shows(Screen(page).text("Ready"))


def test_of_those_true_in_the_same_moment_the_first_of_the_list_is_asked_for(fake: Fake, page: Page) -> None:
    for number in (3, 1, 2):
        fake.campaign(number, f"Number {number}", after_seconds(0.3))
    page.goto(fake.shop)
    shows(Screen(page).text("Number 3"))
    assert [each["campaign"] for each in fake.asked("claim")] == [3]


@pytest.mark.parametrize(
    "code",
    ["finished", "already_shown", "off", "schedule", "no_longer_matches", "conditions_not_met", "control", "new_code"],
)
def test_a_refused_campaign_is_passed_over_for_the_next(fake: Fake, page: Page, code: str) -> None:
    fake.campaign(1, "Refused")
    fake.campaign(2, "Next")
    fake.refusals[1] = code
    page.goto(fake.shop)
    shows(Screen(page).text("Next"))
    assert [each["campaign"] for each in fake.asked("claim")] == [1, 2]


@pytest.mark.parametrize("code", ["page_view", "gap", "conversation"])
def test_a_refusal_of_the_page_view_ends_the_asking(fake: Fake, page: Page, code: str) -> None:
    fake.campaign(1, "Refused")
    fake.campaign(2, "Next", after_seconds(0.4))
    fake.refusals[1] = code
    page.clock.install()
    with page.expect_response("**/v1/claim"):
        page.goto(fake.shop)
    screen = Screen(page)
    screen.let_pass(10)
    screen.look_later()
    assert [each["campaign"] for each in fake.asked("claim")] == [1]


def test_one_page_view_shows_one_message(fake: Fake, page: Page) -> None:
    fake.campaign(1, "First")
    fake.campaign(2, "Second", after_seconds(0.4))
    page.clock.install()
    page.goto(fake.shop)
    screen = Screen(page)
    screen.dismiss.click()
    shows_not(screen.bubble)
    screen.let_pass(10)
    screen.look_later()
    assert [each["campaign"] for each in fake.asked("claim")] == [1]


def test_a_tab_that_nobody_sees_claims_nothing_until_it_is_seen(fake: Fake, page: Page) -> None:
    fake.campaign(1, "Seen", after_seconds(0.3))
    fake.gates["boot"] = threading.Event()
    page.clock.install()
    page.goto(fake.shop)
    screen = Screen(page)
    screen.hide()
    with page.expect_response("**/observers/*"):
        fake.gates["boot"].set()
    screen.let_pass(10)
    screen.look_later()
    page.get_by_role("button", name="Close chat").first.click()
    assert fake.asked("claim") == []
    screen.hide(False)
    shows(screen.text("Seen"))


def test_nothing_proactive_comes_while_the_visitor_types_on_the_page(fake: Fake, page: Page) -> None:
    fake.body = "<input aria-label=Coupon>"
    fake.campaign(1, "Later", after_seconds(1))
    page.goto(fake.shop)
    field = page.get_by_label("Coupon")
    field.press_sequentially("abcdefghij", delay=200)
    assert fake.asked("claim") == []
    shows(Screen(page).text("Later"))


def test_nothing_proactive_comes_while_the_window_is_open_and_it_may_come_afterwards(fake: Fake, page: Page) -> None:
    fake.campaign(1, "Afterwards", after_seconds(10))
    page.clock.install()
    with page.expect_response("**/observers/*"):
        page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.click()
    shows(screen.window)
    screen.let_pass(11)
    page.evaluate("() => fetch('/later')")
    assert fake.asked("claim") == []
    page.get_by_role("button", name="Close chat").first.click()
    shows(screen.text("Afterwards"))


def test_closing_a_message_is_told_as_dismissed_and_it_stays_away(fake: Fake, page: Page) -> None:
    fake.campaign(1)
    page.goto(fake.shop)
    screen = Screen(page)
    screen.dismiss.click()
    shows_not(screen.bubble)
    soon(lambda: sorted(fake.events()) == ["dismissed", "shown"], "dismissed is told")


def test_escape_dismisses_the_message_unless_the_visitor_is_busy_in_a_field(fake: Fake, page: Page) -> None:
    fake.body = "<input aria-label=Search>"
    fake.campaign(1)
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.bubble)
    page.get_by_label("Search").press("Escape")
    shows(screen.bubble)
    page.get_by_label("Search").blur()
    page.keyboard.press("Escape")
    shows_not(screen.bubble)
    soon(lambda: "dismissed" in fake.events(), "dismissed is told")


def test_opening_and_collapsing_a_message_is_not_reading_it(fake: Fake, page: Page) -> None:
    fake.campaign(1, "Open me")
    page.goto(fake.shop)
    screen = Screen(page)
    screen.text("Open me").click()
    shows(screen.window)
    shows(screen.thread.get_by_text("Open me"))
    page.get_by_role("button", name="Close chat").first.click()
    expect(screen.window).to_be_hidden()
    soon(lambda: sorted(fake.events()) == ["opened", "shown"], "only opened is told")


def test_a_link_to_another_site_opens_beside_the_page_and_is_told_as_clicked(fake: Fake, page: Page) -> None:
    spans = [
        {"text": "See "},
        {"text": "the offer", "link": fake.server + "/offer"},
        {"text": "no", "link": "javascript:1"},
    ]
    fake.campaign(1, [{"type": "text", "spans": spans}, {"type": "hologram"}])
    page.goto(fake.shop)
    screen = Screen(page)
    with page.expect_popup() as popup:
        page.get_by_role("link", name="the offer").click()
    assert popup.value.evaluate("() => window.opener") is None
    shows_not(page.get_by_role("link", name="no"))
    shows_not(screen.window.filter(visible=True))
    soon(lambda: "clicked" in fake.events(), "clicked is told, which implies shown")
    assert page.url == fake.shop + "/"


def test_a_link_to_the_sites_own_page_opens_in_the_same_tab_and_is_told_as_clicked(fake: Fake, page: Page) -> None:
    fake.campaign(1, [{"type": "text", "spans": [{"text": "the offer", "link": fake.shop + "/offer"}]}])
    page.goto(fake.shop)
    page.get_by_role("link", name="the offer").click()
    page.wait_for_url(fake.shop + "/offer")
    shows(Screen(page).launcher)
    assert page.context.pages == [page]
    assert page.evaluate("() => document.referrer") == fake.shop + "/"
    soon(lambda: "clicked" in fake.events(), "clicked is told, which implies shown")


def test_answers_for_a_route_that_was_left_are_dropped(fake: Fake, page: Page) -> None:
    fake.campaign(1, "Too late")
    fake.gates["claim"] = threading.Event()
    page.goto(fake.shop)
    soon(lambda: fake.asked("claim"), "the claim")
    fake.residuals.clear()
    page.evaluate("() => history.pushState(null, '', '/elsewhere')")
    soon(lambda: len(fake.asked("boot")) == 2, "the next page view")
    fake.gates["claim"].set()
    page.wait_for_load_state("networkidle")
    shows_not(Screen(page).bubble)
    assert fake.events() == []


def test_a_message_goes_with_its_page_unless_the_visitor_has_begun_to_answer(fake: Fake, page: Page) -> None:
    fake.campaign(1, "On this page")
    page.goto(fake.shop)
    screen = Screen(page)
    screen.box.fill("I was just")
    fake.residuals.clear()
    page.evaluate("() => history.pushState(null, '', '/second')")
    soon(lambda: len(fake.asked("boot")) == 2, "the next page view")
    page.wait_for_load_state("networkidle")
    shows(screen.bubble)
    screen.box.fill("")
    page.evaluate("() => history.pushState(null, '', '/third')")
    shows_not(screen.bubble)
    assert fake.events() == ["shown"]


def test_a_message_granted_while_the_page_boots_again_is_shown(fake: Fake, page: Page) -> None:
    def only_once(call: str, body: dict[str, Any], answer: dict[str, Any]) -> None:
        if call == "claim" and body["display"] != fake.asked("claim")[0]["display"]:
            del answer["message"]
            answer["refused"] = "already_shown"

    fake.campaign(1, "Granted")
    fake.answer = only_once
    fake.store = False
    fake.gates["claim"] = threading.Event()
    page.goto(fake.shop)
    soon(lambda: fake.asked("claim"), "the claim")
    fake.store = True
    with page.expect_response("**/v1/boot"):
        page.evaluate("() => smartTrigger('consent', true)")
    soon(lambda: Screen(page).stored(), "the second boot's answer")
    fake.gates["claim"].set()
    shows(Screen(page).text("Granted"))
    soon(lambda: fake.events() == ["shown"], "shown is told")
    assert len(fake.asked("claim")) == 1


def test_a_message_granted_to_an_open_window_joins_what_is_in_it(fake: Fake, page: Page) -> None:
    fake.campaign(1, "By the way")
    fake.gates["claim"] = threading.Event()
    page.goto(fake.shop)
    soon(lambda: fake.asked("claim"), "the claim")
    screen = Screen(page)
    screen.launcher.click()
    shows(screen.window)
    screen.box.fill("I was just")
    fake.gates["claim"].set()
    shows(screen.thread.get_by_text("By the way"))
    shows(screen.window)
    shows_not(screen.bubble)
    expect(screen.box).to_have_value("I was just")
    soon(lambda: fake.events() == ["shown"], "shown is told")
    screen.box.press("Enter")
    soon(lambda: fake.texts() == ["I was just"], "the reply arrives")
    assert fake.asked("messages")[0]["impression"].startswith("1.impression-1-")
