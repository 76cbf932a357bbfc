"""Which button of a message was pressed: told by its id, counted by its words, the first of each message."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from core.jobs.count_days import KEEP_HELD_BACK, count_days
from core.performance.behind import Part, behind
from core.performance.ranges import preset
from core.performance.report import Scope, days, has_buttons, report
from core.storage import Storage
from core.storage.models import Campaign, Display, HeldBack
from tests.api.conftest import Browser, Clock, Demo

BUTTONS = [
    {"id": "a", "label": " Yes, {{ visitor.name }} ", "action": "reply", "link": ""},
    {"id": "b", "label": "Not now", "action": "dismiss", "link": ""},
    {"id": "c", "label": "See gifts", "action": "link", "link": "/gifts"},
]
VIETNAMESE = {
    "text": "Chào bạn",
    "buttons": {"b": {"label": "Để sau", "link": ""}},
    "form": {"fields": {}, "consent": "", "consent_link": "", "submit": ""},
}


@pytest.fixture(autouse=True)
def in_the_morning(clock: Clock) -> None:
    clock.now = clock.now.replace(hour=10, minute=0)


@pytest.fixture
def campaign(demo: Demo) -> int:
    return demo.campaign(frequency="multiple", buttons=BUTTONS, translations={"vi": VIETNAMESE})


def shown(browser: Browser, campaign: int, **boot: Any) -> Any:
    """The token of a message that was just claimed."""
    browser.boot(**boot)
    return browser.claim(campaign)["impression"]


def press(browser: Browser, impression: str, *buttons: str) -> None:
    events = [
        {"impression": impression, "event": "pressed", "button": each, "id": secrets.token_urlsafe(16)}
        for each in buttons
    ]
    assert browser.post("events", events=events)["acknowledged"] == [each["id"] for each in events]


def by_button(demo: Demo, campaign: int, range: str = "today") -> dict[str, dict[str, int]]:
    """What is not zero, by the words of the button."""
    now = demo.clock()
    found = report(demo.storage, Scope(None, campaign), preset(range, now.date()), now, by="button")
    return {row.key: {name: count for name, count in row.figures.items() if count} for row in found.rows}


def test_what_visitors_get_names_each_button_by_its_id(browser: Browser, campaign: int) -> None:
    browser.boot()
    blocks = browser.claim(campaign)["message"]["blocks"]
    assert [each["id"] for each in blocks[-1]["buttons"]] == ["a", "b", "c"]


SHOWN = {"eligible": 1, "shown": 1}


@pytest.mark.parametrize(
    ("pressed", "words", "figures"),
    [
        ((), "", {"eligible": 1}),
        (("a",), "Yes, {{ visitor.name }}", SHOWN),
        (("b",), "Not now", SHOWN),
        (("c",), "See gifts", {**SHOWN, "clicked": 1, "read": 1}),
        (("b", "b"), "Not now", SHOWN),
        (("b", "c"), "Not now", {**SHOWN, "clicked": 1, "read": 1}),
        (("x", "b"), "Not now", SHOWN),
    ],
    ids=["none", "a reply", "a dismissal", "a link", "twice", "two", "an unknown one first"],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_a_message_counts_for_the_button_that_was_pressed_first(
    browser: Browser, demo: Demo, campaign: int, pressed: Any, words: str, figures: Any, at_once: bool
) -> None:
    impression = shown(browser, campaign)
    for batch in [pressed] if at_once and pressed else [[each] for each in pressed]:
        press(browser, impression, *batch)
    assert by_button(demo, campaign) == {words: figures}


def test_words_are_those_of_the_message_itself_in_whichever_language_it_was_shown(
    browser: Browser, demo: Demo, campaign: int
) -> None:
    browser.boot(language="vi-VN")
    told = browser.claim(campaign)
    assert told["message"]["blocks"][-1]["buttons"][1]["label"] == "Để sau"
    press(browser, told["impression"], "b")
    assert [*by_button(demo, campaign)] == ["Not now"]


def test_words_are_those_of_the_revision_that_was_shown(browser: Browser, demo: Demo, campaign: int) -> None:
    impression = shown(browser, campaign)
    with demo.storage.transaction():
        draft = Campaign.get_by_id(campaign).draft
        Campaign.update(draft={**draft, "buttons": [{**BUTTONS[0], "label": "Later"}]}).execute()
    press(browser, impression, "a")
    assert [*by_button(demo, campaign)] == ["Yes, {{ visitor.name }}"]


def test_a_button_that_the_message_did_not_have_is_passed_over(browser: Browser, demo: Demo, campaign: int) -> None:
    impression = shown(browser, campaign)
    press(browser, impression, "x", "Not now")
    assert by_button(demo, campaign) == {"": {"eligible": 1}}, "nothing is known of it, not even that it was shown"
    with demo.storage.transaction():
        Display.delete().execute()
    press(browser, impression, "a")


def test_a_press_of_what_was_counted_before_moves_it_to_its_button(
    browser: Browser, demo: Demo, storage: Storage, clock: Clock, campaign: int
) -> None:
    impressions = [shown(browser, campaign) for _ in range(2)]
    for each in impressions:
        browser.post("events", events=[{"impression": each, "event": "shown", "id": secrets.token_urlsafe(16)}])
    count_days(storage, clock.pass_(days=1))
    assert by_button(demo, campaign, "7d") == {"": {"eligible": 2, "shown": 2}}
    press(browser, impressions[0], "c")
    expected = {"": SHOWN, "See gifts": {**SHOWN, "clicked": 1, "read": 1}}
    assert by_button(demo, campaign, "7d") == expected
    count_days(storage, clock.pass_(hours=1))
    assert by_button(demo, campaign, "7d") == expected


def test_what_was_held_back_had_no_button(demo: Demo, storage: Storage, clock: Clock, campaign: int) -> None:
    then = clock()
    with storage.transaction():
        HeldBack.create(campaign_id=campaign, page_view="p", revision_number=1, at=then)
    count_days(storage, clock.pass_(days=1))
    with storage.transaction():  # as by a program that did not count by button yet
        storage.execute("DELETE FROM daily_count WHERE dimension = 'button'")
        storage.execute("DELETE FROM daily_mark")
    now = clock.pass_(days=KEEP_HELD_BACK.days + 1)
    count_days(storage, now)
    assert by_button(demo, campaign, "90d") == {"": {"eligible": 1}}


def test_behind_a_number_are_the_messages_of_that_button(
    browser: Browser, demo: Demo, storage: Storage, clock: Clock, campaign: int
) -> None:
    impressions = [shown(browser, campaign) for _ in range(3)]
    press(browser, impressions[0], "b")
    press(browser, impressions[1], "a")
    with storage.transaction():
        HeldBack.create(campaign_id=campaign, page_view="p", revision_number=1, at=clock())
    for value, listed, held in (("Not now", 1, 0), ("", 2, 1)):
        part = Part("button", value)
        found = behind(storage, Scope(None, campaign), preset("today", clock().date()), clock(), "eligible", part=part)
        assert (len(found.rows), sum(each.held_back for each in found.rows)) == (listed, held)


def test_days_are_taken_away_by_button(browser: Browser, demo: Demo, clock: Clock, campaign: int) -> None:
    press(browser, shown(browser, campaign), "b")
    clock.pass_(hours=1)
    wanted = preset("today", clock().date())
    ((row, tally),) = days(demo.storage, Scope(None, campaign), wanted, clock(), by="button")
    assert (row.words, tally.value, row.figures["shown"]) == ("Hello", "Not now", 1)


def test_a_campaign_that_ever_had_buttons_is_told_by_them(demo: Demo, campaign: int) -> None:
    plain = demo.campaign()
    with demo.storage.connection():
        assert (has_buttons(demo.storage, campaign), has_buttons(demo.storage, plain)) == (True, False)
