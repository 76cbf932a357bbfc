"""Writing a message: it looks as visitors will see it, with styles, links, emoji and names."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import expect

from tests.browser.admin_page import Admin
from tests.browser.composer.hands import clear, select, writing
from tests.browser.house import House


def test_what_is_pressed_bold_is_bold_here_and_there(ada: Admin) -> None:
    area = writing(ada)
    area.fill("Hello bold world")
    select(area, "bold")
    ada.page.get_by_role("button", name="Bold").click()
    expect(area.locator("strong")).to_have_text("bold")
    expect(ada.page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    expect(ada.preview().locator("strong")).to_have_text("bold")
    area.press("Control+b")
    expect(area.locator("strong")).to_have_count(0)
    area.press("Control+i")
    expect(area.locator("em")).to_have_text("bold")
    area.press("Control+z")
    expect(area.locator("em")).to_have_count(0)
    expect(area).to_have_text("Hello bold world")


def test_a_style_that_is_pressed_again_ends_before_the_next_word(ada: Admin) -> None:
    area = writing(ada)
    area.fill("")
    area.press("Control+b")
    area.press_sequentially("bold * star")
    area.press("Control+b")
    area.press_sequentially("!")
    expect(area).to_have_text("bold * star!")
    ada.expect_saved()
    ada.page.reload()
    expect(area.locator("strong")).to_have_text("bold * star")
    expect(area).to_have_text("bold * star!")


def test_a_key_that_is_pressed_before_the_browser_tells_what_is_selected_goes_to_what_is_selected(ada: Admin) -> None:
    area = writing(ada)
    area.fill("Hello bold world")
    area.evaluate(
        """(area) => {
          area.focus();
          getSelection().selectAllChildren(area);
          area.dispatchEvent(new KeyboardEvent("keydown", {key: "b", ctrlKey: true, bubbles: true, cancelable: true}));
        }"""
    )
    expect(area.locator("strong")).to_have_text("Hello bold world")


def test_lines_and_paragraphs_stay_as_they_were_typed(ada: Admin) -> None:
    area = writing(ada)
    area.fill("One")
    area.press("End")
    area.press("Shift+Enter")
    area.press_sequentially("Two")
    area.press("Enter")
    area.press_sequentially("Three")
    expect(ada.preview().locator(".body p")).to_have_text(["OneTwo", "Three"])
    ada.expect_saved()
    ada.page.reload()
    expect(area.locator("p")).to_have_text(["OneTwo", "Three"])
    expect(area.locator("p").first.locator("br")).to_have_count(1)


def test_a_link_is_made_changed_and_taken_away_in_a_small_form(ada: Admin) -> None:
    page, area = ada.page, writing(ada)
    address, words = page.get_by_label("Address", exact=True), page.get_by_label("Words", exact=True)
    link = area.locator("a")
    area.fill("See our world now")
    select(area, "world")
    area.press("Control+k")
    expect(address).to_be_focused()
    expect(words).to_have_value("world")
    page.keyboard.type("nonsense")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is no address.")).to_be_visible()
    address.fill("harbour-goods.example/world")
    page.keyboard.press("Enter")
    expect(link).to_have_text("world")
    expect(link).to_have_attribute("title", "https://harbour-goods.example/world")
    expect(area).to_be_focused()
    expect(ada.preview().get_by_role("link", name="world")).to_be_visible()

    select(area, "world")
    page.get_by_role("button", name="Link", exact=True).click()
    expect(address).to_have_value("https://harbour-goods.example/world")
    address.fill("/gifts")
    words.fill("gifts [new]")
    words.press("Enter")
    expect(link).to_have_text("gifts [new]")
    expect(link).to_have_attribute("title", "/gifts")
    expect(ada.preview().get_by_role("link", name="gifts [new]")).to_be_visible()

    select(area, "gifts")
    area.press("Control+k")
    expect(words).to_have_value("gifts [new]")
    words.press("Escape")
    expect(address).to_be_hidden()
    expect(area).to_be_focused()
    area.press("Control+k")
    page.get_by_role("button", name="Remove the link").click()
    expect(link).to_have_count(0)
    expect(area).to_have_text("See our gifts [new] now")
    area.press("Control+z")
    expect(link).to_have_text("gifts [new]")


def test_the_link_form_says_what_is_wrong_with_a_website(ada: Admin) -> None:
    page, area = ada.page, writing(ada)
    address = page.get_by_label("Address", exact=True)
    area.fill("")
    area.press("Control+k")
    for typed, said in (
        ("", "Type where the link leads."),
        ("https://my shop.example/gifts", "A website has no spaces in its name. Mend “my shop.example”."),
        ("my shop.example", "A website has no spaces in its name."),
        ("https://shop", "“shop” is no website: a name such as shop.example has a dot."),
        ("https://shop..example/", "“shop..example” is no website."),
        ("http://1.2.3.999/", "“1.2.3.999” is no website."),
    ):
        address.fill(typed)
        address.press("Enter")
        expect(address).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
    address.press("Escape")
    expect(address).to_be_hidden()
    for typed, made in (
        ("localhost:8402/a", "http://localhost:8402/a"),
        ("https://192.168.0.7:8080", "https://192.168.0.7:8080"),
        ("http://[::1]/", "http://[::1]/"),
        ("münchen.example/a b", "https://münchen.example/a%20b"),
    ):
        clear(area)
        area.press("Control+k")
        expect(address).to_be_focused()
        address.fill(typed)
        address.press("Enter")
        expect(area.locator("a")).to_have_text(made)
        expect(area.locator("a")).to_have_attribute("title", made)
        expect(address).to_be_hidden()


def test_emoji_are_found_by_name_and_taken_by_keyboard(ada: Admin) -> None:
    page, area = ada.page, writing(ada)
    picker = page.get_by_role("dialog", name="Emoji")
    search = picker.get_by_role("combobox")
    area.fill("Hi!")
    select(area, "!")
    page.get_by_role("button", name="Emoji").first.click()
    expect(search).to_be_focused()
    page.keyboard.press("Escape")
    expect(picker).to_be_hidden()
    expect(area).to_be_focused()
    page.get_by_role("button", name="Emoji").first.click()
    expect(search).to_be_focused()
    page.keyboard.type("gift")
    expect(picker.get_by_role("option").first).to_have_accessible_name(re.compile("wrapped gift"))
    search.press("Control+a")
    page.keyboard.type("waving hand")
    expect(picker.get_by_role("option", name="waving hand")).to_be_visible()
    page.keyboard.press("Enter")
    expect(area).to_have_text("Hi👋")
    expect(area).to_be_focused()

    page.get_by_role("button", name="Button", exact=True).click()
    words = page.get_by_label("Button 1: words")
    expect(words).to_be_focused()
    words.press_sequentially("Yes")
    words.press("Home")
    words.locator("..").get_by_role("button", name="Emoji").click()
    expect(search).to_be_focused()
    expect(picker.get_by_role("menuitem", name="grinning face, ").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(words).to_have_value("😃Yes")
    expect(words).to_be_focused()


@pytest.mark.parametrize(
    ("language", "searched"),
    [
        ("en", {"australia": ("🌏", "🐨"), "mail": ("📧", "💌"), "face cat": ("🐱", "😺")}),
        ("vi", {"miến": ("🇲🇲", "🍰"), "cat": ("🐈", "💇"), "australia": ("🇦🇺", "🐨"), "grinning": ("😸", "🤩")}),
    ],
)
def test_emoji_that_are_called_so_come_before_those_that_are_related(
    ada: Admin, language: str, searched: Mapping[str, tuple[str, str]]
) -> None:
    page = ada.page
    page.evaluate("(language) => { document.documentElement.lang = language }", language)
    page.get_by_role("button", name="Emoji").first.click()
    picker = page.get_by_role("dialog", name="Emoji")
    found = picker.get_by_role("option")
    for typed, (named, related) in searched.items():
        picker.get_by_role("combobox").fill(typed)
        for each in (named, related):
            expect(found.filter(has_text=each).first).to_be_attached()
        in_order = [each.strip("\ufe0f") for each in found.all_inner_texts()]
        assert in_order.index(named) < in_order.index(related), typed


INSERT = "Insert what is known of the visitor"


def _put_into_a_button(ada: Admin) -> None:
    page = ada.page
    page.get_by_role("button", name="Button", exact=True).click()
    page.get_by_label("Button 1: what it does").select_option("reply")
    label = page.get_by_label("Button 1: words")
    label.fill("Yes, ")
    label.locator("..").get_by_role("button", name=INSERT).click()
    page.get_by_label("Search", exact=True).fill("first name")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(label).to_have_value('Yes, {{ visitor.first_name | default: "there" }}')
    expect(ada.preview().get_by_role("button", name="Yes, Mai")).to_be_visible()


def test_a_visitor_is_called_by_name_where_it_is_known(house: House, ada: Admin) -> None:
    page, area = ada.page, writing(ada)
    area.fill("Hi , good {{ now.part_of_day | default: 'day' }}")
    select(area, ",")
    area.press("ArrowLeft")
    page.get_by_role("button", name=INSERT).click()
    page.get_by_label("Search", exact=True).fill("first name")
    page.keyboard.press("Enter")
    stands_in = page.get_by_label("Where it isn't known, say")
    expect(stands_in).to_have_value("there")
    page.keyboard.press("Enter")
    tag = area.get_by_role("button", name="First name: there")
    expect(tag).to_be_visible()
    expect(area).to_be_focused()
    expect(area.get_by_role("button", name="Part of the day: day")).to_be_visible()
    expect(ada.preview().locator(".body p")).to_have_text(re.compile(r"^Hi there, good (morning|afternoon|evening)$"))
    page.get_by_label("Preview as").select_option(label="Mai from Hanoi, known by name")
    expect(ada.preview().locator(".body p")).to_have_text(re.compile("^Hi Mai, good "))
    tag.click()
    stands_in.fill("you")
    page.get_by_role("button", name="Change", exact=True).click()
    _put_into_a_button(ada)
    ada.expect_saved()
    ada.go_to_step("Activate")
    ada.press("Publish changes")
    expect(page.get_by_text("Published.").first).to_be_visible()
    house.in_force()
    house.stranger().open("/pricing").expect_message("Hi you, good ")


def test_ctrl_z_takes_back_what_is_typed_in_a_field_and_then_what_was_done_on_the_page(ada: Admin) -> None:
    page, area = ada.page, writing(ada)
    words = page.get_by_label("Button 1: words")
    area.press("Control+End")
    area.press_sequentially(" Hello")
    written = area.inner_text()
    page.get_by_role("button", name="Button", exact=True).click()
    expect(words).to_be_focused()
    words.fill("Yes")
    expect(ada.preview().get_by_role("link", name="Yes")).to_be_visible()
    words.press("Control+z")
    expect(words).to_have_value("")
    words.press("Control+z")
    expect(words).to_have_count(0)
    expect(area).to_have_text(written)
    page.keyboard.press("Control+z")
    expect(area).to_have_text(written.removesuffix(" Hello"))
    page.get_by_role("button", name="Redo").click()
    page.get_by_role("button", name="Redo").click()
    expect(words).to_have_value("")
    expect(area).to_have_text(written)
    area.press("Control+z")
    expect(words, "the editor itself has nothing to undo, so it is the page's turn").to_have_count(0)
    area.press("Control+z")
    expect(area).to_have_text(written.removesuffix(" Hello"))


def test_a_text_that_somebody_else_changed_leaves_the_caret_at_its_word(ada: Admin) -> None:
    area = writing(ada)
    area.fill("Hello there")
    area.press("End")
    area.press_sequentially("!")
    area.evaluate(
        """(area) => {
          const blocks = [{type: "text", spans: [{text: "Well. "}, {text: "Hello there!", bold: true}]}];
          const proxy = getElement(Number(area.closest(".st-rich").id.slice(1)));
          proxy.$options.watch.modelValue.call(proxy, blocks);
        }"""
    )
    expect(area).to_have_text("Well. Hello there!")
    area.press_sequentially("?")
    expect(area).to_have_text("Well. Hello there!?")
