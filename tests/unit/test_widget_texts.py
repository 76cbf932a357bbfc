"""The widget's own words: in the visitor's language, and as a site has them."""

from __future__ import annotations

import pytest

from admin_ui.pages.site_texts import HEARD, SEEN
from core.errors import InvalidInput
from core.i18n import LANGUAGES
from core.widget_texts import MAX_TEXT, check, defaults, english, language_for, own, told


def test_every_text_of_the_widget_can_be_worded_by_a_site() -> None:
    assert set(english()) == set(SEEN) | set(HEARD)


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_every_text_is_translated(language: str) -> None:
    assert set(told({})[language]) == set(english())
    assert all(len(words) <= MAX_TEXT for words in defaults(language).values())


@pytest.mark.parametrize(
    ("browser", "language"), [("vi-VN", "vi"), ("VI", "vi"), ("fr-FR", "en"), ("", "en"), ("*", "en")]
)
def test_visitors_are_spoken_to_in_their_browsers_language(browser: str, language: str) -> None:
    assert language_for(browser) == language


def test_only_what_is_said_differently_is_told() -> None:
    texts = {"en": {"title": "Chat with Ada"}, "vi": {"send": "Gửi đi"}}
    assert told(texts)["en"] == {"title": "Chat with Ada"}
    assert told(texts)["vi"]["send"] == "Gửi đi"
    assert told(texts)["vi"]["title"] == defaults("vi")["title"]
    assert told({})["en"] == {}


def test_a_row_that_another_version_wrote_is_read_as_far_as_it_is_known() -> None:
    stored = {"en": {"title": "Hi", "moon": "?"}, "tlh": {"title": "nuqneH"}, "send": "Go"}
    assert own(stored) == {"en": {"title": "Hi"}}


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("title", "  Chat   with Ada ", "Chat with Ada"),
        ("title", "Chat with us", None),
        ("title", "", None),
        ("unread", "{count} new", "{count} new"),
    ],
)
def test_what_says_something_else_is_kept(name: str, typed: str, kept: str | None) -> None:
    assert check({"en": {name: typed}}).get("en", {}).get(name) == kept


def test_what_is_wrong_is_told_at_each_text() -> None:
    typed = {"en": {"unread": "new", "title": "x" * (MAX_TEXT + 1)}, "vi": {"send": "\u200b"}}
    with pytest.raises(InvalidInput) as caught:
        check(typed)
    wrong = {each.field: each.message for each in (caught.value, *caught.value.others)}
    assert wrong == {
        "en.title": "This has 121 characters. Shorten it to 120.",
        "en.unread": "Keep {count} in it: the widget fills it in.",
        "vi.send": "This holds characters that can't be shown. Type it again.",
    }
