"""Import in the admin: look at what a file would change, take it in, take it back."""

from __future__ import annotations

import json

from nicegui import ui
from nicegui.testing import User

from core import sites
from core.storage import Storage
from tests.admin.campaign_files.conftest import Shop, drop, file_of
from tests.admin.campaign_hands import LIST, said, sees, sees_not
from tests.admin.conftest import SignInAs
from tests.admin.hands import choose, press, send, shown, until

IMPORT = f"{LIST}/import"


async def test_a_file_shows_what_it_would_change_before_anything_happens(marketer: User, shop: Shop) -> None:
    await marketer.open(IMPORT)
    await drop(marketer, file_of({"name": "Welcome", "text": "Hello **you**"}, {"name": "Farewell", "text": "Bye"}))
    await sees(marketer, "What campaigns.json would change")
    assert said(marketer, "1 new draft, 1 changed")
    for words in ("Draft changes", "New draft", "Hi there", "Hello **you**", "Bye", "Choose the employee under"):
        assert said(marketer, words), words
    assert (shop.names(), shop.draft().text) == (["Welcome"], "Hi there")


async def test_a_file_is_imported_and_taken_back(marketer: User, shop: Shop) -> None:
    await marketer.open(IMPORT)
    await drop(marketer, file_of({"name": "Welcome", "text": "Hello"}, {"name": "Farewell", "text": "Bye"}))
    await press(marketer, "Import 2 campaigns")
    await sees(marketer, "Imported: 1 new draft, 1 changed")
    assert (shop.names(), shop.draft().text) == (["Welcome", "Farewell"], "Hello")
    leads = [each.props.get("href") for each in shown(marketer)]
    assert f"{LIST}/{shop.welcome}" in leads
    assert LIST in leads
    await press(marketer, "Undo")
    await until(lambda: (shop.names(), shop.draft().text) == (["Welcome"], "Hi there"))
    await sees_not(marketer, "Imported:")


async def test_what_is_wrong_with_a_file_is_listed_and_nothing_is_imported(marketer: User, shop: Shop) -> None:
    await marketer.open(IMPORT)
    await drop(marketer, file_of({"name": "Fine"}, {"name": "Farewell", "sender": "cy@shop.example", "colour": "red"}))
    await sees(marketer, "Nothing of campaigns.json was imported")
    assert said(marketer, "“Farewell”, Sent from: Nobody here has the address cy@shop.example")
    assert said(marketer, "“Farewell”, colour: This field is not known here")
    assert not said(marketer, "Import 1")
    await drop(marketer, b"<svg/>", "logo.svg")
    await sees(marketer, "Nothing of logo.svg was imported")
    assert not said(marketer, "Farewell")
    assert shop.names() == ["Welcome"]


async def test_a_file_that_changes_nothing_has_nothing_to_import(marketer: User, shop: Shop) -> None:
    await marketer.open(IMPORT)
    await drop(marketer, file_of({"name": "Welcome", "text": "Hi there"}))
    await sees(marketer, "1 unchanged")
    assert not [each for each in shown(marketer) if str(each.props.get("label", "")).startswith("Import ")]
    await press(marketer, "Close")
    await sees_not(marketer, "1 unchanged")


async def test_what_somebody_changed_meanwhile_is_shown_before_it_is_imported(marketer: User, shop: Shop) -> None:
    await marketer.open(IMPORT)
    await drop(marketer, file_of({"name": "Welcome", "text": "Hello"}))
    await sees(marketer, "1 changed")
    shop.type("text", "Hey")
    await press(marketer, "Import 1 campaign")
    await sees(marketer, "These campaigns were changed meanwhile")
    await sees(marketer, "Hey")
    assert shop.draft().text == "Hey"
    await press(marketer, "Import 1 campaign")
    await until(lambda: shop.draft().text == "Hello")


async def test_a_file_that_is_too_large_is_said_to_be(marketer: User, shop: Shop) -> None:
    await marketer.open(IMPORT)
    uploader = next(each for each in shown(marketer) if isinstance(each, ui.upload))
    assert uploader.props["max-file-size"] == 10 * 1024 * 1024
    send(marketer, uploader, "rejected", [])
    await sees(marketer, "larger than 10 MB")


async def test_a_file_that_did_not_arrive_is_said_to_have_not(marketer: User, shop: Shop) -> None:
    await marketer.open(IMPORT)
    uploader = next(each for each in shown(marketer) if isinstance(each, ui.upload))
    send(marketer, uploader, "failed", [])
    await sees(marketer, "It could not be sent. Check the connection")


async def test_an_import_is_for_the_site_that_was_chosen(marketer: User, shop: Shop, storage: Storage) -> None:
    outlet = sites.add_site(storage, sites.SiteSettings("outlet.example")).id
    await marketer.open(f"{IMPORT}?site={outlet}")
    await drop(marketer, file_of({"name": "Welcome", "text": "Hello"}))
    await press(marketer, "Import 1 campaign")
    await until(lambda: shop.names(outlet) == ["Welcome"])
    assert shop.draft().text == "Hi there"


async def test_without_a_site_there_is_nothing_to_import_for(marketer: User) -> None:
    await marketer.open(IMPORT)
    await sees(marketer, "A smart message needs a website")


async def test_a_row_is_exported_as_a_file_that_an_import_takes(marketer: User, shop: Shop) -> None:
    await marketer.open(LIST)
    await choose(marketer, "Welcome", "Export")
    await until(lambda: marketer.download.http_responses)
    data = json.loads(marketer.download.http_responses[0].content)
    assert [(each["name"], each["sender"]) for each in data["campaigns"]] == [("Welcome", "ada@shop.example")]
    await marketer.open(IMPORT)
    await drop(marketer, json.dumps(data).encode())
    await sees(marketer, "1 unchanged")


async def test_the_list_leads_to_the_import(marketer: User, shop: Shop) -> None:
    await marketer.open(LIST)
    await choose(marketer, "the list", "Import")
    await sees(marketer, "Drop a file of campaigns here")


async def test_agents_who_may_not_make_campaigns_may_not_import(sign_in_as: SignInAs, shop: Shop) -> None:
    agent = await sign_in_as("agent")
    for page in ("import", "gallery", f"{shop.welcome}/history"):
        assert (await agent.http_client.get(f"{LIST}/{page}")).status_code == 403
