"""What else a message has: buttons, the contact form, and the way it is shown."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from admin_ui.performance_look import of_campaign
from tests.browser.admin_page import Admin
from tests.browser.composer.hands import writing
from tests.browser.desks import Desks
from tests.browser.house import House, when


def test_a_button_is_dragged_to_its_place(ada: Admin) -> None:
    page = ada.page
    for place, label in enumerate(("First", "Second"), 1):
        page.get_by_role("button", name="Button", exact=True).click()
        page.get_by_label(f"Button {place}: words").fill(label)
    handles = page.get_by_role("button", name="drag, or Alt with the arrow keys")
    handles.nth(1).drag_to(handles.nth(0), target_position={"x": 4, "y": 1})
    expect(page.get_by_label("Button 1: words")).to_have_value("Second")
    expect(handles.nth(0)).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_label("Button 2: words")).to_have_value("Second")
    expect(handles.nth(1)).to_be_focused()


def test_a_buttons_address_is_completed_when_it_is_left_where_only_one_thing_can_be_meant(ada: Admin) -> None:
    page = ada.page
    page.get_by_role("button", name="Button", exact=True).click()
    page.get_by_label("Button 1: words").fill("See gifts")
    address = page.get_by_label("Button 1: address")
    for typed, completed in (
        ("shop.example/gifts", "https://shop.example/gifts"),
        ("ada@shop.example", "mailto:ada@shop.example"),
        ("/gifts", "/gifts"),
        ("https://shop.example/{{ name }}", "https://shop.example/{{ name }}"),
        ("about.html?a=1", "about.html?a=1"),
        ("brochure.pdf", "brochure.pdf"),
        ("gifts", "gifts"),
    ):
        address.fill(typed)
        address.blur()
        expect(address).to_have_value(completed)
    ada.press("Finished")
    said = "Write /gifts for a page of the site, or https://… for another website."
    expect(page.get_by_text(said).first, "either could be meant").to_be_visible()
    expect(address, "what is wrong is gone to").to_be_focused()
    address.fill("shop.example/gifts")
    ada.press("Finished")
    ada.expect_step("Target customers")
    ada.expect_saved()
    ada.go_to_step("Message")
    expect(address).to_have_value("https://shop.example/gifts")


def test_a_visitor_who_fills_in_the_contact_form_is_a_lead(house: House, ada: Admin, campaign: int) -> None:
    page = ada.page
    writing(ada).fill("Shall we call you?")
    page.get_by_role("button", name="Contact form", exact=True).click()
    page.get_by_label("Consent", exact=True).fill("You may call me.")
    page.get_by_role("button", name="Ask: Phone").click()
    expect(page.get_by_role("textbox", name="Question 3")).to_be_focused()
    page.get_by_role("button", name="Button", exact=True).click()
    page.get_by_label("Button 1: words").fill("Call me back")
    page.get_by_label("Button 1: what it does").select_option("form")
    expect(ada.preview().get_by_role("button", name="Call me back")).to_be_visible()
    ada.expect_saved()
    ada.go_to_step("Activate")
    ada.press("Publish changes")
    expect(page.get_by_text("Published.").first).to_be_visible()
    house.in_force()

    widget = house.stranger().open("/pricing")
    widget.expect_message("Shall we call you?")
    shop = widget.page
    expect(shop.get_by_label("Name", exact=True)).to_be_hidden()
    shop.get_by_role("button", name="Call me back").click()
    expect(shop.get_by_role("button", name="Call me back")).to_be_hidden()
    expect(shop.get_by_label("Name", exact=True)).to_be_focused()
    shop.get_by_label("Name", exact=True).fill("An")
    shop.get_by_label("Phone", exact=True).fill("030 123456")
    shop.get_by_role("checkbox", name="You may call me.").check()
    send = shop.locator("smart-trigger").get_by_role("button", name="Send", exact=True).first
    send.click()
    expect(shop.get_by_label("E-mail", exact=True), "what is missing is gone to").to_be_focused()
    shop.get_by_label("E-mail", exact=True).fill("an@example.vn")
    shop.keyboard.press("Enter")
    expect(shop.get_by_text("an@example.vn")).to_be_visible()
    expect(shop.get_by_text("Call me back"), "what was answered can't be pressed again").to_have_count(0)
    expect(shop.get_by_text("Sending")).to_have_count(0)
    counts = house.counts(campaign)
    assert (counts.shown, counts.lead, counts.read, counts.replied) == (1, 1, 1, 0)

    ada.visit("Inbox")
    expect(page.get_by_text("an@example.vn").first).to_be_visible()


def test_a_quick_reply_is_a_reply_and_a_link_button_answers(house: House, desks: Desks) -> None:
    campaign = house.campaign(
        "Quick",
        when("page_url", "is", ["/pricing"]),
        text="Need a hand?",
        frequency="multiple",
        buttons=[
            {"id": "a", "label": "Yes, please", "action": "reply", "link": ""},
            {"id": "b", "label": "See the help", "action": "link", "link": "/help/returns"},
        ],
    )
    first = house.stranger().open("/pricing")
    first.expect_message("Need a hand?")
    first.page.get_by_role("button", name="Yes, please").click()
    expect(first.page.get_by_role("log").get_by_text("Yes, please")).to_be_visible()
    expect(first.page.get_by_text("Sending")).to_have_count(0)

    second = house.stranger().open("/pricing")
    second.expect_message("Need a hand?")
    second.page.get_by_role("link", name="See the help").click()
    expect(second.page).to_have_url(re.compile("/help/returns$"))
    second.expect_settled()
    counts = house.counts(campaign)
    assert (counts.shown, counts.replied, counts.clicked, counts.read) == (2, 1, 1, 2)

    ada = desks.at("ada", f"{of_campaign(campaign)}?by=button")
    table = ada.page.get_by_role("region", name="Figures by button")
    for button, figure in (("Yes, please", "Replied"), ("See the help", "Clicked")):
        expect(table.get_by_role("row").filter(has_text=button).get_by_label(f"{figure}, {button}: 1")).to_be_visible()


def test_a_message_is_shown_as_the_marketer_chose(house: House, ada: Admin, campaign: int) -> None:
    preview = ada.preview()
    expect(preview.get_by_role("region", name="Message from Ada Lindqvist")).to_be_visible()
    ada.pick("Shown as", "Banner at the top")
    banner = preview.get_by_role("region", name="Message from Ada Lindqvist")
    expect(banner.get_by_role("button", name="Write a reply")).to_be_visible()
    ada.pick("Shown as", "Pop-up")
    popup = preview.get_by_role("dialog", name="Message from Ada Lindqvist")
    expect(popup).to_contain_text("By hand")
    expect(banner).to_have_count(0)
    ada.expect_saved()
    ada.go_to_step("Activate")
    expect(ada.page.get_by_role("definition").filter(has_text="Pop-up").first).to_be_visible()
    ada.press("Publish changes")
    expect(ada.page.get_by_role("button", name="Publish changes")).to_be_hidden()
    house.in_force()
    tab = house.stranger().open("/pricing")
    expect(tab.page.get_by_role("dialog", name="Message from Ada Lindqvist")).to_contain_text("By hand")
