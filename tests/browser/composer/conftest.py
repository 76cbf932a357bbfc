"""Ada before the message of a campaign."""

from __future__ import annotations

import pytest

from admin_ui.campaign_paths import editor
from tests.browser.admin_page import Admin
from tests.browser.desks import Desks
from tests.browser.house import House, when


@pytest.fixture
def campaign(house: House) -> int:
    return house.campaign("By hand", when("page_url", "is", ["/pricing"]))


@pytest.fixture
def ada(house: House, campaign: int, desks: Desks) -> Admin:
    admin = desks.at("ada", editor(campaign, "message"))
    admin.expect_step("Message")
    return admin
