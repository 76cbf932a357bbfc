"""Every page of campaigns at three sizes, light and dark: nothing that axe finds, nothing that hangs over the edge,
nothing that jumps while it loads."""

from __future__ import annotations

from tests.browser.furnished import Furnished
from tests.browser.looks.page_checks import look_at


def test_every_page_of_campaigns_is_accessible_and_fits(demo: Furnished) -> None:
    found = look_at(demo, demo.campaign_pages())
    assert found == [], "\n".join(found)
