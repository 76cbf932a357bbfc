"""What processes tell each other and remember of their work."""

from __future__ import annotations

from peewee import CharField, CompositeKey, ForeignKeyField, IntegerField, TextField

from core.storage.fields import JsonField, MomentField
from core.storage.models.base import MainModel
from core.storage.models.sites import Site


class Pulse(MainModel):
    """What changed: a counter per topic, raised in the same transaction as the change (core.live)."""

    topic = CharField(max_length=64, primary_key=True)
    version = IntegerField()


class Secret(MainModel):
    """Short-lived salts and other small values that all processes share."""

    name = CharField(max_length=64, primary_key=True)
    value = TextField()
    expires_at = MomentField(null=True)


class JobRun(MainModel):
    """A job's slot that has been done; makes each run idempotent."""

    job = CharField(max_length=32)
    slot = CharField(max_length=32)
    started_at = MomentField()
    finished_at = MomentField(null=True)

    class Meta:
        primary_key = CompositeKey("job", "slot")


class HourlyCount(MainModel):
    """Roll-up: how many page views there were in an hour."""

    site = ForeignKeyField(Site, on_delete="CASCADE")
    campaign_id = IntegerField()
    """0: counted for the site."""
    revision_number = IntegerField()
    hour_at = MomentField()
    metric = CharField(max_length=16)
    count = IntegerField()

    class Meta:
        primary_key = CompositeKey("site", "campaign_id", "revision_number", "hour_at", "metric")


class DailyCount(MainModel):
    """Roll-up: what became of a campaign's displays that were claimed on a day of its site's clock."""

    site = ForeignKeyField(Site, on_delete="CASCADE")
    dimension = CharField(max_length=8)
    """What `figures` are divided by (core.performance.tallies)."""
    day = IntegerField()
    """As `date.toordinal` counts them."""
    campaign_id = IntegerField()
    """0: all of the site's together."""
    figures = JsonField()
    """`{value: {metric: count}}`."""

    class Meta:
        primary_key = CompositeKey("site", "dimension", "day", "campaign_id")


class DailyMark(MainModel):
    """How far a site's days are counted: those that had ended by then, as they stood then."""

    site = ForeignKeyField(Site, primary_key=True, on_delete="CASCADE")
    until = MomentField()
    time_zone = TextField()
    """By which days were told apart."""


class PluginFault(MainModel):
    """How often something of a plugin has raised (core.plugin_faults)."""

    plugin = CharField(max_length=200)
    what = CharField(max_length=100)
    """The condition or hook."""
    count = IntegerField()
    first_at = MomentField()
    last_at = MomentField()
    error = TextField()
    """What it said last."""

    class Meta:
        primary_key = CompositeKey("plugin", "what")
