"""The Sites pages: websites, their snippet, and whether the widget has been seen there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from nicegui import ui
from nicegui.testing import User

from admin_ui.pages import sites as page
from core import sites
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
