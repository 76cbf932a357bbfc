"""What a visitor writes: which conversation it belongs in, and all that comes of it in one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from core.deliveries.events import BECAME, IMPLIED, became, mark
from core.deliveries.revisions import ShownRevision, shown_revision
from core.deliveries.visitors import MAX_TITLE, MAX_URL, LockedVisitor, Profile, lock_visitor
from core.happenings import LeadLeft, VisitorReplied
from core.inbox.contact import Contact, FilledIn, contact_of, keep_lead
from core.inbox.entries import Entry, append, entry, message_id_taken, sendable
from core.inbox.visitor_news import conversation_unknown, may_open
from core.messages import cleaned, literal
from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.team.parties import Party, stays
from core.visits.history import Memory
from core.visits.passports import Passport
from core.webhooks.events import CONVERSATION_STARTED, LEAD_CREATED, EventType
from core.webhooks.outbox import TOPIC, emit


@dataclass(frozen=True, slots=True)
class VisitorMessage:
    """What a visitor sends."""

    id: str
    """Made by the browser; the same one again gets the same answer."""
    text: str
    form: FilledIn | None = None
    """What was filled in of the contact form of the display, in place of the text."""
    display: str = ""
    """Id of the display that is replied to, "" if it is no reply."""
    conversation: str = ""
    """Key of the conversation that it should go to, "": the visitor's latest."""
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that is committed."""

    conversation: str
    message: Entry
    replied_to: Memory | None
    """What became of the campaign that the conversation replies to."""

    def remembered_by(self, passport: Passport) -> Passport:
        after = passport.with_conversation(self.conversation, self.message.at)
        return after if self.replied_to is None else after.remembering_shown(self.replied_to)


def send(
    storage: Storage,
    site_id: int,
    site_recipient: str,
    passport: Passport,
    profile: Profile,
    message: VisitorMessage,
    now: datetime,
    guessed: Profile | None = None,
) -> Sent:
    """Commit a visitor's message, in the conversation that it belongs to.

    Raises InvalidInput (`text_…`), NotFound (`conversation_unknown`) and Conflict (`message_id_taken`).
    """
    with storage.transaction():
        visitor = lock_visitor(storage, site_id, passport, profile, now, guessed)
        sending = _Sending(storage, site_id, site_recipient, visitor, passport, message, now)
        sent = sending.run()
        storage.touch(*sending.topics)
    return sent


@dataclass(frozen=True, slots=True)
class _Sending:
    """One message inside its transaction, which holds the visitor's row."""

    storage: Storage
    site_id: int
    site_recipient: str
    visitor: LockedVisitor
    passport: Passport
    message: VisitorMessage
    now: datetime
    topics: set[str] = field(default_factory=lambda: {"inbox"})
    """What changed."""
    opened: list[int] = field(default_factory=list)
    """Conversations that this message opened."""

    def run(self) -> Sent:
        sent_before = self._sent_before()
        if sent_before is not None:
            return sent_before
        contact = self._contact()
        # What a form asks and takes has limits of its own.
        text = contact.words if contact else sendable(self.message.text)
        if self.message.id == self.message.display:
            raise message_id_taken()
        replied_to = self._of_display()
        conversation_id, key = replied_to or self._named() or self._latest() or self._opened(self.site_recipient)
        self._let_it_be_seen(conversation_id)
        append(
            self.storage,
            conversation_id,
            client_id=self.message.id,
            author="visitor",
            agent_id=None,
            blocks=literal(text),
            at=self.now,
        )
        if replied_to:
            mark(self.storage, self.message.display, IMPLIED["lead" if contact else "replied"], self.now)
        for number in self.opened:
            self._tell(CONVERSATION_STARTED, number)
        if contact:
            self._leave(contact, conversation_id, key)
        else:
            self._say_replied(key, text, self.message.display if replied_to else "")
        return self._sent(conversation_id, key)

    def _leave(self, contact: Contact, conversation_id: int, key: str) -> None:
        """Keep what was filled in, and let others know."""
        lead = self._keep_lead(contact, conversation_id)
        self._tell(LEAD_CREATED, lead)
        self.topics.add("leads")
        self.storage.tell(
            LeadLeft(
                at=self.now, site=self.passport.site, lead=lead, campaign=contact.campaign, display=contact.display,
                conversation=key, answers=tuple((each.label, each.value) for each in contact.answers),
            )
        )  # fmt: skip

    def _say_replied(self, key: str, text: str, display: str) -> None:
        url, _title = self._page
        self.storage.tell(
            VisitorReplied(at=self.now, site=self.passport.site, conversation=key, text=text, display=display, page=url)
        )

    def _tell(self, event: EventType, subject: int) -> None:
        """Let the webhooks know that want to."""
        if emit(self.storage, event, self.site_id, subject, self.now):
            self.topics.add(TOPIC)

    def _contact(self) -> Contact | None:
        filled = self.message.form
        return contact_of(self.storage, self.visitor.id, self.message.display, filled) if filled else None

    def _keep_lead(self, contact: Contact, conversation_id: int) -> int:
        return keep_lead(
            self.storage,
            contact,
            site=self.site_id,
            visitor=self.visitor.id,
            conversation=conversation_id,
            message_id=self.message.id,
            page=self._page,
            now=self.now,
        )

    def _sent_before(self) -> Sent | None:
        rows = self.storage.execute(_BY_MESSAGE, (self.visitor.id, self.message.id))
        return self._sent(*rows[0]) if rows else None

    def _sent(self, conversation_id: int, key: str) -> Sent:
        sent = entry(self.storage, conversation_id, self.message.id, "visitor")
        assert sent is not None
        rows = self.storage.execute(_REPLIED_TO, (conversation_id,))
        return Sent(key, sent, became(rows[0]) if rows else None)

    def _of_display(self) -> tuple[int, str] | None:
        """The conversation that replies to this display belong in; the first one opens it."""
        if not self.message.display:
            return None
        rows = self.storage.execute(_OF_DISPLAY, (self.message.display, self.visitor.id))
        if not rows:
            return None
        campaign_id, revision_number, language, merged, seen_ms, conversation_id, key = rows[0]
        if conversation_id is not None:
            return conversation_id, key
        shown = shown_revision(self.storage, campaign_id, revision_number, language, merged)
        opened = self._opened(shown.recipient, campaign_id, self.message.display)
        self._quote(opened[0], shown, seen_ms)
        return opened

    def _quote(self, conversation_id: int, shown: ShownRevision, seen_ms: int) -> None:
        """Begin the conversation with the campaign's message, as the visitor saw it."""
        append(
            self.storage,
            conversation_id,
            client_id=self.message.display,
            author="campaign",
            agent_id=shown.sender.id,
            blocks=shown.blocks,
            at=from_ms(seen_ms),
        )

    def _named(self) -> tuple[int, str] | None:
        if not self.message.conversation:
            return None
        rows = self.storage.execute(_BY_KEY, (self.message.conversation, self.visitor.id))
        if not rows or not may_open(self.passport, self.message.conversation):
            raise conversation_unknown()
        return rows[0][0], rows[0][1]

    def _latest(self) -> tuple[int, str] | None:
        if self.passport.shares_its_visitor:
            rows = self.storage.execute(_BY_KEY, (self.passport.conversation, self.visitor.id))
        else:
            rows = self.storage.execute(_LATEST, (self.visitor.id,))
        return (rows[0][0], rows[0][1]) if rows else None

    def _opened(self, recipient: str, campaign_id: int | None = None, display: str | None = None) -> tuple[int, str]:
        party = Party.parse(recipient)
        holder = {party.kind: party.id} if party and stays(self.storage, party) else {}
        key = secrets.token_urlsafe(16)
        ((conversation_id,),) = self.storage.execute(
            _OPEN,
            (
                *(key, self.site_id, self.visitor.id, campaign_id, display),
                *(holder.get("agent"), holder.get("group")),
                *(to_ms(self.now), to_ms(self.now)),
            ),
        )
        self.opened.append(conversation_id)
        return conversation_id, key

    @property
    def _page(self) -> tuple[str, str]:
        """Address and title, as they may be stored."""
        return cleaned(self.message.url, MAX_URL), cleaned(self.message.title, MAX_TITLE)

    def _let_it_be_seen(self, conversation_id: int) -> None:
        """Open it again if it was closed, and free it from somebody who has left: then it is everybody's."""
        url, title = self._page
        self.storage.execute(_WAKE, (to_ms(self.now), url, url, title, conversation_id))


_BY_MESSAGE = """
SELECT c.id, c.key FROM conversation c JOIN message m ON m.conversation_id = c.id
WHERE c.visitor_id = %s AND m.client_id = %s
"""

_REPLIED_TO = f"""
SELECT {", ".join(f"d.{each}" for each in BECAME.split(", "))} FROM conversation c JOIN display d ON d.id = c.display_id
WHERE c.id = %s AND d.read_at IS NOT NULL
"""  # noqa: S608  # our own names

_BY_KEY = "SELECT id, key FROM conversation WHERE key = %s AND visitor_id = %s"

_LATEST = "SELECT id, key FROM conversation WHERE visitor_id = %s ORDER BY changed_at DESC, id DESC LIMIT 1"

_OF_DISPLAY = """
SELECT d.campaign_id, d.revision_number, d.language, d.merged, COALESCE(d.shown_at, d.claimed_at), c.id, c.key
FROM display d LEFT JOIN conversation c ON c.display_id = d.id
WHERE d.id = %s AND d.visitor_id = %s
"""

_OPEN = """
INSERT INTO conversation (key, site_id, visitor_id, campaign_id, display_id, agent_id, group_id, status, last_seq,
                          team_read_seq, visitor_read_seq, page_url, page_title, created_at, changed_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, 'open', 0, 0, 0, '', '', %s, %s)
RETURNING id
"""

_WAKE = """
UPDATE conversation
SET status = 'open', closed_at = NULL, changed_at = %s,
    agent_id = (SELECT a.id FROM agent a WHERE a.id = conversation.agent_id AND a.deactivated_at IS NULL),
    group_id = (SELECT g.id FROM agent_group g WHERE g.id = conversation.group_id AND g.deactivated_at IS NULL),
    page_url = CASE WHEN %s = '' THEN page_url ELSE %s END, page_title = %s
WHERE id = %s
"""
