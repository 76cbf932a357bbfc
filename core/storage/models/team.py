"""Employees, their groups, and how they sign in."""

from __future__ import annotations

from peewee import AutoField, CharField, CompositeKey, ForeignKeyField, IntegerField, TextField

from core.storage.fields import MomentField
from core.storage.models.base import MainModel


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
    capacity = IntegerField(default=5)
    """How many open conversations they have time for at once."""
    theme = CharField(max_length=6, default="system")
    language = CharField(max_length=16, default="")
    """Empty: what the browser asks for."""
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


class AgentPresence(MainModel):
    """An employee who has the admin open; written anew while they have (core.team.presence)."""

    agent = ForeignKeyField(Agent, primary_key=True, on_delete="CASCADE")
    seen_at = MomentField()


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
