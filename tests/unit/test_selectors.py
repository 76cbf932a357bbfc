"""What is taken as a CSS selector; tests/browser/test_observers_of_acts.py lets a browser judge the same."""

from __future__ import annotations

import pytest

from core.plugins import load_plugins
from core.rules import check
from core.selectors import is_selector

TYPES = load_plugins(entry_points=False).condition_types

TAKEN = (
    "#add-to-cart", ".reviews", "*", "a, b", "ul > li + li ~ b c", "a>b+c~d", "a\n\tb", " a ", "u+a", "A:Hover", "--x",
    "#\\31 23", ".w-1\\/2", ".sm\\:flex", "\\61", "a\\", ".giỏ-hàng", "🎉", "document.body", "/* the cart */ #cart",
    "[data-add]", "[a='1']", '[a="x y" i]', "a[href^='/x'][href$=y]", "[a~=b]", "[a|=b]", "[a*=b]", "[*|a=b]", "[|a]",
    "input[type=text]:not([readonly])", "*|a", "|a", "&", "& a", "a[b", "a[b='c", ":not(.a", "a /* open",
    "li:nth-child(2n+1 of .x)", ":nth-child( -n + 3 )", ":nth-child(odd)", ":nth-last-child(even of li, .x)",
    ":nth-of-type(2)", ":not(.a, b c)", ":has(> img)", "div:has(+ p, ~ b)", ":is(h1, h2)", ":where()", ":is(a, ##)",
    ":lang(en)", ":dir(rtl)", ":checked", ":user-invalid", ":popover-open", "p::before", "::part(x)", ":host(.a)",
    ":scope > a", "::-webkit-scrollbar", "::slotted(a)",
)  # fmt: skip
REFUSED = (
    "##", "#", "#1a", "#-", ".", ".1a", "1a", "a[[", "a[", "[]", "[a=]", "[=b]", "[a=1]", "[a!=b]", "[a b]", "[a=b c]",
    "['a']", "[x|a]", "x|a", "a]", "a)", "a}", "a{}", "a;", "a!", "a@b", "%", "$x", "a(", "(a)", "'a'", '"a', "a'b",
    "a,", ",a", "a,,b", "a >", "> a", "a > > b", "a >> b", "a || b", "**", "a*", "a&b", "a/**/b", "a:", "::", ": a",
    ":not", ":not(", ":not()", ":not(##)", ":not(> a)", ":has()", ":has(a, ##)", ":nth-child", ":nth-child()",
    ":nth-child(a)", ":nth-child(2 n)", ":nth-child(2n of)", ":nth-child(+)", ":nth-of-type(1 of a)", "Add to cart!",
    "//div[@id='x']", "<div>", "url(x)", "@media", "U+26", "a:contains('x')", "li:first", "li:eq(0)", "/*", " ",
)  # fmt: skip
ON_TRUST = (":seen-by-nobody-yet", "::foo", ":foo(a b)", ":-moz-focusring", "[a=b s]")
"""Other browsers, or newer ones, take such."""


@pytest.mark.parametrize("selector", [*TAKEN, *ON_TRUST])
def test_what_browsers_take_is_a_selector(selector: str) -> None:
    assert is_selector(selector)


@pytest.mark.parametrize("selector", REFUSED)
def test_what_no_browser_takes_is_no_selector(selector: str) -> None:
    assert not is_selector(selector)


@pytest.mark.parametrize("fact", ["clicked_element", "element_on_screen", "element_text", "element_number"])
@pytest.mark.parametrize(("key", "is_wrong"), [("#cart:has(> li)", False), ("##", True), (":not(" * 390, True)])
def test_a_broken_selector_is_a_problem_at_its_row(fact: str, key: str, is_wrong: bool) -> None:
    node = {"id": "e", "fact": fact, "key": key, "operator": "is_set"}
    problems = check({"schema": 1, "match": "all", "rules": [node]}, TYPES)
    assert [(each.node_id, each.field, each.code) for each in problems] == [("e", "key", "bad_key")] * is_wrong
    assert all("such as #add-to-cart" in each.message for each in problems)
