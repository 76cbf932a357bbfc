"""The tables, a file a room. Rows never leave the functions that face the storage: they hand out dataclasses."""

from __future__ import annotations

from core.storage.models.base import log_proxy, main_proxy
from core.storage.models.campaigns import Campaign, DraftChange, Revision
from core.storage.models.conversations import Conversation, Message
from core.storage.models.goals import Goal
from core.storage.models.leads import Lead
from core.storage.models.running import DailyCount, DailyMark, HourlyCount, JobRun, PluginFault, Pulse, Secret
from core.storage.models.sites import IdentitySecret, Media, Site
from core.storage.models.team import Agent, AgentGroup, AgentPresence, LoginLink, Membership, Session, SignInFailure
from core.storage.models.visitors import (
    Compared,
    Decision,
    Display,
    DroppedViews,
    HeldBack,
    OpenTab,
    PageEvent,
    PageView,
    Visitor,
)
from core.storage.models.webhooks import Webhook, WebhookAttempt, WebhookDelivery, WebhookEvent

MAIN_MODELS = (
    Site, IdentitySecret, Agent, AgentGroup, Membership, LoginLink, Session, SignInFailure, Media, Goal, Campaign,
    DraftChange, Revision, Visitor, Display, Compared, Conversation, Message, Lead, Pulse, Secret, PluginFault, JobRun,
    HourlyCount, DailyCount, DailyMark, HeldBack, Webhook, WebhookEvent, WebhookDelivery, WebhookAttempt,
)  # fmt: skip
LOG_MODELS = (PageView, PageEvent, Decision, DroppedViews, OpenTab)

__all__ = [
    "LOG_MODELS",
    "MAIN_MODELS",
    "Agent",
    "AgentGroup",
    "AgentPresence",
    "Campaign",
    "Compared",
    "Conversation",
    "DailyCount",
    "DailyMark",
    "Decision",
    "Display",
    "DraftChange",
    "DroppedViews",
    "Goal",
    "HeldBack",
    "HourlyCount",
    "IdentitySecret",
    "JobRun",
    "Lead",
    "LoginLink",
    "Media",
    "Membership",
    "Message",
    "OpenTab",
    "PageEvent",
    "PageView",
    "PluginFault",
    "Pulse",
    "Revision",
    "Secret",
    "Session",
    "SignInFailure",
    "Site",
    "Visitor",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEvent",
    "log_proxy",
    "main_proxy",
]
