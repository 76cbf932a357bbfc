"""Nothing that a marketer typed is lost: not by a reload, not to a second editor, and nothing goes live by itself."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, expect

from admin_ui import campaign_paths
from core.team.presence import team_now
from tests.browser.admin_page import Admin
from tests.browser.desks import Desks
from tests.browser.house import House, when
from tests.browser.line import Line, line_to
from tests.product import until


@pytest.fixture
def ada(house: House, desks: Desks) -> Admin:
    return desks.at("ada")


@pytest.fixture
def bo(house: House, desks: Desks) -> Admin:
    return desks.at("bo")


@pytest.fixture
def line(house: House) -> Iterator[Line]:
    """What leads from a browser to the admin, to be cut."""
    with line_to(house.running.port + 1) as line:
        yield line


def begun(ada: Admin, line: Line) -> Locator:
    """A new campaign that is called "On the" so far, by a line that can be cut; gives the field of its name."""
    ada.page.goto(f"{line.address}{campaign_paths.NEW}")
    name = ada.page.get_by_label("Campaign name", exact=True)
    name.press_sequentially("On the")
    ada.expect_saved()
    return name


def nobody_is_online(house: House) -> bool:
    with house.running.storage() as storage:
        return not team_now(storage, datetime.now(UTC)).online


def test_a_draft_saves_itself_from_the_first_key_stroke(house: House, ada: Admin) -> None:
    ada.visit("Campaigns")
    ada.page.get_by_role("link", name="Add smart message").first.click()
    ada.page.get_by_label("Campaign name", exact=True).press_sequentially("Rainy da")
    until(lambda: "Rainy da" in house.draft_names(), "the draft is saved, with no button pressed")
    # The draft has an address of its own from then on; a moment later this tab stands there.
    ada.page.wait_for_url(lambda address: not address.endswith("/new"))
    ada.page.reload()
    expect(ada.page.get_by_label("Campaign name", exact=True)).to_have_value("Rainy da")


def test_what_is_typed_while_the_connection_is_away_is_saved_once_it_is_back(
    house: House, ada: Admin, line: Line
) -> None:
    name = begun(ada, line)
    line.cut()
    name.press_sequentially(" train")
    expect(ada.page.get_by_text("What you type is kept, and saved once the connection is back.")).to_be_visible()
    expect(ada.page.get_by_text("Not connected", exact=True)).to_be_visible()
    expect(ada.page.get_by_text("Saved", exact=True)).to_be_hidden()
    expect(ada.page.get_by_text("Connection lost")).to_be_hidden()
    until(lambda: nobody_is_online(house), "the admin noticed that Ada is away, for longer than a reload takes")
    line.mend()
    until(lambda: "On the train" in house.draft_names(), "what was typed is saved, without a reload")
    expect(name).to_have_value("On the train")
    expect(ada.page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(ada.page.get_by_text("Not connected", exact=True)).to_be_hidden()


def test_what_was_on_its_way_when_the_line_went_dead_is_saved_once_it_is_back(
    house: House, ada: Admin, line: Line
) -> None:
    name = begun(ada, line)
    line.go_dead()
    name.fill("On the train")
    expect(ada.page.get_by_text("Not connected", exact=True)).to_be_visible()
    until(lambda: nobody_is_online(house), "the admin noticed that Ada is away")
    line.mend()
    until(lambda: "On the train" in house.draft_names(), "what was typed is saved, without another key-stroke")
    expect(name).to_have_value("On the train")


def end_the_admin(house: House, *open_there: Admin) -> None:
    """As a machine does that has no memory left; the supervisor starts it again."""
    for desk in open_there:
        desk.page.evaluate("window.isTheOldPage = true")
    os.kill(house.running.children()["admin"], signal.SIGKILL)


def expect_a_new_page(desk: Admin) -> None:
    """The admin is there again, and has made the page anew."""
    desk.page.wait_for_function("!window.isTheOldPage")
    expect(desk.page.get_by_role("heading", level=1)).to_be_visible()


def test_what_is_typed_while_the_admin_is_started_again_is_saved_then(house: House, ada: Admin) -> None:
    house.campaign("Rainy days", when("page_url", "is", ["/pricing"]))
    ada.visit("Campaigns")
    ada.page.get_by_role("link", name="Rainy days", exact=True).click()
    ada.go_to_step("Name")
    ada.fill("Campaign name", "Rainy nights")
    ada.expect_saved()
    ada.go_to_step("Message")
    content = ada.page.get_by_label("Message content", exact=True)
    content.press("Control+End")
    end_the_admin(house, ada)
    ada.page.keyboard.type(" and more")
    expect_a_new_page(ada)
    expect(content).to_have_text("Rainy days and more")
    ada.expect_saved()
    ada.page.reload()
    expect(content).to_have_text("Rainy days and more")
    expect(ada.page.get_by_text("Words that were not saved")).to_be_hidden()
    assert ada.page.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('unsaved'))") == []


def test_unsaved_words_are_offered_where_the_draft_says_something_else_by_then(
    house: House, ada: Admin, bo: Admin, line: Line
) -> None:
    campaign = house.campaign("Rainy days", when("page_url", "is", ["/pricing"]))
    ada.page.goto(f"{line.address}{campaign_paths.editor(campaign, 'name')}")
    name = ada.page.get_by_label("Campaign name", exact=True)
    expect(name).to_have_value("Rainy days")
    line.cut()
    name.fill("Rainy days by Ada")
    end_the_admin(house, bo)
    expect_a_new_page(bo)
    bo.page.goto(f"{house.running.admin}{campaign_paths.editor(campaign, 'name')}")
    bo.fill("Campaign name", "Bo's name")
    bo.expect_saved()
    line.mend()
    expect(ada.page.get_by_text("Words that were not saved: Rainy days by Ada")).to_be_visible()
    expect(name).to_have_value("Bo's name")
    ada.press("Take them")
    expect(name).to_have_value("Rainy days by Ada")
    until(lambda: "Rainy days by Ada" in house.draft_names(), "the words are saved")


def test_back_and_forward_lead_through_the_steps(house: House, ada: Admin) -> None:
    campaign = house.campaign("To and fro")
    ada.visit("Campaigns")
    ada.page.goto(house.running.admin + campaign_paths.editor(campaign, "name"))
    ada.fill("Campaign name", "To and fro again")
    ada.finish_step()
    ada.expect_step("Message")
    ada.go_to_step("Set up")
    ada.page.go_back()
    ada.expect_step("Message")
    ada.page.go_back()
    ada.expect_step("Name")
    expect(ada.page.get_by_label("Campaign name", exact=True)).to_have_value("To and fro again")
    ada.page.go_forward()
    ada.expect_step("Message")
    ada.page.reload()
    ada.expect_step("Message")
    ada.page.go_back()
    ada.expect_step("Name")
    ada.page.go_back()
    expect(ada.page.get_by_role("heading", level=1), "what was open before").to_have_text("Smart trigger")


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
