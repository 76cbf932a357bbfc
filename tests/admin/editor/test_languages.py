"""A message in several languages: added, written, previewed, missing words told, removed with the way back."""

from __future__ import annotations

from typing import Any

import pytest
from nicegui.testing import User

from admin_ui.campaign_editor.old_translation import OldTranslation
from admin_ui.components.choosers import PlainInput
from core import team
from core.campaigns.drafts import Draft
from core.campaigns.translations import new_translation
from core.messages.forms import new_form
from core.storage import Storage
from core.widget_texts import told
from tests.admin.campaign_hands import LIST, pick, said, sees, sees_not, tell
from tests.admin.conftest import SignInAs
from tests.admin.editor.conftest import Make
from tests.admin.editor.hands import mock, only
from tests.admin.hands import field, fill, press, until

BUTTON = {"id": "a", "label": "See gifts", "action": "link", "link": "/gifts"}


def preview(user: User) -> str:
    spans = mock(user)["blocks"][0]["spans"]
    return "".join(each.get("text", "") for each in spans)


def translations(storage: Storage) -> dict[str, Any]:
    return only(storage).draft.translations


async def test_a_language_is_added_written_and_previewed(marketer: User, storage: Storage, make: Make) -> None:
    await marketer.open(f"{LIST}/{make(text='Hi', buttons=[BUTTON]).id}?step=message")
    await pick(marketer, "Add a language", "Vietnamese")
    await sees(marketer, "Shown to visitors whose browser is set to Vietnamese.")
    await sees(marketer, "Tiếng Việt")
    assert field(marketer, "Message content").value == "Hi", "it begins with the message's own words"
    await fill(marketer, "Message content", "Chào")
    await tell(marketer, "Button 1: words", "Xem quà")
    await until(lambda: preview(marketer) == "Chào")
    assert mock(marketer)["blocks"][1]["buttons"][0]["label"] == "Xem quà"
    assert mock(marketer)["site"]["texts"] == told({})["vi"], "the widget speaks the language, too"
    said = {"a": {"label": "Xem quà", "link": ""}}
    await until(lambda: translations(storage).get("vi", {}).get("buttons") == said)
    await press(marketer, "Main message")
    await until(lambda: preview(marketer) == "Hi")
    await pick(marketer, "Language of the message", "English")
    await press(marketer, "English main")
    assert (only(storage).draft.text, field(marketer, "Message content").value) == ("Hi", "Hi")


async def test_the_preview_speaks_one_language(sign_in_as: SignInAs, storage: Storage, make: Make) -> None:
    reader = await sign_in_as("marketer")
    team.set_language(storage, next(each.id for each in team.agents(storage) if each.name == "Marketer"), "vi")
    english = {"en": new_translation(Draft(text="Chào"))}
    await reader.open(f"{LIST}/{make(text='Chào', sender=None, translations=english).id}?step=message")
    assert (mock(reader)["site"]["texts"], mock(reader)["agent"]["name"]) == (told({})["vi"], "Đồng nghiệp của bạn")
    assert mock(reader)["agent"]["picture"].endswith("/nobody.svg"), "nobody has no initials"
    await press(reader, "English")
    assert (mock(reader)["site"]["texts"], mock(reader)["agent"]["name"]) == (told({})["en"], "Your colleague")


async def test_what_a_language_lacks_is_told_where_it_is_typed(marketer: User, storage: Storage, make: Make) -> None:
    words = new_translation(Draft(text="Chào", buttons=[{**BUTTON, "label": ""}]))
    await marketer.open(f"{LIST}/{make(buttons=[BUTTON], translations={'vi': words}).id}?step=message")
    await press(marketer, "Finished")
    await sees(marketer, "Vietnamese: “See gifts” has no words in this language. Type them.")
    await sees(marketer, "Shown to visitors whose browser is set to Vietnamese.")
    await tell(marketer, "Button 1: words", "Xem quà")
    await sees_not(marketer, "Vietnamese: “See gifts”")


async def test_finished_leads_to_the_words_that_a_language_lacks(
    marketer: User, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    focused: list[object] = []
    monkeypatch.setattr(PlainInput, "focus", lambda control: focused.append(control.props["label"]))
    buttons = [BUTTON, {**BUTTON, "id": "b", "label": "Sizes"}]
    words = new_translation(Draft(text="Chào", buttons=[BUTTON]))
    await marketer.open(f"{LIST}/{make(buttons=buttons, translations={'vi': words}).id}?step=message")
    await press(marketer, "Finished")
    await until(lambda: focused)
    assert focused == ["Button 2: words"]


@pytest.mark.parametrize(
    ("wrong", "label"),
    [
        ({"buttons": {"a": {"label": "Xem quà", "link": "gifts"}}}, "Button 1: address"),
        ({"form": {"consent_link": "privacy"}}, "Link of the consent"),
        ({"form": {"submit": "x" * 200}}, "Words on the button"),
    ],
)
async def test_finished_leads_to_the_words_of_a_language_that_are_wrong(
    marketer: User, make: Make, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any], label: str
) -> None:
    focused: list[object] = []
    monkeypatch.setattr(PlainInput, "focus", lambda control: focused.append(control.props["label"]))
    own = Draft(text="Chào", buttons=[BUTTON], form={**new_form(), "consent": "Yes", "consent_link": "/privacy"})
    words = new_translation(own)
    words = {**words, **{part: {**words[part], **more} for part, more in wrong.items()}}
    made = make(buttons=own.buttons, form=own.form, translations={"vi": words})
    await marketer.open(f"{LIST}/{made.id}?step=message")
    await press(marketer, "Finished")
    await until(lambda: focused)
    assert focused == [label]


async def test_a_picture_that_no_language_says_anything_of_is_told_in_all_at_once(marketer: User, make: Make) -> None:
    text = f"![](media:{'a' * 64} 64x48)"
    words = {"vi": new_translation(Draft(text=text)), "de": new_translation(Draft(text="Hallo"))}
    await marketer.open(f"{LIST}/{make(text=text, language='en', translations=words).id}?step=message")
    await press(marketer, "Finished")
    await sees(marketer, "2 things to mend here.")
    assert len(said(marketer, "Something is missing here")) == 2
    await press(marketer, "Tiếng Việt Something is missing here")
    await sees(marketer, "Vietnamese: Say what the picture shows")


async def test_a_removed_language_comes_back(marketer: User, storage: Storage, make: Make) -> None:
    words = {"vi": new_translation(Draft(text="Hi there"))}
    await marketer.open(f"{LIST}/{make(translations=words).id}?step=message")
    await press(marketer, "Tiếng Việt")
    await press(marketer, "Remove Vietnamese")
    await until(lambda: translations(storage) == {})
    await sees(marketer, "Vietnamese removed")
    await press(marketer, "Undo")
    await until(lambda: translations(storage) == words)
    await sees(marketer, "Tiếng Việt")


async def test_translators_of_two_languages_both_win(sign_in_as: SignInAs, storage: Storage, make: Make) -> None:
    words = new_translation(Draft(text="Hi"))
    campaign = make(text="Hi", translations={"vi": words, "de": words})
    mine, theirs = await sign_in_as("marketer", name="Mai"), await sign_in_as("owner", name="Bo")
    for user, language in ((mine, "Tiếng Việt"), (theirs, "Deutsch")):
        await user.open(f"{LIST}/{campaign.id}?step=message")
        await press(user, language)
    await fill(mine, "Message content", "Chào")
    await fill(theirs, "Message content", "Hallo")
    await until(lambda: {code: each["text"] for code, each in translations(storage).items()} == {
        "vi": "Chào",
        "de": "Hallo",
    })  # fmt: skip
    await sees(mine, "Bo changed Other languages")
    assert field(mine, "Message content").value == "Chào"


async def test_what_has_changed_is_told_in_words_not_in_marks(marketer: User, make: Make) -> None:
    words = {"vi": new_translation(Draft(text="Hi"))}
    text = f"Hi \\*\\*free\\*\\*\n\n![A buoy](media:{'a' * 64} 64x48)"
    await marketer.open(f"{LIST}/{make(text=text, translations=words).id}?step=activate")
    await press(marketer, "Look at them")
    await sees(marketer, "Hi **free**\nPicture: A buoy")
    assert not said(marketer, "media:")


async def test_a_change_of_the_message_asks_to_look_at_its_translations(
    marketer: User, storage: Storage, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = {code: new_translation(Draft(text="Hi")) for code in ("vi", "de")}
    await marketer.open(f"{LIST}/{make(text='Hi', translations=words).id}?step=message")
    await sees_not(marketer, "To be looked at again")
    await fill(marketer, "Message content", "Hello")
    await until(lambda: len(said(marketer, "To be looked at again")) == 2)
    await press(marketer, "Tiếng Việt To be looked at again")
    await sees(marketer, "The main message has changed since Vietnamese was found right.")
    await press(marketer, "It is right as it stands")
    await until(lambda: translations(storage)["vi"]["of"] == "Hello")
    await sees_not(marketer, "since Vietnamese was found right.")
    await press(marketer, "Finished")
    await marketer.open(f"{LIST}/{only(storage).id}?step=activate")
    await sees(marketer, "The main message has changed since these were found right: German.")
    focused: list[str] = []
    monkeypatch.setattr(OldTranslation, "focus", lambda note: focused.append("what has changed"))
    await press(marketer, "Look at them")
    await sees(marketer, "The main message has changed since German was found right.")
    await sees(marketer, "Shown to visitors whose browser is set to German.")
    assert focused == ["what has changed"]
