"""Buttons and questions of a message: made, moved, removed, and every step of it undone."""

from __future__ import annotations

from typing import Any

from nicegui import ui
from nicegui.testing import User

from core.storage import Storage
from tests.admin.campaign_hands import LIST, control, redo, said, sees, tell, undo
from tests.admin.editor.conftest import Make
from tests.admin.editor.hands import only
from tests.admin.hands import choose, fill, press, send, shown, until


def button(name: str, label: str) -> dict[str, Any]:
    return {"id": name, "label": label, "action": "reply", "link": ""}


BUTTONS = [button("a", "Yes"), button("b", "No"), button("c", "Later")]
FORM = {
    "fields": [
        {"id": "n", "kind": "name", "label": "Name", "required": False},
        {"id": "e", "kind": "email", "label": "E-mail", "required": True},
    ],
    "consent": "",
    "consent_link": "",
    "submit": "Send",
}


def labels(storage: Storage) -> list[str]:
    return [each["label"] for each in only(storage).draft.buttons]


def row(user: User, name: str) -> ui.element:
    return next(each for each in shown(user) if each.props.get("data-node") == name)


async def test_buttons_are_moved_by_menu_keyboard_and_pointer(marketer: User, storage: Storage, make: Make) -> None:
    await marketer.open(f"{LIST}/{make(buttons=BUTTONS).id}?step=message")
    moved = row(marketer, "c")
    await choose(marketer, "button 3", "Move up")
    await until(lambda: labels(storage) == ["Yes", "Later", "No"])
    assert control(marketer, "Button 2: words").value == "Later", "it is called by its place"
    send(marketer, moved, "nodeMove.stop", {"detail": -1})
    await until(lambda: labels(storage) == ["Later", "Yes", "No"])
    assert row(marketer, "c") is moved, "who moves it by keyboard stays in it"
    send(marketer, moved, "nodeMove.stop", {"detail": -1})
    send(marketer, row(marketer, "a"), "nodeDrop.stop", {"detail": {"parent": "", "at": 2}})
    await until(lambda: labels(storage) == ["Later", "No", "Yes"])
    for _ in range(3):
        undo(marketer)
    await until(lambda: labels(storage) == ["Yes", "No", "Later"])
    redo(marketer)
    await until(lambda: labels(storage) == ["Yes", "Later", "No"])


async def test_a_removed_button_comes_back_beside_what_was_typed_since(
    marketer: User, storage: Storage, make: Make
) -> None:
    await marketer.open(f"{LIST}/{make(buttons=BUTTONS).id}?step=message")
    await press(marketer, "Remove button 2")
    await sees(marketer, "Button removed")
    await tell(marketer, "Button 2: words", "Not now")
    await press(marketer, "Undo")
    await until(lambda: labels(storage) == ["Yes", "No", "Not now"])
    assert control(marketer, "Button 3: words").value == "Not now"


async def test_questions_are_moved_added_and_undone_with_the_form(marketer: User, storage: Storage, make: Make) -> None:
    await marketer.open(f"{LIST}/{make(form=FORM).id}?step=message")

    def asked() -> list[str] | None:
        form = only(storage).draft.form
        return form and [each["label"] for each in form["fields"]]

    await choose(marketer, "question 2", "Move up")
    await until(lambda: asked() == ["E-mail", "Name"])
    await press(marketer, "Ask: Phone")
    await until(lambda: asked() == ["E-mail", "Name", "Phone"])
    await tell(marketer, "Consent", "You may call me.")
    await press(marketer, "Remove the contact form")
    await until(lambda: asked() is None)
    undo(marketer)
    await until(lambda: asked() == ["E-mail", "Name", "Phone"])
    assert control(marketer, "Consent").value == "You may call me."
    for _ in range(3):
        undo(marketer)
    await until(lambda: asked() == ["Name", "E-mail"])
    assert control(marketer, "Consent").value == ""


async def test_undo_leads_to_the_step_of_what_it_changes(marketer: User, storage: Storage, make: Make) -> None:
    await marketer.open(f"{LIST}/{make().id}?step=message")
    assert not enabled(marketer, "Undo the last change")
    await fill(marketer, "Message content", "Hello")
    await press(marketer, "4 Set up")
    await sees(marketer, "How often a visitor meets the message")
    await press(marketer, "Undo the last change")
    await sees(marketer, "The visitor sees it under this employee's name")
    await until(lambda: only(storage).draft.text == "Hi there")
    assert not enabled(marketer, "Undo the last change")
    await press(marketer, "5 Activate")
    await sees(marketer, "Check it once more")
    await press(marketer, "Redo")
    await until(lambda: only(storage).draft.text == "Hello")
    assert said(marketer, "Check it once more"), "the summary shows it, too"


def enabled(user: User, words: str) -> bool:
    found = next(each for each in shown(user) if each.props.get("aria-label") == words)
    assert isinstance(found, ui.button)
    return found.enabled


async def test_a_picture_that_arrives_after_its_step_was_left_comes_into_the_draft(
    marketer: User, storage: Storage, make: Make
) -> None:
    form = {"fields": {}, "consent": "", "consent_link": "", "submit": ""}
    vietnamese = {"text": "Chào", "buttons": {}, "form": form}
    campaign = make(text="First\n\nSecond", translations={"vi": vietnamese})
    await marketer.open(f"{LIST}/{campaign.id}?step=set_up")
    picture = {"media": "a" * 64, "width": 64, "height": 48, "alt": ""}
    told = {"language": "", "at": 1, "picture": picture, "problem": "", "more": 0}
    arrive(marketer, told)
    await until(lambda: only(storage).draft.text == f"First\n\n![](media:{'a' * 64} 64x48)\n\nSecond")
    await sees(marketer, "The picture is in the message.")
    arrive(marketer, {**told, "at": 99})
    await until(lambda: only(storage).draft.text.endswith("64x48)"))
    arrive(marketer, {**told, "language": "vi"})
    await until(lambda: only(storage).draft.translations["vi"]["text"].endswith("64x48)"))
    undo(marketer)
    await sees(marketer, "The visitor sees it under this employee's name")
    before = only(storage).draft.text
    for nonsense in ({**told, "picture": {"media": 1}}, {**told, "language": "fr"}, {**told, "picture": None}, {}):
        arrive(marketer, nonsense)
    arrive(marketer, {**told, "picture": None, "problem": "cat.png: The picture could not be sent."})
    await sees(marketer, "cat.png")
    assert only(storage).draft.text == before


def arrive(user: User, told: dict[str, Any]) -> None:
    """Let the browser tell what has become of a picture."""
    assert user.client is not None
    send(user, user.client.layout, "st_picture", told)
