"""A field as several people edit it at once: the parts that they and I change, side by side. No NiceGUI here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.campaigns.shared_fields import Sharing


@dataclass(frozen=True, slots=True)
class Met:
    """What has become of my value and theirs."""

    value: Any
    """What stands on the page now."""
    other: Any
    """What the notice offers instead: mine as it was, or the same merge with theirs before mine."""
    gave_way: bool
    """Something of theirs had to give way to mine."""
    took_mine: bool
    """It changed what I had made on this page."""


@dataclass
class SharedField:
    """What one page knows of a value that it shares."""

    sharing: Sharing
    known: Any
    """As the database holds it, as far as this page knows: what is edited here is edited on top of it."""
    _touched: set[str] = field(default_factory=set)
    """Names of the parts that were changed on this page."""

    def typed(self, before: Any, after: Any) -> None:
        """The value was edited here."""
        self._touched |= self.sharing.changed(before, after)

    def meet(self, theirs: Any, mine: Any) -> Met:
        """Somebody else has saved; `mine` is what stands on the page and goes on top."""
        both = self.sharing.merge(self.known, theirs, mine)
        other = self.sharing.merge(self.known, mine, theirs).value if both.lost else mine
        lost_here = self.sharing.changed(mine, both.value) & self._touched
        self._touched -= lost_here
        self.known = theirs
        return Met(both.value, other, gave_way=both.lost, took_mine=bool(lost_here))

    def saved(self, sent: Any, stored: Any, page: Any) -> Any:
        """What was sent is stored, perhaps with others' edits in it; returns what the page holds then."""
        self.known = stored
        return self.sharing.merge(sent, stored, page).value


def without(sharing: Sharing, change_before: Any, change_after: Any, now: Any) -> Any:
    """The value as it is now, with one change taken back and everything else kept."""
    return sharing.merge(change_after, now, change_before).value
