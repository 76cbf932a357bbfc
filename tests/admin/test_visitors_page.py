"""The Visitors page: who is on the sites now, and the way to write to one of them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from nicegui.testing import User

from admin_ui.pages import visitors as page
from core.inbox.conversations import list_conversations, thread
from core.sites import Site, SiteSettings, add_site
from core.storage import Storage
from core.storage.fields import to_ms
from core.storage.models import Campaign, Display, Visitor
from core.visits.handles import handle
from core.visits.page_views import PageViewRecorder
from core.visits.recorded_view import RecordedView
from tests.admin.conftest import SignInAs
from tests.admin.hands import fill, press, problem_at, shown, until, words_of

Come = Callable[..., None]


@pytest.fixture
def shop(storage: Storage) -> Site:
    return add_site(storage, SiteSettings("Shop", ("https://shop.example",)))


@pytest.fixture
def come(storage: Storage, shop: Site) -> Come:
    """`come("v1", city="Hanoi")`: a visitor opens a page at this moment."""

    def open_page(visitor: str, *, ago: float = 0, memory: bool = True, title: str = "Pricing", **more: Any) -> None:
        at = datetime.now(UTC) - timedelta(seconds=ago)
        facts = {"memory": memory, "pages": 3, "time_zone": "Asia/Ho_Chi_Minh", "started": to_ms(at) - 120_000}
        given = {"country": "VN", "city": "Hanoi", "device": "phone", "site_id": shop.id, **more}
        recorder = PageViewRecorder(storage)
        url = "https://shop.example/pricing?email=ada%40shop.example"
        recorder.record(
            RecordedView(secrets.token_urlsafe(12), visitor_key=visitor, at=at, visit=2, url=url, title=title,
                         facts=facts, **given)
        )  # fmt: skip
        recorder.flush()

    return open_page


def says(user: User, words: str) -> bool:
    return any(words in str(getattr(each, "text", "")) for each in shown(user))


async def test_a_visitor_stands_there_with_page_place_device_and_visit(agent: User, come: Come) -> None:
    come("v1")
    await agent.open("/visitors")
    for words in (
        "1 here now",
        f"Visitor {handle('v1')} from Hanoi",
        "Hanoi, Vietnam · Phone",
        "Pricing",
        "Visit 2 · 3 pages",
    ):
        await agent.should_see(words)
    await agent.should_see("On the site for")
    assert [each for each in shown(agent) if "data-lasts" in each.props and re.fullmatch(r"2:0\d", each.text)]
    await agent.should_see("No message yet")
    assert not says(agent, "ada%40")


async def test_visitors_come_while_one_looks(agent: User, come: Come) -> None:
    await agent.open("/visitors")
    await agent.should_see("Nobody is on your sites at the moment")
    come("v1", city="Hue")
    await until(lambda: says(agent, f"Visitor {handle('v1')} from Hue"), "the visitor who came")
    come("v1", city="Hue", title="Gifts")
    await until(lambda: says(agent, "Gifts") and not says(agent, "Pricing"), "the page that they went on to")
    assert says(agent, "1 here now")


async def test_visitors_go_while_one_looks(agent: User, come: Come, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "LEAVE_SECONDS", 0.05)
    monkeypatch.setattr("core.visits.on_site.BY_PAGE", timedelta(seconds=3))
    come("v1")
    await agent.open("/visitors")
    await until(lambda: says(agent, "Nobody is here now"), "the visitor to be gone")


async def test_the_page_says_what_here_now_means(agent: User, come: Come) -> None:
    await agent.open("/visitors")
    await agent.should_see(page.MEANING)


async def test_without_a_site_the_way_to_one_is_shown_to_those_who_may(owner: User, agent: User) -> None:
    await owner.open("/visitors")
    await owner.should_see("There is no site yet")
    await owner.should_see("Add site")
    await agent.open("/visitors")
    await agent.should_see("There is no site yet")
    await agent.should_not_see("Add site")


async def test_a_site_can_be_chosen_and_stays_in_the_address(agent: User, come: Come, storage: Storage) -> None:
    other = add_site(storage, SiteSettings("Docs", ("https://docs.example",)))
    come("v1", city="Hanoi")
    come("v2", city="Hue", site_id=other.id)
    await agent.open(f"/visitors?site={other.id}")
    await agent.should_see(f"Visitor {handle('v2')} from Hue")
    await agent.should_not_see(f"Visitor {handle('v1')} from Hanoi")
    await agent.should_see("1 here now")
    await fill(agent, "Site", 0)
    await until(lambda: says(agent, "2 here now"), "everybody")


async def test_campaigns_seen_are_named(agent: User, come: Come, storage: Storage, shop: Site) -> None:
    now = datetime.now(UTC)
    with storage.transaction():
        visitor = Visitor.create(site=shop.id, key="v1", first_seen_at=now)
        for number, name in enumerate(("Hello", "Gifts", "Welcome back")):
            values: dict[str, Any] = {"position": number, "draft": {"name": name}, "created_at": now, "changed_at": now}
            campaign = Campaign.create(site=shop.id, **values)
            at = now - timedelta(minutes=number)
            Display.create(
                id=f"d{number}", campaign=campaign.id, revision_number=1, visitor=visitor.id, slot="once:1",
                generation=1, page_view=f"p{number}", claimed_at=at, shown_at=at,
            )  # fmt: skip
    come("v1")
    await agent.open("/visitors")
    await agent.should_see("Hello, Gifts and 1 more")


async def test_writing_to_a_visitor_opens_a_conversation(sign_in_as: SignInAs, come: Come, storage: Storage) -> None:
    ada = await sign_in_as("agent", name="Ada")
    come("v1")
    await ada.open("/visitors")
    await press(ada, f"Write to Visitor {handle('v1')} from Hanoi")
    await press(ada, "Send")
    await until(lambda: problem_at(ada, "Message"), "the problem at the empty message")
    await fill(ada, "Message", "Can I **help**?")
    await press(ada, "Send")
    (row,) = await until(lambda: list_conversations(storage, 1).rows, "the conversation")
    assert (row.preview, row.agent.name if row.agent else "") == ("Can I help?", "Ada")
    assert thread(storage, row.key).conversation.page_title == "Pricing"
    await until(lambda: ada.back_history[-1] == f"/inbox?c={row.key}", "the conversation to be opened")
    await ada.open("/visitors")
    await until(
        lambda: f"Conversation with Visitor {handle('v1')} from Hanoi" in map(words_of, shown(ada)),
        "the way back to it",
    )


async def test_who_is_not_remembered_can_not_be_written_to(agent: User, come: Come) -> None:
    come("v1", memory=False)
    await agent.open("/visitors")
    await agent.should_see("Can't be written to")
    assert not [each for each in shown(agent) if words_of(each).startswith("Write to")]


async def test_a_page_that_can_not_be_read_says_what_is_safe(
    agent: User, come: Come, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*given: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(page, "here", broken)
    await agent.open("/visitors")
    await agent.should_see("Visitors can't be read at the moment")
    caplog.clear()


async def test_who_is_looked_for_is_found_by_all_that_a_row_says(agent: User, come: Come) -> None:
    for number in range(8):
        come(f"v{number}", city="Hanoi", title=f"Page {number}")
    come("v8", city="Hue", title="Gifts")
    await agent.open("/visitors?q=hue")
    await agent.should_see("1 of 9 here now")
    assert says(agent, "Gifts")
    assert not says(agent, "Page 1")
    await fill(agent, "Search visitors", "vietnam page 3")
    await until(lambda: says(agent, "Page 3") and not says(agent, "Gifts"))
    await fill(agent, "Search visitors", "Berlin")
    await agent.should_see("Nobody who is here now fits this search")
    await fill(agent, "Search visitors", "")
    await agent.should_see("9 here now")
