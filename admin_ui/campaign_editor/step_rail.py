"""The rail of steps: what is done, where one is, where something is missing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from admin_ui.campaign_editor.drafting import Drafting
from admin_ui.components.basics import box, icon, mark, text
from core.campaigns.drafts import STEPS
from core.i18n import _, ngettext, pgettext
from core.i18n.figures import number as number_words


class StepRail:
    """Five steps that can be visited in any order."""

    def __init__(self, go: Callable[[str], Awaitable[None]]) -> None:
        self._shown: dict[str, tuple[str, int, bool]] = {}
        with box("st-steps", "nav") as nav, box("st-steps-list", "ol"):
            nav.props["aria-label"] = _("Steps")
            self._items = {key: self._item(key, number, go) for number, key in enumerate(STEPS, start=1)}

    def show(self, current: str, drafting: Drafting) -> None:
        """Take the rail to what is true now; a step that nobody has tried yet blames nobody."""
        for number, key in enumerate(STEPS, start=1):
            problems = len(drafting.shown_problems(key))
            state = "bad" if problems else "done" if drafting.is_done(key) else "open"
            self._show_one(key, number, state, problems, here=key == current)

    def _show_one(self, key: str, number: int, state: str, problems: int, *, here: bool) -> None:
        shown = (state, problems, here)
        if self._shown.get(key) == shown:
            return
        self._shown[key] = shown
        item, number_place, note = self._items[key]
        mark(item, "st-step-item--bad", state == "bad")
        mark(item, "st-step-item--done", state == "done")
        if here:
            item.props["aria-current"] = "step"
        else:
            item.props.pop("aria-current", None)
        item.update()
        number_place.clear()
        with number_place:
            if state == "done":
                icon("check")
            else:
                text(str(number), tag="span")
                if problems:
                    text(str(problems), "st-step-count", "span")
        said = ngettext("{n} problem", "{n} problems", problems).format(n=number_words(problems))
        note.set_text(said if problems else pgettext("a step", "done") if state == "done" else "")

    def _item(
        self, key: str, number: int, go: Callable[[str], Awaitable[None]]
    ) -> tuple[ui.element, ui.element, TextElement]:
        with box("", "li"), box("st-step-item", "button").props("type=button") as item:
            number_place = box("st-step-mark", "span")
            number_place.props["aria-hidden"] = "true"
            with box("st-step-words", "span"):
                text(_(STEPS[key]), tag="span")
                note = text("", "st-step-note", "span")
        item.on("click", lambda: go(key))
        return item, number_place, note
