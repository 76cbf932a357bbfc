"""The Sites pages: websites, their snippet, and whether the widget has been seen there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User

from admin_ui.pages import sites as page
from admin_ui.services import Services
from core import sites, team
from core.opening_hours import Holiday, Hours
from core.sites import SiteSettings
from core.storage import Storage
from core.storage.models import Site
from tests.admin.hands import choose, field, fill, press, problem_at, send, shown, until, words_of

SHOP = SiteSettings(name="Shop", origins=("https://shop.example",))


def see(storage: Storage, site_id: int, url: str) -> None:
    """As if a page with the widget had been opened a moment ago."""
    with storage.transaction():
        Site.update(seen_at=datetime.now(UTC), seen_url=url).where(Site.id == site_id).execute()
        storage.touch("sites")


def unsaved(user: User) -> bool:
    return any(words_of(each) == "Discard" for each in shown(user))


async def test_without_a_site_the_page_says_what_one_is(owner: User) -> None:
    await owner.open("/sites")
    await owner.should_see("A site is a website that shows your messages.")


async def test_an_added_site_has_a_snippet_to_copy_and_waits_to_be_seen(owner: User, storage: Storage) -> None:
    await owner.open("/sites/new")
    await fill(owner, "Name", "Shop")
    await fill(owner, "Origins", "HTTPS://Shop.example/pricing\n\nhttps://*.shop.example")
    await fill(owner, "Time zone", "Europe/Berlin")
    await press(
        owner, "Cookieless Nothing is stored in the browser; visitors are known for a day, so once means once a day."
    )
    await press(owner, "Add site")
    await until(lambda: sites.sites(storage))
    site = sites.sites(storage)[0]
    assert site.settings.origins == ("https://shop.example", "https://*.shop.example")
    assert (site.settings.time_zone, site.settings.consent) == ("Europe/Berlin", "cookieless")
    await owner.open(f"/sites/{site.id}")
    await owner.should_see(f'<script async src="http://127.0.0.1:8000/widget.js" data-site="{site.key}"></script>')
    await owner.should_see("Not seen yet: paste the snippet before </body>, then open one of your pages.")


async def test_a_site_without_origins_says_that_the_widget_runs_nowhere(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, sites.SiteSettings(name="Shop"))
    await owner.open(f"/sites/{site.id}")
    await owner.should_see("The widget runs nowhere yet: say under Origins which website may show it.")


async def test_the_page_says_at_once_when_the_widget_is_seen(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, SHOP)
    await owner.open(f"/sites/{site.id}")
    see(storage, site.id, "https://shop.example/pricing?email=ada%40shop.example#x")
    await owner.should_see("https://shop.example/pricing", retries=20)
    assert not [each for each in shown(owner) if "ada%40" in words_of(each)]
    await owner.should_see("just now")


async def test_a_broken_origin_is_told_at_its_field_and_nothing_is_saved(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, SHOP)
    await owner.open(f"/sites/{site.id}")
    await fill(owner, "Origins", "https://shop.example\nftp://files.example")
    await press(owner, "Save")
    await until(lambda: problem_at(owner, "Origins"))
    assert "“ftp://files.example” has no http:// or https:// before it" in problem_at(owner, "Origins")
    assert sites.site(storage, site.id).settings.origins == ("https://shop.example",)


async def test_everything_that_is_wrong_with_a_site_is_marked_at_once(owner: User, storage: Storage) -> None:
    await owner.open("/sites/new")
    await fill(owner, "Origins", "/pricing")
    await fill(owner, "Colour", "yellow")
    await press(owner, "Add site")
    await until(lambda: problem_at(owner, "Name"))
    assert problem_at(owner, "Name") == "Type a name."
    assert "“/pricing” is a path: an origin is a whole website." in problem_at(owner, "Origins")
    assert problem_at(owner, "Colour").startswith("Write the colour as #")
    assert not sites.sites(storage)


async def test_saving_shows_the_settings_as_they_are_kept(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, SHOP)
    await owner.open(f"/sites/{site.id}")
    await fill(owner, "Origins", "https://SHOP.example:443/a\nhttp://localhost:8002/")
    await fill(owner, "Colour", "#F2B705")
    await fill(owner, "Minimum gap", 900)
    await fill(owner, "Position", "left")
    await press(owner, "Save")
    await owner.should_see("Saved. Visitors meet it at their next page.")
    assert field(owner, "Origins").value == "https://shop.example\nhttp://localhost:8002"
    kept = sites.site(storage, site.id)
    assert (kept.settings.colour, kept.text_colour) == ("#f2b705", "#16191f")
    assert (kept.settings.minimum_gap_seconds, kept.settings.position) == (900, "left")


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


async def test_each_section_of_the_form_can_be_jumped_to(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, SHOP)
    await owner.open(f"/sites/{site.id}")
    (nav,) = [each for each in shown(owner) if words_of(each) == "On this page"]
    cards = {f"#{each.html_id}": each for each in shown(owner) if each.tag == "section"}
    led = {words_of(each): cards[str(each.props["href"])] for each in nav}
    assert list(led) == ["Website", "Widget", "Visitors", "Business hours"]
    for words, card in led.items():
        assert words_of(next(each for each in card.descendants() if each.tag == "h2")) == words


async def test_a_colour_shows_which_text_reads_best_on_it(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, SHOP)
    await owner.open(f"/sites/{site.id}")
    assert field(owner, "Colour").props["hint"] == "White text reads best on it."
    await fill(owner, "Colour", "#ffe000")
    assert field(owner, "Colour").props["hint"] == "Dark text reads best on it."
    await fill(owner, "Colour", "yellow")
    await press(owner, "Save")
    await until(lambda: problem_at(owner, "Colour"))


async def test_an_archived_site_can_be_taken_back_at_once(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, SHOP)
    await owner.open("/sites")
    await choose(owner, "Shop", "Archive")
    await owner.should_see("Shop is archived: its pages show nothing any more.")
    assert sites.site(storage, site.id).archived
    await press(owner, "Undo")
    await until(lambda: not sites.site(storage, site.id).archived)


async def test_a_marketer_reads_sites_and_changes_nothing(marketer: User, storage: Storage) -> None:
    site = sites.add_site(storage, SHOP)
    await marketer.open("/sites")
    await marketer.should_see("Shop")
    await marketer.should_not_see("Add site")
    assert not [each for each in shown(marketer) if words_of(each).startswith("Actions for")]
    await marketer.open(f"/sites/{site.id}")
    await marketer.should_see("An owner changes these settings.")
    assert not [each for each in shown(marketer) if isinstance(each, ui.button) and each.text == "Save"]
    assert (await marketer.http_client.get("/sites/new")).status_code == 403


async def test_a_site_that_is_not_here_is_told_so(owner: User) -> None:
    answer = await owner.http_client.get("/sites/99")
    assert answer.status_code == 404
    assert "This site is not here any more. Go back to the list." in answer.text


async def test_the_mock_widget_is_served_for_a_sandboxed_frame(owner: User) -> None:
    answer = await owner.http_client.get("/preview/rules.js")
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "sandbox allow-scripts" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    again = await owner.http_client.get("/preview/rules.js", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await owner.http_client.get("/preview/../core/settings.py")).status_code == 404


async def test_a_new_site_starts_with_the_time_zone_of_who_adds_it_unless_they_choose(owner: User) -> None:
    await owner.open("/sites/new")
    send(owner, owner.current_layout, "st_time_zone", "Asia/Ho_Chi_Minh")
    assert field(owner, "Time zone").value == "Asia/Ho_Chi_Minh"
    send(owner, owner.current_layout, "st_time_zone", "Europe/Berlin")
    assert field(owner, "Time zone").value == "Asia/Ho_Chi_Minh"
    await owner.open("/sites/new")
    send(owner, owner.current_layout, "st_time_zone", "Nowhere/Town")
    assert field(owner, "Time zone").value == "UTC"


async def test_a_page_that_fails_says_what_is_safe(
    owner: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*given: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(page, "_load", broken)
    answer = await owner.http_client.get("/sites")
    assert answer.status_code == 500
    assert "What was saved is safe." in answer.text
    assert '"tag":"h1"' in answer.text.replace(" ", "")
    caplog.clear()
