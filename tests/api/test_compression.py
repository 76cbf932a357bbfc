"""Answers are compressed for browsers that say they can read it, and only for them."""

from __future__ import annotations

import json

import brotli
import pytest
from flask.testing import FlaskClient

from tests.api.conftest import CHROME, SHOP, Demo


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", None), ("br;q=0", None), ("", None)],
)
def test_a_boot_is_answered_in_the_smallest_way_the_browser_takes(
    client: FlaskClient, demo: Demo, accepted: str, encoding: str | None
) -> None:
    body = {"site": demo.site.key, "memory": True, "url": f"{SHOP}/"}
    headers = {"Origin": SHOP, "User-Agent": CHROME, "Accept-Encoding": accepted}
    response = client.post("/v1/boot", json=body, headers=headers)
    assert response.headers.get("Content-Encoding") == encoding
    assert response.headers["Vary"] == "Origin, Accept-Encoding"
    told = json.loads(brotli.decompress(response.data) if encoding else response.data)
    assert told["assets"].startswith("/assets/")
