"""What a page is looked at for: what axe finds, what hangs over the edge, what jumps while it loads."""

from __future__ import annotations

from collections.abc import Mapping

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.furnished import SIZES, Furnished, Scheme

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

ASK_AXE = """async ([within, options]) =>
  (await axe.run(within ? {include: [[within]]} : document, options)).violations"""

NOTHING_FADES = """() => !document.getAnimations()
  .some((each) => each.timeline === document.timeline && each.playState === 'running')"""

SCHEMES: tuple[Scheme, ...] = ("dark", "light")
MOST_JUMPS = 0.01
"""How much of the window may move while a page loads: a tenth of what counts as good (web.dev/cls)."""
COLOURS = "color-contrast"
"""The rule that costs more than all others together, and asks nothing of a window's width but what stands there."""

NAMED_OTHERWISE = """() => {
  const plain = (words) => words.toLowerCase().replace(/\\s+/g, " ").trim();
  return [...document.querySelectorAll(":is(button, a, summary)[aria-label]:not([role=combobox])")]
    .filter((each) => each.checkVisibility())
    .map((each) => [each.ariaLabel, [...each.querySelectorAll("*"), each]
      .filter((part) => !part.closest(".q-icon, kbd, [aria-hidden=true]"))
      .flatMap((part) => [...part.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE))
      .map(({ nodeValue }) => plain(nodeValue)).filter(Boolean)])
    .filter(([name, seen]) => seen.length === 1 && !plain(name).includes(seen[0]))
    .map(([name, seen]) => `“${name}” is read as “${seen}”`);
}"""
"""What is called otherwise than by the words on it (WCAG 2.5.3): who speaks them presses nothing. Of single words and
phrases; axe's own rule also asks for lines of a figure in the order in which they stand."""

ON_PHONES = frozenset({"sign-in", "home", "inbox-conversation", "campaign-customers", "site"})
"""Pages that show between them all that a phone alone shows: its bar, its one step back, its stacked cards."""


def complaints(page: Page, name: str, *, within: str = "", only: str = "", but: str = "") -> list[str]:
    """What axe and the window's edges say of the page as it stands, or of what `within` selects; `only` and `but` name
    a rule.
    """
    found = [f"{name}: {each}" for each in page.evaluate(HANGS_OVER)]
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # The preview is a sandbox that answers no axe, which would wait for it; the widget is looked at by itself below.
    options: dict[str, object] = {"resultTypes": ["violations"], "iframes": False}
    options |= {"runOnly": [only]} if only else {}
    options |= {"rules": {but: {"enabled": False}}} if but else {}
    for violation in page.evaluate(ASK_AXE, [within, options]):
        places = [node["html"][:160] for node in violation["nodes"][:3]]
        found.append(f"{name}: {violation['id']} ({violation['impact']}): {violation['help']} {places}")
    return found


def colours(page: Page, name: str, *, within: str = "") -> list[str]:
    """What axe says of the colours, by day and in the dark; `within` as in `complaints`."""
    found: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(NOTHING_FADES)
        found += complaints(page, f"{name}, {scheme}", within=within, only=COLOURS)
    return found


def jumps(page: Page, name: str) -> list[str]:
    """What has moved by itself since the page was asked for, if that was too much."""
    found = page.evaluate("jumps")
    moved = sum(value for value, *_ in found)
    return [f"{name} jumps by {moved:.3f}: {found}"] if moved > MOST_JUMPS else []


def resize(page: Page, size: str) -> None:
    """Give the window another size, and let what moves by that come to rest."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("(width) => innerWidth === width", arg=width)
    page.evaluate("() => new Promise(requestAnimationFrame)")  # the page has heard of it
    page.wait_for_function(NOTHING_FADES)


def look_at(demo: Furnished, pages: Mapping[str, str], *, outside: bool = False) -> list[str]:
    """What is wrong with these pages, by name their paths, at three sizes, light and dark.

    Dark changes nothing but colours, and those are a page's at every width, but for what only phones have.
    """
    found: list[str] = []
    with demo.admin("desktop", outside=outside) as page:
        for name, path in pages.items():
            demo.go(page, path)
            found += jumps(page, name)
            found += [f"{name}: {each}" for each in page.evaluate(NAMED_OTHERWISE)]
            for size in SIZES:
                resize(page, size)
                found += complaints(page, f"{name} on a {size}", but=COLOURS)
                if size == "desktop" or (size == "phone" and name in ON_PHONES):
                    found += colours(page, f"{name} on a {size}")
    return found
