"""A site's form: what is edited is saved by its bar, and meets what others save."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from nicegui.testing import User

from admin_ui.services import Services
from core import sites, team
from core.opening_hours import Holiday, Hours
from core.sites import SiteSettings
from core.storage import Storage
from tests.admin.hands import field, fill, press, shown, until, words_of

SHOP = SiteSettings(name="Shop", origins=("https://shop.example",))


def unsaved(user: User) -> bool:
    return any(words_of(each) == "Discard" for each in shown(user))


HOURS = Hours(((("09:00", "17:00"),),) * 5 + ((), ()), (Holiday("2026-12-25", "Christmas"),))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Name", "Boutique"), ("Origins", "https://boutique.example"), ("Time zone", "Europe/Berlin"),
        ("Colour", "#f2b705"), ("Position", "left"), ("Minimum gap", 900), ("Monday: until", "12:00"),
        ("Holiday: day", "2026-12-24"), ("Holiday: name", "Christmas Eve"),
    ],
)  # fmt: skip
async def test_what_is_not_saved_is_said_and_can_be_discarded_and_had_back(
    owner: User, storage: Storage, words: str, value: object
) -> None:
    site = sites.add_site(storage, replace(SHOP, hours=HOURS))
    await owner.open(f"/sites/{site.id}")
    assert not unsaved(owner)
    before = field(owner, words).value
    await fill(owner, words, value)
    await until(lambda: unsaved(owner))
    await press(owner, "Discard")
    await until(lambda: not unsaved(owner))
    assert field(owner, words).value == before
    await press(owner, "Undo")
    await until(lambda: unsaved(owner))
    assert field(owner, words).value == value
    await fill(owner, words, before)
    await until(lambda: not unsaved(owner), "what is as it was needs no saving")


async def test_what_is_chosen_or_taken_away_is_not_saved_either_until_it_is(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, replace(SHOP, hours=HOURS))
    await owner.open(f"/sites/{site.id}")
    for words in (
        "Cookieless Nothing is stored in the browser; visitors are known for a day, so once means once a day.",
        "Only with a message It appears with a message, and while there is a conversation.",
        "Take the period away: Friday",
        "Take the holiday away",
        "Add holiday",
        "Remove business hours",
    ):
        await press(owner, words)
        await until(lambda: unsaved(owner), words)
        await press(owner, "Discard")
        await until(lambda: not unsaved(owner))
    assert sites.site(storage, site.id).settings == replace(SHOP, hours=HOURS)
    await press(owner, "Take the holiday away")
    await press(owner, "Save")
    await until(lambda: not unsaved(owner))
    assert sites.site(storage, site.id).settings.hours == Hours(HOURS.week)


async def test_what_is_edited_while_a_save_is_under_way_stays_and_is_not_saved_yet(
    owner: User, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = sites.add_site(storage, SHOP)
    edit_site, under_way, may_go_on = sites.edit_site, Event(), Event()

    def slowly(*args: Any) -> sites.Site:
        under_way.set()
        may_go_on.wait(30)
        return edit_site(*args)

    monkeypatch.setattr(sites, "edit_site", slowly)
    await owner.open(f"/sites/{site.id}")
    await fill(owner, "Name", " Boutique")
    await fill(owner, "Origins", "https://BOUTIQUE.example/")
    await press(owner, "Save")
    await until(under_way.is_set)
    await fill(owner, "Name", "Boutique of Ada")
    await fill(owner, "Minimum gap", 900)
    may_go_on.set()
    await until(lambda: field(owner, "Origins").value == "https://boutique.example", "what was saved")
    assert sites.site(storage, site.id).settings.name == "Boutique"
    assert (field(owner, "Name").value, field(owner, "Minimum gap").value) == ("Boutique of Ada", 900)
    assert unsaved(owner)
    await press(owner, "Save")
    await until(lambda: not unsaved(owner))
    kept = sites.site(storage, site.id).settings
    assert (kept.name, kept.minimum_gap_seconds) == ("Boutique of Ada", 900)


async def test_what_a_colleague_saves_meanwhile_shows_and_stays_where_nothing_was_typed(
    owner: User, storage: Storage
) -> None:
    site = sites.add_site(storage, SHOP)
    await owner.open(f"/sites/{site.id}")
    await fill(owner, "Name", "Boutique")
    theirs = replace(SHOP, minimum_gap_seconds=901, time_zone="Europe/Berlin", hours=HOURS, origins=())
    sites.edit_site(storage, site.id, theirs)
    await until(lambda: field(owner, "Minimum gap").value == 901, "theirs")
    assert (field(owner, "Name").value, field(owner, "Time zone").value) == ("Boutique", "Europe/Berlin")
    assert field(owner, "Monday: until").value == "17:00"
    await press(owner, "Save")
    await until(lambda: not unsaved(owner))
    assert sites.site(storage, site.id).settings == replace(theirs, name="Boutique")


CROSSED = "Somebody else has changed “{}” to “{}” meanwhile. Save to keep yours."


async def test_who_edits_what_a_colleague_has_changed_decides_which_of_both_stands(
    owner: User, storage: Storage
) -> None:
    site = sites.add_site(storage, SHOP)
    await owner.open(f"/sites/{site.id}")
    await fill(owner, "Name", "Boutique")
    await fill(owner, "Minimum gap", 900)
    sites.edit_site(storage, site.id, replace(SHOP, name="Market", minimum_gap_seconds=300))
    await owner.should_see(CROSSED.format("Name", "Market"))
    await owner.should_see(CROSSED.format("Minimum gap", "5 minutes"))
    assert (field(owner, "Name").value, field(owner, "Minimum gap").value) == ("Boutique", 900)
    await press(owner, "Take theirs")
    await until(lambda: field(owner, "Minimum gap").value == 300, "theirs")
    await press(owner, "Undo")
    await until(lambda: field(owner, "Minimum gap").value == 900, "mine")
    await fill(owner, "Minimum gap", 300)
    await owner.should_not_see(CROSSED.format("Minimum gap", "5 minutes"))
    await press(owner, "Save")
    await until(lambda: not unsaved(owner))
    await owner.should_not_see(CROSSED.format("Name", "Market"))
    assert sites.site(storage, site.id).settings == replace(SHOP, name="Boutique", minimum_gap_seconds=300)


async def test_a_save_that_crosses_one_not_heard_of_yet_saves_nothing_and_says_so(
    owner: User, storage: Storage, services: Services
) -> None:
    site = sites.add_site(storage, SHOP)
    await owner.open(f"/sites/{site.id}")
    hearing = services.changes.subscriptions
    await until(lambda: not any(each.running for each in hearing), "news of before have been taken in")
    hearing.clear()
    await fill(owner, "Name", "Boutique")
    sites.edit_site(storage, site.id, replace(SHOP, name="Market"))
    await press(owner, "Save")
    await owner.should_see(CROSSED.format("Name", "Market"))
    assert (field(owner, "Name").value, sites.site(storage, site.id).name) == ("Boutique", "Market")
    await press(owner, "Discard")
    await until(lambda: field(owner, "Name").value == "Market", "what stands now")
    assert not unsaved(owner)


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        ({"origins": ()}, CROSSED.format("Origins", "No origin yet")),
        ({"origins": ("https://a.example", "https://b.example")},
         CROSSED.format("Origins", "https://a.example, https://b.example")),
        ({"time_zone": "America/New_York"}, CROSSED.format("Time zone", "America/New York")),
        ({"colour": "#112233"}, CROSSED.format("Colour", "#112233")),
        ({"hours": HOURS}, "Somebody else has changed the business hours meanwhile. Save to keep yours."),
    ],
)  # fmt: skip
async def test_what_a_colleague_has_made_of_a_field_is_said_in_words(
    owner: User, storage: Storage, theirs: dict[str, Any], said: str
) -> None:
    site = sites.add_site(storage, SHOP)
    await owner.open(f"/sites/{site.id}")
    await fill(owner, "Origins", "https://mine.example")
    await fill(owner, "Time zone", "Europe/Berlin")
    await fill(owner, "Colour", "#f2b705")
    await press(owner, "Set business hours")
    sites.edit_site(storage, site.id, replace(SHOP, **theirs))
    await owner.should_see(said)


async def test_who_gets_first_messages_and_has_left_keeps_nobody_from_saving_the_rest(
    owner: User, storage: Storage
) -> None:
    gone = team.add_agent(storage, email="gone@shop.example", name="Gone", role="agent")
    site = sites.add_site(storage, replace(SHOP, recipient=f"agent:{gone.id}"))
    team.deactivate_agent(storage, gone.id)
    await owner.open(f"/sites/{site.id}")
    assert not unsaved(owner)
    await fill(owner, "Name", "Boutique")
    await press(owner, "Save")
    await until(lambda: sites.site(storage, site.id).name == "Boutique", "the name")
