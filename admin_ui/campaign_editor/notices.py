"""Tells an editor what somebody else changed, and offers the way back; offers words that were never saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nicegui import ui

from admin_ui.campaign_editor.drafting import Merged, Outcome
from admin_ui.campaign_editor.shared_field import without
from admin_ui.components.basics import box, button, icon, icon_button, text
from admin_ui.components.time_ago import time_ago
from core.campaigns.shared_fields import SHARED
from core.i18n import N_, _

ACTIONS = {Outcome.TAKEN: N_("Undo"), Outcome.OVERWROTE: N_("Bring mine back"), Outcome.KEPT_MINE: N_("Take theirs")}


class Notices:
    """One notice per field and person; a newer one takes the place of the older."""

    def __init__(self, act: Callable[[Merged], None]) -> None:
        self._act = act
        self._open: dict[str, tuple[Merged, ui.element]] = {}
        self._offers: dict[str, ui.element] = {}
        self._place = box("st-notices").props("role=status aria-live=polite")

    def tell(self, merged: Merged, who: str) -> None:
        """Say that `who` changed a field; an undo leads back to before their first change that still stands here."""
        field = merged.change.field
        earlier = self._open.pop(field, None)
        if earlier is not None:
            before, element = earlier
            element.delete()
            merged = _together(before, merged)
        with self._place, box("st-note st-notice") as element:
            icon("edit_note")
            with box("st-grow"):
                said = (
                    _("{name} changed {field} {ago}. Yours is on the page.")
                    if merged.outcome is Outcome.KEPT_MINE
                    else _("{name} changed {field} {ago}")
                )
                ahead, behind = said.split("{ago}")
                text(ahead.format(name=who, field=merged.change.label), tag="span")
                time_ago(merged.change.changed_at)
                text(behind.format(name=who, field=merged.change.label), tag="span")
            button(_(ACTIONS[merged.outcome]), lambda: self._take(field), kind="quiet").classes("st-notice-act")
            icon_button("close", _("Close this notice"), lambda: self._close(field))
        self._open[field] = (merged, element)

    def offer(self, field: str, words: str, take: Callable[[], None], forget: Callable[[], None]) -> None:
        """Offer words that were typed in a field and never saved, where it says something else by now."""

        def end(act: Callable[[], None]) -> None:
            self._offers.pop(field).delete()
            act()

        if (earlier := self._offers.pop(field, None)) is not None:
            earlier.delete()
        with self._place, box("st-note st-notice") as self._offers[field]:
            icon("edit_note")
            text(_("Words that were not saved: {words}").format(words=words), "st-grow", "span")
            button(_("Take them"), lambda: end(take), kind="quiet").classes("st-notice-act")
            icon_button("close", _("Close this notice"), lambda: end(forget))

    def _take(self, field: str) -> None:
        merged, _element = self._open[field]
        self._close(field)
        self._act(merged)

    def _close(self, field: str) -> None:
        _merged, element = self._open.pop(field)
        element.delete()


def _together(first: Merged, second: Merged) -> Merged:
    """Two changes of a field by others as one; what was kept of mine stays a matter of its own."""
    if Outcome.KEPT_MINE in (first.outcome, second.outcome):
        return second
    outcome = Outcome.OVERWROTE if first.outcome is Outcome.OVERWROTE else second.outcome
    other = first.other
    if sharing := SHARED.get(second.change.field):  # what I did between the two is mine
        other = without(sharing, first.other, first.stands, second.other)
    return replace(second, other=other, outcome=outcome)
