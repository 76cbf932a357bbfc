"""What is wider than its room says so at the end behind which there is more, and keyboards reach all of it."""

from __future__ import annotations

import pytest

from tests.browser.furnished import Furnished

SCROLLS = """() => [...document.querySelectorAll("main *")]
  .filter((each) => /auto|scroll/.test(getComputedStyle(each).overflowX) && each.checkVisibility())
  .filter((each) => each.scrollWidth > each.clientWidth + 1)"""
SIGNS = f"""() => Promise.all(({SCROLLS})().map(async (each) => {{
  const frame = () => new Promise(requestAnimationFrame);
  const fades = async (left) => {{
    each.scrollLeft = left;
    await frame().then(frame); // scroll timelines are told where it is once a frame
    return ["--st-before", "--st-after"].map((end) => getComputedStyle(each).getPropertyValue(end));
  }};
  const at = [await fades(0), await fades(each.scrollWidth)];
  return [each.className, at, !!each.querySelector("button, a") || each.tabIndex === 0];
}}))"""
"""What scrolls, how much its ends fade with each of them in sight, and whether keyboards reach it."""


@pytest.mark.parametrize(
    ("name", "before"), [("campaigns", "56px"), ("performance", "0px"), ("performance-campaign", "0px")]
)
def test_a_row_that_scrolls_fades_where_there_is_more(demo: Furnished, name: str, before: str) -> None:
    """A table's first column stays in sight: nothing fades there."""
    with demo.admin("phone") as page:
        demo.go(page, demo.admin_pages()[name])
        signs = page.evaluate(SIGNS)
    assert [each for _, *each in signs] == [[[["0px", "56px"], [before, "0px"]], True]], signs
