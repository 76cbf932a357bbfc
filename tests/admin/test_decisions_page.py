"""Why this visitor saw a message, or did not: from the conversation, from the list of a campaign, with every reason."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from nicegui import ui
from nicegui.testing import User

from core.storage import Storage
from core.storage.models import Campaign, Decision, PageView, Revision
from core.visits.handles import handle
from tests.admin.campaign_hands import LIST, said, sees
from tests.admin.hands import shown, words_of
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
    """`keep(key, outcome, visits)`: a decision about Welcome back, on the page /KEY, about the visitor KEY."""

    def kept(key: str, outcome: str = "", visits: int | None = 3) -> str:
        with storage.reading_log():
            Decision.create(
                key=key, site_id=post.site_id, visitor_key=key, campaign_id=post.campaign_id, revision_number=1,
                page_view=key, at=datetime.now(UTC), outcome=outcome, facts={"visits": visits},
            )  # fmt: skip
            PageView.create(
                key=key, site_id=post.site_id, visitor_key=key, at=datetime.now(UTC), visit=1,
                url=f"https://shop.example/{key}", country="VN",
            )  # fmt: skip
        return key

    return kept


def links(user: User) -> list[str]:
    return [str(each.props["href"]) for each in shown(user) if "href" in each.props]


def trail(user: User) -> list[tuple[str, str]]:
    (ol,) = [each for each in shown(user) if "st-trail" in each.classes]
    return [(words_of(each), str(each.props["href"])) for each in ol.descendants() if "href" in each.props]


async def test_an_agent_opens_it_from_the_conversation(agent: User, post: Post, keep: Any) -> None:
    without, key = post.reply("Bo", "Hello"), post.reply("Linh", "Hello")
    keep(key)
    await agent.open(f"/inbox?c={without}")
    await sees(agent, "Sent by campaign Welcome back")
    assert not said(agent, "Why they saw it"), "of Bo nothing is kept"
    await agent.open(f"/inbox?c={key}")
    await sees(agent, "Why they saw it")
    (there,) = [each for each in links(agent) if each.startswith(f"/campaigns/decisions/{key}")]
    await agent.open(there)
    await sees(agent, "All conditions were met.")
    assert trail(agent) == [("Inbox", f"/inbox?c={key}")], "the way back"
    assert said(agent, "Linh"), "who it was about"
    assert said(agent, "Number of visits is at least 3 visits")
    assert said(agent, "Observed: 3 visits.")
    assert not [each for each in links(agent) if LIST in each], "agents have no business in the editor"


async def test_a_refusal_names_the_condition_that_was_not_met(marketer: User, keep: Any) -> None:
    await marketer.open(f"/campaigns/decisions/{keep('a', 'no_longer_matches', 1)}")
    await sees(marketer, "Not met: Number of visits is at least 3 visits.")
    assert "/campaigns/simulator?campaign=1&view=a" in links(marketer)
    await marketer.open(f"/campaigns/decisions/{keep('b', 'gap')}")
    await sees(marketer, "Too soon after the message before")


async def test_a_campaign_lists_what_was_decided_about_it(marketer: User, post: Post, keep: Any) -> None:
    page = f"{LIST}/{post.campaign_id}/decisions"
    await marketer.open(page)
    await sees(marketer, "Nothing is kept yet")
    keep("a", "conversation")
    keep(post.reply("Linh", "Hello"))
    await marketer.open(page)
    await sees(marketer, "They are in a conversation.")
    assert said(marketer, f"Visitor {handle('a')} from Vietnam")
    assert said(marketer, "shop.example/a")
    assert [each for each in links(marketer) if each.startswith("/inbox?c=")], "of Linh there is a conversation"
    await marketer.open(f"{LIST}/{post.campaign_id}/performance")
    assert page in links(marketer)


async def test_what_it_is_narrowed_to_stands_in_the_address_and_is_come_back_to(
    marketer: User, post: Post, keep: Any
) -> None:
    page = f"{LIST}/{post.campaign_id}/decisions"
    keep("a", "conversation")
    keep("b")
    await marketer.open(f"{page}?outcome=refused")
    await sees(marketer, "They are in a conversation.")
    assert not said(marketer, "shop.example/b")
    outcomes = marketer.find(kind=ui.select).elements.pop()
    assert list(outcomes.options.values()) == [
        "All outcomes", "Shown (1)", "Not shown, for any reason (1)", "They are in a conversation (1)",
    ]  # fmt: skip
    (there,) = [each for each in links(marketer) if each.startswith("/campaigns/decisions/")]
    await marketer.open(there)
    await sees(marketer, "Why they did not see it")
    assert trail(marketer)[-1] == ("Decisions about Welcome back", f"{page}?outcome=refused")
    await marketer.open(f"{page}?q=nowhere")
    await sees(marketer, "No decision matches these filters")


async def test_from_performance_it_leads_back_to_the_list_behind_the_number(
    marketer: User, post: Post, keep: Any
) -> None:
    keep(post.reply("Linh", "Hello"))
    for page, words in (
        ("/performance?range=7d", "Performance"),
        (f"{LIST}/{post.campaign_id}/performance", "Performance of Welcome back"),
    ):
        behind = f"{page}{'&' if '?' in page else '?'}behind=shown"
        await marketer.open(behind)
        await sees(marketer, "Why they saw it")
        (there,) = [each for each in links(marketer) if each.startswith("/campaigns/decisions/")]
        await marketer.open(there)
        await sees(marketer, "All conditions were met.")
        assert trail(marketer)[-1] == (words, behind)


@pytest.mark.parametrize("back", ["", "https://evil.example", "//evil.example/inbox", "javascript:alert(1)", "/team"])
async def test_a_way_back_leads_to_no_other_place(marketer: User, post: Post, keep: Any, back: str) -> None:
    await marketer.open(f"/campaigns/decisions/{keep('a')}?{urlencode({'back': back})}")
    await sees(marketer, "Why they saw it")
    assert trail(marketer)[-1] == ("Decisions about Welcome back", f"{LIST}/{post.campaign_id}/decisions")


async def test_what_is_not_kept_any_more_is_told_so(agent: User) -> None:
    response = await agent.http_client.get("/campaigns/decisions/gone")
    assert response.status_code == 404
    assert "not kept any more" in response.text
