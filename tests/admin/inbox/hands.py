"""What tests of the inbox share: visitors who write, and an employee's hands on the page."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from nicegui.testing import User

from admin_ui.components.answer_box import AnswerBox
from core.inbox import conversations
from core.inbox.entries import append
from core.messages import literal, parse
from core.sites import SiteSettings, add_site
from core.storage import Storage
from core.storage.models import Campaign, Conversation, Display, Revision, Visitor
from core.visits.page_events import PageEvent, PageEvents
from core.visits.page_views import PageViewRecorder
from core.visits.recorded_view import RecordedView
from tests.admin.hands import send, shown, words_of

START = datetime.now(UTC) - timedelta(hours=1)


@dataclass
class Post:
    """Brings visitors' replies to a campaign, and their own first messages."""

    storage: Storage
    site_id: int = 0
    campaign_id: int = 0
    sent: int = 0
    keys: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.site_id = add_site(self.storage, SiteSettings(name="Shop")).id
        content: dict[str, Any] = {
            "name": "Welcome back",
            "text": "Hi **there**, need [help](https://shop.example/help) or [gifts](/gifts)?",
        }
        with self.storage.transaction():
            values: dict[str, Any] = {"position": 1, "draft": content, "created_at": START, "changed_at": START}
            campaign = Campaign.create(site=self.site_id, status="active", revision_number=1, **values)
            Revision.create(campaign=campaign.id, number=1, content=content, created_at=START)
            self.campaign_id = campaign.id

    def reply(
        self,
        name: str,
        words: str,
        *,
        agent: int | None = None,
        group: int | None = None,
        more: Sequence[Mapping[str, Any]] = (),
    ) -> str:
        """A visitor answers the campaign, which had these blocks `more`; returns the conversation's key."""
        key = secrets.token_urlsafe(12)
        with self.storage.transaction():
            visitor = Visitor.create(
                site=self.site_id, key=key, first_seen_at=START, name=name,
                profile={"country": "VN", "city": "Hanoi", "visits": 3, "device": "phone"},
            )  # fmt: skip
            shown_to = Display.create(
                id=key, campaign=self.campaign_id, revision_number=1, visitor=visitor.id, slot="once:1", generation=1,
                page_view=key, claimed_at=START, shown_at=START,
            )  # fmt: skip
            row = Conversation.create(
                key=key, site=self.site_id, visitor=visitor.id, campaign=self.campaign_id, display=shown_to.id,
                agent=agent, group=group, page_url="https://shop.example/pricing?x=1", page_title="Pricing",
                created_at=START, changed_at=START,
            )  # fmt: skip
            self.keys[key] = row.id
            blocks = parse("Hi **there**, need [help](https://shop.example/help) or [gifts](/gifts)?")
            asked = [*blocks, *more]
            append(self.storage, row.id, client_id=key, author="campaign", agent_id=None, blocks=asked, at=START)
        self.write(key, words)
        return key

    def write(self, key: str, words: str) -> None:
        """A visitor writes on."""
        self.sent += 1
        at = START + timedelta(seconds=self.sent)
        with self.storage.transaction():
            append(
                self.storage, self.keys[key], client_id=secrets.token_urlsafe(12), author="visitor", agent_id=None,
                blocks=literal(words), at=at,
            )  # fmt: skip
            Conversation.update(changed_at=at).where(Conversation.key == key).execute()
            self.storage.touch("inbox")

    def row(self, key: str) -> Any:
        with self.storage.connection():
            return Conversation.get(Conversation.key == key)

    def unread(self, key: str) -> int:
        with self.storage.connection():
            return conversations.thread(self.storage, key).conversation.unread

    def opens(self, key: str, url: str, title: str, *, seconds: int = 0, attributes: Mapping[str, Any] = {}) -> None:
        """The visitor of a conversation opens another page, which tells these attributes of them."""
        recorder = PageViewRecorder(self.storage)
        at = datetime.now(UTC) + timedelta(seconds=seconds)
        facts = {"attributes": dict(attributes)} if attributes else {}
        recorder.record(RecordedView(secrets.token_urlsafe(12), self.site_id, key, at, 3, url, title, facts=facts))
        recorder.flush()

    def does(self, key: str, name: str, *, seconds: int = 0, **properties: Any) -> None:
        """The page of a conversation's visitor tells of an event."""
        at = datetime.now(UTC) + timedelta(seconds=seconds)
        event = PageEvent(secrets.token_urlsafe(12), self.site_id, key, at, name, properties)
        PageEvents(self.storage).write([event])


def type_answer(user: User, key: str, words: str, client_id: str = "") -> None:
    """What the answer box emits on Enter."""
    box = next(each for each in shown(user) if isinstance(each, AnswerBox))
    send(user, box, "send", {"conversation": key, "text": words, "id": client_id or secrets.token_urlsafe(12)})


def texts(user: User) -> list[str]:
    return [words_of(each) for each in shown(user) if getattr(each, "text", "")]


def rail_count(user: User) -> str:
    return next(str(getattr(each, "text", "")) for each in shown(user) if each.props.get("title") == "Unread")
