"""What was edited on one page, to be undone and done again; what others do meanwhile stays. No NiceGUI here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from admin_ui.campaign_editor.taking_back import without_edit
from core.campaigns.drafts import Draft

KEPT: Final = 200
TOGETHER_SECONDS: Final = 1.0
"""Key-strokes in one field that follow each other sooner than this are undone together; so in rich_text.js."""


@dataclass(eq=False, slots=True)
class Edit:
    """The draft before and after an edit made here."""

    before: Draft
    after: Draft
    what: object
    at: float

    def leads(self, start: Draft, end: Draft) -> bool:
        """Whether this edit is the way from one value to the other, of the fields that it has changed."""
        fields = self.before.differences(self.after)
        return all(
            (getattr(start, name), getattr(end, name)) == (getattr(self.before, name), getattr(self.after, name))
            for name in fields
        )


@dataclass
class History:
    """The edits of one open editor, oldest first."""

    _done: list[Edit] = field(default_factory=list)
    _undone: list[Edit] = field(default_factory=list)

    @property
    def newest(self) -> Edit:
        """The edit that was made last."""
        return self._done[-1]

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def note(self, before: Draft, after: Draft, what: object = None) -> None:
        """An edit was made; `what` names where somebody types, None for everything else.

        What a field's own undo has taken back there, or done again, is undone or done again here, too.
        """
        if before == after or (what is not None and self._goes_along(before, after, what)):
            return
        now = monotonic()
        last = self._done[-1] if self._done else None
        typing = last and what is not None and last.what == what and not self._undone
        if last and typing and now - last.at < TOGETHER_SECONDS and before == last.after:
            last.after, last.at = after, now
        else:
            self._done = [*self._done[1 - KEPT :], Edit(before, after, what, now)]
        self._undone.clear()

    def undo(self, now: Draft) -> Draft:
        """The draft without the last edit of which something still stands; as it is when there is none."""
        while self._done:
            draft = self.take_back(now, self._done[-1])
            if draft != now:
                return draft
        return now

    def redo(self, now: Draft) -> Draft:
        """The draft with the edit that was undone last; as it is when there is none."""
        while self._undone:
            edit = self._undone.pop()
            draft = without_edit(edit.after, edit.before, now)
            if draft != now:
                self._done.append(edit)
                return draft
        return now

    def take_back(self, now: Draft, edit: Edit) -> Draft:
        """The draft without this edit, whatever was done since; as it is when it was taken back already."""
        if edit not in self._done:
            return now
        self._done.remove(edit)
        draft = without_edit(edit.before, edit.after, now)
        if draft != now:
            self._undone.append(edit)
        return draft

    def _goes_along(self, before: Draft, after: Draft, what: object) -> bool:
        if (edit := _newest(self._done, what)) and edit.leads(after, before):
            self._done.remove(edit)
            self._undone.append(edit)
            return True
        if (edit := _newest(self._undone, what)) and edit.leads(before, after):
            self._undone.remove(edit)
            self._done.append(edit)
            return True
        return False


def _newest(edits: Iterable[Edit], what: object) -> Edit | None:
    return next((each for each in reversed(list(edits)) if each.what == what), None)
