"""The house around every page, in a real browser: what stands there first, and where the keyboard goes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from admin_ui import campaign_paths
from tests.browser.admin_page import PHONE
from tests.browser.desks import Desks
from tests.browser.house import House
from tests.browser.looks.page_checks import complaints

OUTLINE = "getComputedStyle(document.body, '::after').height"


@pytest.fixture
def ada(house: House, desks: Desks) -> Page:
    return desks.at("ada").page


def test_until_the_page_is_there_its_outline_is_and_then_it_goes(ada: Page) -> None:
    ada.route("**/_nicegui/**/vue*", lambda route: route.abort())
    ada.reload(wait_until="domcontentloaded")
    expect(ada.locator("html")).to_have_attribute("data-sketch", "cards")
    assert ada.evaluate(OUTLINE) == "420px"
    ada.unroute("**/_nicegui/**/vue*")
    ada.reload()
    expect(ada.get_by_role("heading", level=1)).to_be_visible()
    assert ada.evaluate(OUTLINE) != "420px"


def test_what_a_row_menu_opens_stays_and_gives_the_focus_back(ada: Page) -> None:
    ada.get_by_role("link", name="Team").click()
    opener = ada.get_by_role("button", name="Actions for Linh Tran")
    opener.focus()
    ada.keyboard.press("Enter")
    items = ada.get_by_role("menuitem")
    expect(items.first).to_be_visible()
    for key, which in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", 2), ("Home", 0)):
        ada.keyboard.press(key)
        expect(items.nth(which)).to_be_focused()
    ada.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(items).to_have_count(0)
    for action, title in (("One-time link", "One-time link for Linh Tran"), ("Deactivate", "Deactivate Linh Tran?")):
        opener.click()
        ada.get_by_role("menuitem", name=action).click()
        asked = ada.get_by_role("dialog", name=title)
        expect(items).to_have_count(0)
        expect(asked).to_be_visible()
        ada.keyboard.press("Escape")
        expect(asked).to_be_hidden()
        expect(opener).to_be_focused()


def test_a_press_counts_where_the_page_moves_before_the_release(ada: Page, house: House) -> None:
    ada.goto(house.running.admin + campaign_paths.NEW)
    ada.evaluate(
        """addEventListener("mousedown", () => {
          const news = Object.assign(document.createElement("p"), { style: "height: 80px" });
          document.querySelector("main").prepend(news);
        }, { once: true })"""
    )
    ada.get_by_role("button", name="Finished").click()
    expect(ada.get_by_role("alert").filter(has_text="Give the campaign a name.").first).to_be_visible()


def test_a_double_press_opens_one_dialog_and_does_not_close_it(ada: Page, house: House) -> None:
    ada.goto(f"{house.running.admin}/team")
    box = ada.get_by_role("button", name="Add employee").bounding_box()
    assert box is not None
    ada.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    asked = ada.get_by_role("dialog", name="Add employee")
    name = asked.get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    ada.mouse.down(click_count=2)  # now on what lies behind the dialog
    ada.mouse.up(click_count=2)
    asked.get_by_role("button", name="Add employee").click()
    expect(asked.get_by_role("alert").first).to_be_visible()
    asked.get_by_role("button", name="Cancel").click()
    expect(asked).to_have_count(0)
    ada.goto(f"{house.running.admin}/sites/1")
    ada.get_by_role("button", name="Add goal").dblclick()
    expect(ada.get_by_role("dialog", name="Add goal")).to_be_visible()
    ada.get_by_role("dialog", name="Add goal").get_by_role("button", name="Cancel").click()
    expect(ada.get_by_role("dialog")).to_have_count(0)


def test_a_press_beside_a_dialog_loses_nothing_that_was_filled_in(ada: Page, house: House) -> None:
    ada.goto(f"{house.running.admin}/team")
    asked = ada.get_by_role("dialog", name="Add employee")
    name = asked.get_by_label("Name", exact=True)

    def press_beside() -> None:
        ada.mouse.click(5, 5)

    ada.get_by_role("button", name="Add employee").click()
    expect(name).to_be_focused()
    press_beside()
    expect(asked, "nothing was filled in").to_have_count(0)
    ada.get_by_role("button", name="Add employee").click()
    name.fill("Noor")
    press_beside()
    expect(name).to_be_focused()
    asked.get_by_role("button", name="Add employee").click()
    expect(asked.get_by_role("alert").first, "it still asks for the address").to_be_visible()
    expect(name).to_have_value("Noor")
    ada.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    ada.get_by_role("button", name="Add employee").click()
    asked.locator(".q-select").last.click()
    ada.get_by_role("option", name="3", exact=True).click()
    expect(ada.get_by_role("option")).to_have_count(0)
    press_beside()
    asked.get_by_role("button", name="Add employee").click()
    expect(asked.get_by_role("alert").first, "what was chosen is filled in, too").to_be_visible()


def test_the_menu_of_the_list_stands_beside_its_title_on_a_phone(house: House, desks: Desks) -> None:
    house.campaign("Welcome back")
    phone = desks.at("ada", campaign_paths.LIST, **PHONE).page
    title = phone.get_by_role("heading", level=1).bounding_box()
    menu = phone.get_by_role("button", name="Actions for the list").bounding_box()
    add = phone.get_by_role("link", name="Add smart message").first.bounding_box()
    assert title is not None
    assert menu is not None
    assert add is not None
    assert menu["y"] < title["y"] + title["height"] <= add["y"]


def test_what_a_live_campaign_leads_to_breaks_no_words_on_a_phone(house: House, desks: Desks) -> None:
    live = house.campaign("Welcome back")
    phone = desks.at("ada", campaign_paths.editor(live, "activate"), **PHONE).page
    links = phone.locator(".st-live a").filter(visible=True)
    expect(links).to_have_text(["Performance", "History", "Simulator"])
    lines = """(link) => {
      const words = document.createRange();
      words.selectNodeContents(link);
      return words.getClientRects().length;
    }"""
    assert [each.evaluate(lines) for each in links.all()] == [1, 1, 1]
    assert len({each.bounding_box()["y"] for each in links.all()}) == 1, "a finger has no room on two lines"  # type: ignore[index]


def test_the_foot_of_the_narrowest_phone_breaks_no_word(desks: Desks) -> None:
    phone = desks.at("ada", **PHONE).page
    phone.set_viewport_size({"width": 320, "height": 640})
    words = phone.locator(".st-rail-link:visible .st-rail-words")
    expect(words).to_have_count(5)
    assert {each.bounding_box()["height"] for each in words.all()} == {13}  # type: ignore[index]


def test_a_moment_of_another_day_says_its_day(ada: Page) -> None:
    ada.evaluate(
        """() => [0, 3].forEach((days) => {
          const at = new Date();
          at.setDate(at.getDate() + days);
          const told = Object.assign(document.createElement("time"), { dateTime: at.toISOString(), textContent: "…" });
          told.dataset.clock = "";
          document.querySelector("main").append(told);
        })"""
    )
    today, later = ada.locator("time[data-clock]").all()
    expect(today).to_have_text(re.compile(r"^\d+:\d\d [AP]M$"))
    expect(later).to_have_text(re.compile(r"20\d\d, \d+:\d\d [AP]M$"))


@pytest.mark.parametrize("way", ["menu", "palette"])
def test_signing_out_asks_nothing_unless_something_would_be_lost(desks: Desks, way: str) -> None:
    page = desks.at("ada", "/sites/1").page
    name = page.get_by_label("Name", exact=True)
    name.fill("Another shop")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        _sign_out(page, way)
    assert asked.value.type == "beforeunload"
    page.get_by_role("button", name="Discard").click()
    _sign_out(page, way)
    page.wait_for_url("**/sign-in")
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def _sign_out(page: Page, way: str) -> None:
    if way == "menu":
        page.get_by_role("button", name="You: ").click()
        page.get_by_role("dialog", name="You").get_by_text("Sign out").click()
    else:
        page.keyboard.press("ControlOrMeta+k")
        page.get_by_role("combobox", name="Search and commands").fill("sign out")
        page.get_by_role("option", name="Sign out").click()


def test_everything_is_reached_by_keys(ada: Page, house: House) -> None:
    house.campaign("Welcome back")
    expect(ada.get_by_role("button", name="Search", exact=True)).to_be_visible()
    ada.keyboard.press("g")
    ada.keyboard.press("c")
    search = ada.get_by_label("Search campaigns")
    expect(search).to_be_visible()
    ada.keyboard.press("/")
    expect(search).to_be_focused()
    ada.keyboard.type("n?c")
    expect(search).to_have_value("n?c")
    ada.keyboard.press("Control+k")
    asked = ada.get_by_role("combobox", name="Search and commands")
    expect(asked).to_be_focused()
    ada.keyboard.type("welc")
    options = ada.get_by_role("option")
    expect(options).to_have_text([re.compile("Welcome back"), re.compile("Performance"), re.compile("Switch off")])
    assert complaints(ada, "search and commands") == []
    ada.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    ada.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    expect(search).to_be_focused()
    search.blur()
    ada.keyboard.press("?")
    sheet = ada.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_contain_text("Add smart message")
    ada.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    ada.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'т', code: 'KeyN', bubbles: true}))")
    expect(ada).to_have_url(re.compile("/new"))


def test_rows_are_selected_where_one_points_and_let_go_by_escape(ada: Page, house: House) -> None:
    for name in ("Welcome back", "Cart rescue", "Gifts"):
        house.campaign(name)
    ada.get_by_role("link", name="Campaigns", exact=True).click()
    ada.get_by_role("link", name="Welcome back").hover()
    ticks = ada.locator(".st-choosing .st-tick")
    expect(ticks.first).to_have_css("opacity", "1")
    expect(ticks.last).to_have_css("opacity", "0")
    ada.get_by_label("Select Welcome back").click()
    expect(ticks.last).to_have_css("opacity", "1")
    ada.get_by_label("Select Gifts").click(modifiers=["Shift"])
    bar = ada.get_by_role("toolbar")
    expect(bar).to_contain_text("3 selected")
    assert complaints(ada, "selected rows") == []
    ada.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    expect(ada.get_by_label("Select Cart rescue")).not_to_be_checked()


def test_a_dialog_begins_in_its_first_field(ada: Page) -> None:
    ada.get_by_role("link", name="Team").click()
    for words in ("Add employee", "Add group"):
        ada.get_by_role("button", name=words).click()
        asked = ada.get_by_role("dialog", name=words)
        expect(asked.get_by_label("Name")).to_be_focused()
        ada.keyboard.press("Escape")
        expect(asked).to_be_hidden()


def test_on_a_phone_the_chosen_tab_is_in_sight_and_no_key_is_spoken_of(ada: Page, house: House, desks: Desks) -> None:
    house.campaign("Welcome back")
    ada.get_by_role("link", name="Campaigns", exact=True).click()
    expect(ada.locator("kbd", has_text="/")).to_be_visible()
    phone = desks.at("ada", **PHONE).page
    phone.goto(f"{house.running.admin}{campaign_paths.LIST}?tab=archived")
    tabs = phone.get_by_role("group", name="Which campaigns")
    expect(tabs.get_by_role("button", name="Archived")).to_be_in_viewport(ratio=1)
    expect(tabs.get_by_role("button", name="All")).not_to_be_in_viewport(ratio=1)
    expect(phone.locator("kbd").filter(visible=True)).to_have_count(0)
    tabs.get_by_role("button", name="Ended").tap()
    expect(tabs.get_by_role("button", name="Ended")).to_have_attribute("aria-pressed", "true")
    expect(tabs.get_by_role("button", name="Ended")).to_be_in_viewport(ratio=1)


def test_on_a_phone_a_row_leaves_no_room_for_its_tick_before_one_is_selected(house: House, desks: Desks) -> None:
    house.campaign("Welcome back")
    phone = desks.at("ada", **PHONE).page
    phone.goto(f"{house.running.admin}{campaign_paths.LIST}")
    tick = phone.get_by_label("Select Welcome back")
    expect(phone.locator(".st-camp").first).to_have_css("padding-left", "12px")
    expect(tick).to_be_hidden()
    phone.get_by_role("button", name="Actions for Welcome back").tap()
    phone.get_by_role("menuitem", name="Select").tap()
    expect(tick).to_be_checked()
    expect(tick).to_be_in_viewport(ratio=1)


def test_a_new_site_begins_with_the_time_zone_of_the_browser(house: House, desks: Desks) -> None:
    page = desks.at("ada", timezone_id="Europe/Lisbon").page
    page.get_by_role("link", name="Sites").click()
    page.get_by_role("link", name="Add site").click()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Lisbon")


COVERED = """
  () => {
    const bar = document.querySelector(".st-save-bar").getBoundingClientRect();
    const here = document.activeElement.getBoundingClientRect();
    return here.bottom > bar.top && here.top < bar.bottom;
  }
"""


def test_the_save_bar_covers_nothing_that_has_the_focus_moves_nobody_and_lets_nobody_leave_unasked(ada: Page) -> None:
    ada.get_by_role("link", name="Sites").click()
    ada.locator("a.st-row-title").first.click()
    ada.get_by_label("Name", exact=True).fill("Another name")
    bar = ada.get_by_role("region", name="Unsaved changes")
    expect(bar).to_be_in_viewport(ratio=1)
    for _ in range(12):
        ada.keyboard.press("Tab")
        assert not ada.evaluate(COVERED), ada.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    asked: list[str] = []
    ada.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    ada.evaluate("location.reload()")
    expect(ada.get_by_label("Name", exact=True)).to_have_value("Another name")
    assert asked == ["beforeunload"]
    before = ada.evaluate("scrollY")
    bar.get_by_role("button", name="Discard").focus()
    assert ada.evaluate("scrollY") == before
    ada.keyboard.press("Enter")
    expect(bar).to_be_hidden()
    expect(ada.get_by_role("group").filter(has=ada.get_by_label("Name", exact=True))).to_be_focused()
    ada.get_by_role("link", name="Sites").first.click()
    expect(ada).to_have_url(re.compile("/sites$"))
    assert asked == ["beforeunload"]


def test_on_a_phone_what_has_no_room_at_the_foot_is_behind_more(house: House, desks: Desks) -> None:
    phone = desks.at("ada", **PHONE).page
    rail = phone.get_by_role("navigation", name="Main")
    for entry in rail.get_by_role("link").all():
        expect(entry).to_be_in_viewport(ratio=1)
    expect(rail.get_by_role("link", name="Sites")).to_be_hidden()
    rail.get_by_role("button", name="More").tap()
    phone.get_by_role("dialog", name="More").get_by_role("link", name="Sites").tap()
    expect(phone).to_have_url(re.compile("/sites$"))
    expect(phone.get_by_role("heading", level=1, name="Sites")).to_be_visible()
