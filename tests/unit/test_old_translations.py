"""When the message's own words change, its translations are to be looked at again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.campaigns.drafts import Draft, check_field
from core.campaigns.translations import found_right, new_translation, outdated, own_words, taken_for_right
from core.errors import InvalidInput
from core.messages.translations import merge, words_alone

BUTTON = {"id": "a", "label": "See gifts", "action": "link", "link": "/gifts"}
FORM = {
    "fields": [{"id": "m", "kind": "email", "label": "E-mail", "required": True}],
    "consent": "You may write to me", "consent_link": "", "submit": "Send",
}  # fmt: skip
MINE = Draft(text="Hi", buttons=[BUTTON], form=FORM)
DRAFT = replace(MINE, translations={code: {**new_translation(MINE), "text": "…"} for code in ("vi", "de")})


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Hello"},
        {"buttons": [{**BUTTON, "label": "Gifts"}]},
        {"buttons": []},
        {"form": {**FORM, "submit": "Go"}},
        {"form": None},
    ],
)
def test_other_words_of_the_message_make_all_its_translations_old(change: dict[str, object]) -> None:
    assert outdated(DRAFT) == ()
    assert outdated(replace(DRAFT, **change)) == ("vi", "de")  # type: ignore[arg-type]
    assert outdated(replace(replace(DRAFT, **change), text="Hi", buttons=[BUTTON], form=FORM)) == ()  # type: ignore[arg-type]


def test_what_is_no_word_makes_nothing_old() -> None:
    assert outdated(replace(DRAFT, sender=2, buttons=[{**BUTTON, "link": "/presents"}], text="Hi\n")) == ()


def test_what_somebody_found_right_is_no_longer_old_and_visitors_notice_nothing() -> None:
    changed = replace(DRAFT, text="Hello")
    looked_at = replace(changed, translations=found_right(changed, ["vi"]))
    assert outdated(looked_at) == ("de",)
    assert looked_at.visible_differences(changed) == ()
    assert looked_at.differences(changed) == ("translations",)
    assert words_alone(looked_at.translations) == words_alone(changed.translations)


def test_translations_of_a_file_are_right_unless_they_were_here_before() -> None:
    file = replace(MINE, text="Hello", translations=words_alone(DRAFT.translations))
    assert outdated(taken_for_right(file, Draft())) == ()
    assert outdated(taken_for_right(file, DRAFT)) == ("vi", "de"), "as they were, for another text"
    other = {**file.translations, "vi": {**file.translations["vi"], "text": "Chào"}}
    assert outdated(taken_for_right(replace(file, translations=other), DRAFT)) == ("de",)


def test_one_looks_while_another_writes_and_both_stay() -> None:
    changed = replace(DRAFT, text="Hello")
    looked_at = found_right(changed, ["vi"])
    written = {**DRAFT.translations, "vi": {**DRAFT.translations["vi"], "text": "Chào"}}
    merged = merge(DRAFT.translations, looked_at, written)
    assert (merged.value["vi"]["text"], merged.value["vi"]["of"], merged.lost) == ("Chào", own_words(changed), False)


@pytest.mark.parametrize("of", [7, None, "x" * 60_001])
def test_what_a_translation_is_of_is_a_text(of: object) -> None:
    with pytest.raises(InvalidInput):
        check_field("translations", {"vi": {**new_translation(MINE), "of": of}})
