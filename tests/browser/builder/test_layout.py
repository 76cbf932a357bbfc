"""Where things stand in the editor of the conditions: at a desk, on a tablet, in a hand."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from admin_ui.campaign_paths import editor
from tests.browser.admin_page import Admin
from tests.browser.builder.conftest import before_the_conditions
from tests.browser.desks import Desks
from tests.browser.furnished import NOTES_JUMPS
from tests.browser.house import House, when

KEYED = ("Visitor attribute", "Page event", "Query parameter", "Clicked element", "Number in an element")
CUT_OFF = (
    "(field) => [...field.children].filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.outerHTML)"
)


def test_on_a_phone_what_opens_stays_within_the_window(ada: Admin) -> None:
    page = ada.page
    page.set_viewport_size({"width": 390, "height": 844})
    ada.go_to_step("Message")
    for opener, menu in (("Link", "Link"), ("Emoji", "Emoji")):
        page.get_by_role("button", name=opener, exact=True).click()
        expect(page.get_by_role("dialog", name=menu)).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
    ada.go_to_step("Target customers")
    page.get_by_role("combobox", name="Condition: Number of visits").click()
    expect(page.get_by_role("dialog", name="Condition: Number of visits")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    ada.add_condition("Time on page")
    stay = page.get_by_label("Time on page: value", exact=True)
    assert top(stay) == top(page.get_by_label("Time on page: value: unit")), "a number and its unit stand side by side"
    ada.add_condition("Visitor attribute")
    assert tall(page.get_by_placeholder("Name, such as plan")) <= tall(stay)


def test_an_emoji_picker_that_is_filled_late_stays_within_the_window(ada: Admin) -> None:
    page = ada.page
    page.set_viewport_size({"width": 390, "height": 844})
    ada.go_to_step("Message")
    opener, picker = page.get_by_role("button", name="Emoji", exact=True), page.get_by_role("dialog", name="Emoji")
    opener.click()
    whole = tall(picker.locator("emoji-picker"))
    picker.locator("emoji-picker").evaluate("(each) => { each.style.height = '40px' }")
    page.keyboard.press("Escape")
    opener.click()
    expect(picker).to_be_visible()
    picker.locator("emoji-picker").evaluate("(each) => { each.style.height = '' }")
    expect(picker).to_be_in_viewport(ratio=1)
    assert tall(picker) == whole


def test_on_a_phone_the_preview_stands_beside_the_name(ada: Admin) -> None:
    page = ada.page
    page.set_viewport_size({"width": 390, "height": 844})
    ada.go_to_step("Message")
    preview = page.get_by_role("button", name="Preview", exact=True)
    assert abs(top(preview) - top(page.get_by_role("heading", level=1))) < 4
    preview.click()
    expect(page.get_by_role("complementary", name="Preview")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844)], ids=["desktop", "tablet", "phone"])
def test_unpublished_changes_are_told_without_moving_what_one_types_in(ada: Admin, size: tuple[int, int]) -> None:
    page = ada.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    ada.go_to_step("Message")
    area = page.get_by_label("Message content", exact=True)
    before = top(page.get_by_role("combobox", name="Sent from"))
    area.fill("By hand, in other words")
    expect(page.get_by_role("button", name="Review and publish")).to_be_in_viewport(ratio=1)
    ada.expect_saved()
    assert top(page.get_by_role("combobox", name="Sent from")) == before
    page.get_by_role("button", name="Discard").click()
    expect(area).to_have_text("By hand")
    expect(page.get_by_role("button", name="Review and publish")).to_be_hidden()


def test_a_comparison_is_never_cut_off(ada: Admin) -> None:
    ada.add_condition("Page address")
    comparison = ada.page.get_by_label("Page address: comparison")
    comparison.select_option("does_not_match")
    expect(comparison).to_have_value("does_not_match")
    room = comparison.evaluate(
        """(select) => {
          const look = getComputedStyle(select);
          const words = Object.assign(document.createElement("span"), { textContent: select.selectedOptions[0].text });
          Object.assign(words.style, { font: look.font, position: "absolute", whiteSpace: "nowrap" });
          document.body.append(words);
          const needed = words.getBoundingClientRect().width;
          words.remove();
          return select.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight) - needed;
        }"""
    )
    assert room > -1


def test_at_a_desk_rows_with_a_name_a_comparison_and_a_value_stand_on_one_line_beside_the_preview(
    house: House, desks: Desks
) -> None:
    ada = before_the_conditions(desks, house.campaign("All in one line"))
    page = ada.page
    expect(page.get_by_role("complementary", name="Preview")).to_be_in_viewport(ratio=1)
    for condition in (*KEYED, "Free capacity", "Date"):
        ada.add_condition(condition)
        about = page.get_by_role("combobox", name=f"Condition: {condition}", exact=True)
        value = page.get_by_label(re.compile(f"^{condition}: (values?|to)$")).last
        expect(value).to_be_visible()
        assert top(value) == top(about), condition
        assert about.evaluate(CUT_OFF) == [], condition


def test_on_a_tablet_rows_stand_on_one_line_and_the_preview_is_opened_and_closed_by_keyboard(ada: Admin) -> None:
    page = ada.page
    page.get_by_label("Number of visits: comparison").select_option("between")
    first, last = page.get_by_label("Number of visits: from"), page.get_by_label("Number of visits: to")
    about = page.get_by_role("combobox", name="Condition: Number of visits")
    assert top(first) == top(last) == top(about), "beside the preview, too"
    page.set_viewport_size({"width": 1024, "height": 768})
    assert top(first) == top(last) == top(about)
    preview = page.get_by_role("complementary", name="Preview")
    expect(preview).to_be_hidden()
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(preview).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Close the preview")).to_be_focused()
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()


def test_a_remark_that_comes_unasked_moves_nothing_and_opens_by_its_mark(house: House, desks: Desks) -> None:
    campaign = house.campaign("Two at it", when("visits", "at_least", 2), when("visits", "less_than", 5))
    ada = before_the_conditions(desks, campaign)
    bo = desks.at("bo", editor(campaign, "customers"))
    remark, value = "Nobody can meet this", re.compile("^Number of visits: value$")
    bo.page.get_by_label(value).first.fill("3")
    expect(ada.page.get_by_text("Bo Andersen changed")).to_be_visible()
    expect(ada.page.get_by_role("button", name="Review and publish")).to_be_visible()
    ada.page.evaluate(NOTES_JUMPS)
    before = ada.page.evaluate("jumps.length")
    bo.page.get_by_label(value).first.fill("7")
    expect(bo.page.get_by_text(remark), "an answer to what Bo did").to_be_visible()
    mark = ada.page.get_by_role("button", name=f"Remark: {remark}")
    expect(mark).to_be_visible()
    expect(ada.page.get_by_text(remark)).to_be_hidden()
    assert ada.page.evaluate("jumps")[before:] == []
    mark.click()
    expect(ada.page.get_by_text(remark)).to_be_visible()
    expect(mark).to_be_hidden()


def tall(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["height"]


def top(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return round(box["y"] + box["height"] / 2)
