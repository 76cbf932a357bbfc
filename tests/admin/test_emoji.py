"""The emoji picker's names: ours, small on the wire, in both languages."""

from __future__ import annotations

import json

import httpx
import pytest

from admin_ui import emoji


@pytest.mark.parametrize(
    ("language", "called"), [("en", {"waving hand", "hello"}), ("vi", {"vẫy tay", "waving hand", "hello"})]
)
async def test_emoji_are_searched_in_names_of_our_own_server(
    browser: httpx.AsyncClient, language: str, called: set[str]
) -> None:
    answer = await browser.get(f"{emoji.address()}/{language}.json")
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    assert int(answer.headers["content-length"]) < 110_000
    (waving,) = (each for each in answer.json() if each["emoji"] == "👋")
    assert called <= {waving["annotation"], *waving["tags"]}
    asked = await browser.head(f"{emoji.address()}/{language}.json")
    assert (asked.status_code, asked.headers["etag"]) == (200, answer.headers["etag"])


def test_vietnamese_names_have_the_english_one_first_of_what_is_related() -> None:
    english, vietnamese = (json.loads((emoji.VENDOR / f"{each}.json").read_text()) for each in emoji.LANGUAGES)
    called = {each["emoji"]: each["annotation"] for each in english}
    assert {each["emoji"]: each["tags"][0] for each in vietnamese} == called
