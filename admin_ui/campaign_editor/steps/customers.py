"""Step 3: who sees it."""

from __future__ import annotations

from admin_ui.campaign_editor.builder.condition_builder import ConditionBuilder
from admin_ui.campaign_editor.builder.rule_words import RuleWords
from admin_ui.campaign_editor.reach_words import ReachWords
from admin_ui.campaign_editor.steps.base import Step
from admin_ui.components.basics import box, icon
from admin_ui.help import ABOUT_CONDITIONS, help_link
from core.campaigns.draft_problems import DraftProblem, problems
from core.i18n import N_, _
from core.rules import Rule, sentence_parts


class CustomersStep(Step):
    """The condition builder, and the rule in one sentence."""

    key = "customers"
    title = N_("Target customers")
    explanation = N_("Combine conditions. The message shows as soon as a visitor on the site meets them.")

    def build(self) -> None:
        drafting = self.bench.drafting
        self._builder = ConditionBuilder(
            drafting.draft.audience,
            drafting.around.registry.condition_types,
            self._changed,
            self.bench.say_lost,
            without_memory=drafting.draft.without_memory,
        )
        self.bench.follow(self._builder.element, "audience")
        with box("st-who"):
            icon("groups")
            self._words = RuleWords()
        with box("st-line st-wrap st-spread"):
            self._reach = ReachWords(self.bench.desk, drafting)
            help_link(_("How conditions work"), ABOUT_CONDITIONS)
        self._say()

    def took(self, name: str) -> None:
        draft = self.bench.drafting.draft
        if name == "without_memory":
            self._builder.show_without_memory(draft.without_memory)
            self._reach.ask()
        elif name == "audience":
            self._builder.show(draft.audience)
            self._say()
            self._reach.ask()

    def show_problems(self) -> None:
        drafting = self.bench.drafting
        # The builder gives ids to the nodes of a rule that came without; problems are told by them.
        named = drafting.draft.changed("audience", self._builder.rule)
        found = [each for each in problems(named, drafting.around) if each.step == self.key]
        self._builder.show_problems(found, all_of_them=self.key in drafting.tried)

    def focus_problem(self, problem: DraftProblem) -> None:
        self._builder.focus(problem.node)

    def _changed(self, rule: Rule, what: object) -> None:
        self.bench.put("audience", rule, what)
        self._say()
        self._reach.ask()

    def _say(self) -> None:
        types = self.bench.drafting.around.registry.condition_types
        self._words.show(sentence_parts(self.bench.drafting.draft.audience, types))
