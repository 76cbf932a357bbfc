"""Origins: how people type them, and which pages they let in."""

from __future__ import annotations

import pytest

from core.errors import InvalidInput
from core.origins import Origins, normal_origin, normalise_all


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://shop.example", "https://shop.example"),
        (" HTTPS://Shop.Example/start?x#y ", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("http://localhost:8002", "http://localhost:8002"),
        ("https://*.shop.example", "https://*.shop.example"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://[::1]:80/", "http://[::1]"),
        ("shop.example", "https://shop.example"),
        ("Shop.Example:8443/start", "https://shop.example:8443"),
        ("*.shop.example", "https://*.shop.example"),
        ("bücher.example", "https://xn--bcher-kva.example"),
        ("localhost:8002", "http://localhost:8002"),
        ("127.0.0.1:8002/a", "http://127.0.0.1:8002"),
    ],
)
def test_an_origin_is_kept_as_browsers_write_it(typed: str, kept: str) -> None:
    assert normal_origin(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "shop", "localhosts", "ftp://shop.example", "mailto:ada@shop.example", "ada@shop.example", "*.example",
     "a.example b.example", "a.example,b.example", "shop.example:99999", "https://", "https://*", "https://*.example", "https://a.*.example",
     "https://sh*p.example", "https://shop.example:99999", "https://user@shop.example", "null", "/pricing",
     "https://a.example,https://b.example", "https://a.example; https://b.example"],
)  # fmt: skip
def test_what_is_no_origin_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(InvalidInput, match=r"https://\*\.shop\.example") as refused:
        normal_origin(typed)
    assert refused.value.field == "origins"


def test_a_list_keeps_its_order_and_each_origin_once() -> None:
    assert normalise_all(["https://b.example", "", "https://a.example/", "https://B.example"]) == (
        "https://b.example",
        "https://a.example",
    )


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://shop.example", True),
        ("https://www.shop.example", True),
        ("https://a.b.shop.example", True),
        ("http://localhost:8002", True),
        ("http://shop.example", False),
        ("https://shop.example:8443", False),
        ("https://evilshop.example", False),
        ("https://.shop.example", False),
        ("https://shop.example.evil.example", False),
        ("https://www.shop.example:444", False),
        ("http://www.shop.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_only_the_listed_origins_are_answered(origin: str, allowed: bool) -> None:
    listed = Origins.of(["https://shop.example", "https://*.shop.example", "http://localhost:8002"])
    assert listed.allow(origin) is allowed
