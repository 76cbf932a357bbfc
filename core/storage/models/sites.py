"""What is set up for websites, and the pictures that they are shown."""

from __future__ import annotations

from peewee import AutoField, BlobField, CharField, ForeignKeyField, IntegerField, TextField

from core.storage.fields import JsonField, MomentField
from core.storage.models.base import MainModel


class Site(MainModel):
    """A website that embeds the widget."""

    id = AutoField()
    key = CharField(max_length=32, unique=True)
    name = TextField()
    origins = JsonField(default=list)
    """Allowed origins, `https://shop.example`; `https://*.shop.example` allows every subdomain."""
    time_zone = TextField(default="UTC")
    colour = CharField(max_length=7, default="#3451d1")
    position = CharField(max_length=5, default="right")
    launcher = CharField(max_length=8, default="always")
    """always | message (only with a message or a conversation)."""
    consent = CharField(max_length=10, default="granted")
    """required | cookieless | granted."""
    minimum_gap_seconds = IntegerField(default=3600)
    hours = JsonField(null=True)
    """A core.opening_hours.Hours; null: nobody has said when it is open."""
    texts = JsonField(default=dict)
    """Widget texts that this site words differently, by name."""
    recipient = CharField(max_length=32, default="")
    """Who gets a visitor's own first message: `agent:ID`, `group:ID`, or empty: everybody."""
    seen_at = MomentField(null=True)
    seen_url = TextField(default="")
    created_at = MomentField()
    archived_at = MomentField(null=True)


class IdentitySecret(MainModel):
    """What a site's own server signs with who its visitors are (core.identity)."""

    site = ForeignKeyField(Site, on_delete="CASCADE")
    secret = TextField()
    created_at = MomentField()
    ends_at = MomentField(null=True)
    """When one that was replaced stops to count; null: it is the one of now."""


class Media(MainModel):
    """A re-encoded picture, by content hash, so that every edge can serve it."""

    hash = CharField(max_length=64, primary_key=True)
    content_type = TextField()
    data = BlobField()
    created_at = MomentField()
