"""Visitors, what they were shown, and the pages that they saw."""

from __future__ import annotations

from peewee import BigAutoField, BooleanField, CharField, CompositeKey, ForeignKeyField, IntegerField, TextField

from core.storage.fields import JsonField, MomentField
from core.storage.models.base import LogModel, MainModel
from core.storage.models.campaigns import Campaign
from core.storage.models.sites import Site


class Visitor(MainModel):
    """The row that claims lock: one visitor's caps, and what the inbox shows of them."""

    id = BigAutoField()
    site = ForeignKeyField(Site, on_delete="CASCADE")
    key = CharField(max_length=64)
    """The visitor id of the passport."""
    first_seen_at = MomentField()
    last_seen_at = MomentField(null=True)
    """When they last came, as far as retention asks (core.visits.returns_after_a_while); null: as first seen."""
    last_display_at = MomentField(null=True)
    last_page_view = CharField(max_length=32, default="")
    profile = JsonField(default=dict)
    """Place, device, language, visits, page: as last told by boot to claim or message."""
    name = TextField(default="")
    email = TextField(default="")
    person = CharField(max_length=32, default="")
    """Whom the site's server says that it is (core.identity.person); several browsers can be one person's."""

    class Meta:
        indexes = ((("site", "key"), True), (("site", "person"), False))


class Display(MainModel):
    """A claim that was granted, and what became of it."""

    id = CharField(max_length=32, primary_key=True)
    """Made by the browser; a retry gets the same answer."""
    campaign = ForeignKeyField(Campaign, on_delete="CASCADE")
    revision_number = IntegerField()
    visitor = ForeignKeyField(Visitor, on_delete="CASCADE")
    slot = CharField(max_length=48)
    """`once:GENERATION` or `view:PAGE_VIEW`: unique with campaign and visitor."""
    generation = IntegerField()
    page_view = CharField(max_length=32)
    page_url = TextField(default="")
    country = CharField(max_length=2, default="")
    device = CharField(max_length=8, default="")
    language = CharField(max_length=16, default="")
    claimed_at = MomentField()
    merged = TextField(null=True)
    """The values of the message's merge tags, as JSON by name: it says the same ever after. Null: it has none."""
    shown_at = MomentField(null=True)
    opened_at = MomentField(null=True)
    clicked_at = MomentField(null=True)
    dismissed_at = MomentField(null=True)
    replied_at = MomentField(null=True)
    lead_at = MomentField(null=True)
    read_at = MomentField(null=True)
    pressed_at = MomentField(null=True)
    """When a button of the message was first pressed."""
    button = TextField(default="")
    """The words of that one, in the message's own language; "" before."""
    reached_at = MomentField(null=True)
    """When its visitor reached the goal (core.goals.counting)."""
    goal_at = MomentField(null=True)
    """When that was counted: once it is known to have been shown, too."""
    news_at = MomentField(null=True, index=True)
    """When something last became of it: counts of an earlier moment lack what is newer."""

    class Meta:
        indexes = (
            (("campaign", "visitor", "slot"), True),
            (("visitor", "campaign"), False),
            (("campaign", "claimed_at"), False),
        )


class Compared(MainModel):
    """Somebody who was to be shown a campaign that has a control group: once a generation, when that was first so."""

    campaign = ForeignKeyField(Campaign, on_delete="CASCADE")
    campaign_id: int
    visitor = ForeignKeyField(Visitor, on_delete="CASCADE")
    generation = IntegerField()
    revision_number = IntegerField()
    control = BooleanField()
    """Whether they are in the group, and were shown nothing."""
    claimed_at = MomentField()
    reached_at = MomentField(null=True)
    """When they reached the goal (core.goals.counting)."""
    goal_at = MomentField(null=True, index=True)
    """When that was counted."""

    class Meta:
        primary_key = CompositeKey("visitor", "campaign", "generation")
        indexes = ((("campaign", "claimed_at"), False),)


class HeldBack(MainModel):
    """A page view whose claim of a campaign was refused for frequency or a control group, and not granted later."""

    campaign_id = IntegerField()
    page_view = CharField(max_length=32)
    revision_number = IntegerField()
    at = MomentField()
    page_url = TextField(default="")
    country = CharField(max_length=2, default="")
    device = CharField(max_length=8, default="")
    language = CharField(max_length=16, default="")

    class Meta:
        primary_key = CompositeKey("campaign_id", "page_view")
        indexes = ((("campaign_id", "at"), False),)


class PageView(LogModel):
    """One URL shown to one visitor; in `log.db` with SQLite. Recorded in batches behind boot."""

    key = CharField(max_length=32, primary_key=True)
    site_id = IntegerField()
    visitor_key = CharField(max_length=64)
    at = MomentField(index=True)
    visit = IntegerField()
    url = TextField()
    title = TextField(default="")
    referrer = TextField(default="")
    country = CharField(max_length=2, default="")
    region = TextField(default="")
    city = TextField(default="")
    device = CharField(max_length=8, default="")
    language = CharField(max_length=16, default="")
    facts = JsonField(default=dict)

    class Meta:
        indexes = ((("site_id", "visitor_key", "at"), False),)


class PageEvent(LogModel):
    """Something that a page told of (core.visits.page_events)."""

    site_id = IntegerField()
    visitor_key = CharField(max_length=64)
    id = CharField(max_length=32)
    """Made by the browser."""
    page_view = CharField(max_length=32)
    at = MomentField(index=True)
    name = CharField(max_length=64)
    properties = JsonField()
    url = TextField()

    class Meta:
        primary_key = CompositeKey("site_id", "visitor_key", "id")


class Decision(LogModel):
    """What was decided about a claim, and on what grounds (core.deliveries.kept)."""

    key = CharField(max_length=32, primary_key=True)
    """The display's id, made by the browser."""
    site_id = IntegerField()
    visitor_key = CharField(max_length=64)
    campaign_id = IntegerField()
    revision_number = IntegerField()
    """Whose rule it was decided by."""
    page_view = CharField(max_length=32, index=True)
    at = MomentField(index=True)
    outcome = CharField(max_length=20)
    """"": granted; else why it was refused."""
    facts = JsonField()
    """What was observed of all that the rule asks for, by fact name."""

    class Meta:
        indexes = ((("campaign_id", "at"), False), (("site_id", "visitor_key"), False))


class OpenTab(LogModel):
    """When a visitor's chat last asked for news, which it does in a tab that they look at (core.visits.open_tabs)."""

    site_id = IntegerField()
    visitor_key = CharField(max_length=64)
    seen_at = MomentField(index=True)

    class Meta:
        primary_key = CompositeKey("site_id", "visitor_key")


class DroppedViews(LogModel):
    """Page views that the bounded queue had to drop, by hour."""

    site_id = IntegerField()
    hour_at = MomentField()
    count = IntegerField()

    class Meta:
        primary_key = CompositeKey("site_id", "hour_at")
