"""What the browser is made to remember: only what was allowed, never an older state, and nothing after a no."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.widget.conftest import requires_consent
from tests.browser.widget.fake import Fake, Refuse
from tests.browser.widget.screen import Screen, shows, soon

Visitor = Callable[..., BrowserContext]
PASSPORT = "smart-trigger.KEY"


def test_a_passport_is_kept_and_shown_again(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    assert Screen(page).stored() == {PASSPORT: "1 1.visitor-1"}
    page.reload()
    soon(lambda: len(fake.asked("boot")) == 2, "the second boot")
    assert fake.asked("boot")[1]["passport"] == "1.visitor-1"


def test_a_newer_passport_is_never_replaced_by_an_older(fake: Fake, page: Page) -> None:
    fake.gates["claim"] = threading.Event()
    fake.campaign(1, "Slow")
    page.goto(fake.shop)
    soon(lambda: fake.asked("claim"), "the claim")
    page.evaluate("(name) => localStorage.setItem(name, '99 1.of-another-tab')", PASSPORT)
    fake.gates["claim"].set()
    shows(Screen(page).text("Slow"))
    soon(lambda: fake.asked("events"), "shown is told")
    assert fake.asked("events")[0]["passport"] == "1.of-another-tab"
    assert Screen(page).stored()[PASSPORT] == "99 1.of-another-tab"


def test_tabs_opened_together_are_one_visitor(fake: Fake, visitor: Visitor) -> None:
    context = visitor()
    fake.gates["boot"] = threading.Event()
    pages = [context.new_page() for _ in range(4)]
    for page in pages:
        page.goto(fake.shop)
    soon(lambda: fake.asked("boot"), "the first tab asks")
    fake.gates["boot"].set()
    for page in pages:
        shows(Screen(page).launcher)
    first, *others = fake.asked("boot")
    assert "passport" not in first
    assert [each.get("passport") for each in others] == ["1.visitor-1"] * 3
    assert not any(each.get("again") for each in others)


def test_tabs_of_a_site_that_stores_nothing_wait_for_no_clock(fake: Fake, visitor: Visitor) -> None:
    context = visitor()
    fake.store = False
    context.clock.install(time=0)
    context.clock.pause_at(1)
    for _ in range(3):
        context.new_page().goto(fake.shop)
    soon(lambda: len(fake.asked("boot")) == 3, "each has asked")


def test_a_tab_whose_modules_are_slow_keeps_no_other_waiting(fake: Fake, visitor: Visitor) -> None:
    context = visitor()
    fake.campaign(1)
    first, second = context.new_page(), context.new_page()
    first.route("**/evaluator.js", lambda _: None)
    with first.expect_request("**/evaluator.js"):
        first.goto(fake.shop)
    first.evaluate("(name) => localStorage.removeItem(name)", PASSPORT)
    second.goto(fake.shop)
    shows(Screen(second).launcher)


@pytest.mark.usefixtures("network_lines")
def test_a_tab_that_asked_in_vain_keeps_no_other_waiting(fake: Fake, visitor: Visitor) -> None:
    context = visitor()
    fake.fail("boot", ConnectionError(), ConnectionError())
    first, second = context.new_page(), context.new_page()
    first.goto(fake.shop)
    soon(lambda: len(fake.asked("boot")) >= 1, "it has asked")
    fake.faults.clear()
    second.goto(fake.shop)
    shows(Screen(second).launcher)


@pytest.mark.usefixtures("network_lines")
@pytest.mark.parametrize("code", ["passport_invalid", "passport_expired", "passport_foreign"])
def test_a_passport_that_is_refused_is_forgotten(fake: Fake, page: Page, code: str) -> None:
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    fake.fail("boot", Refuse(401, code))
    page.reload()
    shows(Screen(page).launcher)
    assert [each.get("passport") for each in fake.asked("boot")] == [None, "1.visitor-1", None]
    assert fake.asked("boot")[2].get("again", False) is False
    assert "visitor-2" in Screen(page).stored()[PASSPORT]


@pytest.mark.parametrize(
    "script",
    [
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})",
        "Object.defineProperty(window, 'localStorage', {value: null})",
    ],
    ids=["blocked", "absent"],
)
def test_without_usable_storage_the_page_remembers(fake: Fake, page: Page, script: str) -> None:
    page.add_init_script(script)
    fake.campaign(1, "Hello")
    page.goto(fake.shop)
    shows(Screen(page).text("Hello"))
    soon(lambda: fake.asked("events"), "shown is told")
    assert fake.asked("boot")[0]["memory"] is False
    assert fake.asked("events")[0]["passport"] == "1.visitor-1"


def test_a_full_storage_is_no_harm(fake: Fake, page: Page) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    fake.campaign(1, "Hello")
    page.goto(fake.shop)
    screen = Screen(page)
    screen.reply("Hi")
    soon(lambda: fake.texts() == ["Hi"], "the reply arrives")
    assert {each["passport"] for each in fake.asked("messages")} == {"1.visitor-1"}


@pytest.mark.parametrize("speaks", [True, False], ids=["reply", "poll"])
def test_a_tab_without_memory_joins_the_visitor_that_another_tab_has_stored(
    fake: Fake, page: Page, speaks: bool
) -> None:
    requires_consent(fake)
    fake.campaign(1, "Hello")
    page.goto(fake.shop)
    screen = Screen(page)
    if speaks:
        shows(screen.bubble)
    else:
        screen.reply("Before")
        soon(lambda: fake.texts() == ["Before"], "the first reply")
    stored = {PASSPORT: "99 1.of-another-tab", PASSPORT + ".unsent": "{}"}
    fake.version = 100
    settle = fake.answer
    assert settle

    def remembers(call: str, body: dict[str, Any], answer: dict[str, Any]) -> None:
        settle(call, body, answer)
        if call == "boot" and body.get("passport") == "1.of-another-tab":
            answer["store"] = True

    fake.answer = remembers
    page.evaluate("(all) => { for (const name in all) localStorage.setItem(name, all[name]) }", stored)
    if speaks:
        screen.reply("A question")
        soon(lambda: fake.texts() == ["A question"], "the reply arrives")
    soon(lambda: len(fake.asked("boot")) == 2, "it boots again")
    soon(lambda: screen.stored().get(PASSPORT, "").endswith("1.of-another-tab"), "the passport stays")
    last = fake.asked("boot")[1]
    assert (last["again"], last["passport"]) == (True, "1.of-another-tab")
    if speaks:
        assert {each["passport"] for each in fake.asked("messages")} == {"1.of-another-tab"}
    assert screen.stored()[PASSPORT].endswith(" 1.of-another-tab")


def test_where_nothing_can_be_written_the_visitor_has_no_memory_before_anything_is_claimed(
    fake: Fake, page: Page
) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    fake.campaign(1, "Hello")
    page.goto(fake.shop)
    shows(Screen(page).bubble)
    assert [call for call, _ in fake.calls][:3] == ["boot", "boot", "claim"]
    first, second = fake.asked("boot")
    assert (first["memory"], second["memory"], second["again"]) == (True, False, True)
    assert second["passport"] == "1.visitor-1"


class OneByOne(threading.Event):
    """A gate that lets one call through for each `release`, and all once it is set."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = threading.Semaphore(0)

    def release(self) -> None:
        self.turns.release()

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set() or self.turns.acquire(timeout=timeout)


def test_without_locks_the_later_of_two_tabs_boots_again_as_the_earlier_ones_visitor(
    fake: Fake, visitor: Visitor
) -> None:
    context = visitor()
    context.add_init_script("Object.defineProperty(navigator, 'locks', {value: undefined})")
    gate = fake.gates["boot"] = OneByOne()
    screens = [Screen(context.new_page()) for _ in range(2)]
    for screen in screens:
        screen.page.goto(fake.shop)
    soon(lambda: len(fake.asked("boot")) == 2, "both boots")
    gate.release()
    soon(lambda: all(PASSPORT in screen.stored() for screen in screens), "both tabs know the earlier one's passport")
    gate.release()
    soon(lambda: len(fake.asked("boot")) == 3, "the later tab boots again")
    gate.release()
    for screen in screens:
        shows(screen.launcher)
    last = fake.asked("boot")[2]
    assert (last["again"], last["passport"]) == (True, "1.visitor-1")
    soon(lambda: all(each.stored()[PASSPORT].endswith(" 1.visitor-1") for each in screens), "they are one visitor")
