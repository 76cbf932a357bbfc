"""Who is a visitor, and with what in hand."""

from __future__ import annotations

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from core.visits.crawlers import is_crawler
from core.visits.devices import Device, device_of

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15"
PIXEL = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36"
GALAXY_TAB = (
    "Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
)
OLD_IPAD = "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 Version/12.1 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize("user_agent", [WINDOWS, FIREFOX, IPHONE, MAC, PIXEL, GALAXY_TAB, OLD_IPAD])
def test_people_are_no_crawlers(user_agent: str) -> None:
    assert not is_crawler(user_agent)


PROGRAMS = (
    "",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36",
    "curl/8.10.1",
    "python-requests/2.32.3",
    *(each["instances"][0] for each in CRAWLER_USER_AGENTS_DATA if each["instances"]),
)


def test_programs_are_crawlers() -> None:
    assert len(PROGRAMS) > 1_000
    assert [each for each in PROGRAMS if not is_crawler(each)] == []


@pytest.mark.parametrize(
    ("user_agent", "touch", "device"),
    [
        (WINDOWS, False, "desktop"),
        (WINDOWS, True, "desktop"),
        (FIREFOX, False, "desktop"),
        (MAC, False, "desktop"),
        (MAC, True, "tablet"),
        (IPHONE, True, "phone"),
        (PIXEL, True, "phone"),
        (GALAXY_TAB, True, "tablet"),
        (OLD_IPAD, True, "tablet"),
        ("", False, "desktop"),
    ],
)
def test_devices_are_told_apart_by_user_agent_and_touch(user_agent: str, touch: bool, device: Device) -> None:
    assert device_of(user_agent, touch) == device
