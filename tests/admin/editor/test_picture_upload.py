"""Where the editor sends pictures: who may, how large they may be, and what comes back."""

from __future__ import annotations

import io

import httpx
import pytest
from nicegui.testing import User
from PIL import Image

from admin_ui.session import COOKIE
from core import media
from core.storage import Storage


def drawn(width: int = 64, height: int = 48) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "#b3261e").save(written, "PNG")
    return written.getvalue()


async def send(user: User, data: bytes) -> httpx.Response:
    return await user.http_client.post("/pictures", content=data, headers={"Origin": "http://127.0.0.1:8001"})


async def test_a_picture_is_kept_and_named_by_its_hash(marketer: User, storage: Storage) -> None:
    answer = await send(marketer, drawn())
    assert answer.status_code == 200
    told = answer.json()
    assert (told["width"], told["height"]) == (64, 48)
    assert media.picture(storage, told["hash"]) is not None


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "This file is no picture we can read."),
        (b"", 422, "This file is no picture we can read."),
        (drawn()[:50], 422, "This file is no picture we can read."),
        (b"\x89PNG" + bytes(40 * 1024 * 1024), 413, "This is larger than 10 MB. Choose a smaller file."),
    ],
    ids=["SVG", "nothing", "cut short", "40 MB"],
)
async def test_what_is_no_picture_is_refused_in_a_sentence(
    marketer: User, data: bytes, status: int, words: str
) -> None:
    answer = await send(marketer, data)
    assert (answer.status_code, words in answer.text) == (status, True), answer.text


async def test_agents_and_strangers_send_none(agent: User, storage: Storage) -> None:
    assert (await send(agent, drawn())).status_code == 403
    agent.http_client.cookies.delete(COOKIE)
    assert (await send(agent, drawn())).status_code == 401
    with storage.connection():
        assert storage.execute("SELECT COUNT(*) FROM media") == [(0,)]
