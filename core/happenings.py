"""What plugins are told once it has happened: one small record of plain values for each event hook.

    storage.tell(MessageShown(…))      # in the transaction in which it happens

It goes out when that transaction has been committed, and never if it is not (core.storage.happenings); plugins are
called behind the answer (core.announcing).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What all of them say."""

    hook: ClassVar[str]
    """The hook that is called with it."""
    at: datetime
    site: str
    """The site's key, as in its snippet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignActivated(Happening):
    """Visitors meet this revision of a campaign from now on."""

    hook = "campaign_activated"
    campaign: int
    name: str
    """As the team calls the campaign."""
    revision: int
    by: int | None
    """Id of the employee who did it; None: the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageShown(Happening):
    """A visitor has a campaign's message before their eyes."""

    hook = "message_shown"
    campaign: int
    """Its id, as in the address of its page."""
    revision: int
    """Number of the revision."""
    display: str
    """Id of one showing of a message, the same in all that becomes of it; "" where there was none."""
    page: str
    """Address of the page."""
    country: str
    """ISO 3166-1 alpha-2, "" if unknown."""
    device: str
    """`desktop`, `phone` or `tablet`."""
    language: str
    """Of the browser, BCP 47."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRead(MessageShown):
    """A visitor has dismissed the message, answered it, or pressed one of its buttons."""

    hook = "message_read"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorReplied(Happening):
    """A visitor has written: an answer to a campaign's message, or something of their own."""

    hook = "visitor_replied"
    conversation: str
    """Its key, as in the address of the inbox."""
    text: str
    """What was written."""
    display: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationAssigned(Happening):
    """A conversation was handed to an employee or a group, taken, or given back to everybody."""

    hook = "conversation_assigned"
    conversation: str
    agent: int | None
    """Id of the employee who has it now; None: nobody yet."""
    group: int | None
    """Id of the group in which it is or waits; None: it is in none."""
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLeft(Happening):
    """A visitor has filled in a contact form."""

    hook = "lead_left"
    lead: int
    """Its id."""
    campaign: int
    display: str
    conversation: str
    answers: tuple[tuple[str, str], ...]
    """Questions and answers, as they were asked and given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalReached(Happening):
    """A visitor who was shown a campaign's message has reached its goal."""

    hook = "goal_reached"
    goal: int
    """Its id."""
    campaign: int
    display: str


HAPPENINGS: tuple[type[Happening], ...] = (
    CampaignActivated,
    MessageShown,
    MessageRead,
    VisitorReplied,
    ConversationAssigned,
    LeadLeft,
    GoalReached,
)
