"""Why this visitor saw a message, or did not: from the conversation, from the list of a campaign, with every reason."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from nicegui.testing import User

from core.storage import Storage
from core.storage.models import Campaign, Decision, Revision
from tests.admin.campaign_hands import LIST, said, sees
from tests.admin.hands import shown
from tests.admin.inbox.hands import Post

RULE = {"match": "all", "rules": [{"id": "v", "fact": "visits", "operator": "at_least", "value": 3}]}


@pytest.fixture
def post(storage: Storage) -> Post:
    """A site and a campaign, Welcome back, for those who come a third time."""
    made = Post(storage)
    with storage.transaction():
        content = {**Campaign.get().draft, "audience": RULE}
        Revision.update(content=content).execute()
        Campaign.update(draft=content).execute()
    return made


@pytest.fixture
def keep(storage: Storage, post: Post) -> Any:
    """`keep(key, outcome, visits)`: a decision about Welcome back."""

    def kept(key: str, outcome: str = "", visits: int | None = 3) -> str:
        with storage.reading_log():
            Decision.create(
                key=key, site_id=post.site_id, visitor_key="v", campaign_id=post.campaign_id, revision_number=1,
                page_view=key, at=datetime.now(UTC), outcome=outcome, facts={"visits": visits},
            )  # fmt: skip
        return key

    return kept


def links(user: User) -> list[str]:
    return [str(each.props["href"]) for each in shown(user) if "href" in each.props]


async def test_an_agent_opens_it_from_the_conversation(agent: User, post: Post, keep: Any) -> None:
    without, key = post.reply("Bo", "Hello"), post.reply("Linh", "Hello")
    keep(key)
    await agent.open(f"/inbox?c={without}")
    await sees(agent, "Sent by campaign Welcome back")
    assert not said(agent, "Why they saw it"), "of Bo nothing is kept"
    await agent.open(f"/inbox?c={key}")
    await sees(agent, "Why they saw it")
    assert f"/campaigns/decisions/{key}" in links(agent)
    await agent.open(f"/campaigns/decisions/{key}")
    await sees(agent, "All that it asks for was met at that moment.")
    assert said(agent, "Number of visits is at least 3 visits")
    assert said(agent, "Observed: 3 visits.")
    assert not [each for each in links(agent) if LIST in each], "agents have no business in the editor"


async def test_a_refusal_names_the_condition_that_was_not_met(marketer: User, keep: Any) -> None:
    await marketer.open(f"/campaigns/decisions/{keep('a', 'no_longer_matches', 1)}")
    await sees(marketer, "Not met: Number of visits is at least 3 visits.")
    assert "/campaigns/simulator?campaign=1&view=a" in links(marketer)
    await marketer.open(f"/campaigns/decisions/{keep('b', 'gap')}")
    await sees(marketer, "The last message is not long enough ago")


async def test_a_campaign_lists_what_was_decided_about_it(marketer: User, post: Post, keep: Any) -> None:
    page = f"{LIST}/{post.campaign_id}/decisions"
    await marketer.open(page)
    await sees(marketer, "Nothing is kept yet")
    keep("a", "conversation")
    keep("b")
    await marketer.open(page)
    await sees(marketer, "They are in a conversation.")
    assert {"/campaigns/decisions/a", "/campaigns/decisions/b"} <= set(links(marketer))
    await marketer.open(f"{LIST}/{post.campaign_id}/performance")
    assert page in links(marketer)


async def test_what_is_not_kept_any_more_is_told_so(agent: User) -> None:
    response = await agent.http_client.get("/campaigns/decisions/gone")
    assert response.status_code == 404
    assert "not kept any more" in response.text
