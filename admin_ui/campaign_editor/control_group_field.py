"""How many of those who would see a campaign see nothing, so that one can tell what it changes."""

from __future__ import annotations

from admin_ui.campaign_editor.steps.base import Bench, Labelled
from admin_ui.components.choosers import Item, Picker
from core.campaigns.drafts import CONTROL_GROUPS, FIELD_LABELS
from core.campaigns.words import control_group_words
from core.i18n import _


class ControlGroupField:
    """One field of the draft; its hint says what it lacks to be of use."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._field = Labelled(_(FIELD_LABELS["control_group"]), hint=self._hint, optional=True)
        offered = [Item(str(percent), control_group_words(percent)) for percent in CONTROL_GROUPS]
        with self._field.place:
            self._picker = Picker(offered, lambda key: bench.put("control_group", int(key)), value=self._chosen)
        self._field.name(self._picker)

    def show(self) -> None:
        """As it is drafted; the goal may have changed, too."""
        self._picker.show(self._chosen)
        self._field.hint = self._hint
        self._field.show_problem("")

    @property
    def _chosen(self) -> str:
        return str(self._bench.drafting.draft.control_group)

    @property
    def _hint(self) -> str:
        meaning = _("Some who meet the conditions see nothing, so that one can tell what the message changes.")
        lacking = _("To compare them, choose a goal.") if self._bench.drafting.draft.goal is None else ""
        return " ".join(filter(None, (meaning, lacking)))
