"""Before consent nothing is stored, without it nothing is kept, and a no deletes what was."""

from __future__ import annotations

import threading

from playwright.sync_api import Page

from tests.browser.widget.conftest import requires_consent
from tests.browser.widget.fake import Fake
from tests.browser.widget.screen import Screen, shows, soon

PASSPORT = "smart-trigger.KEY"


def test_before_consent_nothing_is_stored(fake: Fake, page: Page) -> None:
    requires_consent(fake)
    fake.campaign(1, "Hello")
    page.goto(fake.shop)
    screen = Screen(page)
    screen.reply("A question")
    soon(lambda: fake.texts() == ["A question"], "the reply arrives")
    fake.says("An answer")
    shows(screen.thread.get_by_text("An answer"))
    assert screen.stored() == {}
    assert page.context.cookies() == []
    assert "consent" not in fake.asked("boot")[0]


def test_with_consent_the_same_visitor_is_remembered_without_counting_a_page(fake: Fake, page: Page) -> None:
    requires_consent(fake)
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    page.evaluate("() => smartTrigger('consent', true)")
    soon(lambda: PASSPORT in Screen(page).stored(), "the passport is kept")
    _, second = fake.asked("boot")
    assert (second["consent"], second["again"], second["passport"]) == (True, True, "1.visitor-1")
    page.evaluate("() => smartTrigger('consent', true)")
    page.reload()
    soon(lambda: len(fake.asked("boot")) == 3, "the next page view")
    assert fake.asked("boot")[2]["passport"] == "1.visitor-1"


def test_consent_told_before_loading_needs_one_request(fake: Fake, page: Page) -> None:
    requires_consent(fake)
    fake.head = "<script>window.smartTrigger = {q: [['consent', true]]}</script>"
    page.goto(fake.shop)
    soon(lambda: PASSPORT in Screen(page).stored(), "the passport is kept")
    page.wait_for_load_state("networkidle")
    assert len(fake.asked("boot")) == 1


def test_withdrawn_consent_deletes_what_was_stored(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    assert PASSPORT in Screen(page).stored()
    page.evaluate("() => smartTrigger('consent', false)")
    assert Screen(page).stored() == {}
    soon(lambda: len(fake.asked("boot")) == 2, "the server is told")
    body = fake.asked("boot")[1]
    assert (body["consent"], body["memory"], body["again"]) == (False, False, True)
    page.wait_for_load_state("networkidle")
    assert Screen(page).stored() == {}


def test_withdrawn_consent_reaches_the_other_tab(fake: Fake, page: Page) -> None:
    other = page.context.new_page()
    for each in (page, other):
        each.goto(fake.shop)
        shows(Screen(each).launcher)
    page.evaluate("() => smartTrigger('consent', false)")
    other.evaluate("() => history.pushState(null, '', '/next')")
    soon(lambda: any(each["url"].endswith("/next") for each in fake.asked("boot")), "the other tab's page view")
    asked = next(each for each in fake.asked("boot") if each["url"].endswith("/next"))
    assert not asked.get("passport")


def test_an_answer_that_was_on_its_way_stores_nothing_after_a_no(fake: Fake, page: Page) -> None:
    fake.gates["boot"] = threading.Event()
    page.goto(fake.shop)
    soon(lambda: fake.asked("boot"), "boot")
    page.evaluate("() => smartTrigger('consent', false)")
    fake.gates["boot"].set()
    soon(lambda: len(fake.asked("boot")) == 2, "the server is told")
    page.wait_for_load_state("networkidle")
    assert Screen(page).stored() == {}


def test_global_privacy_control_is_honoured(fake: Fake, page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    fake.campaign(1, "Hello")
    page.goto(fake.shop)
    shows(Screen(page).text("Hello"))
    soon(lambda: fake.asked("events"), "shown is told")
    assert fake.asked("boot")[0]["memory"] is False
    assert fake.asked("claim")[0]["passport"] == "1.visitor-1"
    assert Screen(page).stored() == {}
