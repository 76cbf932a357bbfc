"""Visitors who left a way to be reached."""

from __future__ import annotations

from peewee import BigAutoField, CharField, ForeignKeyField, TextField

from core.storage.fields import JsonField, MomentField
from core.storage.models.base import MainModel
from core.storage.models.campaigns import Campaign
from core.storage.models.conversations import Conversation
from core.storage.models.sites import Site
from core.storage.models.visitors import Display, Visitor


class Lead(MainModel):
    """What a visitor filled in of a campaign's contact form."""

    id = BigAutoField()
    site = ForeignKeyField(Site, on_delete="CASCADE")
    visitor = ForeignKeyField(Visitor, on_delete="CASCADE")
    campaign = ForeignKeyField(Campaign, null=True, on_delete="SET NULL")
    display = ForeignKeyField(Display, null=True, on_delete="SET NULL")
    conversation = ForeignKeyField(Conversation, null=True, on_delete="SET NULL")
    client_id = CharField(max_length=32)
    """Of the message that brought it; a retry is recognised by it."""
    name = TextField(default="")
    email = TextField(default="")
    phone = TextField(default="")
    answers = JsonField()
    """All that was filled in: `[{"label", "kind", "value"}]`, in the form's order."""
    consent = TextField(default="")
    """What the visitor agreed to, as it was written."""
    page_url = TextField(default="")
    page_title = TextField(default="")
    country = CharField(max_length=2, default="")
    words = TextField(default="")
    """The answers in one case: for search."""
    created_at = MomentField()

    class Meta:
        indexes = (
            (("visitor", "client_id"), True),
            (("site", "created_at"), False),
            (("campaign", "created_at"), False),
        )
