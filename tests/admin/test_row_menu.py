"""The ⋯ menu of a row: pressed again it closes, and it opens also while the last one is still going."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from tests.admin.hands import press, until

OPENER = "Actions for Owner"


async def open_menu(user: User) -> ui.menu:
    """The menu that stands open, as soon as there is one."""
    assert user.client is not None
    elements = user.client.elements

    def found() -> ui.menu | None:
        return next((each for each in elements.values() if isinstance(each, ui.menu) and each.value), None)

    return await until(found, "an open menu")


async def test_the_button_closes_what_it_opened_once_that_is_in_sight(owner: User) -> None:
    await owner.open("/team")
    await press(owner, OPENER)
    menu = await open_menu(owner)
    await press(owner, OPENER)
    assert menu.value, "pressed again because nothing had come yet"
    UserInteraction(owner, {menu}, None).trigger("show")  # as the browser tells
    await press(owner, OPENER)
    await until(lambda: not menu.value, "the closed menu")


async def test_a_menu_opens_again_while_the_last_one_is_still_fading(owner: User) -> None:
    await owner.open("/team")
    await press(owner, OPENER)
    fading = await open_menu(owner)
    fading.value = False  # Escape; the browser tells of its end only after the fading
    await press(owner, OPENER)
    assert await open_menu(owner) is not fading
