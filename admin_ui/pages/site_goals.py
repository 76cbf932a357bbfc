"""A site's goals on its page: what campaigns are to bring about, and which of them are measured by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nicegui import ui

from admin_ui.components.basics import box, button, cut, text
from admin_ui.components.goal_dialog import GoalDialog
from admin_ui.components.live import Live
from admin_ui.components.row_menu import Action, row_menu
from admin_ui.components.toast import toast, undo
from admin_ui.services import Desk
from core import goals
from core.campaigns.goal_uses import goal_uses
from core.goals import Goal, goals_of
from core.i18n import _, ngettext
from core.i18n.figures import number
from core.rules.texts import fold
from core.storage import Storage
from core.team.roles import Permission
from core.visits.page_events import recent_names


@dataclass(frozen=True, slots=True)
class SiteGoals:
    """What the card shows."""

    goals: tuple[Goal, ...]
    uses: Mapping[int, tuple[str, ...]]
    """Names of campaigns by goal."""
    told: tuple[str, ...]
    """Events that the site's pages have told of lately."""


def load(storage: Storage, site_id: int) -> SiteGoals:
    found = goals_of(goals.all_goals(storage, site_id), site_id)
    return SiteGoals(found, goal_uses(storage, site_id), recent_names(storage, site_id))


class GoalsCard:
    """The card; owners and marketers edit it."""

    def __init__(self, desk: Desk, site_id: int) -> None:
        self._desk = desk
        self._site_id = site_id
        self._may = desk.may(Permission.CAMPAIGNS)
        self._live = Live(lambda: desk.run(load, site_id), self._build)

    async def refresh(self) -> None:
        await self._live.refresh()

    def _build(self, found: SiteGoals) -> None:
        current = [each for each in found.goals if not each.archived]
        archived = [each for each in found.goals if each.archived]
        with box("st-card st-stack st-gap-12", "section"):
            with box("st-line st-spread"):
                text(_("Goals"), tag="h2")
                if self._may:
                    button(_("Add goal"), lambda: self._edit(found, None), icon="add")
            if not current:
                text(
                    _("A goal is what a campaign should bring about, such as an order. Campaigns are measured by it."),
                    "st-muted",
                )
            with box("st-rows st-goals", "ul").props("role=list"):
                for each in current:
                    self._row(found, each)
            if archived:
                title = _("Archived ({n})").format(n=number(len(archived)))
                with ui.expansion(title).classes("st-more"), box("st-rows st-goals", "ul").props("role=list"):
                    for each in archived:
                        self._row(found, each)

    def _row(self, found: SiteGoals, goal: Goal) -> None:
        with box("st-row st-goal", "li"):
            with box("st-stack st-gap-0 st-grow"):
                cut(goal.name, "st-strong")
                cut(goal.wanted_words, "st-small st-muted")
                text(self._standing(found, goal), "st-small st-faint")
            if self._may:
                row_menu(goal.name, self._actions(found, goal))

    def _standing(self, found: SiteGoals, goal: Goal) -> str:
        """By how many campaigns it is used; of an event that was never told, that."""
        names = found.uses.get(goal.id, ())
        used = ngettext("{n} campaign", "{n} campaigns", len(names)).format(n=number(len(names)))
        used = used if names else _("No campaign has it yet")
        told = {fold(each) for each in found.told}
        if goal.settings.kind == "event" and told.isdisjoint(map(fold, goal.settings.wanted)):
            return _("{used} · no page has told of it lately").format(used=used)
        return used

    def _actions(self, found: SiteGoals, goal: Goal) -> list[Action]:
        if goal.archived:
            return [Action(_("Restore"), "unarchive", lambda: self._restore(goal))]
        return [
            Action(_("Edit"), "edit", lambda: self._edit(found, goal)),
            Action(_("Archive"), "archive", lambda: self._archive(found, goal), bad=True),
        ]

    def _edit(self, found: SiteGoals, goal: Goal | None) -> None:
        GoalDialog(self._desk, self._site_id, goal, found.told, self._say_kept)

    async def _say_kept(self, goal: Goal) -> None:
        toast(_("{goal} is saved.").format(goal=goal.name))
        await self.refresh()

    async def _archive(self, found: SiteGoals, goal: Goal) -> None:
        await self._desk.needing(Permission.CAMPAIGNS).run(goals.archive_goal, goal.id)
        names = found.uses.get(goal.id, ())
        said = _("{goal} is archived.").format(goal=goal.name)
        if names:
            said = ngettext(
                "{goal} is archived. {n} campaign goes on counting it.",
                "{goal} is archived. {n} campaigns go on counting it.",
                len(names),
            ).format(goal=goal.name, n=number(len(names)))
        undo(said, lambda: self._restore(goal))
        await self.refresh()

    async def _restore(self, goal: Goal) -> None:
        await self._desk.needing(Permission.CAMPAIGNS).run(goals.restore_goal, goal.id)
        await self.refresh()
