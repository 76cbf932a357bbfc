"""Each act of a visitor that a condition waits for brings the message: nothing before it, the message after."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.house import House, Rule, when
from tests.browser.widget_page import PHONE, Widget

A_FORM = """document.querySelector('main').append(Object.assign(document.createElement('form'), { id: 'order' }));
document.querySelector('#order').append(Object.assign(document.createElement('input'), { ariaLabel: 'Your city' }))"""


LEAVES = "document.documentElement.dispatchEvent(new MouseEvent('mouseleave', { clientY: -1 }))"


def rests(tab: Widget) -> None:
    tab.let_pass(seconds=15)
    tab.page.mouse.move(30, 30)
    tab.let_pass(seconds=15)
    tab.expect_no_message()
    tab.let_pass(seconds=6)


def leaves_by_the_top(tab: Widget) -> None:
    tab.let_pass(seconds=2)
    tab.page.evaluate(LEAVES)


def goes_back_on_a_phone(tab: Widget) -> None:
    tab.let_pass(seconds=2)
    tab.page.evaluate("location.hash = 'main'")
    tab.expect_no_message()
    tab.page.evaluate("history.back()")


def scrolls_down(tab: Widget) -> None:
    tab.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")


def buys(tab: Widget) -> None:
    tab.page.get_by_role("button", name="Put into the cart").click()


def buys_two(tab: Widget) -> None:
    buys(tab)
    tab.expect_no_message()
    buys(tab)


def begins_a_form(tab: Widget) -> None:
    tab.page.evaluate(A_FORM)
    tab.page.get_by_label("Your city").fill("Husum")
    tab.let_pass(seconds=2)  # nothing comes while somebody types


@pytest.mark.parametrize(
    ("condition", "act", "seen"),
    [
        (when("idle_time", "at_least", 20), rests, pytest.approx(20, abs=2)),
        (when("exit_intent", "is", True), leaves_by_the_top, True),
        (when("exit_intent", "is", True), goes_back_on_a_phone, True),
        (when("element_on_screen", "is", True) | {"key": ".foot"}, scrolls_down, True),
        (when("element_text", "contains", ["your cart"]) | {"key": "[data-said]"}, buys, "It is in your cart."),
        (when("element_number", "at_least", 2) | {"key": "[data-cart-count]"}, buys_two, 2),
        (when("form_started", "is", True), begins_a_form, True),
        (when("clicked_element", "is", True) | {"key": "[data-add]"}, buys, True),
        (when("page_event", "at_least", 1) | {"key": "added to cart"}, buys, 1),
    ],
    ids=lambda given: given.__name__ if callable(given) else given["fact"] if isinstance(given, dict) else "",
)
def test_what_a_visitor_does_brings_the_message(
    house: House, condition: Rule, act: Callable[[Widget], None], seen: object
) -> None:
    house.campaign("Glad you did that", condition)
    house.in_force()
    here = PHONE if act is goes_back_on_a_phone else {"viewport": {"width": 1000, "height": 700}}
    tab = house.stranger(**here).open("/products/kettle", clock=True)
    tab.expect_watching()
    tab.expect_no_message()
    act(tab)
    tab.expect_message("Glad you did that")
    name = ":".join(condition[each] for each in ("fact", "key") if each in condition)
    assert tab.observed(name) == seen
