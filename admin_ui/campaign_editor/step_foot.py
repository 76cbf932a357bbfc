"""The foot of a step: *Finished*, and beside it what is still missing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from admin_ui.components.basics import box, button, text
from core.campaigns.draft_problems import DraftProblem, first_of_each_place
from core.i18n import _, ngettext
from core.i18n.figures import number


class StepFoot:
    """Says what is missing once *Finished* was pressed in vain, and what of it is left from then on."""

    def __init__(self, step: str, finish: Callable[[], Awaitable[None]]) -> None:
        with box("st-step-foot"):
            self._missing = text("", "st-missing-words").props("role=alert")
            # In the last step the switch and "Publish changes" are what is there to be pressed.
            button(_("Finished"), finish, kind="plain" if step == "activate" else "primary")

    def tell(self, found: Sequence[DraftProblem]) -> None:
        """The step can't be finished because of these; without any there is no campaign yet."""
        self._missing.set_text(missing_words(found) or _("Type a name to begin with."))

    def show(self, found: Sequence[DraftProblem]) -> None:
        """What is missing now, where it was told before."""
        if self._missing.text:
            self._missing.set_text(missing_words(found))


def missing_words(found: Sequence[DraftProblem]) -> str:
    """What stands beside *Finished*: how many things are missing, and the first of them; "" for none."""
    places = first_of_each_place(found)
    if len(places) < 2:
        return places[0].message if places else ""
    count = len(places)
    said = ngettext("{n} thing to mend here. First: {problem}", "{n} things to mend here. First: {problem}", count)
    return said.format(n=number(count), problem=places[0].message)
