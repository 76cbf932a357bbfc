"""Visitors who have told no name are told apart, and called the same wherever the team meets them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from nicegui.testing import User

from core.storage import Storage
from core.storage.models import Decision
from core.visits.handles import handle
from core.visits.page_views import PageViewRecorder
from core.visits.recorded_view import RecordedView
from tests.admin.campaign_hands import LIST, said, sees
from tests.admin.inbox.hands import Post


async def test_two_strangers_of_one_city_are_called_differently_and_everywhere_the_same(
    owner: User, storage: Storage
) -> None:
    post = Post(storage)
    keys = [post.reply("", "Hello") for _ in range(2)]
    names = [f"Visitor {handle(key)} from Hanoi" for key in keys]
    for key in keys:
        _is_here(storage, post, key)
    await owner.open(f"/inbox?c={keys[0]}")
    await sees(owner, names[1])
    assert len(said(owner, names[0])) >= 2, "in the list and above the thread"
    await owner.open("/visitors")
    for name in names:
        await sees(owner, name)
    await owner.open(f"{LIST}/{post.campaign_id}/decisions")
    for name in names:
        await sees(owner, name)


def _is_here(storage: Storage, post: Post, key: str) -> None:
    """The visitor has opened a page just now, on which it was decided about them."""
    now, facts = datetime.now(UTC), {"memory": True, "pages": 1}
    place: dict[str, Any] = {"country": "VN", "city": "Hanoi", "site_id": post.site_id}
    recorder = PageViewRecorder(storage)
    url = "https://shop.example/pricing"
    recorder.record(RecordedView(key, visitor_key=key, at=now, visit=1, url=url, title="", facts=facts, **place))
    recorder.flush()
    with storage.reading_log():
        Decision.create(
            key=key, site_id=post.site_id, visitor_key=key, campaign_id=post.campaign_id, revision_number=1,
            page_view=key, at=now, outcome="", facts={},
        )  # fmt: skip
