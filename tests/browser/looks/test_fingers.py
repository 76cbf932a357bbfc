"""On a touch screen whatever is pressed answers a finger on 44 by 44 pixels, and its neighbours beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.admin_page import PHONE
from tests.browser.furnished import Furnished

LEAST = 44
TOO_SMALL = """([pressed, least]) => {
  const out = [];
  for (const each of document.querySelectorAll(pressed)) {
    if (each.disabled || !each.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    each.scrollIntoView({ block: "center", inline: "nearest" });
    const { left, right, top, bottom } = each.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const answers = (dx, dy) => each.contains(document.elementFromPoint(x + dx, y + dy));
    const reach = (dx, dy) => {
      let far = 0;
      while (far < 30 && answers(dx * (far + 0.5), dy * (far + 0.5))) far += 1;
      return far;
    };
    const [wide, high] = [reach(-1, 0) + reach(1, 0), reach(0, -1) + reach(0, 1)];
    if (wide < least || high < least) out.push(`${wide} x ${high}: ${each.ariaLabel || each.textContent}`);
  }
  return out;
}"""
"""What answers on less, by asking the page at every pixel to the sides of each one's middle."""

PRESSED = {
    "home": ".st-home-count",
    "campaigns": ".st-switch, .st-pill:not(.st-pill + .st-pill)",
    "campaign-message": ".st-tool, .st-segment",
    "campaign-customers": ".st-token button, .st-node-tools button",
    "campaign-activate": ".st-switch, main .st-words",
    "simulator": ".st-simulated-name",
    "decision": "main .st-words",
    "inbox-conversation": ".st-answer-line button",
    "performance-campaign": ".st-funnel-row",
    "sites": ".st-row-title",
    "site": ".st-jumps a",
    "team": ".st-row-open",
    "webhook-new": ".q-chip__icon--remove",
}
"""What small things there are on which page."""


@pytest.fixture
def in_a_hand(demo: Furnished) -> Iterator[Page]:
    context = demo.house.chromium.new_context(**PHONE, storage_state=demo.signed_in, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PRESSED)
def test_a_finger_has_room_on_what_it_presses(demo: Furnished, in_a_hand: Page, name: str) -> None:
    demo.go(in_a_hand, demo.admin_pages()[name])
    in_a_hand.locator(PRESSED[name]).locator("visible=true").first.wait_for()
    if name == "inbox-conversation":
        in_a_hand.get_by_label("Your answer").fill("It is on its way")
    assert in_a_hand.evaluate(TOO_SMALL, [PRESSED[name], LEAST]) == []
