"""Two people's edits of one record, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.errors import Conflict
from core.i18n import _


def merged(began: Mapping[str, Any], mine: Mapping[str, Any], stands: Mapping[str, Any]) -> dict[str, Any]:
    """What a record becomes: `mine` where that differs from what it `began` with, else what `stands`.

    All three have the same fields. Raises Conflict where both have changed one, each to something else.
    """
    edited = {name for name, value in mine.items() if value != began[name]}
    if any(stands[name] not in (began[name], mine[name]) for name in edited):
        raise Conflict("crossed", _("Somebody else has changed the same here. Look at theirs, then save again."))
    return {name: mine[name] if name in edited else stands[name] for name in stands}
