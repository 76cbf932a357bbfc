"""What a marketer's hands do in the editor: keyboard and mouse in the condition builder, and the room there is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.admin_page import Admin
from tests.browser.builder.conftest import before_the_conditions, who
from tests.browser.desks import Desks
from tests.browser.house import House


def test_the_builder_is_used_by_keyboard_alone(ada: Admin) -> None:
    page = ada.page
    visits = page.get_by_label("Number of visits: value")
    visits.fill("3")
    expect(who(ada)).to_contain_text("at least 3")

    search = page.get_by_role("combobox", name="Search: Condition")
    visits.press("Enter")
    expect(search).to_be_focused()
    page.keyboard.press("Escape")
    expect(visits, "nothing was added, and one is where one was").to_be_focused()
    expect(page.get_by_role("button", name=re.compile("^Move "))).to_have_count(2)
    visits.press("Enter")
    expect(search).to_be_focused()
    page.keyboard.type("time on pa")
    page.keyboard.press("Enter")
    stay = page.get_by_label("Time on page: value", exact=True)
    expect(stay).to_be_focused()
    page.keyboard.press("Enter")
    expect(stay, "a value is still to be typed").to_be_focused()
    page.keyboard.type("30")
    expect(who(ada)).to_have_text("Visitors with at least 3 visits, after 30 seconds on the page, from Vietnam")

    page.keyboard.press("Alt+ArrowUp")
    expect(who(ada)).to_contain_text("Visitors after 30 seconds on the page, with at least 3 visits")
    expect(stay, "what was typed moves with its row").to_have_value("30")

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Move Number of visits: drag, or Alt with the arrow keys")).to_be_focused()

    stay.fill("")
    stay.press("Backspace")
    expect(stay).to_have_count(0)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(stay).to_have_count(1)


def test_enter_in_a_name_leads_to_what_is_asked_of_it(house: House, desks: Desks) -> None:
    ada = before_the_conditions(desks, house.campaign("By name"))
    ada.add_condition("Page event")
    name = ada.page.get_by_label("Page event: Name, such as order placed")
    expect(name).to_be_focused()
    name.press("Enter")
    expect(name, "it is still to be typed").to_be_focused()
    name.press_sequentially("order placed")
    name.press("Enter")
    times = ada.page.get_by_label("Page event: value")
    expect(times).to_be_focused()
    expect(times).to_have_value("1")
    expect(who(ada)).to_have_text("Visitors with “order placed” at least once in this visit")


def test_a_row_is_dragged_to_its_place(ada: Admin) -> None:
    handles = ada.page.get_by_role("button", name="drag, or Alt with the arrow keys")
    expect(handles).to_have_count(2)
    handles.nth(1).drag_to(handles.nth(0), target_position={"x": 4, "y": 1})
    expect(who(ada)).to_contain_text("Visitors from Vietnam, with at least 2 visits")


def test_a_double_click_on_a_cross_removes_one(ada: Admin) -> None:
    page = ada.page
    crosses = page.get_by_role("button", name=re.compile("^Remove (Number of visits|Country)$"))
    expect(crosses).to_have_count(2)
    box = crosses.first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(crosses, "the next row has moved under the pointer").to_have_count(1)
    assert crosses.first.bounding_box() == box
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(crosses, "undoing one removal brings both rows back").to_have_count(2)


def test_a_double_press_on_group_makes_one_and_chooses_nothing(ada: Admin) -> None:
    page = ada.page
    handles = page.get_by_role("button", name=re.compile("^Move "))
    expect(handles).to_have_count(2)
    box = page.get_by_role("button", name="Group", exact=True).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    search = page.get_by_role("combobox", name="Search: Condition")
    expect(search, "the group asks for its first condition").to_be_focused()
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    search.fill("time on pa")
    search.press("Enter")
    expect(page.get_by_label("Time on page: value", exact=True)).to_be_focused()
    expect(handles, "the group and its condition").to_have_count(4)
    expect(search).to_have_count(0)
    page.get_by_role("button", name="Group", exact=True).last.dblclick()
    expect(search).to_be_focused()
    search.press("Escape")
    expect(handles).to_have_count(5)
    expect(search, "one list was open").to_have_count(0)


def test_several_values_are_chips_and_what_is_typed_counts_without_enter(ada: Admin) -> None:
    page = ada.page
    ada.add_condition("Page address")
    values = page.get_by_role("textbox", name="Page address: values")
    values.press_sequentially("/pricing")
    expect(who(ada)).to_contain_text("/pricing")
    values.press("Enter")
    values.press_sequentially("/plans")
    expect(who(ada)).to_contain_text("/pricing or /plans")
    page.get_by_role("button", name="Remove /pricing").click()
    expect(who(ada)).not_to_contain_text("/pricing")
    ada.expect_saved()
    page.reload()
    expect(who(ada)).to_contain_text("/plans")


def test_who_types_into_a_picker_finds_what_they_typed(ada: Admin) -> None:
    ada.go_to_step("Message")
    replies = ada.page.get_by_role("combobox", name="Reply message sent to")
    replies.focus()
    ada.page.keyboard.type("supp")
    expect(ada.page.get_by_role("option")).to_have_count(1)
    ada.page.keyboard.press("Enter")
    expect(replies).to_contain_text("Support")
    ada.expect_saved()


@pytest.mark.parametrize(
    ("condition", "typed", "chosen", "said"),
    [
        ("Country", "viet", "Vietnam", "from Vietnam"),
        ("Device (as mobile)", "ta", "Tablet", "on a tablet"),
        ("Traffic source (as ads)", "soc", "Social media", "who came by social media"),
    ],
)
def test_after_adding_a_condition_one_types_what_it_shall_be(
    house: House, desks: Desks, condition: str, typed: str, chosen: str, said: str
) -> None:
    ada = before_the_conditions(desks, house.campaign("Anew"))
    page = ada.page
    page.get_by_role("button", name="Condition", exact=True).click()
    condition, _, also = condition.rstrip(")").partition(" (as ")
    page.keyboard.type(also or condition)
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name=f"{condition}: values")).to_be_focused()
    page.keyboard.type(typed)
    expect(page.get_by_role("option", name=chosen)).to_be_visible()
    page.keyboard.press("Enter")
    expect(who(ada)).to_contain_text(said)


@pytest.mark.parametrize(
    ("condition", "typed", "said"),
    [
        ("Number of visits", "37", "with at least 37 visits"),
        ("Page address", "/gifts", "on /gifts"),
        ("Country", "viet\n", "from Vietnam"),
        ("Page event", "ordered\n", "with “ordered” at least once in this visit"),
    ],
)
def test_what_is_typed_at_once_after_a_condition_was_chosen_stands_in_its_row(
    house: House, desks: Desks, condition: str, typed: str, said: str
) -> None:
    ada = before_the_conditions(desks, house.campaign("In a hurry"))
    page = ada.page
    page.get_by_role("button", name="Condition", exact=True).click()
    expect(page.get_by_role("combobox", name="Search: Condition")).to_be_focused()
    page.keyboard.type(f"{condition}\n{typed}")
    expect(who(ada)).to_have_text(f"Visitors {said}")
    expect(page.get_by_role("button", name=re.compile("^Move ")), "nothing was chosen again").to_have_count(1)


HELD_BACK = """() => {
  stTypedAhead.keep(document.body);
  const written = { ctrlKey: true, altKey: true, modifierAltGraph: true };
  for (const each of [{ key: "a" }, { key: "CapsLock" }, { key: "B" }, { key: "AltGraph" }, { key: "ł", ...written }]) {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { ...each, bubbles: true, cancelable: true }));
  }
  const field = document.createElement("input");
  document.querySelector("main").append(field);
  field.focus();
  return field.value;
}"""


def test_keys_that_say_nothing_by_themselves_lose_nothing_that_was_typed_ahead(ada: Admin) -> None:
    assert ada.page.evaluate(HELD_BACK) == "aBł"


def test_what_is_typed_at_once_after_a_row_was_made_another_stands_in_it(ada: Admin) -> None:
    ada.page.get_by_role("combobox", name="Condition: Country").press("Enter")
    expect(ada.page.get_by_role("combobox", name="Search: Condition: Country")).to_be_focused()
    ada.page.keyboard.type("time on pa\n12")
    expect(who(ada)).to_have_text("Visitors with at least 2 visits, after 12 seconds on the page")


def test_several_countries_are_chosen_in_one_go_by_mouse_and_by_keyboard(ada: Admin) -> None:
    page = ada.page
    countries = page.get_by_role("combobox", name="Country: values", exact=True)
    menu = page.get_by_role("dialog", name="Country: values")
    countries.click()
    menu.get_by_role("option", name="Andorra").click()
    menu.get_by_role("option", name="Albania").click()
    expect(who(ada)).to_contain_text("from Vietnam, Andorra or Albania")
    page.keyboard.type("jap")
    expect(menu.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(who(ada)).to_contain_text("Albania or Japan")
    page.keyboard.type("peru")
    expect(menu.get_by_role("option", name="Peru")).to_be_visible()
    page.keyboard.press("Enter")
    expect(who(ada)).to_contain_text("Japan or Peru")
    ada.expect_saved()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(countries).to_be_focused()
    countries.click()
    expect(menu.get_by_role("option", name="Andorra")).to_have_attribute("aria-selected", "true")
    page.get_by_role("heading", level=1).click()
    expect(menu).to_be_hidden()


def test_ctrl_z_takes_edits_of_the_rule_back_and_leaves_what_is_typed_to_the_browser(ada: Admin) -> None:
    page = ada.page
    page.get_by_role("button", name="Remove Country").click()
    expect(who(ada)).not_to_contain_text("from")
    page.get_by_role("button", name="Remove Number of visits").click()
    expect(who(ada)).to_have_text("Every visitor")
    page.keyboard.press("Control+z")
    expect(who(ada)).to_have_text("Visitors with at least 2 visits")
    page.keyboard.press("Control+z")
    expect(who(ada)).to_contain_text("from")
    page.keyboard.press("Control+Shift+z")
    expect(who(ada)).to_have_text("Visitors with at least 2 visits")
    visits = page.get_by_label("Number of visits: value")
    visits.press("End")
    visits.press("5")
    expect(who(ada)).to_contain_text("25")
    visits.press("Control+z")
    expect(visits).to_have_value("2")
    expect(who(ada)).to_have_text("Visitors with at least 2 visits")
