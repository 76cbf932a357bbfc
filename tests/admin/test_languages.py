"""The admin speaks the language of whoever reads it: their own choice, else their browser's."""

from __future__ import annotations

import httpx
from nicegui import ui
from nicegui.testing import User

from admin_ui.services import Services
from core import team
from core.i18n.pseudo import pseudo
from core.storage import Storage
from tests.admin.conftest import SignInAs
from tests.admin.hands import press, until


async def chosen(storage: Storage, who: User, name: str, code: str) -> None:
    """Somebody reads the admin in a language from now on."""
    found = next(each for each in team.agents(storage) if each.name == name)
    team.set_language(storage, found.id, code)


async def test_a_page_and_what_its_buttons_say_are_in_the_readers_language(
    sign_in_as: SignInAs, storage: Storage
) -> None:
    reader, other = await sign_in_as("owner"), await sign_in_as("marketer")
    await chosen(storage, reader, "Owner", "xx")
    await reader.open("/you")
    await other.open("/you")
    await reader.should_see(pseudo("Your profile"))
    await reader.should_see(pseudo("Inbox"))
    await press(reader, pseudo("Save"))
    await reader.should_see(pseudo("Saved."))
    await press(other, "Save")
    await other.should_see("Saved.")


async def test_a_refusal_is_in_the_readers_language(sign_in_as: SignInAs, storage: Storage) -> None:
    reader = await sign_in_as("agent")
    await chosen(storage, reader, "Agent", "xx")
    answer = await reader.http_client.get("/team")
    assert answer.status_code == 403
    assert pseudo("Not yours to open") in answer.text
    said = pseudo("Your role ({role}) does not allow this. Ask an owner.")
    assert said.format(role=pseudo("Agent").lower()) in answer.text


async def test_the_language_is_chosen_in_the_profile(owner: User, storage: Storage) -> None:
    await owner.open("/you")
    field = next(iter(owner.find(ui.select).elements))
    assert field.options == {"": "Same as the browser", "en": "English", "vi": "Tiếng Việt"}
    field.set_value("vi")
    await until(lambda: [each.language for each in team.agents(storage)] == ["vi"], "the choice to be kept")


async def test_a_page_says_its_language_and_direction(sign_in_as: SignInAs, storage: Storage) -> None:
    reader = await sign_in_as("owner")
    for code, marks in (("vi", ['lang="vi"']), ("xr", ['lang="he"', "documentElement.dir='rtl'"]), ("", ['lang="en-'])):
        await chosen(storage, reader, "Owner", code)
        answer = await reader.http_client.get("/you")
        assert all(mark in answer.text for mark in marks)


async def test_the_door_speaks_the_browsers_language(browser: httpx.AsyncClient, services: Services) -> None:
    english = await browser.get("/sign-in")
    vietnamese = await browser.get("/sign-in", headers={"accept-language": "vi-VN"})
    assert '<html lang="en" dir="ltr">' in english.text
    assert '<html lang="vi" dir="ltr">' in vietnamese.text
