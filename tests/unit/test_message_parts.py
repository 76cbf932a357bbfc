"""Buttons and contact forms: what can be published, and what a visitor can be asked."""

from __future__ import annotations

from typing import Any

import pytest

from core.campaigns.content import blocks_of, extra_problems
from core.campaigns.drafts import Draft, check_field
from core.errors import InvalidInput
from core.messages.forms import answers, new_form

LINK = {"id": "a", "label": "See gifts", "action": "link", "link": "/gifts"}
ASK = {"id": "b", "label": "Leave your address", "action": "form", "link": ""}


def codes(**fields: Any) -> list[tuple[str, str]]:
    return [(field, problem.code) for field, problem in extra_problems(Draft(**fields))]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"buttons": [LINK]}, []),
        ({"buttons": [LINK, ASK], "form": new_form()}, []),
        ({"buttons": [ASK]}, [("buttons", "button_form")]),
        ({"buttons": [{**LINK, "label": " "}]}, [("buttons", "button_label")]),
        ({"buttons": [{**LINK, "label": "x" * 61}]}, [("buttons", "button_label")]),
        ({"buttons": [{**LINK, "label": "\u200b"}]}, [("buttons", "button_label")]),
        ({"buttons": [{**LINK, "label": "See\u2028gifts"}]}, [("buttons", "button_label")]),
        ({"buttons": [{**LINK, "link": ""}]}, [("buttons", "button_link")]),
        ({"buttons": [{**LINK, "link": "javascript:alert(1)"}]}, [("buttons", "button_link")]),
        ({"buttons": [{**LINK, "action": "fly"}]}, [("buttons", "button_action")]),
        ({"buttons": [LINK] * 5}, [("buttons", "button_count")]),
        ({"form": {**new_form(), "fields": []}}, [("form", "form_reach")]),
        (
            {"form": {**new_form(), "fields": [{**new_form()["fields"][1], "label": "E\x0bmail"}]}},
            [("form", "form_label")],
        ),
        ({"form": {**new_form(), "submit": ""}}, [("form", "form_submit")]),
        ({"form": {**new_form(), "consent_link": "javascript:1"}}, [("form", "form_consent")]),
        ({"form": {**new_form(), "fields": new_form()["fields"] * 2}}, [("form", "form_fields")]),
    ],
)
def test_what_can_not_be_published_says_why(fields: Any, found: Any) -> None:
    assert codes(**fields) == found


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("buttons", {}),
        ("buttons", [{"id": "a"}]),
        ("buttons", [{**LINK, "html": "<b>"}]),
        ("buttons", [{**LINK, "label": 7}]),
        ("buttons", [LINK] * 9),
        ("buttons", [{**LINK, "label": "\ud800"}]),
        ("form", []),
        ("form", {"fields": []}),
        ("form", {**new_form(), "fields": [{"id": "a"}]}),
        ("form", {**new_form(), "consent": 1}),
    ],
)
def test_what_has_another_shape_is_not_kept_in_a_draft(field: str, value: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_field(field, value)
    assert refused.value.field == field


def test_a_form_waits_for_its_button_where_there_is_one() -> None:
    assert [block["hidden"] for block in blocks_of(Draft(form=new_form()))] == [False]
    assert [block.get("hidden") for block in blocks_of(Draft(form=new_form(), buttons=[ASK]))] == [None, True]


@pytest.mark.parametrize(
    ("kind", "said", "code"),
    [
        ("email", "an@example.vn", None),
        ("email", "an+shop@mail.example.vn", None),
        ("email", "an@example", "form_email"),
        ("email", "an example@example.vn", "form_email"),
        ("phone", "+84 90 123 45 67", None),
        ("phone", "(030) 123-456", None),
        ("phone", "(+49) 30 123456 ext. 7", None),
        ("phone", "٠٣٠ ١٢٣٤٥٦", None),
        ("phone", "1234", "form_phone"),
        ("phone", "call me", "form_phone"),
        ("text", "Anything goes", None),
        ("text", "", "form_missing"),
    ],
)
def test_an_answer_has_to_be_of_its_kind(kind: str, said: str, code: str | None) -> None:
    form = {**new_form(), "fields": [{"id": "x", "kind": kind, "label": "Field", "required": True}]}
    if code is None:
        assert [each.value for each in answers(form, {"x": said}, consent=False)] == [said]
        return
    with pytest.raises(InvalidInput) as refused:
        answers(form, {"x": said}, consent=False)
    assert (refused.value.code, refused.value.field) == (code, "x")
