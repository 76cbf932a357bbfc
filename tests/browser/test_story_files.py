"""Campaigns travel as files, begin in the gallery, and go back to what visitors met before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from core import sites
from core.storage.models import Campaign, Site
from tests.browser.admin_page import Admin
from tests.browser.desks import Desks
from tests.browser.house import House, when
from tests.product import until

OUTLET = "outlet.example"


@pytest.fixture
def ada(house: House, desks: Desks) -> Admin:
    return desks.at("ada")


@pytest.fixture
def outlet(house: House) -> Iterator[int]:
    """A second site, for this story alone."""
    with house.running.storage() as storage:
        made = sites.add_site(storage, sites.SiteSettings(OUTLET)).id
    yield made
    with house.running.storage() as storage, storage.transaction():
        Site.delete().where(Site.id == made).execute()
        storage.touch("campaigns", "plan", "sites")


def texts_of(house: House, site_id: int) -> list[str]:
    """What the drafts of a site say."""
    with house.running.storage():
        rows = Campaign.select().where(Campaign.site == site_id, Campaign.deleted_at.is_null())
        return [row.draft["text"] for row in rows.order_by(Campaign.position)]


def export(admin: Admin, name: str, folder: Path) -> Path:
    """Export a campaign by its row's menu."""
    admin.campaign_row(name).get_by_role("button", name=f"Actions for {name}").click()
    with admin.page.expect_download() as begun:
        admin.page.get_by_role("menuitem", name="Export").click()
    written = folder / begun.value.suggested_filename
    begun.value.save_as(written)
    return written


def choose(admin: Admin, file: Path) -> None:
    with admin.page.expect_file_chooser() as chooser:
        admin.press("Choose a file")
    chooser.value.set_files(file)


def drop(admin: Admin, name: str, data: dict[str, Any]) -> None:
    """Drag a file onto the page and let it go."""
    make = """([name, written]) => { const carried = new DataTransfer();
      carried.items.add(new File([written], name, { type: "application/json" })); return carried; }"""
    carried = admin.page.evaluate_handle(make, [name, json.dumps(data)])
    place = admin.page.get_by_text("Drop a file of campaigns here")
    place.dispatch_event("dragover", {"dataTransfer": carried})
    admin.page.locator(".q-uploader__dnd").dispatch_event("drop", {"dataTransfer": carried})


def test_a_campaign_goes_to_another_site_as_a_file(house: House, ada: Admin, outlet: int, tmp_path: Path) -> None:
    house.campaign("Pricing help", when("page_url", "is", ["/pricing"]), text="Can I **help**?")
    ada.visit("Campaigns")
    file = export(ada, "Pricing help", tmp_path)
    assert file.name == "pricing-help.json"
    ada.press("Actions for the list")
    ada.page.get_by_role("menuitem", name="Import").click()
    ada.pick("Site", OUTLET)
    expect(ada.page.get_by_text(f"On {OUTLET}, new campaigns arrive as drafts")).to_be_visible()
    choose(ada, file)
    expect(ada.page.get_by_text("1 new draft")).to_be_visible()
    assert texts_of(house, outlet) == []
    ada.press("Import 1 campaign")
    expect(ada.page.get_by_text("Imported: 1 new draft")).to_be_visible()
    assert texts_of(house, outlet) == ["Can I **help**?"]

    data = json.loads(file.read_text(encoding="utf-8"))
    data["campaigns"][0]["text"] = "May I help?"
    drop(ada, "changed.json", data)
    expect(ada.page.get_by_role("deletion")).to_have_text("Can I **help**?")
    expect(ada.page.get_by_role("insertion")).to_have_text("May I help?")
    ada.press("Import 1 campaign")
    expect(ada.page.get_by_text("Imported: 1 changed")).to_be_visible()
    assert texts_of(house, outlet) == ["May I help?"]
    ada.page.get_by_role("button", name="Undo").last.click()  # of the second import: the first one's still stands there
    until(lambda: texts_of(house, outlet) == ["Can I **help**?"], "the draft is as it was")


def test_a_ready_campaign_goes_live_in_a_few_presses(house: House, ada: Admin) -> None:
    house.campaign("Something else", when("page_url", "is", ["/nowhere"]))
    ada.visit("Campaigns", "From the gallery")
    ada.press("Start from this: Pricing page hesitation")
    expect(ada.page.get_by_label("Campaign name", exact=True)).to_have_value("Pricing page hesitation")
    ada.go_to_step("Activate")
    ada.page.get_by_role("switch", name="Activate on").click()
    expect(ada.page.get_by_text("Live on Harbour Goods")).to_be_visible()
    house.in_force()
    tab = house.stranger().open("/pricing", clock=True)
    tab.let_pass(seconds=31)
    tab.expect_message("Comparing?", "Ada Lindqvist")


def test_what_visitors_met_before_comes_back(house: House, ada: Admin) -> None:
    house.campaign("Pricing help", when("page_url", "is", ["/pricing"]), text="The first words")
    ada.visit("Campaigns", "Pricing help")
    ada.go_to_step("Message")
    ada.fill("Message content", "The second words")
    ada.expect_saved()
    ada.go_to_step("Activate")
    ada.press("Publish changes")
    expect(ada.page.get_by_text("Published.").first).to_be_visible()
    ada.visit("History")
    expect(ada.page.get_by_role("deletion")).to_have_text("The first words")
    ada.press("Make this the draft: revision 1")
    expect(ada.page.get_by_text("Revision 1 is the draft.")).to_be_visible()
    ada.visit("Edit")
    ada.go_to_step("Activate")
    ada.press("Publish changes")
    expect(ada.page.get_by_text("Published.").first).to_be_visible()
    house.in_force()
    house.stranger().open("/pricing").expect_message("The first words")
