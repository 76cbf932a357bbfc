"""A simulation of a campaign starts on a page that its rule names, made up only where visitors have opened none."""

from __future__ import annotations

from typing import Any

import pytest

from core.plugins import load_plugins
from core.rules import compile_rule
from core.simulator.start import Pages, start_page

REGISTRY = load_plugins(entry_points=False)
SHOP = "https://shop.example"
HOME = f"{SHOP}/"
SEEN = (f"{SHOP}/product/mug?utm_source=x", f"{SHOP}/about", HOME)
VISITS = {"fact": "visits", "operator": "at_least", "value": 3}


def page(operator: str, *values: str, fact: str = "page_url") -> dict[str, Any]:
    return {"fact": fact, "operator": operator, "value": list(values)}


def every(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"match": "all", "rules": list(rules)}


def either(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"match": "any", "rules": list(rules)}


def none(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"match": "none", "rules": list(rules)}


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        (every(), HOME),
        (every(VISITS), HOME),
        (every(page("is", "/pricing")), f"{SHOP}/pricing"),
        (every(page("is", "/")), HOME),
        (every(VISITS, page("is", "/pricing", "/plans")), f"{SHOP}/pricing"),
        (every(page("is", "/pricing", "/plans"), page("contains", "plan")), f"{SHOP}/plans"),
        (every(page("is", "/search?q=shoes")), f"{SHOP}/search?q=shoes"),
        (every(page("is", "shop.example/app#/cart")), f"{SHOP}/app#/cart"),
        (every(page("is", "other.example/p")), "https://other.example/p"),
        (every(page("is", "https://other.example/p")), "https://other.example/p"),
        (every(page("is", "/product/*")), SEEN[0]),
        (every(page("is", "/docs/*")), f"{SHOP}/docs/example"),
        (every(page("is", "/pricing*")), f"{SHOP}/pricing"),
        (every(page("is", "*.shop.example/p/*")), "https://example.shop.example/p/example"),
        (every(page("is", "*/help/*")), f"{SHOP}/help/example"),
        (every(page("contains", "abou")), f"{SHOP}/about"),
        (every(page("contains", "/checkout")), f"{SHOP}/checkout"),
        (every(page("contains", "shop.example")), SEEN[0]),
        (every(page("contains", "thanks.html")), f"{SHOP}/thanks.html"),
        (every(page("starts_with", "/tea")), f"{SHOP}/tea"),
        (every(page("matches", "/product/[a-z]+")), SEEN[0]),
        (every(page("matches", "/order/[0-9]{6}")), HOME),
        (every(page("is_not", "/")), SEEN[0]),
        (every(page("is_not", "/cart")), HOME),
        (none(page("is", "/cart")), HOME),
        (none(page("is_not", "/cart")), f"{SHOP}/cart"),
        (either(VISITS, every(page("is", "/help"), VISITS)), f"{SHOP}/help"),
        (every(page("is", "/a"), page("is", "/b")), HOME),
        (every(page("is", "/landed", fact="landing_page")), f"{SHOP}/landed"),
        (every({"fact": "page_url", "operator": "is_set"}), HOME),
    ],
)
def test_it_starts_where_the_rule_can_hold(rule: dict[str, Any], start: str) -> None:
    compiled = compile_rule({"schema": 1, **rule}, REGISTRY.condition_types)
    pages = Pages((SHOP,), lambda: SEEN)
    assert start_page(compiled, REGISTRY.condition_types, pages) == start


def test_an_address_is_on_whichever_of_the_sites_origins_it_fits() -> None:
    compiled = compile_rule(every(page("is", "blog.example/news")), REGISTRY.condition_types)
    pages = Pages((SHOP, "http://blog.example"), lambda: ())
    assert start_page(compiled, REGISTRY.condition_types, pages) == "http://blog.example/news"


def test_without_a_rule_it_is_the_home_page_and_without_an_origin_none() -> None:
    assert start_page(None, REGISTRY.condition_types, Pages((SHOP,), lambda: SEEN)) == HOME
    assert start_page(None, REGISTRY.condition_types, Pages((), lambda: ())) == ""
