"""Who takes over when an employee or a group leaves, so that no campaign and no conversation is orphaned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.errors import InvalidInput
from core.i18n import N_, _
from core.storage import Storage
from core.storage.campaign_rows import add_revision, held_together, note_change, published, write
from core.storage.models import Campaign, Conversation, Site
from core.team.parties import Party, name_of, stays

ORPHANED = N_("{name} left the team. Choose another sender or recipient and publish.")


def flag_of(name: str) -> str:
    """Why a campaign is not run any more when its sender or recipient left without a successor; kept in English."""
    return ORPHANED.format(name=name)


@dataclass(frozen=True, slots=True)
class Duties:
    """What somebody would leave behind."""

    campaigns: tuple[str, ...]
    """Names of the campaigns that they send or that bring replies to them."""
    open_conversations: int
    sites: tuple[str, ...]
    """Names of the sites whose visitors' first messages they get."""

    def __bool__(self) -> bool:
        return bool(self.campaigns or self.open_conversations or self.sites)


def duties(storage: Storage, party: Party) -> Duties:
    """What `party` has at present; nothing: nobody needs to take over."""
    with storage.connection():
        campaigns = [campaign for campaign in _campaigns() if _named_in(campaign, party)]
        return Duties(
            campaigns=tuple(_name(campaign) for campaign in campaigns),
            open_conversations=Conversation.select().where(_holder(party), Conversation.status == "open").count(),
            sites=tuple(
                site.name for site in Site.select().where(Site.recipient == str(party), Site.archived_at.is_null())
            ),
        )


def check_successor(storage: Storage, party: Party, successor: Party | None) -> None:
    """Raise InvalidInput unless `successor` (None: nobody) can take over from `party`; needs a transaction."""
    if successor is not None and (successor == party or not stays(storage, successor)):
        raise not_active()


def not_active() -> InvalidInput:
    return InvalidInput("successor", _("Choose a successor who is still active."), "successor")


def hand_over(storage: Storage, party: Party, successor: Party | None) -> None:
    """Give everything that `party` has to `successor`; None flags campaigns and frees the rest. Needs a transaction."""
    # sites before their campaigns, as core.storage.campaign_rows.hold_site
    Site.update(recipient=str(successor or "")).where(Site.recipient == str(party)).execute()
    named = [row.id for row in _campaigns() if _named_in(row, party)]
    for row in held_together(storage, named):
        if not _named_in(row, party):  # somebody has changed it meanwhile
            continue
        if successor:
            _replace(row, party, successor)
        if _named_in(Campaign.get_by_id(row.id), party):
            write(row, datetime.now(UTC), row.changed_by_id, flag=flag_of(name_of(party)))
    _move_conversations(party, successor)


def _move_conversations(party: Party, successor: Party | None) -> None:
    theirs = (_holder(party), Conversation.status == "open")
    if party.kind == "group" and successor is not None and successor.kind == "agent":
        Conversation.update(agent=successor.id).where(*theirs, Conversation.agent.is_null()).execute()
        Conversation.update(group=None).where(*theirs).execute()
    else:
        Conversation.update({party.kind: successor.id if successor else None}).where(*theirs).execute()


def take_back(storage: Storage, party: Party) -> None:
    """Lift the flags that were set because `party` left; needs a transaction."""
    flagged = Campaign.flag == flag_of(name_of(party))
    found = [row.id for row in Campaign.select(Campaign.id).where(flagged)]
    for row in held_together(storage, found):
        Campaign.update(flag="").where(Campaign.id == row.id, flagged).execute()


def _replace(row: Campaign, party: Party, successor: Party) -> None:
    now = datetime.now(UTC)
    draft, changes = _renamed(row.draft, party, successor)
    version = row.draft_version
    for field in changes:
        version += 1
        note_change(row.id, version, field, draft[field], None, now)
    values: dict[str, Any] = {"draft": draft, "draft_version": version}
    revision = published(row)
    if revision is not None and _names(revision.content, party):
        content, _ = _renamed(revision.content, party, successor)
        values["revision_number"] = add_revision(row, content, now, None)
    write(row, now, row.changed_by_id, **values)


def _renamed(content: Mapping[str, Any], party: Party, successor: Party) -> tuple[dict[str, Any], list[str]]:
    renamed = dict(content)
    changes = []
    if _sends(content, party) and successor.kind == "agent":
        renamed["sender"] = successor.id
        changes.append("sender")
    if content.get("recipient") == str(party):
        renamed["recipient"] = str(successor)
        changes.append("recipient")
    return renamed, changes


def _campaigns() -> Iterator[Campaign]:
    yield from Campaign.select().where(Campaign.deleted_at.is_null())


def _named_in(row: Campaign, party: Party) -> bool:
    revision = published(row)
    return _names(row.draft, party) or (revision is not None and _names(revision.content, party))


def _names(content: Mapping[str, Any], party: Party) -> bool:
    return content.get("recipient") == str(party) or _sends(content, party)


def _sends(content: Mapping[str, Any], party: Party) -> bool:
    return party.kind == "agent" and content.get("sender") == party.id


def _name(campaign: Campaign) -> str:
    return str(campaign.draft.get("name") or _("Unnamed campaign"))


def _holder(party: Party) -> Any:
    column = Conversation.agent if party.kind == "agent" else Conversation.group
    return column == party.id
