"""A file that can't be imported comes with a list of what is wrong, each with its place, and nothing of it comes in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.campaign_files.reading import MAX_BYTES, MAX_CAMPAIGNS
from tests.api.campaign_files.conftest import FRAME, Shops, file_of
from tests.api.campaigns.conftest import rule

VISITS: dict[str, Any] = {"fact": "visits", "operator": "at_least", "value": 3}


def nested(levels: int) -> Any:
    node: Any = 1
    for _ in range(levels):
        node = [node]
    return node


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (b"", "it is no JSON"),
        (b"\xff\xfe{}", "it is no JSON"),
        (b'{"schema": 1, "kind"', "it is no JSON"),
        (b'{"schema": NaN}', "it is no JSON"),
        (b"[" * 200_000, "it is no JSON"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "it is no JSON"),
        (json.dumps({**FRAME, "campaigns": nested(60)}).encode(), "40 levels deep"),
        (b"[]", "This is no file of campaigns"),
        (b'{"kind": "songs", "schema": 1}', "This is no file of campaigns"),
        (b'{"kind": "smart_trigger_campaigns"}', "does not say which form"),
        (b'{"kind": "smart_trigger_campaigns", "schema": true}', "does not say which form"),
        (b'{"kind": "smart_trigger_campaigns", "schema": 2}', "Update it, then import"),
        (json.dumps(FRAME).encode(), "There is no campaign in this file"),
        (json.dumps({**FRAME, "campaigns": {}}).encode(), "There is no campaign in this file"),
        (file_of(*[{}] * (MAX_CAMPAIGNS + 1)), "at most"),
        (b" " * (MAX_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_file_of_ours_is_refused_in_a_sentence(shops: Shops, written: bytes, sentence: str) -> None:
    (said,) = shops.refused(written)
    assert sentence in said


@pytest.mark.parametrize(
    ("entry", "where", "sentence"),
    [
        ({"name": None}, "“Campaign 1”, Campaign name", "This takes a text"),
        ({"name": ["x"]}, "“Campaign 1”, Campaign name", "This takes a text"),
        ({"name": "x" * 121}, "Campaign name", "Shorten it to 120"),
        ({"text": 3}, "“Hello”, Message content", "This takes a text"),
        ({"text": "half \ud83d"}, "“Hello”, Message content", "half a character"),
        ({"text": "x" * 20_001}, "“Hello”, Message content", "Shorten it"),
        ({"colour": "red"}, "“Hello”, colour", "not known here"),
        ({"sender": "cy@shop.example"}, "“Hello”, Sent from", "Nobody here has the address cy@shop.example"),
        ({"sender": 1}, "“Hello”, Sent from", "e-mail address"),
        ({"sender": ""}, "“Hello”, Sent from", "e-mail address"),
        ({"recipient": {"agent": "cy@shop.example"}}, "“Hello”, Reply message sent to", "Nobody here"),
        ({"recipient": {"group": "Sails"}}, "“Hello”, Reply message sent to", "no group “Sails”"),
        ({"recipient": {"group": 1}}, "“Hello”, Reply message sent to", "group's name"),
        ({"recipient": "group:1"}, "“Hello”, Reply message sent to", "or null"),
        ({"recipient": {"agent": "ada@shop.example", "group": "Sales"}}, "Reply message sent to", "or null"),
        ({"channel": "sms"}, "“Hello”, Shown as", "not installed"),
        ({"frequency": "daily"}, "“Hello”, How often", "Choose"),
        ({"starts": "tomorrow"}, "“Hello”, Start", "no date with a time"),
        ({"ends": "2026-12-01T09:00+01:00"}, "“Hello”, End", "no date with a time"),
        ({"without_memory": 1}, "“Hello”, Visitors without cookies", "either on or off"),
        ({"goal": "Order placed"}, "“Hello”, Goal", "This site has no goal “Order placed”"),
        ({"goal": 1}, "“Hello”, Goal", "Write the goal's name, or null"),
        ({"goal_days": 0}, "“Hello”, Goal counts within", "1 to 90"),
        ({"goal_days": 7.5}, "“Hello”, Goal counts within", "1 to 90"),
        ({"control_group": 15}, "“Hello”, Control group", "0, 5, 10, 20 or 50"),
        ({"control_group": False}, "“Hello”, Control group", "0, 5, 10, 20 or 50"),
        ({"audience": []}, "“Hello”, Target customers", "“match” and “rules”"),
        ({"audience": {}}, "“Hello”, Target customers", "This is no rule"),
        ({"audience": {"schema": 2, "match": "all", "rules": []}}, "Target customers", "schema 2"),
        ({"audience": {"match": "some", "rules": []}}, "Target customers", "no way to combine"),
        ({"audience": {"match": "all"}}, "Target customers", "no list of conditions"),
        ({"audience": {"match": "all", "rules": ["x"]}}, "Target customers", "neither condition nor group"),
        ({"audience": rule({"match": "all", "rules": 3})}, "Target customers", "no list of conditions"),
        ({"audience": rule({**VISITS, "fact": "moon_phase"})}, "Target customers", "“moon_phase” is not installed"),
        ({"audience": rule({**VISITS, "operator": "sounds_like"})}, "Target customers", "can't be asked"),
        ({"audience": rule({**VISITS, "value": "three"})}, "Target customers", ""),
        ({"audience": rule({**VISITS, "key": "x"})}, "Target customers", "takes no name"),
        ({"audience": rule({**VISITS, "id": "a"}, {**VISITS, "id": "a"})}, "Target customers", "used twice"),
        ({"text": f"![A cat](media:{'a' * 64} 64x48)"}, "“Hello”: The picture aaaaaaaa…", "not in the file"),
    ],
)
def test_what_is_wrong_with_a_campaign_is_told_with_its_name_and_field(
    shops: Shops, entry: dict[str, Any], where: str, sentence: str
) -> None:
    shops.draft(name="Stays")
    said = shops.refused(file_of({"name": "Fine"}, entry) if "name" not in entry else file_of(entry))
    assert len(said) == 1
    assert where in said[0]
    assert sentence in said[0]


def test_everything_that_is_wrong_is_told_at_once(shops: Shops) -> None:
    said = shops.refused(
        file_of(
            {"name": "Fine"},
            {"name": "One", "sender": "cy@shop.example", "frequency": "daily"},
            {"name": "Two", "audience": rule({**VISITS, "fact": "moon_phase"}, {**VISITS, "operator": "sounds_like"})},
            "no campaign",
            pictures={"a" * 64: "no picture"},
            colour="red",
        )
    )
    assert [each.partition(":")[0] for each in said] == [
        "The file says “colour”, which is not known here.",
        "“4”",
        "The picture aaaaaaaa… is no text in base64.",
        "“One”, Sent from",
        "“One”, How often",
        "“Two”, Target customers",
        "“Two”, Target customers",
    ]


def test_a_campaign_needs_a_name_to_be_found_by(shops: Shops) -> None:
    (said,) = shops.refused(json.dumps({**FRAME, "campaigns": [{"text": "Hi"}]}).encode())
    assert said == "“Campaign 1”, Campaign name: The campaign has no name."


def test_what_a_marketer_has_not_chosen_yet_is_no_fault_but_told(shops: Shops) -> None:
    unfinished = rule({"fact": "visits"}, {"fact": "page_url", "operator": "is", "value": []}, {"operator": "is"})
    done = shops.take(file_of({"text": "Hi", "audience": unfinished}))
    (planned,) = done.plan.campaigns
    assert [each.field for each in planned.unfinished] == ["sender", "recipient", *["audience"] * 3]
    assert shops.drafts()[0].audience == unfinished


def test_a_number_beyond_all_numbers_is_refused(shops: Shops) -> None:
    (said,) = shops.refused(file_of({"audience": rule(VISITS)}).replace(b'"value": 3', b'"value": 1e999'))
    assert said == "“Hello”, Target customers: This rule can't be kept as JSON."
