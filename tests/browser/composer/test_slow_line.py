"""On a slow line: what is typed while the server still answers what was done before stays as it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from admin_ui.campaign_paths import NEW, editor
from tests.browser.admin_page import Admin
from tests.browser.composer.hands import writing
from tests.browser.house import House
from tests.browser.line import CONNECTED, FAR_SECONDS, line_to
from tests.product import until


@pytest.fixture
def far(ada: Admin, house: House) -> Iterator[Admin]:
    """Ada, who begins a campaign far away from the server."""
    with line_to(house.running.port + 1) as line:
        ada.page.goto(line.address + NEW)
        ada.page.wait_for_function(CONNECTED)
        line.lag_seconds = FAR_SECONDS
        yield ada


def test_words_typed_while_something_else_is_answered_stay(house: House, far: Admin) -> None:
    page = far.page
    name = page.get_by_label("Campaign name", exact=True)
    expect(page.get_by_text("New smart message").first).to_be_visible()
    far.finish_step()
    name.press_sequentially("Far away")
    far.expect_saved()
    expect(name).to_have_value("Far away")
    far.finish_step()
    far.expect_step("Message")

    area = writing(far)
    far.finish_step()
    far.pick("Reply message sent to", "Sales")
    area.click()
    area.press_sequentially("Hi 👋 Need a hand?")
    far.press("Button")
    page.get_by_label("Button 1: words").fill("See gifts")
    address = page.get_by_label("Button 1: address")
    address.fill("/gifts")
    address.blur()
    far.expect_saved()
    expect(far.preview().get_by_text("See gifts")).to_be_visible()
    expect(area).to_have_text("Hi 👋 Need a hand?")
    expect(address).to_have_value("/gifts")
    page.reload()
    expect(area).to_have_text("Hi 👋 Need a hand?")
    expect(address).to_have_value("/gifts")
    until(lambda: "Far away" in house.draft_names(), "the name is the one that was typed")


def test_what_is_pressed_after_the_step_that_is_open_already_is_done(far: Admin, campaign: int) -> None:
    page = far.page
    page.goto(urljoin(page.url, editor(campaign, "message")))
    writing(far).press("Control+End")
    page.keyboard.type(", and more")
    far.expect_saved()
    far.go_to_step("Activate")
    expect(page.get_by_role("insertion")).to_have_text("By hand, and more")
    far.go_to_step("Activate")
    far.press("Publish changes")
    expect(page.get_by_text("Published.").first).to_be_visible()
