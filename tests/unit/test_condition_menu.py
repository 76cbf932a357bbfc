"""The menu of conditions finds what people look for by the words that they use."""

from __future__ import annotations

import pytest

from admin_ui.campaign_editor.builder.menu import menu_items
from core.i18n import speaking
from core.plugins import load_plugins

TYPES = load_plugins(entry_points=False).condition_types


def found(search: str) -> set[str]:
    """As picker.js looks."""
    items = {each.key: f"{each.title} {each.words} {each.caption} {each.group}".lower() for each in menu_items(TYPES)}
    return {key for key, text in items.items() if all(word in text for word in search.lower().split())}


@pytest.mark.parametrize(
    ("searches", "key"),
    [
        ("agent online; availability; support; staff", "team_online"),
        ("availability; available agents", "free_capacity"),
        ("percent; percentage; A/B; split; experiment", "sample"),
        ("opening hours; office hours; holidays", "business_hours"),
        ("mobile; phone; tablet; desktop; smartphone", "device"),
        ("cookie; returning; first time", "new_or_returning"),
        ("exit; leave; abandon", "exit_intent"),
        ("cart; purchase; custom event", "page_event"),
        ("cart total; price", "element_number"),
        ("utm; campaign; ad; promotion", "utm_campaign"),
        ("ads; google; channel", "traffic_source"),
        ("customer; logged in; login; account", "signed_in"),
        ("customer; CRM; plan", "visitor_attribute"),
        ("geo; IP", "country"),
        ("url; address; path", "page_url"),
        ("scroll; percent", "scroll_depth"),
        ("inactivity; inactive", "idle_time"),
        ("delay; seconds", "time_on_page"),
        ("weekend", "weekday"),
        ("win back", "days_since_last_visit"),
        ("checkout; abandoned form", "form_started"),
    ],
)
def test_a_condition_is_found_by_what_people_call_it(searches: str, key: str) -> None:
    for search in searches.split("; "):
        assert key in found(search), search


def test_every_condition_has_search_words_that_say_more_than_its_names() -> None:
    for kind in TYPES.values():
        assert kind.search_words, kind.key
        assert kind.search_words.lower() not in f"{kind.label} {kind.explanation}".lower(), kind.key


@pytest.mark.parametrize(("search", "key"), [("di động", "device"), ("mobile", "device"), ("giỏ hàng", "page_event")])
def test_english_words_are_known_in_every_language(search: str, key: str) -> None:
    with speaking("vi"):
        assert key in found(search)
