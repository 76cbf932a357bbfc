"""How two drafts differ, in words: whatever differs is seen to differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from core.campaigns.addressees import Addressees
from core.campaigns.draft_problems import SiteChoice, Surroundings
from core.campaigns.drafts import Draft
from core.campaigns.translations import new_translation
from core.campaigns.words import Difference, differences, field_words
from core.goals import Goal, GoalSettings
from core.messages.forms import new_form
from core.plugins import load_plugins

AROUND = Surroundings(
    load_plugins(entry_points=False),
    Addressees((), ()),
    SiteChoice(1, "shop.example", "UTC"),
    datetime.now(UTC),
    {3: Goal(3, 1, GoalSettings("Order placed", "address", ("/thanks",)))},
)
HASH = "18a8" * 16
BUOY = rf"![A \[yellow\] buoy](media:{HASH} 640x427)"
BARE = f"![](media:{HASH} 640x427)"
BUTTON = {"id": "a", "label": "Yes", "action": "reply", "link": ""}
FORM = new_form()
PHONE = {"id": "phone", "kind": "phone", "label": "Phone", "required": False}


@pytest.mark.parametrize(
    ("field", "before", "after", "words"),
    [
        ("text", "Hi **you**", "Hi you", ("Hi **you**", "Hi you")),
        ("text", r"\*\*free\*\* \[a\](b)", "free", ("**free** [a](b)", "free")),
        ("text", r"\*\*free\*\*", "**free**", (r"\*\*free\*\*", "**free**")),
        ("text", r"2 \* 3", "2 * 3", (r"2 \* 3", "2 * 3")),
        ("text", r"\{{ visitor.city }}", "{{ visitor.city }}", (r"\{{ visitor.city }}", "{{ visitor.city }}")),
        ("text", "Hi", f"Hi\n\n{BUOY}", ("Hi", "Hi\n\nPicture: A [yellow] buoy")),
        ("text", BARE, "Hi", ("Picture without a description", "Hi")),
        (
            "text",
            f"{BUOY}\n\n{BARE}",
            f"{BUOY}\n\n{BARE}\n\n{BUOY}\n\n{BARE}".replace(HASH, "b" * 64),
            (
                "Picture 1: A [yellow] buoy\n\nPicture 1 without a description",
                "Picture 2: A [yellow] buoy\n\nPicture 2 without a description\n\n"
                "Picture 2: A [yellow] buoy\n\nPicture 2 without a description",
            ),
        ),
        ("frequency", "once", "multiple", ("Send once", "Send multiple times")),
        ("starts", None, "2026-12-01T09:00", ("At once", "Tue 1 Dec 2026, 09:00")),
        ("ends", "no date", None, ("“no date”", "No end")),
        ("without_memory", False, True, ("Don't see it", "See it, too")),
        ("goal", None, 3, ("None", "Order placed")),
        ("goal", 3, 4, ("Order placed", "A goal that is not here any more")),
        ("goal_days", 7, 1, ("7 days", "1 day")),
        ("control_group", 0, 5, ("None", "5 % see nothing")),
        ("buttons", [], [BUTTON], ("None", "Yes (Reply with these words)")),
        (
            "buttons",
            [BUTTON],
            [BUTTON | {"action": "dismiss"}],
            ("Yes (Reply with these words)", "Yes (Close the message)"),
        ),
        (
            "buttons",
            [BUTTON | {"action": "link", "link": "/a"}],
            [BUTTON | {"action": "link", "link": "/b"}],
            ("Yes → /a (Open a page)", "Yes → /b (Open a page)"),
        ),
        ("form", None, FORM, ("None", "Name (Name)\nE-mail (E-mail, required)\nButton: Send")),
        (
            "form",
            {**FORM, "fields": [PHONE]},
            {**FORM, "fields": [PHONE | {"required": True}], "consent": "Store it?", "consent_link": "/privacy"},
            ("Phone (Phone)\nButton: Send", "Phone (Phone, required)\nConsent: Store it? → /privacy\nButton: Send"),
        ),
    ],
)
def test_a_difference_says_before_and_after(field: str, before: Any, after: Any, words: tuple[str, str]) -> None:
    earlier, later = (replace(Draft(), **{field: each}) for each in (before, after))
    (found,) = differences(later, earlier, AROUND)
    assert (found.field, (found.before, found.after)) == (field, words)


def test_drafts_that_say_the_same_differ_in_nothing() -> None:
    found: tuple[Difference, ...] = differences(Draft(name="A"), Draft(name="A"), AROUND)
    assert found == ()


def test_a_text_is_told_as_somebody_reads_it_of_whom_nothing_is_known() -> None:
    draft = Draft(text='Hello {{ visitor.first_name | default: "there" }}, **welcome**')
    assert field_words("text", draft, AROUND) == "Hello there, welcome"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"Ask me\n\nanything.\n\n{BUOY}", "Ask me\n\nanything. · Picture: A [yellow] buoy"),
        (f"{BARE}\n\n{BUOY}\n\nSee?", "Picture without a description · Picture: A [yellow] buoy · See?"),
    ],
)
def test_a_picture_is_told_apart_from_the_words_beside_it(text: str, words: str) -> None:
    assert field_words("text", Draft(text=text), AROUND) == words


def test_pictures_of_a_translation_are_told_in_words() -> None:
    vietnamese = {"vi": {**new_translation(Draft(text="Chào")), "text": f"Chào\n\n{BUOY}"}}
    (found,) = differences(Draft(text="Hi", translations=vietnamese), Draft(text="Hi"), AROUND)
    assert found.after == "Vietnamese:\nChào\n\nPicture: A [yellow] buoy"
