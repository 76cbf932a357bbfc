"""What *Finished* does: mark the step as done and go on; while something mandatory is missing, say so and go there."""

from __future__ import annotations

from nicegui import ui

from admin_ui.campaign_editor.step_foot import StepFoot
from admin_ui.campaign_editor.steps.base import Bench, Step
from admin_ui.campaign_paths import LIST, finished
from core import campaigns
from core.campaigns.drafts import STEPS
from core.errors import InvalidDraft


class Finishing:
    """The foot of one open step, and what its button does."""

    def __init__(self, bench: Bench, step: Step) -> None:
        self._bench = bench
        self._step = step
        self._client = ui.context.client
        self._foot = StepFoot(step.key, self._finish)

    def show(self) -> None:
        """Say what is missing by now."""
        self._foot.show(self._bench.drafting.problems(self._step.key))

    async def _finish(self) -> None:
        drafting = self._bench.drafting
        drafting.tried.add(self._step.key)
        if not await self._bench.saver.flush():
            return
        found = drafting.problems(self._step.key)
        if not found and drafting.campaign is not None:
            try:
                await self._mark_done(drafting.campaign.id)
            except InvalidDraft as error:
                found = error.problems
            else:
                await self._go_on()
                return
        self._bench.changed()
        self._foot.tell(found)
        if found:
            self._step.focus_problem(found[0])

    async def _mark_done(self, campaign_id: int) -> None:
        desk, drafting = self._bench.desk, self._bench.drafting
        registry = drafting.around.registry
        done = await desk.run(campaigns.finish_step, registry, campaign_id, self._step.key, agent_id=desk.me.id)
        drafting.refreshed(done)

    async def _go_on(self) -> None:
        steps, campaign = list(STEPS), self._bench.drafting.campaign
        if self._step.key == steps[-1]:
            self._client.open(finished(campaign.id) if campaign and campaign.status == "draft" else LIST)
        else:
            await self._bench.go(steps[steps.index(self._step.key) + 1])
