"""Why a campaign that is switched on stands still; kept in English, read by everybody in their own language."""

from __future__ import annotations

from typing import Final

from core.i18n import N_
from core.i18n.kept import retell
from core.team.succession import ORPHANED

CHANNEL_GONE: Final = N_("The channel “{channel}” is not here any more. Install its plugin, or choose another.")
SCHEDULE_INVALID: Final = N_("Its start or end is no date. Set them again in “Set up”.")
SENDER_MISSING: Final = N_("Nobody sends it. Choose an employee in “Sent from”.")
RULE_INVALID: Final = N_("Its target customers can't be checked. {problem}")
UNREADABLE: Final = N_("Its published version can't be read. Publish it again.")
FLAGS: Final = (ORPHANED, CHANNEL_GONE, SCHEDULE_INVALID, SENDER_MISSING, RULE_INVALID, UNREADABLE)


def flag_words(kept: str) -> str:
    """What a campaign's flag says, "" for none."""
    return retell(kept, FLAGS)
