"""`script/docs --pictures`: the pictures of the guides, taken anew while hands do the six steps in the running demo."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.admin_page import Admin
from tests.browser.furnished import LIST, STANDS_STILL, Furnished, furnished
from tests.browser.widget_page import Widget
from tests.chromium import browser

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
VIEW = {"width": 1440, "height": 860}
SCALE = 1.25
WORDS = "Hi 👋 Need a hand with gifts for your team?"


def main() -> int:
    """Take them all; those of before are gone."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.webp"):
        old.unlink()
    with tempfile.TemporaryDirectory() as data, browser() as chromium, furnished(Path(data), chromium) as demo:
        context = chromium.new_context(
            viewport=VIEW, device_scale_factor=SCALE, storage_state=demo.signed_in, reduced_motion="reduce"
        )
        _the_six_steps(demo, Admin(context.new_page()))
        _the_visitor(demo)
        _the_inbox(demo, context.new_page())
        context.close()
    size = sum(each.stat().st_size for each in FOLDER.glob("*.webp"))
    print(f"{len(list(FOLDER.glob('*.webp')))} pictures, {size / 1000:.0f} kB, in {FOLDER}")
    return 0


def _the_six_steps(demo: Furnished, ada: Admin) -> None:
    demo.go(ada.page, LIST)
    _take(ada.page, "1-list")
    ada.page.get_by_role("link", name="Add smart message").first.click()
    ada.fill("Campaign name", "Gifts for teams")
    _take(ada.page, "2-name")
    ada.finish_step()

    ada.expect_step("Message")
    ada.pick("Sent from", "Bo Andersen")
    ada.pick("Reply message sent to", "Sales")
    ada.page.get_by_label("Message content", exact=True).press_sequentially(WORDS)
    expect(ada.preview().get_by_text("gifts for your team")).to_be_visible()
    _take(ada.page, "3-message")
    ada.finish_step()

    ada.expect_step("Target customers")
    ada.add_condition("Page address")
    ada.page.get_by_role("textbox", name="Page address: values").fill("/pricing")
    ada.add_condition("Time on page")
    ada.fill("Time on page: value", "5")
    expect(ada.page.get_by_role("status").filter(has_text="after 5 seconds").first).to_be_visible()
    _take(ada.page, "4-target")
    ada.finish_step()

    ada.expect_step("Set up")
    ada.page.get_by_text("Send once", exact=True).click()
    _take(ada.page, "5-set-up")
    ada.finish_step()

    ada.expect_step("Activate")
    switch = ada.page.get_by_role("switch", name="Activate on Harbour Goods")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    _take(ada.page, "6-activate")


def _the_visitor(demo: Furnished) -> None:
    visitor = demo.house.stranger(viewport={"width": 1100, "height": 620}, device_scale_factor=SCALE)
    tab: Widget = visitor.open("/pricing", clock=True)
    tab.let_pass(seconds=6)
    tab.expect_message("gifts for your team", "Bo Andersen")
    _keep(tab.page.screenshot(), "7-visitor")


def _the_inbox(demo: Furnished, page: Page) -> None:
    demo.go(page, demo.admin_pages()["inbox-conversation"])
    _take(page, "inbox")


def _take(page: Page, name: str) -> None:
    """What stands beside the rail."""
    page.get_by_role("heading", level=1).first.hover()  # nothing looks pointed at
    page.wait_for_function(STANDS_STILL)
    rail = page.get_by_role("navigation", name="Main").bounding_box()
    assert rail is not None
    left = rail["width"]
    clip = {"x": left, "y": 0, "width": VIEW["width"] - left, "height": VIEW["height"]}
    _keep(page.screenshot(clip=clip), name)  # type: ignore[arg-type]  # a dict is what it takes


def _keep(png: bytes, name: str) -> None:
    with Image.open(io.BytesIO(png)) as picture:
        picture.convert("RGB").save(FOLDER / f"{name}.webp", quality=80, method=6)


if __name__ == "__main__":
    sys.exit(main())
