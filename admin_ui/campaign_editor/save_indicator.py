"""Says whether what was typed is saved."""

from __future__ import annotations

from datetime import datetime

from admin_ui.campaign_editor.drafting import Drafting, SaveState
from admin_ui.components.basics import box, icon, mark, text
from admin_ui.components.time_ago import ago
from core.campaigns.draft_changes import Change
from core.i18n import _


class SaveIndicator:
    """ "Saved 3 s ago", "Saving…", or why it is not saved."""

    def __init__(self) -> None:
        with box("st-saved", "span") as self.element:
            self.element.props["role"] = "status"
            self._icon_place = box("st-saved-icon", "span")
            self._words = text("", tag="span")
            self._time = text("", tag="time")
            self._time.props["data-ago"] = ""
        with box("st-saved st-saved-away", "span"):  # the browser shows it by itself (static/admin.js)
            icon("cloud_off")
            text(_("Not connected"), tag="span")
        self._shown: tuple[SaveState, str] | None = None
        self._at: datetime | None = None

    def show(self, drafting: Drafting) -> None:
        state = drafting.save_state
        if state is SaveState.SAVED and drafting.saved_at != self._at and drafting.saved_at is not None:
            self._at = drafting.saved_at
            self._time.props["datetime"] = self._at.isoformat()
            self._time.set_text(ago(self._at))
            self._time.update()
        apart = drafting.apart
        reason = _apart(apart) if apart else drafting.error
        if self._shown == (state, reason):
            return
        self._shown = (state, reason)
        words = {
            SaveState.UNTOUCHED: "",
            SaveState.SAVING: _("Saving…"),
            SaveState.SAVED: _("Saved"),
            SaveState.FAILED: _("Not saved: {reason}").format(reason=drafting.error),
            SaveState.APART: reason,
        }[state]
        self._words.set_text(words)
        self._time.set_visibility(state is SaveState.SAVED)
        failed = state in (SaveState.FAILED, SaveState.APART)
        mark(self.element, "st-saved--bad", failed)
        self._icon_place.clear()
        if failed or state is SaveState.SAVED:
            with self._icon_place:
                icon("sync_problem" if failed else "cloud_done")


def _apart(change: Change) -> str:
    """Whose edit of the same field is kept."""
    who, what = change.agent_name or _("Somebody"), change.label
    return _("{name}'s {field} is saved, not yours.").format(name=who, field=what)
