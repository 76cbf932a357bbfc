"""Every page that is not of campaigns, and the widget, at three sizes, as the pages of campaigns are looked at."""

from __future__ import annotations

import pytest

from tests.browser.furnished import SIZES, Furnished
from tests.browser.looks.page_checks import complaints, look_at


def test_every_other_page_is_accessible_and_fits(demo: Furnished) -> None:
    campaigns = demo.campaign_pages()
    found = look_at(demo, demo.outside_pages(), outside=True)
    found += look_at(demo, {name: path for name, path in demo.admin_pages().items() if name not in campaigns})
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("size", SIZES)
def test_the_widget_is_accessible_and_fits(demo: Furnished, size: str) -> None:
    width, height = SIZES[size]
    visitor = demo.house.stranger(viewport={"width": width, "height": height}, reduced_motion="reduce")
    tab = visitor.open("/cart", clock=True)
    found = complaints(tab.page, "closed")
    tab.let_pass(seconds=21)
    tab.expect_message("Not sure about a size")
    found += complaints(tab.page, "message")
    tab.reply("Is the jumper long in the arms?")
    found += complaints(tab.page, "conversation")
    assert found == [], "\n".join(found)
    assert list(demo.house.leave()) == []
