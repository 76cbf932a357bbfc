"""A value keeps its meaning where the operator changes from addresses to patterns, and comes back as it was."""

from __future__ import annotations

from typing import Any

import pytest

from admin_ui.campaign_editor.builder.translation import translated
from core.rules import MISSING
from core.rules.value_type import ValueType
from core.rules.values import Text, Url
from tests.vector_files import own

URL, TEXT = Url(), Text()


def said(kind: ValueType, value: str, before: str, after: str) -> str | None:
    return translated(value, kind, kind.operator(before), kind.operator(after))


def holds(operator: str, value: str, page: str) -> bool:
    known = URL.operator(operator)
    return known.decide(URL.observed(page), known.prepare([value]))


NOT_AS_BROWSERS_TELL_THEM = (
    "ftp://shop.example:21/a", "https://shop.example\\@evil.example/", "https://shop.example//a/b//",
    "https://shop.example/a/x/../b", "https://shop.example/a/%2E%2e/b", "https://shop.example/../..",
    "https://shop.example/a%2Fb", "https://CAFÉ.example/a", "https://CAF\xc9.example/a",
    "http://[0:0:0:0:0:0:0:1]:8080/a",
)  # fmt: skip
"""Addresses that a browser tidies up before anybody sees them; patterns search what was seen."""
CASES = [
    each
    for each in own("urls")
    if each["operator"] == "is"
    and isinstance(each["observed"], str)
    and each["observed"] not in NOT_AS_BROWSERS_TELL_THEM
]


@pytest.mark.parametrize("case", CASES, ids=lambda each: str(each["name"]))
def test_a_pattern_means_the_pages_that_the_address_meant(case: dict[str, Any]) -> None:
    patterns = [said(URL, value, "is", "matches") for value in case["value"]]
    if None not in patterns and URL.observed(case["observed"]) is not MISSING:
        assert any(holds("matches", str(each), case["observed"]) for each in patterns) is case["expect"], patterns


@pytest.mark.parametrize(
    ("address", "pattern"),
    [
        ("/pricing", r"^https?://[^/?#]*(?-i)/pricing/?(?:[?#]|$)"),
        ("/pricing*", r"^https?://[^/?#]*(?-i)/pricing.*"),
        ("/docs/*", r"^https?://[^/?#]*(?-i)/docs(?:/[^?#]*)?(?:[?#]|$)"),
        ("/", r"^https?://[^/?#]*(?-i)/?(?:[?#]|$)"),
        ("/*", r"^https?://[^/?#]*(?-i)/.*"),
        ("/a/*/b.html", r"^https?://[^/?#]*(?-i)/a/[^?#]*/b\.html/?(?:[?#]|$)"),
        ("shop.example/*", r"^https?://shop\.example(?-i)/.*"),
        ("*.shop.example/p*", r"^https?://[^/?#]*\.shop\.example(?-i)/p.*"),
        ("https://shop.example:8080/x", r"^https://shop\.example:8080(?-i)/x/?(?:[?#]|$)"),
        ("/search?q=*", r"^https?://[^/?#]*(?-i)/search/?\?(?:[^#]*&)?q(?:=[^&#]*)?(?:[&#]|$)"),
        ("/search?q=red+shoes", r"^https?://[^/?#]*(?-i)/search/?\?(?:[^#]*&)?q=red(?:\+|%20)shoes(?:[&#]|$)"),
        ("/100%2A", r"^https?://[^/?#]*(?-i)/100\*/?(?:[?#]|$)"),
        ("/café*", r"^https?://[^/?#]*(?-i)/caf(?:é|%C3%A9).*"),
    ],
)
def test_an_address_becomes_a_pattern_and_comes_back(address: str, pattern: str) -> None:
    assert said(URL, address, "is", "matches") == pattern
    assert said(URL, pattern, "matches", "is") == address


@pytest.mark.parametrize("value", ["/a?x=1&y=2", "/app#/cart/*", "pricing", ""])
def test_what_no_pattern_says_is_not_taken_over(value: str) -> None:
    assert said(URL, value, "is", "does_not_match") is None


@pytest.mark.parametrize("pattern", ["^/product/[0-9]+$", "a|b", r"\d", "/pricing.*", "(", "^https?://shop", ""])
def test_a_pattern_that_no_address_means_does_not_come_back(pattern: str) -> None:
    assert said(URL, pattern, "matches", "is") is None


@pytest.mark.parametrize("pattern", ["a.b", "a|b", "[", "^a"])
def test_a_pattern_with_marks_is_no_text(pattern: str) -> None:
    assert said(TEXT, pattern, "matches", "contains") is None


@pytest.mark.parametrize("operator", ["is", "contains", "starts_with", "ends_with"])
def test_a_text_becomes_a_pattern_that_finds_it_and_comes_back(operator: str) -> None:
    pattern = said(TEXT, "St. Louis (C++)", operator, "matches")
    assert pattern is not None
    decide = TEXT.operator("matches")
    assert decide.decide(TEXT.observed("St. Louis (C++)"), decide.prepare([pattern]))
    assert not decide.decide(TEXT.observed("Sty Louis (C++)"), decide.prepare([pattern]))
    assert said(TEXT, pattern, "matches", operator) == "St. Louis (C++)"


@pytest.mark.parametrize(
    ("value", "before", "after", "expected"),
    [
        ("/pricing*", "is", "starts_with", "/pricing"),
        ("*sale*", "is_not", "contains", "sale"),
        ("/a*b", "is", "contains", None),
        ("/a%20b", "is", "contains", "/a b"),
        ("/5*", "contains", "is", "/5%2A"),
        ("/pricing*", "is", "is_not", "/pricing*"),
        ("/a.b", "contains", "does_not_match", r"/a\.b"),
        ("/a.b", "starts_with", "matches", r"^https?://[^/?#]*/a\.b"),
        (r"^https?://[^/?#]*/a\.b", "matches", "starts_with", "/a.b"),
        ("^x", "matches", "does_not_match", "^x"),
    ],
)
def test_a_star_that_means_nothing_there_is_not_taken_over(
    value: str, before: str, after: str, expected: str | None
) -> None:
    assert said(URL, value, before, after) == expected
