"""Conversations and what was said in them."""

from __future__ import annotations

from peewee import BigAutoField, CharField, ForeignKeyField, IntegerField, TextField

from core.storage.fields import JsonField, MomentField
from core.storage.models.base import MainModel
from core.storage.models.campaigns import Campaign
from core.storage.models.sites import Site
from core.storage.models.team import Agent, AgentGroup
from core.storage.models.visitors import Display, Visitor


class Conversation(MainModel):
    """Opened by a visitor's first reply or own first message, never by a display."""

    id = BigAutoField()
    key = CharField(max_length=32, unique=True)
    """Its name outside: in the passport, on the wire and in the admin's addresses."""
    site = ForeignKeyField(Site, on_delete="CASCADE")
    visitor = ForeignKeyField(Visitor, on_delete="CASCADE")
    campaign = ForeignKeyField(Campaign, null=True, on_delete="SET NULL")
    display = ForeignKeyField(Display, null=True, on_delete="SET NULL")
    agent = ForeignKeyField(Agent, null=True, on_delete="SET NULL")
    """Who has it."""
    group = ForeignKeyField(AgentGroup, null=True, on_delete="SET NULL")
    """Whose inbox it is in; both null: everybody's."""
    status = CharField(max_length=6, default="open")
    """open | closed."""
    last_seq = IntegerField(default=0)
    team_read_seq = IntegerField(default=0)
    """Unread for the team: visitor messages after this."""
    visitor_read_seq = IntegerField(default=0)
    page_url = TextField(default="")
    page_title = TextField(default="")
    created_at = MomentField()
    changed_at = MomentField(index=True)
    closed_at = MomentField(null=True)

    class Meta:
        indexes = ((("visitor", "changed_at"), False), (("status", "changed_at"), False))


class Message(MainModel):
    """One entry of a conversation; `seq` counts within it."""

    id = BigAutoField()
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE")
    seq = IntegerField()
    client_id = CharField(max_length=32)
    """Made by the sender (for the campaign's message: the display id); a retry is recognised by it."""
    author = CharField(max_length=8)
    """campaign | visitor | agent | system."""
    agent = ForeignKeyField(Agent, null=True, on_delete="SET NULL")
    blocks = JsonField()
    words = TextField(default="")
    """What the blocks say, in one case: for search."""
    created_at = MomentField()

    class Meta:
        indexes = ((("conversation", "seq"), True), (("conversation", "client_id"), True))
