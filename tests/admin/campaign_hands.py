"""How tests use the campaign pages' own controls."""

from __future__ import annotations

from typing import Any

from nicegui import ui
from nicegui.testing import User

from admin_ui.components.choosers import ChipField, Control, NativeSelect, Picker, PlainInput
from admin_ui.components.switch import Switch
from tests.admin.hands import press, send, shown, until

LIST = "/campaigns/messages/smart-trigger"


def control(user: User, words: str) -> Control:
    """The newest control with this name or label that can be seen."""
    found = find_control(user, words)
    assert found is not None, f"there is no control “{words}”"
    return found


def find_control(user: User, words: str) -> Control | None:
    """The same, None where there is none yet."""
    everything = shown(user)
    for element in reversed(everything):
        if getattr(element, "text", None) == words and "for" in element.props:
            target = element.props["for"]
            for each in everything:
                if isinstance(each, Control) and each.props.get("fieldId") == target:
                    return each
        if isinstance(element, Control) and words in (element.props.get("label"), element.props.get("placeholder")):
            return element
    return None


async def tell(user: User, words: str, value: Any) -> None:
    """Type or choose in one of our own controls, as its browser side would tell."""
    element = await until(lambda: find_control(user, words), f"the control “{words}”")
    if isinstance(element, NativeSelect):
        assert value in [key for key, _ in element.props["options"]], f"“{value}” is not on offer"
    if isinstance(element, (ChipField, PlainInput, NativeSelect, Picker)):
        send(user, element, "update:modelValue", value)


async def pick(user: User, words: str, title: str) -> None:
    """Choose an item by its title from a picker, as a marketer does."""
    element = await until(lambda: find_control(user, words), f"the control “{words}”")
    assert isinstance(element, Picker)
    key = next(item["key"] for item in element.props["items"] if item["title"] == title)
    if element.props["kind"] == "button":
        send(user, element, "pick", key)
    elif element.props["multiple"]:
        send(user, element, "update:modelValue", [*(element.value or []), key])
    else:
        send(user, element, "update:modelValue", key)


async def toggle(user: User, name: str) -> None:
    """Press a switch."""
    switch = await until(lambda: named_switch(user, name), f"the switch “{name}”")
    send(user, switch, "click.stop.prevent", not switch.is_on)


def named_switch(user: User, name: str) -> Switch | None:
    found = (each for each in reversed(shown(user)) if isinstance(each, Switch))
    return next((each for each in found if each.props["aria-label"] == name), None)


def said(user: User, words: str) -> list[str]:
    """Everything on the page that says these words."""
    texts = [str(getattr(each, "text", "") or "") for each in shown(user)]
    return [each for each in texts if words in each]


async def sees(user: User, words: str) -> None:
    """Wait until the page says these words."""
    await until(lambda: said(user, words))


async def sees_not(user: User, words: str) -> None:
    """Wait until the page does not say these words."""
    await until(lambda: not said(user, words))


async def finish(user: User, next_title: str) -> None:
    """Press Finished and wait for the step that follows."""
    await press(user, "Finished")
    await until(lambda: any(each.tag == "h2" and getattr(each, "text", "") == next_title for each in shown(user)))


def undo(user: User) -> None:
    """Press Ctrl+Z where nothing is being typed."""
    send(user, _history(user), "historyUndo", {})


def redo(user: User) -> None:
    """Press Shift+Ctrl+Z there."""
    send(user, _history(user), "historyRedo", {})


def _history(user: User) -> ui.element:
    return next(each for each in shown(user) if "data-history" in each.props)
