"""Words that a browser kept because it was never told that they are saved: taken, offered, or forgotten."""

from __future__ import annotations

from typing import Any

from nicegui.testing import User

from admin_ui.campaign_editor.unsaved_words import UnsavedWords, word_for
from core.campaigns.drafts import Draft
from core.campaigns.translations import new_translation
from core.storage import Storage
from tests.admin.campaign_hands import LIST, said, sees, sees_not, undo
from tests.admin.editor.conftest import Make
from tests.admin.editor.hands import only
from tests.admin.hands import field, fill, press, send, shown, until


def blocks(words: str) -> list[dict[str, Any]]:
    return [{"type": "text", "spans": [{"text": words}]}]


def find(user: User, name: str, words: Any, *, before: str) -> None:
    """Let the browser tell of words that it kept, and what the draft said when they were typed."""
    keeper = next(each for each in shown(user) if isinstance(each, UnsavedWords))
    send(user, keeper, "found", {"field": name, "words": words, "before": word_for(before), "number": 7})


async def test_words_are_taken_where_the_draft_says_what_it_said(marketer: User, storage: Storage, make: Make) -> None:
    vi = {"vi": new_translation(Draft(text="Chào"))}
    await marketer.open(f"{LIST}/{make(text='Hi', translations=vi).id}?step=message")
    find(marketer, "text", blocks("Hi there"), before="Hi")
    find(marketer, "name", "Welcome", before="Welcome back")
    find(marketer, "translations.vi", blocks("Chào bạn"), before="Chào")
    await until(lambda: only(storage).draft.text == "Hi there")
    await until(lambda: only(storage).draft.name == "Welcome", "a field of a step that is not open")
    await until(lambda: only(storage).draft.translations["vi"]["text"] == "Chào bạn")
    assert field(marketer, "Message content").value == "Hi there"
    assert not said(marketer, "Words that were not saved")


async def test_words_are_offered_where_it_says_something_else(marketer: User, storage: Storage, make: Make) -> None:
    await marketer.open(f"{LIST}/{make(name='Of others').id}?step=name")
    find(marketer, "name", "Mine", before="Welcome back")
    await sees(marketer, "Words that were not saved: Mine")
    assert only(storage).draft.name == "Of others"
    await press(marketer, "Take them")
    await until(lambda: only(storage).draft.name == "Mine")
    await sees_not(marketer, "Words that were not saved: Mine")
    assert field(marketer, "Campaign name").value == "Mine"


async def test_words_that_have_arrived_are_not_put_back_after_an_undo(
    marketer: User, storage: Storage, make: Make
) -> None:
    await marketer.open(f"{LIST}/{make().id}?step=name")
    await fill(marketer, "Campaign name", "Typed")
    await until(lambda: only(storage).draft.name == "Typed")
    undo(marketer)
    await until(lambda: only(storage).draft.name == "Welcome back")
    find(marketer, "name", "Typed", before="Welcome back")
    assert field(marketer, "Campaign name").value == "Welcome back"
    await sees_not(marketer, "Words that were not saved: Typed")
