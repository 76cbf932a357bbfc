"""What an employee's browser does in the inbox: keeps the place, the draft and the focus, and counts in its tab."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.admin_page import PHONE
from tests.browser.desks import Desks
from tests.browser.house import House
from tests.browser.widget_page import ANSWER_MS, Widget

ASKED = "Do you ship to Hanoi?"
NOTHING_LIES_OVER_THE_BOX = """() => {
  const { left, right, top, bottom } = document.querySelector("[aria-label='Your answer']").getBoundingClientRect();
  return [left + 1, (left + right) / 2, right - 1].every((x) =>
    document.elementFromPoint(x, (top + bottom) / 2)?.matches("textarea"));
}"""


@pytest.fixture
def visitor(house: House) -> Widget:
    """Somebody who has replied to a campaign."""
    house.end_conversations()
    house.campaign("Need a hand?")
    house.in_force()
    tab = house.stranger().open("/")
    tab.expect_message("Need a hand?")
    tab.reply(ASKED)
    return tab


@pytest.fixture
def sam(house: House, desks: Desks) -> Page:
    """An employee in Sales, with the conversation open."""
    return desks.at("sam").page


def open_thread(page: Page) -> Locator:
    page.get_by_role("link", name=re.compile("^Inbox")).first.click()
    page.get_by_role("link").filter(has_text=ASKED).first.click()
    thread = page.get_by_role("log")
    expect(thread.get_by_text(ASKED)).to_be_visible()
    return thread


def answer_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your answer")


def test_a_draft_stays_with_its_conversation_until_it_is_sent(visitor: Widget, sam: Page) -> None:
    thread = open_thread(sam)
    answer_box(sam).fill("Yes, in")
    sam.reload()
    expect(answer_box(sam)).to_have_value("Yes, in")
    answer_box(sam).press("End")
    sam.keyboard.type(" three days")
    sam.keyboard.press("Shift+Enter")
    sam.keyboard.type("by air")
    expect(thread.get_by_text("three days")).to_have_count(0)
    sam.keyboard.press("Enter")
    expect(thread.get_by_text("Yes, in three days")).to_have_count(1)
    expect(sam.get_by_text("It is yours now.")).to_be_visible()
    sam.wait_for_function(NOTHING_LIES_OVER_THE_BOX)
    expect(answer_box(sam)).to_have_value("")
    expect(answer_box(sam)).to_be_focused()
    expect(visitor.text("by air").first).to_be_visible(timeout=ANSWER_MS)
    sam.reload()
    expect(answer_box(sam)).to_have_value("")


def test_the_inboxs_keys_work_again_once_a_conversation_is_handed_on(visitor: Widget, sam: Page) -> None:
    thread = open_thread(sam)
    holder = sam.get_by_role("combobox", name="Who has this conversation")
    holder.focus()
    sam.keyboard.press("j")
    sam.keyboard.press("Enter")
    options = sam.get_by_role("listbox", name="Who has this conversation")
    expect(options).to_be_visible()
    expect(sam.get_by_role("combobox", name="Search: Who has this conversation")).to_have_value("")
    sam.keyboard.press("Escape")
    expect(options).to_be_hidden()
    expect(thread).to_be_focused()
    holder.click()
    sam.get_by_role("option", name="You", exact=True).click()
    expect(sam.get_by_text("It is yours now.")).to_be_visible()
    expect(options).to_be_hidden()
    expect(thread).to_be_focused()
    sam.keyboard.press("e")
    expect(thread.get_by_text("Sam Okafor closed this")).to_be_visible()


def test_escape_leaves_the_answer_and_keeps_its_draft(visitor: Widget, sam: Page) -> None:
    thread = open_thread(sam)
    thread.focus()
    sam.keyboard.press("r")
    expect(answer_box(sam)).to_be_focused()
    sam.keyboard.type("Yes, in")
    sam.keyboard.press("Escape")
    expect(thread).to_be_focused()
    sam.keyboard.press("e")
    expect(thread.get_by_text("Sam Okafor closed this")).to_be_visible()
    expect(answer_box(sam)).to_have_value("Yes, in")


def test_on_a_touch_screen_enter_breaks_the_line_and_the_button_sends(
    visitor: Widget, house: House, desks: Desks
) -> None:
    page = desks.at("sam", **PHONE).page
    thread = open_thread(page)
    expect(answer_box(page)).to_have_attribute("placeholder", "Write an answer")
    answer_box(page).fill("Yes, in three days")
    answer_box(page).press("Enter")
    page.keyboard.type("by air")
    expect(answer_box(page)).to_have_value("Yes, in three days\nby air")
    page.get_by_role("button", name="Send").tap()
    expect(answer_box(page)).to_have_value("")
    expect(page.get_by_text("It is yours now.")).to_be_visible()
    page.wait_for_function(NOTHING_LIES_OVER_THE_BOX)
    expect(thread.get_by_text("by air")).to_be_visible()
    expect(thread.get_by_text("Sam Okafor took this")).to_be_visible()


def test_news_stays_in_sight_unless_somebody_reads_further_up(visitor: Widget, sam: Page) -> None:
    sam.set_viewport_size({"width": 1440, "height": 600})
    thread = open_thread(sam)
    for number in range(8):
        visitor.reply(f"And one more thing, number {number}, which takes a line of its own")
    newest = thread.get_by_text("number 7")
    expect(newest).to_be_in_viewport()
    jump = sam.get_by_role("button", name="Newest")
    expect(jump).to_be_hidden()
    # something is drawn before the browser tells of the scrolling
    thread.evaluate("log => { log.scrollTop = 0; document.body.append(document.createElement('i')); }")
    expect(jump).to_be_visible()
    visitor.reply("You may have missed this")
    missed = thread.get_by_text("You may have missed this")
    expect(missed).to_be_attached()
    assert thread.evaluate("log => log.scrollTop") == 0
    jump.click()
    expect(missed).to_be_in_viewport()
    expect(jump).to_be_hidden()


def test_the_tab_says_how_many_conversations_wait(visitor: Widget, sam: Page) -> None:
    open_thread(sam)
    elsewhere = sam.context.new_page()
    elsewhere.goto(sam.url.replace("/inbox", "/you").partition("?")[0])
    expect(elsewhere).to_have_title("Your profile · Smart Trigger")
    sam.close()
    visitor.reply("Still there?")
    expect(elsewhere).to_have_title("(1) Your profile · Smart Trigger")
    elsewhere.get_by_role("link", name=re.compile("^Inbox")).first.click()
    elsewhere.get_by_role("link").filter(has_text="Still there?").first.click()
    expect(elsewhere).to_have_title("Inbox · Smart Trigger")


def test_back_and_forward_lead_through_the_conversations_on_a_phone(visitor: Widget, sam: Page) -> None:
    sam.set_viewport_size({"width": 390, "height": 844})
    thread = open_thread(sam)
    row = sam.get_by_role("link").filter(has_text=ASKED)
    expect(row).to_be_hidden()
    sam.get_by_role("button", name="About the visitor").click()
    expect(sam.get_by_role("heading", name="Visitor")).to_be_visible()
    sam.get_by_role("button", name="Back to the conversation").click()
    expect(thread).to_be_visible()
    sam.get_by_role("button", name="Back to the list").click()
    expect(row).to_be_visible()
    row.click()
    expect(thread).to_be_visible()
    sam.go_back()
    expect(row).to_be_visible()
    sam.go_forward()
    expect(thread).to_be_visible()


def test_a_closed_dialog_gives_the_focus_back(house: House, desks: Desks) -> None:
    page = desks.at("ada").page
    page.get_by_role("link", name="Team").click()
    opener = page.get_by_role("button", name="Actions for Sam Okafor")
    opener.focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit employee")
    expect(dialog).to_be_visible()
    # What NiceGUI does when any other dialog goes with a part of the page that is drawn anew.
    page.evaluate("document.documentElement.classList.remove('nicegui-dialog-open')")
    expect(page.locator("#app")).to_have_js_property("inert", True)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
