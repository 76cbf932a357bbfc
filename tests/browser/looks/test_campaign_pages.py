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


def test_where_one_is_stands_whole_at_the_end_of_the_trail(demo: Furnished) -> None:
    with demo.admin("tablet") as page:
        demo.go(page, demo.admin_pages()["decisions"])
        trail = page.get_by_role("navigation", name="Where you are").get_by_role("listitem")
        cut = "(each) => each.lastElementChild.scrollWidth > each.lastElementChild.clientWidth"
        cuts = [each.evaluate(cut) for each in trail.all()]
        widths = [each.evaluate("(each) => each.scrollWidth - each.clientWidth") for each in (trail.first, trail.last)]
        assert (cuts[0], cuts[-1], any(cuts[1:-1]), max(widths)) == (False, False, True, 0)


def test_in_a_hand_what_is_said_of_a_revision_begins_where_its_name_does(demo: Furnished) -> None:
    with demo.admin("phone") as page:
        demo.go(page, demo.admin_pages()["campaign-history"])
        said = (page.get_by_text("The draft says this"), page.get_by_role("heading", name="Revision 1"))
        lefts = [each.evaluate("(each) => each.getBoundingClientRect().left") for each in said]
        assert lefts[0] == lefts[1]
