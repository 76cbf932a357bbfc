"""Addresses and their patterns: what the named cases can't say one by one."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.url_patterns import Glob, parse_pattern, pattern_problem
from core.rules.urls import parse_page, percent_decode, resolve_dots


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/pricing",
        "//shop.example/",
        "shop.example/",
        "https://",
        "https://:80/",
        "https://user@/",
        "https://shop.example:65536/",
        "https://shop.example:" + "9" * 5000 + "/",
        "https://shop.example:x/",
        "https://[::1/",
        "https://[::1]x/",
        "https://[zz]/",
        "https://exa mple/",
        "https://a%00b/",
        "https://a<b/",
        "about:blank",
        "data:text/html,a",
        "javascript:alert(1)",
        "https://shop.example/" + "a" * 70_000,
    ],
)
def test_an_address_that_can_not_be_parsed_is_none(address: str) -> None:
    assert parse_page(address) is None


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Shop.Example:443/", "shop.example"),
        ("http://shop.example:443/", "shop.example:443"),
        ("http://shop.example:0080/", "shop.example"),
        ("http://shop.example:/", "shop.example"),
        ("https:\\\\shop.example\\a", "shop.example"),
        (" https://shop.\nexample/ ", "shop.example"),
        ("https://me:p@ss@shop.example/", "shop.example"),
        ("https://b%C3%BCcher.example/", "xn--bcher-kva.example"),
        ("https://BÜCHER。example/", "xn--bcher-kva.example"),
        ("https://[2001:DB8:0:0::1]:8443/", "[2001:db8::1]:8443"),
        ("android-app://com.example.mail/", "com.example.mail"),
        ("https://r3---sn-a_b.example/", "r3---sn-a_b.example"),
        ("https://i❤.ws/", "xn--i-7iq.ws"),
    ],
)
def test_hosts_are_written_in_one_way(address: str, host: str) -> None:
    page = parse_page(address)
    assert page is not None
    assert page.host == host


@pytest.mark.parametrize(
    ("path", "resolved"),
    [
        ("", ""),
        ("/a/./b", "/a/b"),
        ("/a/../b", "/b"),
        ("/a/..", "/"),
        ("/a/.", "/a/"),
        ("/../../a", "/a"),
        ("/a//../b", "/a/b"),
        ("/%2e%2E/a", "/a"),
        ("/.a/..b/c.", "/.a/..b/c."),
    ],
)
def test_dot_segments_are_resolved_as_browsers_do(path: str, resolved: str) -> None:
    assert resolve_dots(path) == resolved


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_decoding_undoes_encoding_once(text: str) -> None:
    assert percent_decode(quote(text, safe="")) == text


@given(st.binary())
def test_escapes_of_no_character_stay_as_they_stand(data: bytes) -> None:
    escaped = "".join(f"%{byte:02x}" for byte in data)
    decoded = percent_decode(escaped)
    try:
        assert decoded == data.decode() or "%" in data.decode()
    except UnicodeDecodeError:
        assert "%" in decoded


@given(st.text("ab*", max_size=8), st.text("ab", max_size=12))
def test_a_glob_is_what_the_regular_expression_says(pattern: str, text: str) -> None:
    expression = ".*".join(map(re.escape, pattern.split("*")))
    assert Glob.parse(pattern, str).matches(text) == (re.fullmatch(expression, text) is not None)


@given(st.text(st.characters(), max_size=30) | st.text("ab./*?#&=%2:@[]\\ü", max_size=30))
def test_a_pattern_parses_or_has_a_problem_and_so_does_a_page(text: str) -> None:
    problem = pattern_problem(text)
    if problem is None:
        parse_pattern(text)
    else:
        assert problem.endswith(".")
        problem.encode()
    page = parse_page(f"https://shop.example/{text}")
    assert page is not None
    assert page.text.startswith("shop.example/")
    assert parse_pattern("shop.example/*").matches(page)
    assert isinstance(page.parameters, dict)
    assert isinstance(page.fragment, str)
    parse_page(text)


@given(st.text("ab./?&=%2F:é ", max_size=20))
def test_a_page_fits_its_own_address(rest: str) -> None:
    address = f"https://shop.example/{rest}"
    page = parse_page(address)
    assert page is not None
    assert parse_pattern(address).matches(page)
    assert parse_pattern("https://shop.example/*").matches(page)


@pytest.mark.parametrize("scheme", ["", "https://"])
def test_a_problem_says_what_to_write(scheme: str) -> None:
    assert "a path begins with / (/pricing)" in (pattern_problem("pricing") or "")
    assert "star can't stand beside" in (pattern_problem(f"{scheme}bü*cher.example/") or "")
    assert "no port" in (pattern_problem(f"{scheme}shop.example:x/") or "")
