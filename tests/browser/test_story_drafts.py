"""Nothing that a marketer typed is lost: not by a reload, not to a second editor, and nothing goes live by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.admin_page import Admin
from tests.browser.desks import Desks
from tests.browser.house import House, when
from tests.product import until


@pytest.fixture
def ada(house: House, desks: Desks) -> Admin:
    return desks.at("ada")


@pytest.fixture
def bo(house: House, desks: Desks) -> Admin:
    return desks.at("bo")


def test_a_draft_saves_itself_from_the_first_key_stroke(house: House, ada: Admin) -> None:
    ada.visit("Campaigns")
    ada.page.get_by_role("link", name="Add smart message").first.click()
    ada.page.get_by_label("Campaign name", exact=True).press_sequentially("Rainy da")
    until(lambda: "Rainy da" in house.draft_names(), "the draft is saved, with no button pressed")
    # The draft has an address of its own from then on; a moment later this tab stands there.
    ada.page.wait_for_url(lambda address: not address.endswith("/new"))
    ada.page.reload()
    expect(ada.page.get_by_label("Campaign name", exact=True)).to_have_value("Rainy da")


def test_the_second_editor_is_told_who_changed_what(house: House, ada: Admin, bo: Admin) -> None:
    house.campaign("Two at once", when("page_url", "is", ["/pricing"]))
    for editor in (ada, bo):
        editor.visit("Campaigns")
        editor.page.get_by_role("link", name="Two at once", exact=True).click()
        editor.go_to_step("Message")
    bo.fill("Message content", "Bo was here")
    bo.expect_saved()
    expect(ada.page.get_by_label("Message content", exact=True)).to_have_text("Bo was here")
    expect(ada.page.get_by_text("Bo Andersen").first).to_be_visible()


def test_a_live_campaign_changes_only_by_publish_changes(house: House, ada: Admin) -> None:
    house.campaign("The first words", when("page_url", "is", ["/pricing"]))
    ada.visit("Campaigns")
    ada.page.get_by_role("link", name="The first words", exact=True).click()
    ada.go_to_step("Message")
    ada.fill("Message content", "The second words")
    ada.expect_saved()
    house.in_force()
    house.stranger().open("/pricing").expect_message("The first words")
    ada.go_to_step("Activate")
    ada.press("Publish changes")
    expect(ada.page.get_by_text("Published.").first).to_be_visible()
    house.in_force()
    house.stranger().open("/pricing").expect_message("The second words")
