"""Writing a message: it looks as visitors will see it, with links, emoji, pictures, buttons and a contact form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Route, expect

from admin_ui.campaign_paths import editor
from tests.browser.admin_page import Admin
from tests.browser.desks import Desks
from tests.browser.house import House, when


@pytest.fixture
def campaign(house: House) -> int:
    return house.campaign("By hand", when("page_url", "is", ["/pricing"]))


@pytest.fixture
def ada(house: House, campaign: int, desks: Desks) -> Admin:
    admin = desks.at("ada", editor(campaign, "message"))
    admin.expect_step("Message")
    return admin


def writing(ada: Admin) -> Locator:
    return ada.page.get_by_label("Message content", exact=True)


def clear(area: Locator) -> None:
    """Take everything away, as one does by keyboard, and wait until the editor has noticed."""
    area.press("Control+a")
    area.press("Delete")
    expect(area).to_have_text("")


def select(area: Locator, words: str) -> None:
    """Select these words of one piece of text; "" puts the caret behind the last word."""
    area.evaluate(
        """(area, words) => {
          area.focus();
          const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
          }
          throw new Error("not there: " + words);
        }""",
        words,
    )


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


def test_a_visitor_is_called_by_name_where_it_is_known(house: House, ada: Admin) -> None:
    page, area = ada.page, writing(ada)
    area.fill("Hi , good {{ now.part_of_day | default: 'day' }}")
    select(area, ",")
    area.press("ArrowLeft")
    page.get_by_role("button", name="Insert what is known of the visitor").click()
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


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "mug.png"
    Image.new("RGB", (1600, 900), "#b3261e").save(path)
    return path


def test_a_picture_is_chosen_described_and_reaches_the_visitor(
    house: House, ada: Admin, campaign: int, photo: Path
) -> None:
    page = ada.page
    writing(ada).fill("Look at this")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Picture", exact=True).click()
    chooser.value.set_files(photo)
    shows = page.get_by_label("What does the picture show?")
    expect(shows).to_be_focused()
    expect(page.get_by_text("Say what the picture shows")).to_be_visible()
    shows.fill("A red mug")
    expect(ada.preview().get_by_role("img", name="A red mug")).to_be_visible()
    ada.expect_saved()
    ada.go_to_step("Activate")
    ada.press("Publish changes")
    expect(page.get_by_text("Published.").first).to_be_visible()
    house.in_force()
    widget = house.stranger().open("/pricing")
    widget.expect_message("Look at this")
    picture = widget.page.get_by_role("img", name="A red mug")
    expect(picture).to_be_visible()
    size = picture.evaluate("(image) => image.decode().then(() => [image.naturalWidth, image.naturalHeight])")
    assert size == [640, 360]


def test_pictures_on_their_way_arrive_wherever_one_is(ada: Admin, photo: Path, tmp_path: Path) -> None:
    page, held = ada.page, list[Route]()
    drawing = tmp_path / "drawing.svg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    second = tmp_path / "second.png"
    Image.new("RGB", (900, 900), "#127a4b").save(second)
    writing(ada).fill("Look at these")
    page.route("**/pictures", lambda route: route.continue_() if held else held.append(route))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Picture", exact=True).click()
    chooser.value.set_files([photo, drawing, second])
    expect(page.get_by_role("progressbar")).to_have_count(2)
    expect(page.get_by_text("drawing.svg: This file is no picture we can read.")).to_be_visible()
    ada.go_to_step("Set up")
    expect(page.get_by_text("Sending 2 pictures")).to_be_visible()
    held[0].continue_()
    expect(page.get_by_text("The picture is in the message.")).to_be_visible()
    ada.go_to_step("Message")
    expect(writing(ada).get_by_label("What does the picture show?")).to_have_count(2)
    expect(writing(ada).locator("p").first).to_have_text("Look at these")
    ada.expect_saved()


PASTE = """(area, [kinds, picture]) => {
  const data = new DataTransfer();
  for (const [kind, words] of Object.entries(kinds)) data.setData(kind, words);
  if (picture) data.items.add(new File(["GIF89a"], "words.png", {type: "image/png"}));
  area.focus();
  area.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def test_words_from_an_office_program_are_pasted_without_foreign_pictures(ada: Admin) -> None:
    area = writing(ada)
    area.fill("")
    html = '<p class=MsoNormal><b>Gifts</b> for all<img src="https://evil.example/x.png" width=9 height=9></p>'
    area.evaluate(PASTE, [{"text/plain": "Gifts for all", "text/html": html}, True])
    expect(area).to_have_text("Gifts for all")
    expect(area.locator("strong")).to_have_text("Gifts")
    expect(area.locator("figure, .st-picture-sending")).to_have_count(0)


def test_a_picture_that_was_cut_can_be_pasted_again(ada: Admin) -> None:
    area = writing(ada)
    area.fill("")
    own = f'<img src="/media/{"a" * 64}" width="64" height="48" alt="A lamp">'
    area.evaluate(PASTE, [{"text/html": own}, False])
    expect(area.get_by_label("What does the picture show?")).to_have_value("A lamp")


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


def test_what_is_no_picture_is_refused_in_a_sentence(ada: Admin, tmp_path: Path) -> None:
    fake = tmp_path / "fake.png"
    fake.write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    with ada.page.expect_file_chooser() as chooser:
        ada.page.get_by_role("button", name="Picture", exact=True).click()
    chooser.value.set_files(fake)
    expect(ada.page.get_by_text("This file is no picture we can read.")).to_be_visible()
    expect(writing(ada).locator("figure")).to_have_count(0)
    expect(ada.page.get_by_role("progressbar")).to_have_count(0)


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


def test_a_quick_reply_is_a_reply_and_a_link_button_answers(house: House) -> None:
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
