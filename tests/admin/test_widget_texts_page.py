"""The page on which a site words the widget itself."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from nicegui.testing import User

from admin_ui.campaign_editor.mock_widget import Frame
from core import sites
from core.sites import SiteSettings
from core.storage import Storage
from tests.admin.hands import fill, press, problem_at, until


def words_in_the_preview(user: User) -> dict[str, str]:
    frame = next(iter(user.find(Frame).elements))
    return dict(frame.props["content"]["site"]["texts"])


async def test_a_text_is_reworded_seen_in_the_preview_and_kept(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, SiteSettings(name="Shop"))
    await owner.open(f"/sites/{site.id}/texts")
    await fill(owner, "Title of the window", "Chat with the shop")
    assert words_in_the_preview(owner)["title"] == "Chat with the shop"
    await press(owner, "Tiếng Việt")
    assert words_in_the_preview(owner)["send"] == "Gửi"
    await press(owner, "Save")
    await until(lambda: sites.site(storage, site.id).texts == {"en": {"title": "Chat with the shop"}}, "the text")


async def test_a_text_that_lost_its_place_is_told_and_shown(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, SiteSettings(name="Shop"))
    await owner.open(f"/sites/{site.id}/texts")
    await fill(owner, "Unread messages", "new")
    await press(owner, "Tiếng Việt")
    await press(owner, "Save")
    await until(lambda: problem_at(owner, "Unread messages"), "the problem")
    assert problem_at(owner, "Unread messages") == "Keep {count} in it: the widget fills it in."


async def test_words_that_are_not_saved_can_be_discarded_and_had_back(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, SiteSettings(name="Shop"))
    await owner.open(f"/sites/{site.id}/texts")
    await owner.should_not_see("Unsaved changes", retries=1)
    await fill(owner, "Title of the window", "Chat with the shop")
    await press(owner, "Discard")
    await until(lambda: words_in_the_preview(owner)["title"] == "Chat with us", "the words that are kept")
    await owner.should_not_see("Unsaved changes", retries=1)
    await press(owner, "Undo")
    await until(lambda: words_in_the_preview(owner)["title"] == "Chat with the shop", "the words that were typed")
    await press(owner, "Save")
    await until(lambda: sites.site(storage, site.id).texts == {"en": {"title": "Chat with the shop"}}, "the text")
    await owner.should_not_see("Unsaved changes")


async def test_words_typed_while_a_save_is_under_way_stay_and_are_not_saved_yet(
    owner: User, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = sites.add_site(storage, SiteSettings(name="Shop"))
    set_texts, under_way, may_go_on = sites.set_texts, Event(), Event()

    def slowly(*args: Any) -> sites.Site:
        under_way.set()
        may_go_on.wait(30)
        return set_texts(*args)

    monkeypatch.setattr(sites, "set_texts", slowly)
    await owner.open(f"/sites/{site.id}/texts")
    await fill(owner, "Title of the window", "Chat with the shop")
    await press(owner, "Save")
    await until(under_way.is_set)
    await fill(owner, "Title of the window", "Chat with all of us")
    await fill(owner, "Send button", "Off")
    may_go_on.set()
    await owner.should_see("Saved. Visitors meet it at their next page.")
    assert sites.site(storage, site.id).texts == {"en": {"title": "Chat with the shop"}}
    assert words_in_the_preview(owner)["title"] == "Chat with all of us"
    await press(owner, "Save")
    both = {"en": {"title": "Chat with all of us", "send": "Off"}}
    await until(lambda: sites.site(storage, site.id).texts == both, "both texts")


async def test_words_of_a_colleague_show_and_stay_where_nothing_was_typed(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, SiteSettings(name="Shop"))
    await owner.open(f"/sites/{site.id}/texts")
    await fill(owner, "Title of the window", "Chat with the shop")
    sites.set_texts(storage, site.id, {"en": {"send": "Off", "title": "Talk"}})
    await until(lambda: words_in_the_preview(owner)["send"] == "Off", "theirs")
    await owner.should_see("Somebody else has changed “Title of the window” to “Talk” meanwhile. Save to keep yours.")
    await press(owner, "Save")
    both = {"en": {"title": "Chat with the shop", "send": "Off"}}
    await until(lambda: sites.site(storage, site.id).texts == both, "both texts")


async def test_back_to_the_defaults_can_be_undone(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, SiteSettings(name="Shop"))
    sites.set_texts(storage, site.id, {"en": {"title": "Chat with the shop"}})
    await owner.open(f"/sites/{site.id}/texts")
    await press(owner, "Back to the defaults")
    assert words_in_the_preview(owner)["title"] == "Chat with us"
    await press(owner, "Undo")
    await until(lambda: words_in_the_preview(owner)["title"] == "Chat with the shop", "the site's own words")


async def test_who_may_not_change_a_site_can_read_its_words(marketer: User, storage: Storage) -> None:
    site = sites.add_site(storage, SiteSettings(name="Shop"))
    await marketer.open(f"/sites/{site.id}/texts")
    await marketer.should_see("An owner changes these texts.")
    await marketer.should_not_see("Save", retries=1)
