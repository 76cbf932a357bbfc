"""Campaigns, their drafts and their revisions."""

from __future__ import annotations

from peewee import AutoField, BigAutoField, CharField, ForeignKeyField, IntegerField, TextField

from core.storage.fields import JsonField, MomentField
from core.storage.models.base import MainModel
from core.storage.models.goals import Goal
from core.storage.models.sites import Site
from core.storage.models.team import Agent


class Campaign(MainModel):
    """A smart message: one draft, any number of revisions, one of which visitors meet."""

    id = AutoField()
    site = ForeignKeyField(Site, on_delete="CASCADE")
    site_id: int
    kind = CharField(max_length=16, default="smart_trigger")
    status = CharField(max_length=8, default="draft")
    """draft | active | paused | ended."""
    position = IntegerField()
    """Priority within the site: the lowest number wins."""
    draft = JsonField()
    """The fields of core.campaigns.Draft."""
    draft_version = IntegerField(default=0)
    """The `version` of the newest DraftChange."""
    steps_done = JsonField(default=list)
    generation = IntegerField(default=1)
    """Raised by *Show again to everyone*; frequency is kept per generation."""
    revision_number = IntegerField(null=True)
    """The revision that visitors meet; null: none yet."""
    flag = TextField(default="")
    """Why the campaign is not run although it is switched on (a type that went away, a sender who left)."""
    created_at = MomentField()
    created_by = ForeignKeyField(Agent, null=True, on_delete="SET NULL")
    switched_on_at = MomentField(null=True)
    """Since when it is on as it stands, if it is: switched on or published."""
    changed_at = MomentField()
    changed_by = ForeignKeyField(Agent, null=True, on_delete="SET NULL", backref="+")
    changed_by_id: int | None
    archived_at = MomentField(null=True)
    deleted_at = MomentField(null=True)

    class Meta:
        indexes = ((("site", "position"), False),)


class DraftChange(MainModel):
    """One saved edit of one field of a draft: what was typed is never lost, not even to a second editor."""

    id = BigAutoField()
    campaign = ForeignKeyField(Campaign, on_delete="CASCADE")
    version = IntegerField()
    field = CharField(max_length=32)
    value = JsonField(null=True)
    agent = ForeignKeyField(Agent, null=True, on_delete="SET NULL")
    agent_id: int | None
    changed_at = MomentField()

    class Meta:
        indexes = ((("campaign", "version"), True),)


class Revision(MainModel):
    """What visitors meet: never changed once written."""

    id = AutoField()
    campaign = ForeignKeyField(Campaign, on_delete="CASCADE")
    number = IntegerField()
    content = JsonField()
    """The draft as it was published."""
    goal = ForeignKeyField(Goal, null=True, on_delete="SET NULL")
    goal_id: int | None
    """As in `content`: by what its displays are measured; null: by no goal."""
    goal_days = IntegerField(null=True)
    """How long after a display the goal counts for it."""
    created_at = MomentField()
    created_by = ForeignKeyField(Agent, null=True, on_delete="SET NULL")

    class Meta:
        indexes = ((("campaign", "number"), True),)
