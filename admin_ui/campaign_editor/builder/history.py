"""What was edited in the builder, to be undone and done again; what others do meanwhile stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from admin_ui.campaign_editor.shared_rule import without
from core.rules import Rule

KEPT: Final = 200
TOGETHER_SECONDS: Final = 1.0
"""Edits of one row that follow each other sooner than this are undone together, unless somebody else's came between."""


@dataclass(eq=False, slots=True)
class Edit:
    """A rule before and after an edit made here."""

    before: Rule
    after: Rule
    what: object
    at: float


@dataclass
class History:
    """The edits of one open builder, oldest first."""

    _done: list[Edit] = field(default_factory=list)
    _undone: list[Edit] = field(default_factory=list)

    @property
    def newest(self) -> Edit:
        """The edit that was made last."""
        return self._done[-1]

    def note(self, before: Rule, after: Rule, what: object = None) -> None:
        """An edit was made; `what` names the row that somebody types in, None for everything else."""
        now = monotonic()
        last = self._done[-1] if self._done else None
        typing = last and what is not None and last.what == what and not self._undone
        if last and typing and now - last.at < TOGETHER_SECONDS and before == last.after:
            last.after, last.at = after, now
        else:
            self._done = [*self._done[1 - KEPT :], Edit(before, after, what, now)]
        self._undone.clear()

    def undo(self, now: Rule) -> Rule | None:
        """The rule without the last edit; None when there is none."""
        return self.take_back(now, self._done[-1]) if self._done else None

    def redo(self, now: Rule) -> Rule | None:
        """The rule with the edit that was undone last; None when there is none."""
        if not self._undone:
            return None
        edit = self._undone.pop()
        self._done.append(edit)
        return without(edit.after, edit.before, now)

    def take_back(self, now: Rule, edit: Edit) -> Rule | None:
        """The rule without this edit, whatever was done since; None when it was taken back already."""
        if edit not in self._done:
            return None
        self._done.remove(edit)
        self._undone.append(edit)
        return without(edit.before, edit.after, now)
