"""A stranger's way: from an empty installation to a live campaign with two conditions, counted, without reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from core.storage.models import Revision
from tests.product import Product

MOST = 14
"""Interactions: a click, or a field filled in."""
MOST_WITH_A_PICTURE = MOST + 2


class Hands:
    """Uses a page and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.used = 0

    def press(self, target: Locator) -> None:
        self.used += 1
        target.click()

    def fill(self, label: str, words: str) -> None:
        self.used += 1
        self.page.get_by_label(label, exact=True).fill(words)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Product]:
    """The product as it is started for a website of one's own: nobody, no site, no campaign."""
    product = Product(tmp_path / "data", options=("--no-demo",))
    try:
        yield product.start()
    finally:
        product.stop()


def test_a_stranger_has_a_live_campaign_within_fourteen_interactions(
    empty: Product, chromium: Browser, photo: Path
) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    hands = Hands(page)
    page.goto(empty.sign_in_link)
    hands.fill("Your name", "Olga Owner")
    hands.fill("E-mail", "olga@shop.example")
    hands.fill("Set a password", "correct horse battery")
    hands.press(page.get_by_role("button", name="Set password and sign in"))

    hands.press(page.get_by_role("link", name="Add site"))
    hands.fill("Name", "My shop")
    hands.fill("Origins", "https://shop.example")
    hands.press(page.get_by_role("button", name="Add site"))

    hands.press(page.get_by_role("link", name="Campaigns").first)
    hands.press(page.get_by_role("link", name="From the gallery"))
    hands.press(page.get_by_role("button", name="Start from this: Welcome"))

    steps = page.get_by_role("navigation", name="Steps")
    before = hands.used
    hands.press(steps.get_by_role("button", name=re.compile("Message")))
    with page.expect_file_chooser() as chooser:
        hands.press(page.get_by_role("button", name="Picture", exact=True))
    chooser.value.set_files(photo)
    hands.fill("What does the picture show?", "A red mug")
    of_picture = hands.used - before

    hands.press(steps.get_by_role("button", name=re.compile("Activate")))
    switch = page.get_by_role("switch", name="Activate on My shop")
    hands.press(switch)
    expect(switch).to_have_attribute("aria-checked", "true")
    assert hands.used - of_picture <= MOST
    assert hands.used <= MOST_WITH_A_PICTURE

    page.get_by_role("link", name="Campaigns").first.click()
    row = page.get_by_role("listitem").filter(has_text="Welcome")
    expect(row.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    expect(row).to_contain_text("Visitors with exactly 1 visit, after 20 seconds on the site")
    with empty.storage():
        assert "![A red mug](media:" in Revision.get().content["text"]
    context.close()
