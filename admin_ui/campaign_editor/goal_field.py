"""By what a campaign is measured: one of its site's goals, and the days within which it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from admin_ui.campaign_editor.steps.base import Bench, Labelled
from admin_ui.components.basics import box, button
from admin_ui.components.choosers import Item, Picker, PlainInput
from admin_ui.components.goal_dialog import GoalDialog
from core.goals import MOST_DAYS, Goal, Goals, goals_of
from core.i18n import _
from core.visits.page_events import recent_names

NONE: Final = ""
ICONS: Final = {"address": "link", "event": "bolt"}


class GoalField:
    """Both fields of the draft, and the way to a goal that the site does not have yet."""

    def __init__(self, bench: Bench, on_choose: Callable[[], None]) -> None:
        self._bench = bench
        self._on_choose = on_choose
        draft = bench.drafting.draft
        with box("st-stack st-gap-8"):
            with box("st-two"):
                self._goal_field = Labelled(
                    _("Goal"), hint=_("What the message should bring about. Performance counts who reached it."),
                    optional=True,
                )  # fmt: skip
                with self._goal_field.place:
                    self._goal = Picker(self._items(), self._choose, value=self._key, placeholder=_("No goal"))
                self._goal_field.name(self._goal)
                self._days_field = Labelled(_("Counts within"), hint=_("Days after the message was shown."))
                with self._days_field.place:
                    self._days = PlainInput(
                        str(draft.goal_days), self._count_days, kind="number", label=_("Counts within, days"),
                        unit=_("days"), step=1, minimum=1, maximum=MOST_DAYS,
                    )  # fmt: skip
            with box("st-line"):
                button(_("Add goal"), self._add, kind="quiet", icon="add")
        self._days_field.element.set_visibility(draft.goal is not None)

    def show(self) -> None:
        """Both as they are drafted."""
        draft = self._bench.drafting.draft
        self._goal.show(self._key)
        self._days.show(str(draft.goal_days))
        self._days_field.show_problem("")
        self._days_field.element.set_visibility(draft.goal is not None)

    def show_problem(self, words: str) -> None:
        self._goal_field.show_problem(words)
        self._goal.set_invalid(bool(words))

    def focus(self) -> None:
        self._goal.focus()

    def refreshed(self) -> None:
        """The site or its goals may have changed."""
        self._goal.set_items(self._items())

    @property
    def _key(self) -> str:
        goal = self._bench.drafting.draft.goal
        return NONE if goal is None else str(goal)

    def _items(self) -> list[Item]:
        """What the site offers, and what is chosen even if it does not."""
        drafting = self._bench.drafting
        return goal_items(drafting.around.goals, drafting.around.site.id, drafting.draft.goal)

    def _choose(self, key: str) -> None:
        goal = int(key) if key else None
        self._days_field.element.set_visibility(goal is not None)
        self._bench.put("goal", goal)
        self._on_choose()

    def _count_days(self, typed: str) -> None:
        """What is no number of days is told at the field, and changes nothing."""
        days = int(typed) if typed.isdecimal() and len(typed) <= 3 else 0
        fits = 1 <= days <= MOST_DAYS
        self._days_field.show_problem("" if fits else _("Give whole days, 1 to {most}.").format(most=MOST_DAYS))
        if fits:
            self._bench.put("goal_days", days)

    async def _add(self) -> None:
        site = self._bench.drafting.around.site.id
        told = await self._bench.desk.run(recent_names, site)
        GoalDialog(self._bench.desk, site, None, told, self._take)

    def _take(self, goal: Goal) -> None:
        """A goal that was just made is what its marketer wants."""
        drafting = self._bench.drafting
        drafting.around = replace(drafting.around, goals={**drafting.around.goals, goal.id: goal})
        self._bench.put("goal", goal.id)
        self.refreshed()
        self.show()
        self._on_choose()


def goal_items(goals: Goals, site_id: int, chosen: int | None) -> list[Item]:
    """None, then the site's goals; what is chosen is there even where the site does not offer it."""
    here = [each for each in goals_of(goals, site_id) if not each.archived or each.id == chosen]
    if chosen is not None and chosen in goals and goals[chosen] not in here:
        here.append(goals[chosen])
    return [Item(NONE, _("No goal")), *(_item(each, site_id) for each in here)]


def _item(goal: Goal, site_id: int) -> Item:
    caption = goal.wanted_words
    if goal.site_id != site_id:
        caption = _("Of another site")
    elif goal.archived:
        caption = _("Archived")
    return Item(str(goal.id), goal.name, caption, icon=ICONS[goal.settings.kind])
