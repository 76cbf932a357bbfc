"""Every page at three sizes, light and dark: nothing that axe finds, nothing that hangs over the edge, nothing that
jumps while it loads, no word that nobody can translate."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.browser.furnished import SIZES, Furnished, Scheme, furnished
from tests.browser.untranslated import Vocabulary, data, untranslated

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


SCHEMES: tuple[Scheme, ...] = ("dark", "light")
MOST_JUMPS = 0.01
"""How much of the window may move while a page loads: a tenth of what counts as good (web.dev/cls)."""
COLOURS = "color-contrast"
"""The rule that costs more than all others together, and asks nothing of a window's width but what stands there."""

ON_PHONES = frozenset({"sign-in", "home", "inbox-conversation", "campaign-customers", "site"})
"""Pages that show between them all that a phone alone shows: its bar, its one step back, its stacked cards."""


def complaints(page: Page, name: str, *, only: str = "", but: str = "") -> list[str]:
    """What axe and the window's edges say of the page as it stands; `only` and `but` name a rule."""
    found = [f"{name}: {each}" for each in page.evaluate(HANGS_OVER)]
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # The preview is a sandbox that answers no axe, which would wait for it; the widget is looked at by itself below.
    options: dict[str, object] = {"resultTypes": ["violations"], "iframes": False}
    options |= {"runOnly": [only]} if only else {}
    options |= {"rules": {but: {"enabled": False}}} if but else {}
    for violation in page.evaluate("async (options) => (await axe.run(options)).violations", options):
        places = [node["html"][:160] for node in violation["nodes"][:3]]
        found.append(f"{name}: {violation['id']} ({violation['impact']}): {violation['help']} {places}")
    return found


def colours(page: Page, name: str) -> list[str]:
    """What axe says of the colours, by day and in the dark."""
    found: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(NOTHING_FADES)
        found += complaints(page, f"{name}, {scheme}", only=COLOURS)
    return found


def jumps(page: Page, name: str) -> list[str]:
    """What has moved by itself since the page was asked for, if that was too much."""
    found = page.evaluate("jumps")
    moved = sum(value for value, *_ in found)
    return [f"{name} jumps by {moved:.3f}: {found}"] if moved > MOST_JUMPS else []


def test_every_page_of_the_admin_is_accessible_and_fits(demo: Furnished) -> None:
    """Dark changes nothing but colours, and those are a page's at every width, but for what only phones have."""
    found: list[str] = []
    for outside, pages in ((True, demo.outside_pages()), (False, demo.admin_pages())):
        with demo.admin("desktop", outside=outside) as page:
            for name, path in pages.items():
                demo.go(page, path)
                found += jumps(page, name)
                for size in SIZES:
                    resize(page, size)
                    found += complaints(page, f"{name} on a {size}", but=COLOURS)
                    if size == "desktop" or (size == "phone" and name in ON_PHONES):
                        found += colours(page, f"{name} on a {size}")
    assert found == [], "\n".join(found)


def test_in_a_made_up_language_that_reads_from_right_to_left_nothing_hangs_over_or_stays_english(
    demo: Furnished,
) -> None:
    """Its words are longer, too, and in foreign letters: what stays plain is not in the catalogue."""
    found: list[str] = []
    with demo.running.storage() as storage:
        vocabulary = Vocabulary(data(storage))
    with demo.reading("xr"), demo.admin("phone") as page:
        for name, path in demo.admin_pages().items():
            demo.go(page, path)
            assert page.evaluate("document.documentElement.dir") == "rtl", name
            found += jumps(page, f"{name} on a phone")
            for size in reversed([*SIZES]):
                resize(page, size)
                found += [f"{name} on a {size}: {each}" for each in page.evaluate(HANGS_OVER)]
            found += [f"{name}: “{each}” is in no catalogue" for each in untranslated(page, vocabulary)]
            resize(page, "phone")
    assert found == [], "\n".join(found)


def resize(page: Page, size: str) -> None:
    """Give the window another size, and let what moves by that come to rest."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("(width) => innerWidth === width", arg=width)
    page.wait_for_function(NOTHING_FADES)


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
