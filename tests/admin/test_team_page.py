"""The Team page: who works here, how they get in, and how they leave."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from nicegui import ui
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.testing import User
from PIL import Image

from core import team
from core.sites import SiteSettings, add_site
from core.storage import Storage
from core.storage.models import Campaign, Revision
from tests.admin.conftest import ADDRESS, PASSWORD, SignInAs
from tests.admin.hands import choose, field, fill, press, problem_at, send, shown, until, words_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def campaign_of(storage: Storage, sender: int, recipient: str) -> int:
    """A live campaign."""
    site = add_site(storage, SiteSettings(name="Shop"))
    content: dict[str, Any] = {"name": "Welcome back", "sender": sender, "recipient": recipient, "text": "Hi"}
    with storage.transaction():
        row = Campaign.create(
            site=site.id, status="active", position=1, draft=content, revision_number=1, created_at=NOW, changed_at=NOW
        )
        Revision.create(campaign=row.id, number=1, content=content, created_at=NOW)
    return int(row.id)


async def test_an_added_employee_gets_in_by_the_link_that_is_shown(
    owner: User, storage: Storage, browser: httpx.AsyncClient
) -> None:
    await owner.open("/team")
    await press(owner, "Add employee")
    await fill(owner, "Name", "Bo Nguyễn")
    await fill(owner, "E-mail", "Bo@shop.example")
    await press(owner, "Marketer Makes campaigns and answers conversations.")
    await press(owner, "Add employee")
    await owner.should_see("One-time link for Bo Nguyễn")
    address = next(words_of(each) for each in shown(owner) if words_of(each).startswith(f"{ADDRESS}/welcome/"))
    entered = await browser.post(address.split()[0], data={"password": PASSWORD})
    assert entered.status_code == 303
    page = await browser.get("/you")
    assert "Bo Nguyễn" in page.text
    assert next(each.role for each in team.agents(storage) if each.name == "Bo Nguyễn") == "marketer"


async def test_what_is_wrong_with_an_employee_is_told_at_its_field_and_nothing_is_added(
    owner: User, storage: Storage
) -> None:
    await owner.open("/team")
    await press(owner, "Add employee")
    await fill(owner, "Name", "Bo")
    await fill(owner, "E-mail", "owner@shop.example")
    await press(owner, "Add employee")
    await until(lambda: problem_at(owner, "E-mail"))
    assert problem_at(owner, "E-mail") == "Owner has this address already. Use another."
    await fill(owner, "E-mail", "bo")
    assert not problem_at(owner, "E-mail")
    await press(owner, "Add employee")
    await until(lambda: problem_at(owner, "E-mail"))
    assert "ada@example.com" in problem_at(owner, "E-mail")
    assert len(team.agents(storage)) == 1


@pytest.mark.parametrize(("wanted", "title"), [("employee", "Add employee"), ("group", "Add group")])
async def test_the_address_of_a_command_opens_its_form(owner: User, wanted: str, title: str) -> None:
    await owner.open(f"/team?add={wanted}")
    assert any(each.value for each in owner.find(ui.dialog).elements)
    await owner.should_see(title)


async def test_everything_that_is_wrong_is_marked_at_once(owner: User, storage: Storage) -> None:
    await owner.open("/team")
    await press(owner, "Add employee")
    await fill(owner, "Title", "Customer care\u0000")
    await press(owner, "Add employee")
    await until(lambda: problem_at(owner, "Name"))
    assert problem_at(owner, "Name") == "Type a name."
    assert problem_at(owner, "E-mail") == "Type an e-mail address."
    assert "can't be shown" in problem_at(owner, "Title")
    assert len(team.agents(storage)) == 1


async def test_an_employee_can_be_edited_and_put_into_groups(owner: User, storage: Storage) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    sales = team.add_group(storage, "Sales")
    await owner.open("/team")
    await choose(owner, "Bo", "Edit")
    await owner.should_see("Edit employee")
    await fill(owner, "Title", "Customer care")
    await fill(owner, "Groups", [sales.id])
    await press(owner, "Save")
    await owner.should_see("Bo is saved.")
    kept = team.agent(storage, bo.id)
    assert (kept.title, kept.group_ids, kept.email) == ("Customer care", (sales.id,), "bo@shop.example")


async def test_a_name_opens_what_can_be_edited_of_it(owner: User, storage: Storage) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    team.add_group(storage, "Sales", [bo.id])
    await owner.open("/team")
    await press(owner, "Sales")
    await owner.should_see("Edit group")
    await press(owner, "Cancel")
    await press(owner, "Bo")
    await owner.should_see("Edit employee")


async def test_editing_an_employee_keeps_them_in_groups_that_are_deactivated(owner: User, storage: Storage) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    sales, support = (team.add_group(storage, name, [bo.id]) for name in ("Sales", "Support"))
    team.deactivate_group(storage, sales.id, "")
    await owner.open("/team")
    await choose(owner, "Bo", "Edit")
    await owner.should_see("Edit employee")
    await fill(owner, "Title", "Customer care")
    await fill(owner, "Groups", [])
    await press(owner, "Save")
    await owner.should_see("Bo is saved.")
    assert team.agent(storage, bo.id).group_ids == (sales.id,)
    team.deactivate_group(storage, support.id, "")
    await choose(owner, "Bo", "Edit")
    await fill(owner, "Title", "Shop")
    await press(owner, "Save")
    await until(lambda: team.agent(storage, bo.id).title == "Shop")
    assert team.agent(storage, bo.id).group_ids == (sales.id,)


async def test_the_page_follows_what_others_change(owner: User, storage: Storage) -> None:
    await owner.open("/team")
    await owner.should_not_see("Cyprian")
    team.add_agent(storage, email="cy@shop.example", name="Cyprian", role="agent")
    await owner.should_see("Cyprian", retries=20)


async def test_the_last_owner_can_not_be_deactivated(owner: User, storage: Storage) -> None:
    await owner.open("/team")
    await choose(owner, "Owner", "Deactivate")
    await owner.should_see("Deactivate Owner?")
    await press(owner, "Deactivate")
    await owner.should_see("Owner is the last owner. Make somebody else an owner first.")
    assert team.agents(storage)[0].active


async def test_who_leaves_nothing_behind_goes_at_once_and_can_be_taken_back(
    owner: User, sign_in_as: SignInAs, storage: Storage
) -> None:
    bo = await sign_in_as("agent", name="Bo")
    await owner.open("/team")
    await choose(owner, "Bo", "Deactivate")
    await owner.should_see("Deactivate Bo?")
    await owner.should_not_see("Who takes over?")
    await press(owner, "Deactivate")
    await owner.should_see("Bo is deactivated.")
    assert (await bo.http_client.get("/you")).status_code == 303
    await press(owner, "Undo")
    await until(lambda: all(each.active for each in team.agents(storage)))


async def test_a_senders_successor_is_asked_for(owner: User, storage: Storage) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="marketer")
    cy = team.add_agent(storage, email="cy@shop.example", name="Cy", role="agent")
    campaign_id = campaign_of(storage, bo.id, f"agent:{bo.id}")
    await owner.open("/team")
    await choose(owner, "Bo", "Deactivate")
    await owner.should_see("Bo sends or gets the replies of 1 campaign: Welcome back.")
    await fill(owner, "Who takes over?", cy.id)
    await press(owner, "Deactivate")
    await owner.should_see("Bo is deactivated.")
    with storage.connection():
        row = Campaign.get_by_id(campaign_id)
    assert (row.draft["sender"], row.draft["recipient"], row.flag) == (cy.id, f"agent:{cy.id}", "")


async def test_without_a_successor_the_campaign_stops_and_says_why(owner: User, storage: Storage) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="marketer")
    campaign_id = campaign_of(storage, bo.id, "")
    await owner.open("/team")
    await choose(owner, "Bo", "Deactivate")
    await owner.should_see("Who takes over?")
    await press(owner, "Deactivate")
    await owner.should_see("Bo is deactivated.")
    with storage.connection():
        assert Campaign.get_by_id(campaign_id).flag.startswith("Bo left the team.")


async def test_groups_are_made_renamed_and_deactivated(owner: User, storage: Storage) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    await owner.open("/team")
    await owner.should_see("A group is a set of employees, such as Sales, who share an inbox.")
    await press(owner, "Add group")
    await fill(owner, "Members", [bo.id])
    await press(owner, "Add group")
    await until(lambda: problem_at(owner, "Name"))
    await fill(owner, "Name", "Sales")
    await press(owner, "Add group")
    await owner.should_see("Sales is saved.")
    await choose(owner, "Sales", "Edit")
    assert field(owner, "Members").value == [bo.id]
    await fill(owner, "Name", "Sales EU")
    await press(owner, "Save")
    await owner.should_see("Sales EU is saved.")
    await choose(owner, "Sales EU", "Deactivate")
    await owner.should_see("Deactivate Sales EU?")
    await press(owner, "Deactivate")
    await owner.should_see("Sales EU is deactivated.")
    assert [(each.name, each.active, each.member_ids) for each in team.groups(storage)] == [
        ("Sales EU", False, (bo.id,))
    ]


async def upload(user: User, data: bytes) -> None:
    uploader = next(each for each in shown(user) if isinstance(each, ui.upload))
    with uploader.client:
        await uploader.handle_uploads([SmallFileUpload("me.png", "image/png", data)])


async def test_a_picture_is_kept_small_and_shown_and_a_wrong_file_is_refused(owner: User, storage: Storage) -> None:
    written = io.BytesIO()
    Image.new("RGB", (600, 300), "#3451d1").save(written, "PNG")
    await owner.open("/you")
    await upload(owner, b"<svg/>")
    await owner.should_see("This file is no picture we can read. Choose a JPEG, PNG, WebP or GIF.")
    assert not team.agents(storage)[0].picture
    await upload(owner, written.getvalue())
    await owner.should_see("The picture is kept. Visitors see it from now on.")
    digest = team.agents(storage)[0].picture
    served = await owner.http_client.get(f"/media/{digest}")
    assert served.headers["content-type"] == "image/webp"
    assert "immutable" in served.headers["cache-control"]
    with Image.open(io.BytesIO(served.content)) as kept:
        assert kept.size == (256, 256)
    await press(owner, "Remove")
    await until(lambda: not team.agents(storage)[0].picture)
    await press(owner, "Undo")
    await until(lambda: team.agents(storage)[0].picture == digest)
    Image.new("RGB", (300, 300), "#b3261e").save(written := io.BytesIO(), "PNG")
    await upload(owner, written.getvalue())
    await owner.should_see("The picture is replaced.")
    await press(owner, "Undo")
    await until(lambda: team.agents(storage)[0].picture == digest)


async def test_a_picture_that_did_not_arrive_is_said_to_have_not(owner: User) -> None:
    await owner.open("/you")
    uploader = next(each for each in shown(owner) if isinstance(each, ui.upload))
    send(owner, uploader, "failed", [])
    await owner.should_see("The picture could not be sent. Check the connection, then add it again.")


async def test_one_changes_ones_own_name_and_password(owner: User, storage: Storage) -> None:
    await owner.open("/you")
    await fill(owner, "Name", "")
    await press(owner, "Save")
    await until(lambda: problem_at(owner, "Name") == "Type a name.")
    await fill(owner, "Name", "Ada Lovelace")
    await press(owner, "Save")
    await owner.should_see("Saved.")
    assert team.agents(storage)[0].name == "Ada Lovelace"
    await press(owner, "Change password")
    await until(lambda: problem_at(owner, "Current password") == "Type your current password.")
    assert "at least 10 characters" in problem_at(owner, "New password")
    await fill(owner, "Current password", "wrong")
    await fill(owner, "New password", "another good password")
    await press(owner, "Change password")
    await until(lambda: problem_at(owner, "Current password"))
    await fill(owner, "Current password", PASSWORD)
    await press(owner, "Change password")
    await owner.should_see("Your password is changed.")
    assert (await owner.http_client.get("/you")).status_code == 200


async def test_light_and_dark_are_kept_for_the_person(owner: User, storage: Storage) -> None:
    await owner.open("/you")
    await press(owner, "Dark")
    await until(lambda: team.agents(storage)[0].theme == "dark")
    assert "document.documentElement.dataset.theme='dark'" in (await owner.http_client.get("/you")).text
