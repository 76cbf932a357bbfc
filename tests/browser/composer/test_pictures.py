"""Pictures in a message: chosen, dropped or pasted, described, and refused in a sentence where they are none."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Route, expect

from tests.browser.admin_page import Admin
from tests.browser.composer.hands import choose, writing
from tests.browser.house import House


def test_a_picture_is_chosen_described_and_reaches_the_visitor(
    house: House, ada: Admin, campaign: int, photo: Path
) -> None:
    page = ada.page
    writing(ada).fill("Look at this")
    choose(ada, photo)
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
    choose(ada, photo, drawing, second)
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


HAND = """(area, [kind, name, picture]) => {
  const data = new DataTransfer();
  const bytes = Uint8Array.from(atob(picture), (each) => each.charCodeAt(0));
  data.items.add(new File([bytes], name, {type: "image/png"}));
  area.focus();
  const box = area.getBoundingClientRect();
  const at = {clientX: box.left + 20, clientY: box.top + 20, bubbles: true, cancelable: true};
  area.dispatchEvent(kind === "paste"
    ? new ClipboardEvent("paste", {clipboardData: data, ...at})
    : new DragEvent("drop", {dataTransfer: data, ...at}));
}"""


def test_pictures_are_pasted_and_dropped(ada: Admin, photo: Path) -> None:
    area = writing(ada)
    area.fill("Look at these")
    picture = base64.b64encode(photo.read_bytes()).decode()
    for count, kind in enumerate(("paste", "drop"), start=1):
        area.evaluate(HAND, [kind, "mug.png", picture])
        expect(area.get_by_label("What does the picture show?")).to_have_count(count)
    expect(area.locator("p").first).to_have_text("Look at these")
    ada.expect_saved()


def test_what_is_no_picture_is_refused_in_a_sentence(ada: Admin, tmp_path: Path) -> None:
    fake = tmp_path / "fake.png"
    fake.write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    choose(ada, fake)
    expect(ada.page.get_by_text("This file is no picture we can read.")).to_be_visible()
    expect(writing(ada).locator("figure")).to_have_count(0)
    expect(ada.page.get_by_role("progressbar")).to_have_count(0)


def test_a_picture_that_nothing_is_said_of_is_marked_until_it_is_and_found_from_the_last_step(
    ada: Admin, photo: Path
) -> None:
    page = ada.page
    writing(ada).fill("Look at this")
    choose(ada, photo)
    shows = page.get_by_label("What does the picture show?")
    expect(shows).to_have_attribute("aria-invalid", "true")
    expect(shows).to_have_accessible_description(re.compile("Say what the picture shows"))
    ada.expect_saved()
    ada.go_to_step("Activate")
    ada.press("Go to Message")
    expect(shows).to_be_focused()
    expect(shows).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Say what the picture shows")).to_be_in_viewport()
    shows.fill("A red mug")
    expect(shows).not_to_have_attribute("aria-invalid", re.compile(".*"))
    expect(page.get_by_text("Say what the picture shows")).to_be_hidden()
