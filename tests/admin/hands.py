"""How tests use a page: by the words that stand on it, in the dialog that is open if one is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from nicegui import events, ui
from nicegui.elements.mixins.disableable_element import DisableableElement
from nicegui.elements.mixins.value_element import ValueElement
from nicegui.testing import User

PATIENCE_SECONDS = 5

Found = TypeVar("Found")


def shown(user: User) -> list[ui.element]:
    """Everything that can be seen, in the order of making; only the topmost open dialog, if there is one."""
    assert user.client is not None
    elements = [each for _, each in sorted(user.client.elements.items()) if each.visible and _is_open(each)]
    dialogs = [each for each in elements if isinstance(each, ui.dialog)]
    if not dialogs:
        return elements
    top = set(dialogs[-1].descendants())
    return [each for each in elements if each in top]


def words_of(element: ui.element) -> str:
    """What an element says: its name for screen readers, else its text, else the texts in it."""
    if "aria-label" in element.props:
        return str(element.props["aria-label"])
    own = str(getattr(element, "text", "") or element.props.get("label") or "")
    return own or " ".join(filter(None, (str(getattr(each, "text", "") or "") for each in element.descendants())))


async def until(holds: Callable[[], Found], waiting_for: str = "this") -> Found:
    """Wait for a condition and give what it answers; fail if it does not come to hold."""
    end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while not (found := holds()):
        assert asyncio.get_running_loop().time() < end, f"waited in vain for {waiting_for}"
        await asyncio.sleep(0.01)
    return found


async def press(user: User, words: str, event: str = "click") -> None:
    """Press the newest thing with these words that can be pressed, as soon as there is one."""
    element = await until(lambda: _pressable(user, words, event), f"“{words}”, which could be pressed")
    send(user, element, event, {})


async def choose(user: User, row: str, action: str) -> None:
    """Choose an action from the ⋯ menu of a row, which is made when it is opened."""
    await press(user, f"Actions for {row}")
    item = await until(lambda: _in_menu(user, f"Actions for {row}", action), f"“{action}” for {row}")
    send(user, item, "click", {})


async def select(user: User, row: str, *, on: bool = True, shift: bool = False) -> None:
    """Press the tick of a row, which is there whether or not the pointer is."""
    tick = await until(lambda: _pressable(user, f"Select {row}", "click"), f"the tick of {row}")
    send(user, tick, "click", {"on": on, "through": shift})


def field(user: User, words: str) -> ValueElement[Any]:
    """The field under a label, or named so."""
    found = _field(user, words)
    assert found is not None, f"there is no field “{words}”"
    return found


def _field(user: User, words: str) -> ValueElement[Any] | None:
    for element in reversed(shown(user)):
        if getattr(element, "text", None) == words and "for" in element.props:
            target = element.props["for"]
            fields = (each for each in shown(user) if each.props.get("for") == target and each is not element)
            return next((each for each in fields if isinstance(each, ValueElement)), None)
        if isinstance(element, ValueElement) and element.props.get("aria-label") == words:
            return element
    return None


async def fill(user: User, words: str, value: object) -> None:
    """Set a field as if somebody had typed or chosen."""
    element = await until(lambda: _field(user, words), f"the field “{words}”")
    assert user.client is not None
    with user.client:
        element.value = value


def problem_at(user: User, words: str) -> str:
    """What stands under a field as its problem, "" if nothing does."""
    return str(getattr(field(user, words), "error", "") or "")


def send(user: User, element: ui.element, event: str, args: Any) -> None:
    """Let an element's browser side emit an event."""
    assert user.client is not None
    with user.client:
        for listener in list(element._event_listeners.values()):
            if listener.type == event and listener.handler is not None:
                events.handle_event(
                    listener.handler, events.GenericEventArguments(sender=element, client=user.client, args=args)
                )


def _pressable(user: User, words: str, event: str) -> ui.element | None:
    for element in reversed(shown(user)):
        listens = any(each.type == event for each in element._event_listeners.values())
        disabled = isinstance(element, DisableableElement) and not element.enabled
        if listens and not disabled and words_of(element) == words:
            return element
    return None


def _in_menu(user: User, opener: str, action: str) -> ui.menu_item | None:
    for element in reversed(shown(user)):
        if words_of(element) == opener:
            items = (each for each in element.descendants() if isinstance(each, ui.menu_item))
            return next((each for each in items if action in words_of(each).split("  ")[-1]), None)
    return None


def _is_open(element: ui.element) -> bool:
    around = [element, *element.ancestors()]
    return all(each.visible and (not isinstance(each, ui.dialog) or bool(each.value)) for each in around)
