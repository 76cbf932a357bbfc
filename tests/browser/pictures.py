"""`script/docs --pictures`: the pictures of the guides, taken anew while hands do the six steps in the running demo."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.admin_page import Admin
from tests.browser.furnished import LIST, STANDS_STILL, Furnished, furnished
from tests.browser.widget_page import Widget
from tests.chromium import browser

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
VIEW = {"width": 1440, "height": 860}
SCALE = 1.25
Pictures = Iterator[tuple[str, bytes]]
"""Name and PNG."""
WORDS = "Hi 👋 Need a hand with gifts for your team?"


def main() -> int:
    """Take them all; those of before go when all are there."""
    expect.set_options(timeout=30_000)  # a machine that is busy takes good pictures, too
    taken: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as data, browser() as chromium, furnished(Path(data), chromium) as demo:
        context = chromium.new_context(
            viewport=VIEW, device_scale_factor=SCALE, storage_state=demo.signed_in, reduced_motion="reduce"
        )
        for part in (_the_six_steps(demo, Admin(context.new_page())), _the_visitor(demo), _the_inbox(demo, context)):
            taken.update(part)
        context.close()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for name, png in taken.items():
        with Image.open(io.BytesIO(png)) as picture:
            picture.convert("RGB").save(FOLDER / f"{name}.webp", quality=80, method=6)
    size = sum(each.stat().st_size for each in FOLDER.iterdir())
    print(f"{len(taken)} pictures, {size / 1000:.0f} kB, in {FOLDER}")
    return 0


def _the_six_steps(demo: Furnished, ada: Admin) -> Pictures:
    demo.go(ada.page, LIST)
    yield "1-list", _take(ada.page)
    ada.page.get_by_role("link", name="Add smart message").first.click()
    ada.fill("Campaign name", "Gifts for teams")
    yield "2-name", _take(ada.page)
    ada.finish_step()

    ada.expect_step("Message")
    ada.pick("Sent from", "Bo Andersen")
    ada.pick("Reply message sent to", "Sales")
    ada.page.get_by_label("Message content", exact=True).press_sequentially(WORDS)
    expect(ada.preview().get_by_text("gifts for your team")).to_be_visible()
    yield "3-message", _take(ada.page)
    ada.finish_step()

    ada.expect_step("Target customers")
    ada.add_condition("Page address")
    ada.page.get_by_role("textbox", name="Page address: values").fill("/pricing")
    ada.add_condition("Time on page")
    ada.fill("Time on page: value", "5")
    expect(ada.page.get_by_role("status").filter(has_text="after 5 seconds").first).to_be_visible()
    yield "4-target", _take(ada.page)
    ada.finish_step()

    ada.expect_step("Set up")
    ada.page.get_by_text("Send once", exact=True).click()
    yield "5-set-up", _take(ada.page)
    ada.finish_step()

    ada.expect_step("Activate")
    switch = ada.page.get_by_role("switch", name="Activate on Harbour Goods")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    yield "6-activate", _take(ada.page)


def _the_visitor(demo: Furnished) -> Pictures:
    visitor = demo.house.stranger(viewport={"width": 1100, "height": 620}, device_scale_factor=SCALE)
    tab: Widget = visitor.open("/pricing", clock=True)
    tab.let_pass(seconds=6)
    tab.expect_message("gifts for your team", "Bo Andersen")
    yield "7-visitor", tab.page.screenshot()


def _the_inbox(demo: Furnished, context: BrowserContext) -> Pictures:
    page = context.new_page()
    demo.go(page, demo.admin_pages()["inbox-conversation"])
    yield "inbox", _take(page)


def _take(page: Page) -> bytes:
    """What stands beside the rail."""
    page.get_by_role("heading", level=1).first.hover()  # nothing looks pointed at
    page.wait_for_function(STANDS_STILL)
    rail = page.get_by_role("navigation", name="Main").bounding_box()
    assert rail is not None
    left = rail["width"]
    clip = {"x": left, "y": 0, "width": VIEW["width"] - left, "height": VIEW["height"]}
    return page.screenshot(clip=clip)  # type: ignore[arg-type]  # a dict is what it takes


if __name__ == "__main__":
    sys.exit(main())
