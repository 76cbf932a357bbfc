"""The hooks that plugins may implement; built-in features use the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from core.channels import Channel
    from core.conditions import ConditionType
    from core.happenings import (
        CampaignActivated,
        ConversationAssigned,
        GoalReached,
        LeadLeft,
        MessageRead,
        MessageShown,
        VisitorReplied,
    )
    from core.installation import Installation
    from core.settings import Settings
    from core.visits import Location, Whereabouts

PROJECT = "smart_trigger"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def register_condition_types(installation: Installation) -> Sequence[ConditionType]:
    """Return the condition types that this plugin brings; leave `installation` out where none of them needs it."""
    raise NotImplementedError


@hookspec
def register_channels() -> Sequence[Channel]:
    """Return the channels that this plugin brings."""
    raise NotImplementedError


@hookspec(firstresult=True)
def locate(whereabouts: Whereabouts, settings: Settings) -> Location | None:
    """Say where the visitor is, or None if you can't tell; the first answer counts."""
    raise NotImplementedError


# Events: called behind the answer once what they tell of is committed, in the process in which it happened.


@hookspec
def campaign_activated(event: CampaignActivated) -> None:
    """A campaign was switched on, or a new revision of one that is on was published."""


@hookspec
def message_shown(event: MessageShown) -> None:
    """A browser has painted a campaign's message in a tab that its visitor looks at."""


@hookspec
def message_read(event: MessageRead) -> None:
    """A visitor has dismissed a campaign's message, replied to it, or pressed one of its buttons."""


@hookspec
def visitor_replied(event: VisitorReplied) -> None:
    """A visitor has written something, be it an answer to a campaign's message or not."""


@hookspec
def conversation_assigned(event: ConversationAssigned) -> None:
    """A conversation has gone to somebody else: handed on, taken, or given back."""


@hookspec
def lead_left(event: LeadLeft) -> None:
    """A visitor has filled in the contact form of a campaign's message."""


@hookspec
def goal_reached(event: GoalReached) -> None:
    """A visitor who was shown a campaign's message has reached its goal; told once for each campaign that counts it."""
