"""docs/api.md shows answers as they are."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

import pytest

from cli.api_reference import API, CALLS
from tests.api.conftest import Browser, Demo, condition

SECTIONS = re.split(r"^## `/v1/(\w+)`$", API.read_text(encoding="utf-8"), flags=re.MULTILINE)
EXAMPLES = {
    call: [json.loads(each) for each in re.findall(r"```json\n(.*?)```", section, re.DOTALL)]
    for call, section in zip(SECTIONS[1::2], SECTIONS[2::2], strict=True)
}


def shape(value: Any) -> Any:
    """The names in an answer, as deep as they go; of a list the first, and nothing of what a rule or a block says."""
    if isinstance(value, dict):
        return {name: "" if name in ("rule", "blocks") else shape(inside) for name, inside in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value[:1]]
    return type(value).__name__


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_the_calls_answer_stands_on_the_page(demo: Demo, browser: Browser) -> None:
    campaign = demo.campaign(condition("time_on_page", "at_least", 30))
    answers = {"boot": [browser.boot()]}
    granted, refused = (browser.claim(campaign, facts={"time_on_page": 31}) for _ in range(2))
    answers["claim"] = [granted, refused]
    seen = {"impression": granted["impression"], "event": "dismissed", "id": secrets.token_urlsafe(16)}
    answers["events"] = [browser.post("events", events=[seen])]
    reply = browser.post("messages", id=secrets.token_urlsafe(16), text="Yes", impression=granted["impression"])
    answers["messages"] = [reply]
    key, last = reply["conversation"]["key"], reply["conversation"]["last_seq"]
    answers["poll"] = [browser.post("poll", conversation=key, after=last)]
    for call, told in answers.items():
        assert [shape(each) for each in told] == [shape(each) for each in EXAMPLES[call]]


def test_every_call_has_its_place_on_the_page() -> None:
    assert list(EXAMPLES) == list(CALLS)
