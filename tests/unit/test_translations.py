"""A message in several languages: who gets which, what is missing where, and two translators at once."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from core.campaigns.content import blocks_of
from core.campaigns.drafts import Draft, check_field
from core.campaigns.shared_fields import SHARED
from core.campaigns.translations import in_language, new_translation, translation_problems
from core.deliveries.contents import Content
from core.errors import InvalidInput
from core.i18n import languages, speaking
from core.messages import plain
from core.messages.forms import new_form

BUTTON = {"id": "a", "label": "See gifts", "action": "link", "link": "/gifts"}
FORM = {**new_form(), "consent": "You may write to me.", "consent_link": "/privacy"}
VIETNAMESE: dict[str, Any] = {
    "text": "Chào bạn",
    "buttons": {"a": {"label": "Xem quà", "link": "/vi/qua"}},
    "form": {
        "fields": {"name": "Tên", "email": "E-mail"},
        "consent": "Bạn có thể viết cho tôi.",
        "consent_link": "",
        "submit": "Gửi",
    },
}
DRAFT = Draft(text="Hi", buttons=[BUTTON], form=FORM, language="en", translations={"vi": VIETNAMESE})


def without(path: str) -> dict[str, Any]:
    """The Vietnamese words with one of them taken away: `form/submit`."""
    copy = deepcopy(VIETNAMESE)
    place = copy
    *steps, last = path.split("/")
    for step in steps:
        place = place[step]
    place[last] = " "
    return copy


@pytest.mark.parametrize(
    ("browser", "said"),
    [("vi", "Chào bạn"), ("vi-VN", "Chào bạn"), ("VI_vn", "Chào bạn"), ("en", "Hi"), ("de-AT", "Hi"), ("", "Hi")],
)
def test_a_visitor_gets_the_language_of_the_browser_else_the_message_itself(browser: str, said: str) -> None:
    assert plain(Content(DRAFT).to(browser).message.blocks({}))[: len(said)] == said


def test_old_subtags_mean_the_same_language() -> None:
    content = Content(Draft(text="Hi", translations={"no": new_translation(Draft(text="Hei"))}))
    assert [content.to(each).language for each in ("nb-NO", "nn", "no", "sv")] == ["no", "no", "no", ""]


def test_what_is_translated_is_words_and_links_and_nothing_else() -> None:
    _, buttons, form = blocks_of(in_language(DRAFT, "vi"))
    assert buttons["buttons"] == [{"id": "a", "label": "Xem quà", "action": "link", "link": "/vi/qua"}]
    assert [each["label"] for each in form["fields"]] == ["Tên", "E-mail"]
    assert [each["required"] for each in form["fields"]] == [False, True]
    assert (form["consent"], form["consent_link"], form["submit"]) == ("Bạn có thể viết cho tôi.", "/privacy", "Gửi")
    assert in_language(DRAFT, "de") is DRAFT


def test_a_new_translation_begins_with_the_messages_own_words() -> None:
    begun = Draft(**{**DRAFT.as_data(), "translations": {"de": new_translation(DRAFT)}})
    assert blocks_of(in_language(begun, "de")) == blocks_of(DRAFT)
    assert [*translation_problems(begun)] == []
    check_field("translations", {"de": new_translation(Draft())})


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, []),
        ({"translations": {"vi": without("text")}}, [("text", "Vietnamese: The message is empty.")]),
        ({"translations": {"vi": without("buttons/a/label")}}, [("buttons", "Vietnamese: “See gifts” has no words")]),
        ({"translations": {"vi": without("buttons/a/link")}}, []),
        ({"translations": {"vi": without("form/fields/email")}}, [("form", "Vietnamese: “E-mail” has no words")]),
        ({"translations": {"vi": without("form/submit")}}, [("form", "Vietnamese: “Send” has no words")]),
        ({"translations": {"vi": {**VIETNAMESE, "text": "{{ a.b }}"}}}, [("text", "Vietnamese: There is no value")]),
        ({"language": "vi"}, [("text", "Vietnamese: The message itself is in this language.")]),
        ({"text": "", "translations": {"vi": VIETNAMESE}}, []),
        (
            {"text": "{{ a.b }}", "translations": {"vi": without("text")}},
            [("text", "Vietnamese: The message is empty.")],
        ),
        (
            {"text": "{{ a.b }}", "translations": {"vi": {**VIETNAMESE, "text": "{{ a.b }}"}}},
            [("text", "Vietnamese: There is no value")],
        ),
        ({"buttons": [{**BUTTON, "link": ""}]}, []),
    ],
)
def test_what_a_language_lacks_is_told_by_its_name(fields: dict[str, Any], found: Any) -> None:
    told = [*translation_problems(Draft(**{**DRAFT.as_data(), **fields}))]
    assert [each.part for each in told] == [part for part, _ in found]
    assert all(each.message.startswith(words) for each, (_, words) in zip(told, found, strict=True)), told


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"klingon": VIETNAMESE},
        {"vi": {}},
        {"vi": {**VIETNAMESE, "html": "<b>"}},
        {"vi": {**VIETNAMESE, "text": 7}},
        {"vi": {**VIETNAMESE, "buttons": {"a": {"label": "x"}}}},
        {"vi": {**VIETNAMESE, "form": {}}},
        {"vi": {**VIETNAMESE, "text": "\ud800"}},
        {"vi": {**VIETNAMESE, "text": "x" * 20_001}},
    ],
)
def test_what_has_another_shape_is_not_kept_in_a_draft(value: Any) -> None:
    with pytest.raises(InvalidInput):
        check_field("translations", value)


def test_a_language_is_known_by_its_own_name_and_by_the_readers() -> None:
    assert (languages.own_name("vi"), languages.name("vi"), languages.name("de")) == (
        "Tiếng Việt",
        "Vietnamese",
        "German",
    )
    with speaking("vi"):
        assert languages.name("de") == "Tiếng Đức"
    assert all(languages.primary(code) == code for code in languages.CODES)
    assert ("vi", "Vietnamese") in languages.offered()


GERMAN = {**VIETNAMESE, "text": "Hallo"}
LOUD = {**VIETNAMESE, "text": "Chào bạn!"}
SENT = without("form/submit")
OWN = {"vi": VIETNAMESE}
MERGES = [
    ("two languages", OWN, {"vi": LOUD}, {**OWN, "de": GERMAN}, {"vi": LOUD, "de": GERMAN}, False),
    ("two parts of one", OWN, {"vi": LOUD}, {"vi": SENT}, {"vi": {**SENT, "text": "Chào bạn!"}}, False),
    ("the same part", {"vi": VIETNAMESE}, {"vi": LOUD}, {"vi": GERMAN}, {"vi": GERMAN}, True),
    ("removed by them", {"vi": VIETNAMESE}, {}, {"vi": VIETNAMESE, "de": GERMAN}, {"de": GERMAN}, False),
    ("removed by them, changed by me", {"vi": VIETNAMESE}, {}, {"vi": LOUD}, {"vi": LOUD}, True),
    ("changed by them, removed by me", {"vi": VIETNAMESE}, {"vi": LOUD}, {}, {}, True),
    ("the same one added by both", {}, {"vi": VIETNAMESE}, {"vi": LOUD}, {"vi": LOUD}, True),
    ("added by them", {}, {"vi": VIETNAMESE}, {}, {"vi": VIETNAMESE}, False),
]  # fmt: skip


@pytest.mark.parametrize(("base", "theirs", "mine", "both", "lost"), [case[1:] for case in MERGES])
def test_two_translators_both_keep_what_they_typed(base: Any, theirs: Any, mine: Any, both: Any, lost: Any) -> None:
    merged = SHARED["translations"].merge(base, theirs, mine)
    assert (merged.value, merged.lost) == (both, lost)
    check_field("translations", merged.value)


def test_what_differs_is_named_by_language_and_part() -> None:
    changed = SHARED["translations"].changed
    assert changed({"vi": VIETNAMESE}, {"vi": LOUD}) == {"vi", "vi/text"}
    assert changed({"vi": VIETNAMESE}, {"vi": VIETNAMESE}) == frozenset()
    assert "de/buttons/a" in changed({}, {"de": GERMAN})
