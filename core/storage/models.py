"""The tables. Rows never leave the functions that face the storage: they hand out dataclasses."""

from __future__ import annotations

from peewee import (
    AutoField,
    BigAutoField,
    BlobField,
    CharField,
    CompositeKey,
    DatabaseProxy,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from core.storage.fields import JsonField, MomentField

main_proxy = DatabaseProxy()
log_proxy = DatabaseProxy()
"""Filled by `Storage.open`, peewee's own way of naming a database later; nothing else touches them."""


class MainModel(Model):
    class Meta:
        database = main_proxy
        legacy_table_names = False


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
    texts = JsonField(default=dict)
    """Widget texts that this site words differently, by name."""
    recipient = CharField(max_length=32, default="")
    """Who gets a visitor's own first message: `agent:ID`, `group:ID`, or empty: everybody."""
    seen_at = MomentField(null=True)
    seen_url = TextField(default="")
    created_at = MomentField()
    archived_at = MomentField(null=True)


class Agent(MainModel):
    """An employee."""

    id = AutoField()
    email = CharField(max_length=254, unique=True)
    """Lower case."""
    name = TextField()
    role = CharField(max_length=8)
    """owner | marketer | agent."""
    title = TextField(default="")
    picture = CharField(max_length=64, default="")
    """Hash of a Media row, or empty: initials."""
    password_hash = TextField(default="")
    theme = CharField(max_length=6, default="system")
    created_at = MomentField()
    deactivated_at = MomentField(null=True)


class AgentGroup(MainModel):
    """A set of employees, such as Sales."""

    id = AutoField()
    name = TextField(unique=True)
    created_at = MomentField()
    deactivated_at = MomentField(null=True)


class Membership(MainModel):
    agent = ForeignKeyField(Agent, on_delete="CASCADE")
    group = ForeignKeyField(AgentGroup, on_delete="CASCADE")

    class Meta:
        primary_key = CompositeKey("agent", "group")


class LoginLink(MainModel):
    """A one-time link; only its hash is kept."""

    token_hash = CharField(max_length=64, primary_key=True)
    agent = ForeignKeyField(Agent, on_delete="CASCADE")
    created_at = MomentField()
    expires_at = MomentField()
    used_at = MomentField(null=True)


class Session(MainModel):
    """A signed-in browser of the team; only the token's hash is kept."""

    token_hash = CharField(max_length=64, primary_key=True)
    agent = ForeignKeyField(Agent, on_delete="CASCADE")
    created_at = MomentField()
    expires_at = MomentField()
    browser = TextField(default="")


class SignInFailure(MainModel):
    """Counts failed sign-ins per address and account, so that restarts do not forget them."""

    subject = CharField(max_length=300, primary_key=True)
    failures = IntegerField()
    until = MomentField()


class Media(MainModel):
    """A re-encoded picture, by content hash, so that every edge can serve it."""

    hash = CharField(max_length=64, primary_key=True)
    content_type = TextField()
    data = BlobField()
    created_at = MomentField()


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
    created_at = MomentField()
    created_by = ForeignKeyField(Agent, null=True, on_delete="SET NULL")

    class Meta:
        indexes = ((("campaign", "number"), True),)


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

    class Meta:
        indexes = ((("site", "key"), True),)


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
    shown_at = MomentField(null=True)
    opened_at = MomentField(null=True)
    clicked_at = MomentField(null=True)
    dismissed_at = MomentField(null=True)
    replied_at = MomentField(null=True)
    read_at = MomentField(null=True)

    class Meta:
        indexes = (
            (("campaign", "visitor", "slot"), True),
            (("visitor", "campaign"), False),
            (("campaign", "claimed_at"), False),
        )


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
    """Roll-up: how often something happened in an hour."""

    site = ForeignKeyField(Site, on_delete="CASCADE")
    campaign_id = IntegerField()
    """0: counted for the site (page views)."""
    revision_number = IntegerField()
    hour_at = MomentField()
    metric = CharField(max_length=16)
    count = IntegerField()

    class Meta:
        primary_key = CompositeKey("site", "campaign_id", "revision_number", "hour_at", "metric")


class PageView(Model):
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
        database = log_proxy
        legacy_table_names = False
        indexes = ((("site_id", "visitor_key", "at"), False),)


class DroppedViews(Model):
    """Page views that the bounded queue had to drop, by hour."""

    site_id = IntegerField()
    hour_at = MomentField()
    count = IntegerField()

    class Meta:
        database = log_proxy
        legacy_table_names = False
        primary_key = CompositeKey("site_id", "hour_at")


MAIN_MODELS = (
    Site, Agent, AgentGroup, Membership, LoginLink, Session, SignInFailure, Media, Campaign, DraftChange, Revision,
    Visitor, Display, Conversation, Message, Pulse, Secret, JobRun, HourlyCount,
)  # fmt: skip
LOG_MODELS = (PageView, DroppedViews)
