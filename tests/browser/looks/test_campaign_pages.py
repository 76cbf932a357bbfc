"""Every page of campaigns at three sizes, light and dark: nothing that axe finds, nothing that hangs over the edge,
nothing that jumps while it loads."""

from __future__ import annotations

import pytest

from tests.browser.furnished import Furnished
from tests.browser.looks.page_checks import look_at, resize


def test_every_page_of_campaigns_is_accessible_and_fits(demo: Furnished) -> None:
    found = look_at(demo, demo.campaign_pages())
    assert found == [], "\n".join(found)


LINES = """(element) => {
  const words = document.createRange();
  words.selectNodeContents(element);
  return words.getClientRects().length;
}"""
"""On how many lines the words of an element stand."""


@pytest.mark.parametrize(("language", "customers"), [("en", "Target customers"), ("vi", "Khách hàng mục tiêu")])
def test_the_longest_name_of_a_step_stands_on_one_line(demo: Furnished, language: str, customers: str) -> None:
    with demo.reading(language), demo.admin("desktop") as page:
        demo.go(page, demo.admin_pages()["campaign-customers"])
        name = page.get_by_role("listitem").get_by_role("button").get_by_text(customers, exact=True)
        for size in ("desktop", "tablet"):
            resize(page, size)
            assert name.evaluate(LINES) == 1, size
