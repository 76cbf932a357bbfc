"""The hooks that plugins may implement; built-in features use the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from core.channels import Channel
    from core.conditions import ConditionType
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
