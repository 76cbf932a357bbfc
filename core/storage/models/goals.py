"""What campaigns are to bring about on a site."""

from __future__ import annotations

from peewee import AutoField, CharField, ForeignKeyField, TextField

from core.storage.fields import JsonField, MomentField
from core.storage.models.base import MainModel
from core.storage.models.sites import Site


class Goal(MainModel):
    """An address reached or an event told; campaigns of the site are measured by it."""

    id = AutoField()
    site = ForeignKeyField(Site, on_delete="CASCADE")
    site_id: int
    name = TextField()
    kind = CharField(max_length=8)
    """address | event."""
    wanted = JsonField()
    """Address patterns or names of events: one of them is enough."""
    created_at = MomentField()
    archived_at = MomentField(null=True)
