"""The audience as several people edit it at once: their nodes and mine side by side. No NiceGUI here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from core.rules import Rule, changed_nodes, merge

AUDIENCE: Final = "audience"
"""The one field in which two people's edits are merged; in every other one the later wins."""


@dataclass(frozen=True, slots=True)
class Met:
    """What has become of my rule and theirs."""

    rule: Rule
    """What stands on the page now."""
    other: Rule
    """What the notice offers instead: mine as it was, or the same merge with theirs before mine."""
    gave_way: bool
    """Something of theirs had to give way to mine."""
    took_mine: bool
    """It changed what I had made on this page."""


@dataclass
class SharedRule:
    """What one page knows of the rule that it shares."""

    known: Rule
    """As the database holds it, as far as this page knows: what is edited here is edited on top of it."""
    _touched: set[str] = field(default_factory=set)
    """Ids of the nodes that were changed on this page."""

    def typed(self, before: Rule, after: Rule) -> None:
        """The rule was edited here."""
        self._touched |= changed_nodes(before, after)

    def meet(self, theirs: Rule, mine: Rule) -> Met:
        """Somebody else has saved; `mine` is what stands on the page and goes on top."""
        both = merge(self.known, theirs, mine)
        other = merge(self.known, mine, theirs).rule if both.lost else mine
        lost_here = changed_nodes(mine, both.rule) & self._touched
        self._touched -= lost_here
        self.known = theirs
        return Met(both.rule, other, gave_way=both.lost, took_mine=bool(lost_here))

    def saved(self, sent: Rule, stored: Rule, page: Rule) -> Rule:
        """What was sent is stored, perhaps with others' edits in it; returns what the page holds then."""
        self.known = stored
        return merge(sent, stored, page).rule


def without(change_before: Rule, change_after: Rule, now: Rule) -> Rule:
    """The rule as it is now, with one change taken back and everything else kept."""
    return merge(change_after, now, change_before).rule
