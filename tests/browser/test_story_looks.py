"""Every page at three sizes, light and dark: nothing that axe finds, nothing that hangs over the edge."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.furnished import SIZES, Furnished, furnished

HANGS_OVER = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  const scrolls = (node) => {
    for (let each = node; each && each !== document.documentElement; each = each.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(each).overflowX)) return true;
    }
    return false;
  };
  const out = [...document.querySelectorAll('a, button, input, textarea, select, [role=button], [role=switch]')]
    .filter((each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .filter((each) => { const box = each.getBoundingClientRect();
      return box.width > 1 && box.right > 0 && (box.left < -1 || box.right > innerWidth + 1) && !scrolls(each); })
    .map((each) => each.outerHTML.slice(0, 120));
  return [...(wide > 0 ? [`the page is ${wide} px wider than the window`] : []), ...out];
}"""

NOTHING_FADES = "() => !document.getAnimations().some((each) => each.playState === 'running')"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Furnished]:
    with furnished(tmp_path_factory.mktemp("furnished"), chromium) as made:
        yield made


def complaints(page: Page, name: str, *, colours_only: bool = False) -> list[str]:
    """What axe and the window's edges say of the page as it stands."""
    found = [f"{name}: {each}" for each in page.evaluate(HANGS_OVER)]
    options = {"runOnly": ["color-contrast"]} if colours_only else None
    for violation in Axe().run(page, options=options).response["violations"]:
        places = [node["html"][:160] for node in violation["nodes"][:3]]
        found.append(f"{name}: {violation['id']} ({violation['impact']}): {violation['help']} {places}")
    return found


@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_the_admin_is_accessible_and_fits(demo: Furnished, size: str) -> None:
    found: list[str] = []
    for outside, pages in ((True, demo.outside_pages()), (False, demo.admin_pages())):
        with demo.admin(size, outside=outside) as page:
            for name, path in pages.items():
                demo.go(page, path)
                found += complaints(page, name)
                page.emulate_media(color_scheme="dark")
                page.wait_for_function(NOTHING_FADES)
                found += complaints(page, f"{name} in the dark", colours_only=True)
                page.emulate_media(color_scheme="light")
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("size", SIZES)
def test_the_widget_is_accessible_and_fits(demo: Furnished, size: str) -> None:
    width, height = SIZES[size]
    visitor = demo.house.stranger(viewport={"width": width, "height": height}, reduced_motion="reduce")
    tab = visitor.open("/cart", clock=True)
    found = complaints(tab.page, "closed")
    tab.let_pass(seconds=21)
    tab.expect_message("Not sure about a size")
    found += complaints(tab.page, "message")
    tab.reply("Is the jumper long in the arms?")
    found += complaints(tab.page, "conversation")
    assert found == [], "\n".join(found)
    assert list(demo.house.leave()) == []
