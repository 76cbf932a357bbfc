"""How often a visitor meets a message, and which one when there are several."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.house import House, when
from tests.product import until


def test_send_once_does_not_come_back_after_reload_new_tab_or_second_visit(house: House) -> None:
    campaign = house.campaign("Welcome aboard", frequency="once")
    house.in_force()
    visitor = house.stranger()
    tab = visitor.open("/")
    tab.expect_message("Welcome aboard")
    tab.reload()
    tab.expect_nothing_to_come()
    other = visitor.open("/pricing")
    other.expect_nothing_to_come()
    visitor.later(days=3)
    tab.go("/")
    tab.expect_nothing_to_come()
    assert house.counts(campaign).shown == 1


def test_send_once_is_kept_even_when_the_browser_forgets_nothing_but_the_display(house: House) -> None:
    """An old passport, as a browser restored from a backup has it, brings no second message: the claim is the truth."""
    campaign = house.campaign("Only ever once", when("page_url", "is", ["/pricing"]), frequency="once")
    house.in_force()
    visitor = house.stranger()
    tab = visitor.open("/")
    before = visitor.passport()
    tab.go("/pricing")
    tab.expect_message("Only ever once")
    visitor.restore(before)
    tab.reload()
    assert [each["campaign"] for each in tab.boot["residuals"]] == [campaign]
    tab.expect_refusal("already_shown")
    tab.expect_no_message()
    tab.reload()
    tab.expect_nothing_to_come()
    assert house.counts(campaign).claimed == 1


def test_send_multiple_times_comes_back_until_it_is_dismissed(house: House) -> None:
    campaign = house.campaign("Still thinking about it", frequency="multiple")
    house.in_force()
    visitor = house.stranger()
    tab = visitor.open("/")
    tab.expect_message("Still thinking about it")
    tab.go("/pricing")
    tab.expect_message("Still thinking about it")
    visitor.later(days=1)
    tab.reload()
    tab.expect_message("Still thinking about it")
    tab.dismiss()
    tab.expect_no_message()
    tab.go("/")
    tab.expect_nothing_to_come()
    counts = house.counts(campaign)
    assert (counts.shown, counts.dismissed, counts.read, counts.replied) == (3, 1, 1, 0)


def test_send_multiple_times_stops_when_it_is_replied_to(house: House) -> None:
    campaign = house.campaign("Which of the two", frequency="multiple")
    house.in_force()
    visitor = house.stranger()
    tab = visitor.open("/")
    tab.expect_message("Which of the two")
    tab.reply("The blue one")
    house.end_conversations()
    visitor.later(days=1)
    tab.go("/pricing")
    tab.expect_nothing_to_come()
    counts = house.counts(campaign)
    assert (counts.shown, counts.replied, counts.read, counts.dismissed) == (1, 1, 1, 0)


def test_two_tabs_never_both_show_a_once_message(house: House) -> None:
    campaign = house.campaign("One of you", when("time_on_page", "at_least", 3), frequency="once")
    house.in_force()
    visitor = house.stranger()
    first = visitor.open("/")
    second = visitor.open("/pricing")
    # Neither tab is told that the other is in front: both believe themselves visible, and both claim.
    tabs = (first, second)
    until(lambda: sum(tab.message("One of you").count() for tab in tabs) > 0, "one tab shows it")
    for tab in tabs:
        tab.page.bring_to_front()
        tab.expect_settled()
    assert sum(tab.message("One of you").count() for tab in tabs) == 1
    until(lambda: house.counts(campaign).shown == 1, "the display is counted")
    assert house.counts(campaign).claimed == 1


def test_a_campaign_that_still_waits_never_holds_up_one_that_is_ready(house: House) -> None:
    house.campaign("Waits for an hour", when("time_on_page", "at_least", 3600))
    house.campaign("Ready at once", when("time_on_page", "at_least", 1))
    house.in_force()
    tab = house.stranger().open("/")
    assert len(tab.boot["residuals"]) == 2
    tab.expect_message("Ready at once")


def test_the_highest_in_the_list_wins_when_several_are_ready(house: House) -> None:
    house.campaign("First in the list", when("time_on_page", "at_least", 1))
    house.campaign("Second in the list", when("time_on_page", "at_least", 1))
    house.in_force()
    tab = house.stranger().open("/")
    tab.expect_message("First in the list")
    expect(tab.text("Second in the list")).to_have_count(0)


def test_one_that_matches_is_found_behind_five_hundred_that_do_not(house: House) -> None:
    house.many_campaigns(500, lambda number: when("page_url", "is", [f"/nowhere/{number}"]))
    house.campaign("The five hundred and first", when("page_url", "is", ["/cart"]))
    house.in_force()
    tab = house.stranger().open("/")
    tab.expect_nothing_to_come()
    tab.go("/cart")
    assert len(tab.boot["residuals"]) == 1
    tab.expect_message("The five hundred and first")


def test_messages_keep_the_sites_distance(house: House) -> None:
    house.site(minimum_gap_seconds=600)
    house.campaign("Before the pause", when("page_url", "is", ["/"]))
    house.campaign("After the pause", when("page_url", "is", ["/pricing"]))
    house.in_force()
    visitor = house.stranger()
    tab = visitor.open("/")
    tab.expect_message("Before the pause")
    tab.dismiss()
    tab.go("/pricing")
    tab.expect_no_message()
    house.let_displays_grow_old(minutes=11)
    visitor.later(minutes=11)
    tab.reload()
    tab.expect_message("After the pause")


def test_switched_off_means_nothing_new_even_on_pages_already_open(house: House) -> None:
    campaign = house.campaign("Too late", when("time_on_page", "at_least", 20))
    house.in_force()
    tab = house.stranger().open("/", clock=True)
    assert len(tab.boot["residuals"]) == 1
    house.switch_off(campaign)
    tab.let_pass(seconds=21)
    tab.expect_refusal("off")
    tab.expect_no_message()
    house.in_force()
    house.stranger().open("/").expect_nothing_to_come()
    assert house.counts(campaign).claimed == 0


def test_the_counts_are_exactly_what_happened(house: House) -> None:
    campaign = house.campaign("Count me", text="Count me, [please](https://shop.example/)", frequency="once")
    house.in_force()
    for act in ("leave", "leave", "dismiss", "reply", "click"):
        tab = house.stranger().open("/")
        tab.expect_message("Count me")
        if act == "dismiss":
            tab.dismiss()
        if act == "reply":
            tab.reply("Four")
        if act == "click":
            tab.click_link("please")
    until(lambda: house.counts(campaign).clicked == 1, "the click is counted")
    counts = house.counts(campaign)
    assert (counts.claimed, counts.shown) == (5, 5)
    assert (counts.dismissed, counts.replied, counts.clicked, counts.read) == (1, 1, 1, 2)
