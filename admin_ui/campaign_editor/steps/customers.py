"""Step 3: who sees it."""

from __future__ import annotations

from datetime import UTC, datetime

from admin_ui import campaign_paths
from admin_ui.campaign_editor.builder.condition_builder import ConditionBuilder
from admin_ui.campaign_editor.builder.rule_words import RuleWords
from admin_ui.campaign_editor.builder.seen_names import SeenNames
from admin_ui.campaign_editor.reach_words import ReachWords
from admin_ui.campaign_editor.steps.base import Step
from admin_ui.components.asked_later import AskedLater
from admin_ui.components.basics import box, icon, link
from admin_ui.help import ABOUT_CONDITIONS, help_link
from core.attention.rule_check import rule_check
from core.campaigns.draft_problems import DraftProblem, problems
from core.i18n import N_, _
from core.rules import Rule, sentence_parts
from core.rules.review import Remark
from core.sites import Site


class CustomersStep(Step):
    """The condition builder, and the rule in one sentence."""

    key = "customers"
    title = N_("Target customers")
    explanation = N_("Combine conditions. The message shows as soon as a visitor on the site meets them.")

    def build(self) -> None:
        drafting = self.bench.drafting
        drafting.just_added.clear()
        self._builder = ConditionBuilder(
            drafting.draft.audience,
            drafting.around.registry.condition_types,
            self._changed,
            self.bench.say_lost,
            site=self._site,
            just_added=drafting.just_added,
            without_memory=drafting.draft.without_memory,
        )
        self.bench.follow(self._builder.element, "audience")
        SeenNames(self.bench.desk, drafting)
        with box("st-who"):
            icon("groups")
            self._words = RuleWords()
        with box("st-line st-wrap st-spread"):
            self._reach = ReachWords(self.bench.desk, drafting)
            with box("st-line st-wrap st-gap-16"):
                if drafting.campaign is not None:
                    href = campaign_paths.simulator(drafting.campaign.id)
                    link(_("Try it in the simulator"), href, "st-small st-help")
                help_link(_("How conditions work"), ABOUT_CONDITIONS)
        self._check = AskedLater(self._builder.element, self._remarks, self._builder.show_remarks)
        self._say()

    def took(self, name: str) -> None:
        draft = self.bench.drafting.draft
        if name == "without_memory":
            self._builder.show_without_memory(draft.without_memory)
            self._look_up()
        elif name == "audience":
            self._builder.show(draft.audience)
            self._say()
            self._look_up()

    def show_problems(self) -> None:
        drafting = self.bench.drafting
        # The builder gives ids to the nodes of a rule that came without; problems are told by them.
        named = drafting.draft.changed("audience", self._builder.rule)
        found = [each for each in problems(named, drafting.around) if each.step == self.key]
        self._builder.show_problems(drafting.to_show(self.key, found))

    def refreshed(self) -> None:
        self._builder.show_site(self._site)

    @property
    def _site(self) -> Site:
        return self.bench.sites[self.bench.drafting.around.site.id]

    def focus_problem(self, problem: DraftProblem) -> None:
        self._builder.focus(problem.node)

    def _changed(self, rule: Rule, what: object) -> None:
        self.bench.put("audience", rule, what)
        self._say()
        self._look_up()

    def _look_up(self) -> None:
        self._reach.ask()
        self._check.ask()

    async def _remarks(self) -> tuple[Remark, ...]:
        desk, drafting = self.bench.desk, self.bench.drafting
        campaign = drafting.campaign.id if drafting.campaign else None
        # by the ids that the builder gives to the nodes of a rule that came without
        draft = drafting.draft.changed("audience", self._builder.rule)
        registry, site = drafting.around.registry, drafting.around.site
        return await desk.run(rule_check, registry, site.id, campaign, draft, datetime.now(UTC))

    def _say(self) -> None:
        types = self.bench.drafting.around.registry.condition_types
        self._words.show(sentence_parts(self.bench.drafting.draft.audience, types))
