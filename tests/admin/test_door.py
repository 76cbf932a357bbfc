"""Who gets into the admin, and who does not."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from nicegui import app as nicegui_app
from nicegui.testing import User
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from admin_ui import theme
from admin_ui.guard import Guard, is_own
from admin_ui.session import COOKIE, safe_next
from core import team
from core.settings import Settings
from core.storage import Storage
from core.team import sign_in
from tests.admin.conftest import ADDRESS, PASSWORD, SignInAs
from tests.admin.hands import fill, press

OPEN_TO_STRANGERS = {"/", "/sign-in", "/sign-out", "/welcome/{token}"}


def pages() -> set[str]:
    """Every address at which the admin shows a page."""
    routes = [route for route in nicegui_app.routes if isinstance(route, Route)]
    return {
        route.path for route in routes if "{" not in route.path and not route.path.startswith(("/_nicegui", "/fav"))
    }


async def test_every_page_sends_a_stranger_to_the_sign_in_page(browser: httpx.AsyncClient) -> None:
    found = pages()
    assert {"/you", "/team", "/sites", "/inbox"} <= found
    for path in found:
        answer = await browser.get(path, follow_redirects=True)
        assert (answer.status_code, answer.url.path) == (200, "/sign-in"), path


async def test_signing_in_leads_to_where_one_wanted_to_go(browser: httpx.AsyncClient, storage: Storage) -> None:
    team.add_agent(storage, email="ada@shop.example", name="Ada", role="owner")
    token = sign_in.make_link(storage, "ada@shop.example").rpartition("/")[2]
    sign_in.use_link(storage, token, password=PASSWORD)
    page = await browser.get("/you", follow_redirects=True)
    assert 'name="next" value="/you"' in page.text
    answer = await browser.post("/sign-in", data={"email": "Ada@shop.example ", "password": PASSWORD, "next": "/you"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/you")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert (await browser.get("/you")).status_code == 200


async def test_a_wrong_password_and_an_unknown_account_read_the_same(
    browser: httpx.AsyncClient, storage: Storage
) -> None:
    team.add_agent(storage, email="ada@shop.example", name="Ada", role="owner")
    texts = []
    for email in ("ada@shop.example", "nobody@shop.example"):
        answer = await browser.post("/sign-in", data={"email": email, "password": "wrong wrong"})
        assert answer.status_code == 401
        assert COOKIE not in answer.cookies
        texts.append(answer.text.replace(email, "EMAIL"))
    assert texts[0] == texts[1]


async def test_a_one_time_link_is_used_up_by_setting_the_password_not_by_looking(
    browser: httpx.AsyncClient, storage: Storage
) -> None:
    path = sign_in.make_link(storage, None)
    for _ in range(2):
        page = await browser.get(path)
        assert page.status_code == 200
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "Your name" in page.text
    given = {"name": "Ada", "email": "ada@shop.example", "password": PASSWORD}
    short = await browser.post(path, data=given | {"password": "short"})
    assert short.status_code == 422
    assert "at least 10 characters" in short.text
    empty = unescape((await browser.post(path, data={})).text)
    for words in ("Type a name.", "Type an e-mail address.", "Use at least 10 characters"):
        assert words in empty
    assert empty.count('aria-invalid="true"') == 3
    entered = await browser.post(path, data=given)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert (await browser.get(path)).status_code == 404
    assert (await browser.post(path, data=given)).status_code == 404
    assert [each.name for each in team.agents(storage)] == ["Ada"]


@pytest.mark.parametrize(
    "sent",
    [
        {"files": {"email": ("a.txt", b"ada@shop.example"), "password": ("b.txt", b"x")}},
        {"files": {"password": ("b.txt", b"x")}, "data": {"email": "ada@shop.example", "name": "Ada"}},
        {"data": {}},
        {"content": b"{}", "headers": {"Content-Type": "application/json"}},
        {"content": b"no parts", "headers": {"Content-Type": "multipart/form-data"}},
        {"content": b"no parts", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"content": b"email=%00&password=%ff%00", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
    ],
)
async def test_what_no_form_of_ours_sends_is_answered_by_our_page(
    browser: httpx.AsyncClient, storage: Storage, sent: dict[str, Any]
) -> None:
    link = sign_in.make_link(storage, None)
    for path, statuses in (("/sign-in", {401, 422}), (link, {422})):
        answer = await browser.post(path, **sent)
        assert (answer.status_code in statuses, answer.headers["content-type"]) == (True, "text/html; charset=utf-8")
        sentences = ("E-mail or password is wrong.", "Type a name.", "characters that can't be shown", "at least 10")
        assert any(each in unescape(answer.text) for each in sentences)
    assert (await browser.post("/sign-out", **sent)).status_code == 303


async def test_a_role_that_is_not_enough_is_told_so(sign_in_as: SignInAs) -> None:
    visitor = await sign_in_as("agent")
    answer = await visitor.http_client.get("/team")
    assert answer.status_code == 403
    assert "Your role (agent) does not allow this" in answer.text
    assert "Go to Inbox" in answer.text


@pytest.mark.parametrize(
    ("path", "near"), [("/sites/99", "Go to Sites"), ("/campaigns/messages/smart-trigger/99", "Go to Campaigns")]
)
async def test_what_is_not_here_any_more_leads_to_what_is_near(owner: User, path: str, near: str) -> None:
    answer = await owner.http_client.get(path)
    assert answer.status_code == 404
    assert near in answer.text
    assert answer.text.count('["st-rail"]') == 1, "the house stands around it, once"


@pytest.mark.parametrize(("role", "start"), [("owner", "/home"), ("marketer", "/home"), ("agent", "/inbox")])
async def test_everybody_starts_where_their_work_is(sign_in_as: SignInAs, role: str, start: str) -> None:
    somebody = await sign_in_as(role)
    assert (await somebody.http_client.get("/")).headers["location"] == start


async def test_a_role_that_was_taken_away_ends_what_an_open_page_may_do(
    owner: User, sign_in_as: SignInAs, storage: Storage
) -> None:
    second = await sign_in_as("owner", name="Second")
    await second.open("/team")
    demoted = next(each for each in team.agents(storage) if each.name == "Second")
    team.edit_agent(storage, demoted.id, email=demoted.email, name="Second", role="agent")
    await press(second, "Add group")
    await fill(second, "Name", "Sales")
    await press(second, "Add group")
    await second.should_see("Your role (agent) does not allow this. Ask an owner.")
    assert team.groups(storage) == ()


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere", "/sites/mine", "/sites/1e5/texts", "/settings/webhooks/x",
        "/campaigns/messages/smart-trigger/x/performance",
    ],
)  # fmt: skip
async def test_an_address_that_leads_nowhere_says_so(owner: User, path: str) -> None:
    answer = await owner.http_client.get(path)
    assert answer.status_code == 404
    assert "This page does not exist." in answer.text


async def test_signing_out_ends_what_open_pages_may_do(owner: User, storage: Storage) -> None:
    await owner.open("/you")
    token = owner.http_client.cookies[COOKIE]
    sign_in.sign_out(storage, token)
    owner.find("Save").click()
    await owner.should_see("You are signed out. Sign in again.")
    await owner.should_not_see("Saved.")
    assert (await owner.http_client.get("/you")).status_code == 303


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/team?tab=groups", "/team?tab=groups"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\nLocation: x", "/"),
        ("/sign-out", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_one_stays_in_the_admin(wanted: str, leads_to: str) -> None:
    assert safe_next(wanted) == leads_to


SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport=polling"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": ADDRESS}, 200),
        ({}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:8000"}, 403),
        ({"origin": "http://127.0.0.1.evil.example:8001"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
async def test_the_socket_opens_for_the_admin_itself_only(
    browser: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    answer = await browser.get(SOCKET, headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "origin_foreign"
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(("origin", "let_in"), [(ADDRESS, True), ("https://evil.example", False), ("null", False)])
async def test_a_web_socket_opens_for_the_admin_itself_only(settings: Settings, origin: str, let_in: bool) -> None:
    asked: list[str] = []
    answered: list[Message] = []

    async def admin_behind(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(scope["path"])

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        answered.append(message)

    headers = [(b"host", b"127.0.0.1:8001"), (b"origin", origin.encode())]
    scope = {"type": "websocket", "path": "/_nicegui_ws/socket.io/", "headers": headers}
    await Guard(admin_behind, settings)(scope, receive, send)
    assert bool(asked) is let_in
    assert [each["type"] for each in answered] == ([] if let_in else ["websocket.close"])


async def test_a_zero_byte_in_an_address_reaches_no_database(settings: Settings) -> None:
    asked: list[Scope] = []

    async def admin_behind(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(scope)

    async def nothing(*_: object) -> Message:
        return {"type": "http.request"}

    scope = {"type": "http", "method": "GET", "path": "/media/a\0", "query_string": b"c=a%00&q=%2500", "headers": []}
    await Guard(admin_behind, settings)(scope, nothing, nothing)
    assert [(each["path"], each["query_string"]) for each in asked] == [("/media/a ", b"c=a+&q=%2500")]


@pytest.mark.parametrize(
    ("admin_url", "host", "origin", "own"),
    [
        ("", "192.0.2.5:8001", "http://192.0.2.5:8001", True),
        ("", "localhost:8001", "http://localhost:8001", True),
        ("", "rebound.example:8001", "http://rebound.example:8001", False),
        ("", "192.0.2.5:8001", "http://192.0.2.6:8001", False),
        ("https://chat.example", "chat.example", "https://chat.example", True),
        ("https://chat.example", "192.0.2.5:8001", "http://192.0.2.5:8001", False),
    ],
)
def test_the_admins_own_address_is_the_one_set_or_one_that_nobody_else_can_point_here(
    admin_url: str, host: str, origin: str, own: bool
) -> None:
    assert is_own(Settings(admin_url=admin_url), origin, host) is own


async def test_socket_io_itself_refuses_foreign_origins_too(admin: FastAPI) -> None:
    from nicegui import core

    environ = {"HTTP_HOST": "127.0.0.1:8001", "REQUEST_METHOD": "GET"}
    check = core.sio.eio._cors_allowed_origins
    assert check(environ | {"HTTP_ORIGIN": ADDRESS}) == [ADDRESS]
    assert check(environ | {"HTTP_ORIGIN": "https://evil.example"}) == []


async def test_a_form_on_another_site_can_not_act(browser: httpx.AsyncClient) -> None:
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        for path in ("/sign-in", "/sign-out", "/welcome/x", "/_nicegui/client/x/upload/1"):
            assert (await browser.post(path, data={}, headers=headers)).status_code == 403


async def test_an_oversized_upload_is_refused_before_it_is_read(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/sign-in", content=b"", headers={"content-length": str(50 * 1024 * 1024)})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_pages_can_not_be_framed_and_tell_no_referrer(owner: User) -> None:
    for path in ("/you", "/sign-in"):
        headers = (await owner.http_client.get(path)).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"


async def test_the_look_comes_in_one_file_that_a_browser_may_keep(browser: httpx.AsyncClient) -> None:
    sheets = re.findall(r'<link rel="stylesheet" href="(\S+)">', (await browser.get("/sign-in")).text)
    assert len(sheets) == 1
    answer = await browser.get(sheets[0])
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert "--accent:" in answer.text
    assert ".st-door" in answer.text
    assert answer.headers["content-encoding"] == "gzip"


async def test_whatever_else_the_look_needs_is_kept_too(browser: httpx.AsyncClient) -> None:
    for file in ("admin.js", "home.css", theme.FONT):
        answer = await browser.get(f"{theme.address()}/{file}")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == theme.KEPT, file


def test_every_sheet_is_asked_for_by_some_page() -> None:
    asked = "".join(each.read_text() for each in theme.STATIC.parent.rglob("*.py"))
    assert [each.name for each in theme.STATIC.glob("*.css") if f'"{each.name}"' not in asked] == []
