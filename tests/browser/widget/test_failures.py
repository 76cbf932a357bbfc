"""What fails on the way: it is tried again, nothing is spent by it, and the page notices nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route

from tests.browser.widget.fake import Fake, Refuse, after_seconds
from tests.browser.widget.screen import Screen, shows, soon, soon_on


@pytest.mark.usefixtures("network_lines")
def test_a_claim_that_fails_on_the_way_is_repeated_under_the_same_name(fake: Fake, page: Page) -> None:
    fake.campaign(1, "Second try")
    fake.fail("claim", Refuse(503, "database_away"))
    page.goto(fake.shop)
    shows(Screen(page).text("Second try"))
    first, second = fake.asked("claim")
    assert first["display"] == second["display"]


@pytest.mark.usefixtures("network_lines")
def test_an_expired_ticket_is_renewed_without_counting_a_page(fake: Fake, page: Page) -> None:
    fake.campaign(1, "Renewed")
    fake.fail("claim", Refuse(401, "ticket_expired"))
    page.goto(fake.shop)
    shows(Screen(page).text("Renewed"))
    first, second = fake.asked("boot")
    assert (first.get("again", False), first.get("ticket")) == (False, None)
    assert (second["again"], second["ticket"]) == (True, "1.ticket"), "so that it stays one page view"


@pytest.mark.usefixtures("network_lines")
def test_tickets_that_are_refused_for_ever_end_in_silence(fake: Fake, page: Page) -> None:
    fake.campaign(1, "Never")
    fake.fail("claim", *[Refuse(401, "ticket_foreign")] * 50)
    page.goto(fake.shop)
    soon(lambda: len(fake.asked("claim")) == 4, "the last ticket is used")
    Screen(page).look_later()
    assert (len(fake.asked("boot")), len(fake.asked("claim"))) == (4, 4)


@pytest.mark.usefixtures("network_lines")
def test_what_was_not_acknowledged_is_told_again_on_the_next_page(fake: Fake, page: Page) -> None:
    fake.campaign(1)
    fake.fail("events", Refuse(503, "database_away"))
    page.goto(fake.shop)
    soon(lambda: fake.asked("events"), "the first attempt")
    fake.residuals.clear()
    page.goto(fake.shop + "/other")
    soon(lambda: len(fake.asked("events")) == 2, "the second attempt")
    first, second = fake.asked("events")
    assert first["events"] == second["events"]
    soon(lambda: list(Screen(page).stored()) == ["smart-trigger.KEY"], "nothing is left to tell")
    page.goto(fake.shop + "/third")
    shows(Screen(page).launcher)
    page.wait_for_load_state("networkidle")
    assert len(fake.asked("events")) == 2


@pytest.mark.usefixtures("network_lines")
def test_an_event_that_is_refused_for_good_keeps_no_other_back(fake: Fake, page: Page) -> None:
    fake.campaign(1)
    fake.fail("events", Refuse(503, "away"), Refuse(503, "away"))
    page.goto(fake.shop)
    Screen(page).dismiss.click()
    soon(lambda: len(fake.asked("events")) == 2, "both attempts")
    fake.residuals.clear()
    fake.fail("events", Refuse(401, "impression_expired"), Refuse(401, "impression_expired"))
    page.goto(fake.shop + "/other")
    soon(lambda: len(fake.asked("events")) == 5, "both at once, then each alone")
    soon(lambda: list(Screen(page).stored()) == ["smart-trigger.KEY"], "nothing is left to tell")


MODULES = ["evaluator.js", "host.js", "channels/chat.js"]


@contextmanager
def out_of_reach(page: Page, file: str, *, times: int = 1_000_000) -> Iterator[list[str]]:
    """A file that can't be fetched, however often it is asked for; yields under which addresses it was."""
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route(lambda url: file in url, refuse, times=times)
    yield asked
    page.unroute_all()


@pytest.mark.usefixtures("network_lines")
@pytest.mark.parametrize("file", MODULES)
def test_a_module_that_fails_on_the_way_is_fetched_again_under_another_name(fake: Fake, page: Page, file: str) -> None:
    fake.campaign(1, "At last")
    with out_of_reach(page, file, times=1) as asked:
        page.goto(fake.shop)
        shows(Screen(page).text("At last"))
    soon(lambda: fake.events() == ["shown"], "shown is told")
    assert len(asked) == 1
    assert len(fake.asked("claim")) == 1


@pytest.mark.usefixtures("network_lines")
@pytest.mark.parametrize("file", ["host.js", "channels/chat.js"])
def test_nothing_is_claimed_before_that_is_here_which_shows_it(fake: Fake, page: Page, file: str) -> None:
    fake.campaign(1, "At last")
    with out_of_reach(page, file) as asked:
        page.goto(fake.shop)
        soon_on(page, lambda: len(asked) >= 2, "both attempts")
        assert fake.asked("claim") == []
    shows(Screen(page).text("At last"))
    soon(lambda: fake.events() == ["shown"], "shown is told")
    assert len(fake.asked("claim")) == 1


@pytest.mark.usefixtures("network_lines")
@pytest.mark.parametrize("file", ["host.js", "channels/chat.js"])
def test_a_module_that_does_not_come_spends_no_claim_so_the_next_page_view_shows_the_message(
    fake: Fake, page: Page, file: str
) -> None:
    fake.campaign(1, "Better late")
    with out_of_reach(page, file) as asked:
        page.goto(fake.shop)
        soon_on(page, lambda: len(asked) >= 2, "both attempts")
        page.evaluate("() => history.pushState(null, '', '/next')")
        soon_on(page, lambda: len(fake.asked("boot")) == 2, "the next page view")
        assert fake.asked("claim") == []
    shows(Screen(page).text("Better late"))
    assert len(fake.asked("claim")) == 1


@pytest.mark.usefixtures("network_lines")
def test_an_evaluator_that_did_not_come_is_fetched_on_the_next_page_view(fake: Fake, page: Page) -> None:
    fake.campaign(1, "Better late")
    with out_of_reach(page, "evaluator.js") as asked:
        page.goto(fake.shop)
        soon_on(page, lambda: len(asked) == 2, "both attempts")
    page.evaluate("() => history.pushState(null, '', '/next')")
    shows(Screen(page).text("Better late"))
    assert len(fake.asked("claim")) == 1


@pytest.mark.usefixtures("network_lines")
def test_a_channel_that_never_comes_holds_up_no_other(fake: Fake, page: Page) -> None:
    fake.campaign(1, "By pigeon")
    fake.residuals[0]["channel"] = "pigeon"
    fake.campaign(2, "By chat")
    page.clock.install()
    with page.expect_response("**/channels/pigeon.js?*"):
        page.goto(fake.shop)
    message = Screen(page).text("By chat")
    soon(lambda: page.clock.run_for(1_000) or message.is_visible(), "the next campaign's turn")
    assert [each["campaign"] for each in fake.asked("claim")] == [2]


@pytest.mark.usefixtures("network_lines")
@pytest.mark.parametrize("file", ["host.js", "conversation.js", "channels/chat.js", "window.js"])
def test_a_window_that_could_not_be_fetched_opens_when_it_is_asked_for_again(fake: Fake, page: Page, file: str) -> None:
    fake.campaign(1, "In between", after_seconds(10))
    page.clock.install()
    page.goto(fake.shop)
    screen = Screen(page)
    with out_of_reach(page, file) as asked:
        screen.launcher.click()
        soon_on(page, lambda: len(asked) == 2, "both attempts")
    screen.launcher.click()
    shows(screen.window)
    page.get_by_role("button", name="Close chat").first.click()
    page.clock.run_for(11_000)
    shows(screen.text("In between"))


@pytest.mark.usefixtures("network_lines")
def test_a_window_that_can_not_be_fetched_is_not_asked_for_without_end(fake: Fake, page: Page) -> None:
    fake.says("A first answer")
    page.clock.install()
    with out_of_reach(page, "window.js") as asked:
        page.goto(fake.shop)
        screen = Screen(page)
        shows(screen.text("A first answer"))
        soon_on(page, lambda: len(asked) == 2, "both attempts")
        fake.says("A second answer")
        soon(lambda: page.clock.run_for(1_000) or screen.text("A second answer").is_visible(), "the bubble stays")
        assert len(asked) == 2
    screen.text("A second answer").click()
    shows(screen.window)


@pytest.mark.parametrize("told", ["", "tell(false);", "tell(null);"])
def test_an_observer_that_fails_meets_no_condition_and_holds_up_no_other(fake: Fake, page: Page, told: str) -> None:
    clicked = {"id": "b", "fact": "clicked_element", "key": "h1", "type": "boolean"}
    asked = [{"operator": "is", "value": False}, {"operator": "is_set"}, {"operator": "is_not_set"}]
    fake.campaign(1, "On a guess", {"match": "any", "rules": [clicked | each for each in asked]})
    fake.campaign(2, "All the same", after_seconds(0))
    answer = {"content_type": "text/javascript", "headers": {"Access-Control-Allow-Origin": "*"}}
    broken = f"export default (tell) => {{ {told} throw Error('a fault of its author') }}"
    page.route("**/observers/clicked_element.js", lambda route: route.fulfill(body=broken, **answer))
    page.goto(fake.shop)
    shows(Screen(page).text("All the same"))
    (claim,) = fake.asked("claim")
    assert (claim["campaign"], list(claim["facts"])) == (2, ["time_on_page"])
