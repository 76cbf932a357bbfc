"""Merge tags: what can be published, what visitors read, and that what is put in never becomes anything but text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.campaigns.content import extra_problems
from core.campaigns.drafts import Draft
from core.deliveries.merge_values import Telling, values
from core.messages import parse, plain, problems
from core.messages.compiled import Message
from core.messages.forms import new_form
from core.messages.merge_tags import MAX_SAID, MAX_TAGS
from core.messages.merge_values import CATALOGUE
from core.messages.names import first_name
from core.messages.problems import length
from core.visits import Location, Visit

NAME = '{{ visitor.name | default: "there" }}'


def said(text: str, **known: str) -> str:
    return plain(Message(parse(text)).blocks({name.replace("__", "."): value for name, value in known.items()}))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (f"Hi {NAME}", None),
        ('Hi {{visitor.name|default:"there"}}', None),
        ("{{ sender.first_name }} here", None),
        ('{{ visitor.name | capitalize | truncate: 12 | default: "there" }}', None),
        ("{{ visitor.name | default: sender.name }}", None),
        ("Hi {{ visitor.name }}", 'default: "there"'),
        ("Hi {{ visitor.nmae }}", "Did you mean visitor.name?"),
        ("Hi {{ secret }}", "can't be read"),
        ("Hi {{ cart.total }}", "no value “cart.total”"),
        ("Hi {{ visitor }}", "can't be read"),
        ('Hi {{ "x" }}', "names no value"),
        ("Hi {{ visitor.name | shout }}", "filter"),
        ("Hi {{ visitor.name | truncate: visitor.email }}", "can't be read"),
        ("Hi {{ visitor.name | }}", "can't be read"),
        ("Hi {{ (1..9999999999) }}", "names no value"),
        ("Hi {{ }}", "can't be read"),
        ("Hi {{}}", "half a merge tag"),
        ("Hi {{ visitor.name", "half a merge tag"),
        ("Hi visitor.name }}", "half a merge tag"),
        (r"Hi \{{ site.name }}", "half a merge tag"),
        ("{{ vis**itor**.name }}", "can't be read"),
        ("{% for x in visitor %}x{% endfor %}", "takes values only"),
        ("{% assign x = 1 %}Hi", "takes values only"),
        ("[pay](https://a.example/?to={{site.name}})", "links are the same for everybody"),
        ('{{ visitor.name | default: "" }}', "Add words"),
        ("{{ site.name }}" * (MAX_TAGS + 1), f"Keep {MAX_TAGS}"),
    ],
)
def test_what_a_tag_lacks_is_told_at_the_text(text: str, word: str | None) -> None:
    found = [each.message for each in problems(text)]
    assert word in found[0] if word else found == [], found


def test_labels_may_hold_tags_and_tell_what_they_lack() -> None:
    button = {"id": "a", "label": f"Call me, {NAME}", "action": "reply", "link": ""}
    form = {**new_form(), "consent": "{{ site.name }} may write to me", "submit": "Send to {{ sender.name }}"}
    assert [*extra_problems(Draft(buttons=[button], form=form))] == []
    broken = Draft(buttons=[{**button, "label": "{{ nobody.knows }}"}], form={**form, "consent": "{% if %}"})
    assert {(field, each.code) for field, each in extra_problems(broken)} >= {
        ("buttons", "button_tag"),
        ("form", "form_tag"),
    }
    empty = Draft(buttons=[{**button, "label": '{{ visitor.name | default: "" }}'}])
    assert [each.code for _, each in extra_problems(empty)] == ["button_label"]


@pytest.mark.parametrize(
    ("text", "known", "read"),
    [
        (f"Hi {NAME}!", {"visitor__name": "Mai"}, "Hi Mai!"),
        (f"Hi {NAME}!", {}, "Hi there!"),
        ('Hi {{ visitor.name | default: "" }}, welcome', {}, "Hi, welcome"),
        ('Hi **{{ visitor.name | default: "" }}** and welcome', {}, "Hi and welcome"),
        ('{{ visitor.name | default: "" }}\n\nWelcome', {}, "Welcome"),
        ('{{ visitor.city | upcase | default: "X" }}', {"visitor__city": "Huế"}, "HUẾ"),
        ("{{ page.title }}", {"page__title": "x" * 900}, "x" * MAX_SAID),
        (f"Hi {NAME}", {"visitor__name": "**b** [x](https://e.example) {{ site.name }} <b>"}, None),
        ("Hi {{ visitor.name | shout }}!", {"visitor__name": "Mai"}, "Hi!"),
    ],
)
def test_a_message_reads_like_this(text: str, known: Any, read: str | None) -> None:
    assert said(text, **known) == (read or f"Hi {known['visitor__name']}")


def test_what_is_put_in_has_the_style_and_the_link_of_its_tag() -> None:
    (block,) = Message(parse("[**{{ site.name }}** shop](/gifts)")).blocks({"site.name": "https://evil.example"})
    assert block["spans"] == [
        {"text": "https://evil.example", "bold": True, "link": "/gifts"},
        {"text": " shop", "link": "/gifts"},
    ]


@given(st.text(max_size=300))
def test_a_value_is_text_whatever_it_holds(value: str) -> None:
    (block,) = Message(parse(f"a {NAME}")).blocks({"visitor.name": value})
    assert all(set(span) == {"text"} for span in block["spans"])
    assert len(block["spans"]) <= 2


@given(st.text(alphabet="{}% |.:\"'vnsite1-", max_size=30))
def test_no_text_makes_a_tag_fail_before_a_visitor(text: str) -> None:
    inside = f"{{{{{text}}}}}"
    Message(parse(f"a {inside}")).blocks({})
    problems(inside)


def test_a_tag_counts_as_what_it_says_where_nothing_is_known() -> None:
    assert length(f"Hi {NAME}") == len("Hi there")


def test_a_message_without_tags_is_handed_on_as_it_is() -> None:
    message = Message(parse("Hi"))
    assert message.blocks({}) is message.blocks({"visitor.name": "Mai"})
    assert not message.names


VISIT = Visit(
    now=datetime(2026, 11, 27, 1, tzinfo=UTC),
    site_time_zone=ZoneInfo("America/New_York"),
    url="https://shop.example/gifts?x=1",
    title="Gift\nboxes",
    language="vi-VN",
    time_zone="Asia/Ho_Chi_Minh",
    location=Location("VN", "Hanoi", "Hanoi"),
    number=4,
)


def test_every_value_of_the_catalogue_can_be_said() -> None:
    telling = Telling(VISIT, "Nguyễn Thị Mai", "mai@example.com", "Ada Lovelace", "Shop", "")
    found = values(telling, frozenset(CATALOGUE))
    assert list(found) != []
    assert found == {
        "visitor.first_name": "Mai",
        "visitor.name": "Nguyễn Thị Mai",
        "visitor.email": "mai@example.com",
        "visitor.country": "Vietnam",
        "visitor.region": "Hanoi",
        "visitor.city": "Hanoi",
        "visitor.language": "Vietnamese",
        "visitor.visits": "4",
        "visitor.device": "desktop",
        "page.title": "Gift boxes",
        "page.path": "/gifts",
        "page.address": "https://shop.example/gifts?x=1",
        "sender.first_name": "Ada",
        "sender.name": "Ada Lovelace",
        "site.name": "Shop",
        "now.part_of_day": "morning",
        "now.weekday": "Friday",
    }


def test_of_a_stranger_only_what_is_always_known_is_said() -> None:
    stranger = Visit(now=VISIT.now, site_time_zone=VISIT.site_time_zone, url="https://shop.example", memory=False)
    found = values(Telling(stranger, "", "", "Ada", "Shop", ""), frozenset(CATALOGUE))
    always = {each.name for each in CATALOGUE.values() if each.always}
    assert found.keys() == always | {"now.part_of_day", "now.weekday"}
    assert (found["page.path"], found["now.part_of_day"], found["now.weekday"]) == ("/", "evening", "Thursday")


@pytest.mark.parametrize(
    ("language", "hour", "words"),
    [("vi", 1, "sáng"), ("vi", 9, "chiều"), ("de", 12, "Abend"), ("fr", 1, "matin"), ("xx", 1, "morning")],
)
def test_the_part_of_the_day_is_said_in_the_messages_language(language: str, hour: int, words: str) -> None:
    visit = Visit(now=VISIT.now.replace(hour=hour), site_time_zone=ZoneInfo("Asia/Ho_Chi_Minh"), url="https://a.b")
    assert values(Telling(visit, "", "", "", "", language), frozenset(["now.part_of_day"])) == {
        "now.part_of_day": words
    }


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ada Lovelace", "Ada"),
        ("Nguyễn Thị Mai", "Mai"),
        ("nguyen van an", "an"),
        ("Lê Minh", "Minh"),
        ("Le Corbusier", "Le"),
        ("Mai Anderson", "Mai"),
        ("山田 太郎", "山田 太郎"),
        (" Bo ", "Bo"),
        ("", ""),
    ],
)
def test_people_are_called_by_their_first_name(name: str, first: str) -> None:
    assert first_name(name) == first
