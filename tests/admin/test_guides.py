"""Help leads to the guides, whether they have been built or not."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from nicegui.testing import User

from admin_ui.pages import guides
from tests.admin.conftest import SignInAs
from tests.admin.hands import shown


@pytest.fixture
def reader(tmp_path: Path) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(guides.routes(tmp_path / "guides"))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://admin")


async def test_before_they_are_built_it_says_how(reader: httpx.AsyncClient) -> None:
    answer = await reader.get("/help/", headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "build them by script/docs" in answer.text


async def test_once_they_are_built_they_are_served(reader: httpx.AsyncClient, tmp_path: Path) -> None:
    folder = tmp_path / "guides"
    (folder / "look").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Where to begin</h1>")
    (folder / "look" / "theme.css").write_text(":root {}")
    assert (await reader.get("/help", follow_redirects=True)).text == "<h1>Where to begin</h1>"
    assert (await reader.get("/help/look/theme.css")).headers["content-type"].startswith("text/css")
    for nowhere in ("/help/nothing.html", "/help/../../../etc/passwd", "/help/%2e%2e/secrets"):
        assert (await reader.get(nowhere)).status_code == 404, nowhere


@pytest.mark.parametrize("role", ["owner", "agent"])
async def test_everybody_finds_help_in_the_rail(sign_in_as: SignInAs, role: str) -> None:
    somebody: User = await sign_in_as(role)
    await somebody.open("/you")
    last = [each for each in shown(somebody) if "st-rail-link" in each.classes and "href" in each.props][-1]
    assert (last.props["href"], last.props["target"]) == ("/help/", "_blank")
