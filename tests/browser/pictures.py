"""The pictures of the guides, taken anew while hands do the six steps in the running demo.

A story holds them against those that are kept (looks/test_guides_pictures.py); `script/docs --pictures` keeps new ones.
"""

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
    """Keep them all anew; those of before go when all are there."""
    expect.set_options(timeout=30_000)  # a machine that is busy takes good pictures, too
    with tempfile.TemporaryDirectory() as data, browser() as chromium, furnished(Path(data), chromium) as demo:
        taken = take(demo)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for name, picture in taken.items():
        picture.save(FOLDER / f"{name}.webp", quality=80, method=6)
    size = sum(each.stat().st_size for each in FOLDER.iterdir())
    print(f"{len(taken)} pictures, {size / 1000:.0f} kB, in {FOLDER}")
    return 0


def take(demo: Furnished) -> dict[str, Image.Image]:
    """All of them, by name, in a demo in which nobody has done anything else."""
    context = demo.house.chromium.new_context(
        viewport=VIEW, device_scale_factor=SCALE, storage_state=demo.signed_in, reduced_motion="reduce"
    )
    parts = (_the_six_steps(demo, Admin(context.new_page())), _the_visitor(demo), _the_inbox(demo, context))
    taken = {name: Image.open(io.BytesIO(png)).convert("RGB") for part in parts for name, png in part}
    context.close()
    return taken


def _the_six_steps(demo: Furnished, ada: Admin) -> Pictures:
    demo.go(ada.page, LIST)
    yield "1-list", _photograph(ada.page)
    ada.page.get_by_role("link", name="Add smart message").first.click()
    ada.fill("Campaign name", "Gifts for teams")
    yield "2-name", _photograph(ada.page)
    ada.finish_step()

    ada.expect_step("Message")
    ada.pick("Sent from", "Bo Andersen")
    ada.pick("Reply message sent to", "Sales")
    ada.page.get_by_label("Message content", exact=True).press_sequentially(WORDS)
    expect(ada.preview().get_by_text("gifts for your team")).to_be_visible()
    yield "3-message", _photograph(ada.page)
    ada.finish_step()

    ada.expect_step("Target customers")
    ada.add_condition("Page address")
    ada.page.get_by_role("textbox", name="Page address: values").fill("/pricing")
    ada.add_condition("Time on page")
    ada.fill("Time on page: value", "5")
    expect(ada.page.get_by_role("status").filter(has_text="after 5 seconds").first).to_be_visible()
    yield "4-target", _photograph(ada.page)
    ada.finish_step()

    ada.expect_step("Set up")
    ada.page.get_by_text("Send once", exact=True).click()
    yield "5-set-up", _photograph(ada.page)
    ada.finish_step()

    ada.expect_step("Activate")
    switch = ada.page.get_by_role("switch", name="Activate on Harbour Goods")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    yield "6-activate", _photograph(ada.page)


def _the_visitor(demo: Furnished) -> Pictures:
    size = {"width": 1100, "height": 620}
    visitor = demo.house.stranger(viewport=size, device_scale_factor=SCALE, reduced_motion="reduce")
    tab: Widget = visitor.open("/pricing", clock=True)
    tab.let_pass(seconds=6)
    tab.expect_message("gifts for your team", "Bo Andersen")
    yield "7-visitor", tab.page.screenshot()


def _the_inbox(demo: Furnished, context: BrowserContext) -> Pictures:
    page = context.new_page()
    demo.go(page, demo.admin_pages()["inbox-conversation"])
    yield "inbox", _photograph(page)


def _photograph(page: Page) -> bytes:
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
