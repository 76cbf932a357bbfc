"""Step 1: what the campaign is called, and for which website it is."""

from __future__ import annotations

from admin_ui.campaign_editor.steps.base import Step, first_problem
from admin_ui.components.basics import link
from admin_ui.components.fields import choice_field, text_field
from admin_ui.components.focus import lead_to
from core import campaigns
from core.campaigns.draft_problems import DraftProblem
from core.campaigns.drafts import MAX_NAME
from core.i18n import N_, _


class NameStep(Step):
    """Asks only what a draft needs to exist."""

    key = "name"
    title = N_("Name")
    explanation = N_("What your team calls this campaign, and the website it is for.")

    def build(self) -> None:
        drafting = self.bench.drafting
        self._name = text_field(
            _("Campaign name"),
            drafting.draft.name,
            hint=_("Only your team sees it."),
            placeholder=_("Welcome back"),
            limit=MAX_NAME,
            on_change=lambda event: self.bench.put("name", event.value or "", "name"),
        )
        self.bench.follow(self._name, "name")
        self.bench.unsaved.follow(self._name, "name")
        fixed = drafting.campaign is not None and drafting.campaign.published is not None
        self._site = choice_field(
            _("Site"),
            {each.id: each.name for each in self.bench.site_choices()},
            drafting.around.site.id,
            hint=_("A published campaign stays on its site. Duplicate it for another one.") if fixed else "",
            searchable=len(self.bench.sites) > 8,
            on_change=lambda event: self._choose_site(event.value),
        )
        self._site.set_enabled(not fixed)
        if len(self.bench.sites) == 1 and not fixed:
            with self._site.add_slot("hint"):
                link(_("Manage sites"), "/sites")
        if drafting.campaign is None:
            self._name.props["autofocus"] = True

    def took(self, name: str) -> None:
        if name == "name":
            self._name.set_value(self.bench.drafting.draft.name)

    def show_problems(self) -> None:
        found = self.bench.drafting.shown_problems(self.key)
        self._name.error = first_problem(found, "name") or None
        self._site.error = first_problem(found, "site") or None

    def focus_problem(self, problem: DraftProblem) -> None:
        lead_to(self._site if problem.field == "site" else self._name)

    def refreshed(self) -> None:
        if self._site.value != self.bench.drafting.around.site.id:
            self._site.set_value(self.bench.drafting.around.site.id)

    async def _choose_site(self, site_id: int) -> None:
        drafting, desk = self.bench.drafting, self.bench.desk
        if site_id == drafting.around.site.id:
            return
        if drafting.campaign is None:
            chosen = next(each for each in self.bench.site_choices() if each.id == site_id)
            drafting.choose_site(chosen)
        else:
            await self.bench.saver.flush()
            drafting.refreshed(await desk.run(campaigns.set_site, drafting.campaign.id, site_id, agent_id=desk.me.id))
        self.bench.mock.show_site(self.bench.sites[site_id])
        self.bench.changed()
