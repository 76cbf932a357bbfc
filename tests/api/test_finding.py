"""What an employee finds by a few words, and what their role keeps from them."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from core import finding, team
from core.campaigns import switching
from core.errors import NotFound
from core.finding import Found, find, recall
from core.storage.models import Visitor
from core.visits.handles import handle
from tests.api.conftest import Browser, Demo
from tests.api.inbox.conftest import made_id
from tests.api.test_leads import FORM, leave

__all__ = ["leave"]


@pytest.fixture
def write(client: FlaskClient, demo: Demo) -> Any:
    """A new visitor of this name writes; returns the conversation's key."""

    def written(text: str, name: str = "") -> Any:
        visitor = Browser(client)
        visitor.boot()
        key = visitor.post("messages", id=made_id(), text=text)["conversation"]["key"]
        with demo.storage.transaction():
            Visitor.update(name=name).where(
                Visitor.id == Visitor.select(Visitor.id).order_by(-Visitor.id).limit(1)
            ).execute()
        return key

    return written


def kinds(found: Found) -> set[str]:
    """Of which kinds something was found."""
    return {kind for kind in ("campaigns", "conversations", "leads", "people", "sites") if getattr(found, kind)}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("owner", {"campaigns", "conversations", "leads", "people", "sites"}),
        ("marketer", {"campaigns", "conversations", "leads", "sites"}),
        ("agent", {"conversations"}),
    ],
)
def test_everybody_finds_what_their_role_allows_at_that_moment(
    demo: Demo, leave: Any, write: Any, role: str, seen: set[str]
) -> None:
    leave(demo.campaign(name="Shopping for gifts", form=FORM), name="Shona")
    write("I shop here often")
    owner, somebody = demo.agent("Olga", "owner"), demo.agent("Shopkeeper", "owner")
    assert kinds(find(demo.storage, somebody, "sho")) == {"campaigns", "conversations", "leads", "people", "sites"}
    if role != "owner":
        kept = team.agent(demo.storage, somebody)
        team.edit_agent(demo.storage, somebody, email=kept.email, name=kept.name, role=role)
    assert kinds(find(demo.storage, somebody, "sho")) == seen
    assert kinds(find(demo.storage, somebody, "  ")) == set()
    team.deactivate_agent(demo.storage, owner)


def test_the_best_names_come_first_and_the_archive_last(demo: Demo) -> None:
    for name in ("Unwelcome", "A welcome", "Welcome back", "Welcome, old"):
        made = demo.campaign(name=name)
    switching.archive(demo.storage, made, agent_id=demo.ada)
    demo.campaign(name="Gone: welcome")
    switching.delete(demo.storage, made + 1, agent_id=demo.ada)
    found = find(demo.storage, demo.ada, "welcome")
    assert [each.found.name for each in found.campaigns] == ["Welcome back", "Welcome, old", "A welcome", "Unwelcome"]
    assert [each.rank for each in found.campaigns] == [0, 0, 1, 2]
    assert (found.campaigns[1].found.archived, found.all_campaigns) == (True, 4)
    assert find(demo.storage, demo.ada, "welcome shop").all_campaigns == 4, "the site's name counts, too"
    assert find(demo.storage, demo.ada, "shop").all_campaigns == 0, "but not alone"


def test_conversations_are_found_by_who_wrote_and_by_what_was_said(
    demo: Demo, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = write("It is a long story, " * 8 + "but the SLEEVE of my jacket is torn, and it rains")
    named = write("Hello", name="Sleevey Joe")
    found = [each.found for each in find(demo.storage, demo.ada, "sleeve").conversations]
    assert [each.key for each in found] == [named, said], "names come first"
    assert "SLEEVE" in found[1].excerpt
    assert found[1].excerpt.startswith("…")
    assert len(found[1].excerpt) <= finding.EXCERPT + 2
    assert find(demo.storage, demo.ada, "100% _").conversations == ()
    called = handle(found[1].visitor_key)
    assert [each.found.key for each in find(demo.storage, demo.ada, f"visitor {called}").conversations] == [said]
    monkeypatch.setattr(finding, "NEWEST_CONVERSATIONS", 1)
    assert [each.found.key for each in find(demo.storage, demo.ada, "sleeve").conversations] == [named]


def test_where_somebody_went_lately_is_found_again_while_it_is_here_and_allowed(demo: Demo, write: Any) -> None:
    first, gone, key = demo.campaign(name="First"), demo.campaign(name="Gone"), write("Hello")
    switching.delete(demo.storage, gone, agent_id=demo.ada)
    wanted: Any = {
        "campaign": [str(first), str(gone), "x"], "conversation": [key, "nothing"], "employee": [str(demo.ada)],
        "site": [str(demo.site.id)],
    }  # fmt: skip
    again = recall(demo.storage, demo.ada, wanted)
    assert [each.found.name for each in again.campaigns] == ["First"]
    assert [each.found.key for each in again.conversations] == [key]
    assert (len(again.people), len(again.sites)) == (1, 1)
    assert kinds(recall(demo.storage, demo.agent("Bo"), wanted)) == {"conversations"}
    with pytest.raises(NotFound):
        find(demo.storage, 999999, "first")
