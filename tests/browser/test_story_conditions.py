"""Each condition type has a story in which it alone makes the difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from cli.main import cli
from tests.browser.house import House, Rule, when
from tests.browser.widget_page import PHONE, Widget
from tests.product import until

SAIGON, HANOI, MUNICH = "203.0.113.7", "198.51.100.7", "192.0.2.7"
PLACES = {
    SAIGON: ("VN", "Ho Chi Minh", "Ho Chi Minh City"),
    HANOI: ("VN", "Hanoi", "Hanoi"),
    MUNICH: ("DE", "Bavaria", "Munich"),
}
LINK_TO_SHOP = '<meta name="referrer" content="unsafe-url"><a href="/">The shop</a>'


def test_page_address_only_on_the_pages_named(house: House) -> None:
    house.campaign("Gifts for twenty", when("page_url", "is", ["/pricing", "/products/*"]))
    house.in_force()
    tab = house.stranger().open("/")
    tab.expect_nothing_to_come()
    tab.go("/help/shipping")
    tab.expect_nothing_to_come()
    tab.go("/products/kettle")
    tab.expect_message("Gifts for twenty")


def test_page_address_follows_the_history_api(house: House) -> None:
    house.campaign("Sewn on a Thursday", when("page_url", "is", ["/studio/review"]))
    house.in_force()
    tab = house.stranger().open("/studio")
    tab.expect_nothing_to_come()
    tab.press("Colour")
    tab.expect_nothing_to_come()
    tab.press("Review")
    tab.expect_message("Sewn on a Thursday")


def test_page_address_follows_pages_behind_the_fragment_where_the_website_tells_of_them(house: House) -> None:
    house.campaign("Still in your cart", when("page_url", "is", ["/studio#/cart/*"]))
    house.in_force()
    tab = house.stranger().open("/studio")
    tab.expect_nothing_to_come()
    tab.page.evaluate("() => { location.hash = '/cart/42'; smartTrigger('page') }")
    tab.expect_message("Still in your cart")


def test_visits_counts_those_who_come_back_after_half_an_hour(house: House) -> None:
    house.campaign("Good to see you again", when("visits", "at_least", 2))
    house.in_force()
    visitor = house.stranger()
    tab = visitor.open("/")
    tab.expect_nothing_to_come()
    visitor.later(minutes=29)
    tab.go("/help")
    tab.expect_nothing_to_come()
    visitor.later(minutes=31)
    tab.go("/")
    tab.expect_message("Good to see you again")


def test_device_tells_phones_from_computers(house: House) -> None:
    house.campaign("For the pocket", when("device", "is_any_of", ["phone"]))
    house.in_force()
    house.stranger().open("/").expect_nothing_to_come()
    house.stranger(**PHONE).open("/").expect_message("For the pocket")


def test_came_from_knows_visitors_that_another_website_sent(house: House) -> None:
    house.campaign("Welcome from the harbour blog", when("referrer", "is", ["blog.example/*"]))
    house.in_force()
    for sender, is_theirs in (("http://blog.example/gifts", True), ("http://news.example/", False)):
        visitor = house.stranger()
        visitor.context.route(sender, lambda route: route.fulfill(content_type="text/html", body=LINK_TO_SHOP))
        tab = Widget(visitor.context.new_page(), house.running)
        tab.page.goto(sender)
        tab.page.evaluate("(shop) => { document.links[0].href = shop }", f"{house.running.shop}/help")
        tab.press("The shop")
        if is_theirs:
            tab.expect_message("Welcome from the harbour blog")
        else:
            tab.expect_nothing_to_come()


def test_pages_in_this_visit_waits_for_those_who_look_around(house: House) -> None:
    house.campaign("Looking for something", when("pages_in_visit", "at_least", 3))
    house.in_force()
    tab = house.stranger().open("/studio")
    tab.expect_nothing_to_come()
    tab.press("Colour")
    tab.expect_nothing_to_come()
    tab.go("/help")
    tab.expect_message("Looking for something")


def test_language_is_that_of_the_browser_in_every_region(house: House) -> None:
    house.campaign("Bom dia", when("language", "is_any_of", ["pt"]))
    house.in_force()
    house.stranger(locale="es-MX").open("/").expect_nothing_to_come()
    house.stranger(locale="pt-BR").open("/").expect_message("Bom dia")


def test_scroll_depth_waits_until_enough_of_the_page_was_seen(house: House) -> None:
    house.campaign("So far down", when("scroll_depth", "at_least", 80))
    house.in_force()
    tab = house.stranger(viewport={"width": 800, "height": 300}).open("/help")
    tab.page.mouse.wheel(0, 50)
    until(lambda: tab.page.evaluate("scrollY > 0"), "the wheel has scrolled")
    tab.expect_no_message()
    assert tab.claims == []
    tab.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    tab.expect_message("So far down")
    assert tab.observed("scroll_depth") == 100


def test_a_page_that_does_not_scroll_has_been_seen_at_once(house: House) -> None:
    house.campaign("All on one screen", when("scroll_depth", "at_least", 100))
    house.in_force()
    house.stranger(viewport={"width": 800, "height": 6000}).open("/help").expect_message("All on one screen")


def test_time_on_page_waits_on_this_page(house: House) -> None:
    house.campaign("Half a minute here", when("time_on_page", "at_least", 30))
    house.in_force()
    tab = house.stranger().open("/", clock=True)
    tab.let_pass(seconds=25)
    tab.press("For teams")
    tab.let_pass(seconds=25)
    tab.expect_no_message()
    assert tab.claims == []
    tab.let_pass(seconds=6)
    tab.expect_message("Half a minute here")
    assert 30 <= tab.observed("time_on_page") < 40


def test_time_on_site_goes_on_from_page_to_page(house: House) -> None:
    house.campaign("A minute in the shop", when("time_on_site", "at_least", 60))
    house.in_force()
    visitor = house.stranger()
    tab = visitor.open("/", clock=True)
    tab.let_pass(seconds=5)
    visitor.later(seconds=40)
    tab.press("For teams")
    tab.expect_no_message()
    assert tab.claims == []
    tab.let_pass(seconds=21)
    tab.expect_message("A minute in the shop")
    assert 60 <= tab.observed("time_on_site") < 75


def test_what_the_page_tells_of_visitor_and_events_decides(house: House) -> None:
    seats = when("visitor_attribute", "at_least", 5) | {"key": "seats", "as": "number"}
    adds = when("page_event", "at_least", 1) | {"key": "added to cart [price > 20]"}
    house.campaign("A price for teams", seats, adds)
    house.in_force()
    tab = house.stranger().open("/help")
    tab.expect_nothing_to_come()
    tab.page.evaluate("smartTrigger('event', 'added to cart', {price: 25})")
    tab.identifies("{seats: 4}")
    tab.expect_nothing_to_come()
    tab.identifies("{seats: 7}")
    tab.expect_message("A price for teams")


def test_signed_in_is_who_the_sites_server_vouches_for(house: House) -> None:
    house.campaign("Good to see you, member", when("signed_in", "is", True), when("time_on_page", "at_least", 0))
    token = house.signs("ada")
    house.in_force()
    tab = house.stranger().open("/help")
    tab.expect_nothing_to_come()
    tab.identifies(f"null, '{token[:-2]}'")
    tab.expect_nothing_to_come()
    tab.identifies(f"null, '{token}'")
    tab.expect_message("Good to see you, member")
    elsewhere = house.stranger().open("/help")
    elsewhere.identifies(f"null, '{house.signs('ada')}'")
    elsewhere.expect_refusal("already_shown")
    elsewhere.expect_no_message()


@pytest.fixture
def places(house: House, tmp_path: Path) -> Iterator[None]:
    """A location database of three addresses, installed as an operator does."""
    writer = MMDBWriter(ip_version=4, database_type="Test-City", description="three places")
    for address, (country, region, city) in PLACES.items():
        record = {
            "country": {"iso_code": country},
            "subdivisions": [{"names": {"en": region}}],
            "city": {"names": {"en": city}},
        }
        writer.insert_network(IPSet([f"{address}/32"]), record)
    file = tmp_path / "three-places.mmdb"
    writer.to_db_file(str(file))
    data = house.running.data_dir
    done = CliRunner().invoke(cli, ["geo", "install", str(file), "--data", str(data)])
    assert done.exit_code == 0, done.output
    yield
    house.running.settings.geo_file.unlink()


@pytest.mark.parametrize(
    ("condition", "here", "elsewhere"),
    [
        pytest.param(when("country", "is_any_of", ["VN"]), HANOI, MUNICH, id="country"),
        pytest.param(when("region", "is", ["bavaria"]), MUNICH, HANOI, id="region"),
        pytest.param(when("city", "is", ["Ho Chi Minh City"]), SAIGON, HANOI, id="city"),
    ],
)
@pytest.mark.usefixtures("places")
def test_a_place_is_told_by_the_location_database(house: House, condition: Rule, here: str, elsewhere: str) -> None:
    house.campaign("Just around your corner", condition)
    house.in_force()
    away = house.stranger()
    away.come_from(elsewhere)
    away.open("/").expect_nothing_to_come()
    near = house.stranger()
    near.come_from(here)
    near.open("/").expect_message("Just around your corner")


@pytest.mark.parametrize(
    ("zone", "is_there"),
    [("Asia/Ho_Chi_Minh", True), ("Asia/Saigon", True), ("Europe/Berlin", False), ("UTC", False)],
)
def test_country_is_told_by_the_browsers_time_zone_without_a_database(house: House, zone: str, is_there: bool) -> None:
    house.campaign("Xin chào", when("country", "is_any_of", ["VN"]))
    house.in_force()
    tab = house.stranger(timezone_id=zone).open("/")
    if is_there:
        tab.expect_message("Xin chào")
    else:
        tab.expect_nothing_to_come()
