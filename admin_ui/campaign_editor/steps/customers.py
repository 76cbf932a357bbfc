"""Step 3: who sees it."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import Final

from nicegui import background_tasks

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
from core.errors import Forbidden, Unauthorised
from core.i18n import N_, _
from core.rules import Rule, is_sound, sentence_parts, with_ids
from core.rules.review import Remark
from core.sites import Site

log = logging.getLogger("smart_trigger.admin")

REMARKS_SECONDS: Final = 0.15
"""How long the step waits for its remarks, so that they stand there from the first; slower ones come later."""


class CustomersStep(Step):
    """The condition builder, and the rule in one sentence."""

    key = "customers"
    title = N_("Target customers")
    explanation = N_("Combine conditions. The message shows as soon as a visitor on the site meets them.")

    async def prepare(self) -> None:
        self._prepared = self.bench.drafting.draft.audience
        # The builder gives ids to the nodes of a rule that came without; problems and remarks are told by them.
        self._rule = with_ids(self._prepared) if is_sound(self._prepared) else self._prepared
        self._looking: asyncio.Task[tuple[Remark, ...]] = background_tasks.create(
            self._remarks(self._rule), name="look for remarks"
        )
        await asyncio.wait({self._looking}, timeout=REMARKS_SECONDS)

    def build(self) -> None:
        drafting = self.bench.drafting
        is_prepared = drafting.draft.audience == self._prepared
        drafting.just_added.clear()
        self._builder = ConditionBuilder(
            self._rule if is_prepared else drafting.draft.audience,
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
        in_time = is_prepared and self._looking.done()
        self._edited_here = False
        self._check = AskedLater(self._builder.element, self._current_remarks, self._show_found, at_once=not in_time)
        self._builder.show_remarks(self._looking.result() if in_time else (), quietly=False)
        self._say()

    def took(self, name: str) -> None:
        self._edited_here = False
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
        self._edited_here = True
        self.bench.put("audience", rule, what)
        self._say()
        self._look_up()

    def _look_up(self) -> None:
        self._reach.ask()
        self._check.ask()

    def _show_found(self, remarks: tuple[Remark, ...]) -> None:
        """Remarks on one's own edit are an answer to it; others come unasked, and move nothing."""
        self._builder.show_remarks(remarks, quietly=not self._edited_here)

    async def _current_remarks(self) -> tuple[Remark, ...]:
        """On the rule as it is now; what `prepare` did not wait for is not looked up again."""
        rule = self._builder.rule
        if rule == self._rule and not self._looking.done():
            return await self._looking
        return await self._remarks(rule)

    async def _remarks(self, rule: Rule) -> tuple[Remark, ...]:
        """None where they can't be told: the conditions are built without them."""
        desk, drafting = self.bench.desk, self.bench.drafting
        campaign = drafting.campaign.id if drafting.campaign else None
        draft = drafting.draft.changed("audience", rule)
        registry, site = drafting.around.registry, drafting.around.site
        try:
            return await desk.run(rule_check, registry, site.id, campaign, draft, datetime.now(UTC))
        except (Forbidden, Unauthorised):
            raise
        except Exception:
            log.exception("the rule of campaign %s could not be checked", campaign)
            return ()

    def _say(self) -> None:
        types = self.bench.drafting.around.registry.condition_types
        self._words.show(sentence_parts(self.bench.drafting.draft.audience, types))
