"""What the stories of the condition builder share: a marketer before the conditions of a campaign."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from admin_ui.campaign_paths import editor
from tests.browser.admin_page import Admin
from tests.browser.desks import Desks
from tests.browser.house import House, when


@pytest.fixture
def ada(house: House, desks: Desks) -> Admin:
    """A marketer before the conditions of a campaign."""
    made = house.campaign("By hand", when("visits", "at_least", 2), when("country", "is_any_of", ["VN"]))
    return before_the_conditions(desks, made)


def before_the_conditions(desks: Desks, campaign: int) -> Admin:
    admin = desks.at("ada", editor(campaign, "customers"))
    admin.expect_step("Target customers")
    return admin


def who(ada: Admin) -> Locator:
    """The sentence of the whole rule."""
    return ada.page.get_by_role("status").filter(has_text="isitor").last
