"""`script/screenshots`: every page of the admin, the shop and the widget, three sizes, light and dark."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import get_args

from playwright.sync_api import Page

from tests.browser.furnished import SIZES, Furnished, Scheme, furnished
from tests.browser.house import Visitor
from tests.browser.widget_page import Widget
from tests.chromium import browser

FOLDER = Path(__file__).parents[2] / "screenshots"
SHOP_PAGES = {
    "home": "/",
    "product": "/products/storm-jacket",
    "pricing": "/pricing",
    "help": "/help",
    "studio": "/studio",
}


def main(wanted: list[str]) -> int:
    """Photograph what has one of the wanted words in its name; everything without any."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data, browser() as chromium, furnished(Path(data), chromium) as demo:
        for size in SIZES:
            for scheme in get_args(Scheme):
                _admin(demo, size, scheme, wanted)
            _widget(demo, size, wanted)
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}")
    return 0


def _admin(demo: Furnished, size: str, scheme: Scheme, wanted: list[str]) -> None:
    for outside, pages in ((True, demo.outside_pages()), (False, demo.admin_pages())):
        with demo.admin(size, scheme, outside=outside) as page:
            for name, path in pages.items():
                if _is_wanted(f"admin-{name}-{size}-{scheme}", wanted):
                    demo.go(page, path)
                    _take(page, f"admin-{name}-{size}-{scheme}")


def _widget(demo: Furnished, size: str, wanted: list[str]) -> None:
    width, height = SIZES[size]
    for name, path in SHOP_PAGES.items():
        if _is_wanted(f"shop-{name}-{size}", wanted):
            _take(_visitor(demo, width, height).open(path).page, f"shop-{name}-{size}")
    if not _is_wanted(f"widget-{size}", wanted):
        return
    tab: Widget = _visitor(demo, width, height).open("/cart", clock=True)
    tab.let_pass(seconds=21)
    tab.expect_message("Not sure about a size")
    _take(tab.page, f"widget-message-{size}")
    tab.reply("Is the jumper long in the arms? 🧶")
    _take(tab.page, f"widget-conversation-{size}")
    tab.page.get_by_role("button", name="Close chat").first.click()
    _take(tab.page, f"widget-closed-{size}")


def _visitor(demo: Furnished, width: int, height: int) -> Visitor:
    return demo.house.stranger(viewport={"width": width, "height": height}, reduced_motion="reduce")


def _is_wanted(name: str, wanted: list[str]) -> bool:
    return not wanted or any(word in name for word in wanted)


def _take(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
