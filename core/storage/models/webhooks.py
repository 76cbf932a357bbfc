"""Webhooks: who is told what happens here, what waits to be told, and how telling went."""

from __future__ import annotations

from peewee import AutoField, BigAutoField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from core.storage.fields import JsonField, MomentField
from core.storage.models.base import MainModel
from core.storage.models.conversations import Conversation
from core.storage.models.leads import Lead
from core.storage.models.sites import Site


class Webhook(MainModel):
    """An address of another program that is told of events."""

    id = AutoField()
    site = ForeignKeyField(Site, null=True, on_delete="CASCADE")
    """None: of all sites."""
    url = TextField()
    events = JsonField()
    """Keys of core.webhooks.events."""
    secret = TextField()
    """Signs what is sent; `whsec_` and base64."""
    old_secret = TextField(default="")
    """Signs as well until `old_secret_until`, so that the receiver can be changed without a loss."""
    old_secret_until = MomentField(null=True)
    failing_since = MomentField(null=True)
    """When an event failed first since one last arrived."""
    told_at = MomentField(null=True)
    """When an attempt was made last."""
    off_at = MomentField(null=True)
    gone = BooleanField(default=False)
    """Whether its receiver has switched it off, by answering 410."""
    created_at = MomentField()
    deleted_at = MomentField(null=True)


class WebhookEvent(MainModel):
    """Something that happened and that a webhook wants to know; written with what it tells of, in one transaction."""

    id = BigAutoField()
    key = CharField(max_length=32, unique=True)
    """Its name outside; a receiver knows by it what it was told before."""
    type = CharField(max_length=64)
    site = ForeignKeyField(Site, null=True, on_delete="CASCADE")
    lead = ForeignKeyField(Lead, null=True, on_delete="CASCADE")
    conversation = ForeignKeyField(Conversation, null=True, on_delete="CASCADE")
    """What it tells of: it goes with that, so that nothing is kept of somebody who was erased."""
    is_test = BooleanField(default=False)
    data = JsonField()
    created_at = MomentField(index=True)


class WebhookDelivery(MainModel):
    """One event on its way to one webhook."""

    id = BigAutoField()
    webhook = ForeignKeyField(Webhook, on_delete="CASCADE")
    event = ForeignKeyField(WebhookEvent, on_delete="CASCADE")
    state = CharField(max_length=9, default="waiting")
    """waiting | delivered | given_up."""
    attempts = IntegerField(default=0)
    due_at = MomentField()
    """When it is tried next; while it is being sent, when it may be tried again if the sender has died."""

    class Meta:
        indexes = ((("state", "due_at"), False), (("webhook", "id"), False), (("webhook", "state"), False))


class WebhookAttempt(MainModel):
    """One try to deliver, and what became of it."""

    id = BigAutoField()
    delivery = ForeignKeyField(WebhookDelivery, on_delete="CASCADE")
    at = MomentField()
    duration_ms = IntegerField()
    status = IntegerField(null=True)
    """Of the answer; None: there was none."""
    answer = TextField(default="")
    """How the answer began."""
    problem = CharField(max_length=16, default="")
    """Why it does not count as delivered: a key of core.webhooks.sending.PROBLEMS."""
