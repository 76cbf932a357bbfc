"""What visitors have met: a campaign's revisions, and the way back to one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN

from core.campaigns import get
from core.campaigns.draft_changes import Replaced, replace_draft
from core.campaigns.drafts import Draft
from core.errors import NotFound
from core.i18n import _
from core.storage import Storage
from core.storage.models import Agent, Revision


@dataclass(frozen=True, slots=True)
class PastRevision:
    """One revision, and who made it when."""

    number: int
    content: Draft
    created_at: datetime
    created_by: str
    """Name of the employee, "" if nobody's."""
    met: bool
    """Whether it is the one that visitors meet."""


def revisions(storage: Storage, campaign_id: int) -> tuple[PastRevision, ...]:
    """Every revision of a campaign, newest first. Raises NotFound."""
    with storage.connection():
        met = get(storage, campaign_id).revision_number
        rows = (
            Revision.select(Revision, Agent)
            .join(Agent, JOIN.LEFT_OUTER)
            .where(Revision.campaign == campaign_id)
            .order_by(Revision.number.desc())
        )
        return tuple(
            PastRevision(
                number=row.number,
                content=Draft.of(row.content),
                created_at=row.created_at,
                created_by=row.created_by.name if row.created_by else "",
                met=row.number == met,
            )
            for row in rows
        )


def make_draft(storage: Storage, campaign_id: int, number: int, *, agent_id: int | None) -> Replaced:
    """Take the draft to what a revision says; `draft_changes.bring_back` undoes it. Raises NotFound, Conflict."""
    with storage.transaction():
        found = next((each for each in revisions(storage, campaign_id) if each.number == number), None)
        if found is None:
            raise NotFound("revision_unknown", _("This revision is not here. Reload the page."))
        return replace_draft(storage, campaign_id, found.content, agent_id=agent_id)
