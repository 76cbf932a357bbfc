"""Step 5: everything at a glance, and the switch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from nicegui import ui
from nicegui.events import GenericEventArguments

from admin_ui.campaign_editor.steps.base import Step
from admin_ui.campaign_editor.steps.summary import clock_words, summary
from admin_ui.campaign_paths import LIST, history, simulator
from admin_ui.components.basics import box, button, icon, link, mark, text
from admin_ui.components.differences import show_differences
from admin_ui.components.switch import Switch
from admin_ui.components.toast import toast, undo
from admin_ui.performance_look import of_campaign
from core.campaigns import Campaign
from core.campaigns import switching as campaign_switch
from core.campaigns.draft_problems import DraftProblem
from core.campaigns.drafts import STEPS, Draft
from core.campaigns.translations import outdated
from core.campaigns.words import differences
from core.errors import Conflict, InvalidDraft
from core.i18n import N_, _, languages


class ActivateStep(Step):
    """The summary with a way back to each step; on a live campaign *Publish changes*."""

    key = "activate"
    title = N_("Activate")
    explanation = N_("Check it once more. Visitors only ever meet what you publish here.")

    def build(self) -> None:
        self._state = box("st-stack")
        with self._state:
            self._warnings = box("st-stack")
            self._live = LiveCard(self._toggle)
            self._publishing = box("")
        self._summary = box("st-summary", "dl")
        self._show_again = False
        self._shown: object = None
        self._draw()

    def took(self, name: str) -> None:
        self._draw()

    def show_problems(self) -> None:
        self._draw()

    def refreshed(self) -> None:
        self._draw()

    def focus_problem(self, problem: DraftProblem) -> None:
        return

    def _draw(self) -> None:
        drafting = self.bench.drafting
        campaign, problems = drafting.campaign, drafting.problems()
        shown = (campaign, drafting.draft, problems, drafting.around.site)
        if shown == self._shown:
            return
        self._shown = shown
        for place in (self._warnings, self._publishing):
            place.clear()
        old = outdated(drafting.draft)
        self._warnings.set_visibility(campaign is not None and bool(campaign.flag or problems or old))
        if campaign is not None:
            with self._warnings:
                if campaign.flag:
                    self._draw_flag(campaign.flag)
                if problems:
                    self._draw_problems(problems, campaign)
                if old:
                    self._draw_old(old)
            self._live.show(campaign, ready=not problems)
            running = campaign.published is not None and campaign.status in ("active", "paused")
            self._publishing.set_visibility(running)
            if campaign.published is not None and running:
                with self._publishing:
                    self._draw_publishing(campaign.published, ready=not problems)
        self._summary.clear()
        with self._summary:
            for line in summary(drafting.draft, drafting.around):
                with box("st-summary-line"):
                    text(line.label, tag="dt")
                    with box("", "dd"):
                        text(line.words, tag="span")
                    with box("st-summary-edit", "dd"):
                        edit = button(_("Edit"), lambda step=line.step: self.bench.go(step), kind="quiet")
                        edit.props["aria-label"] = _("Edit {what}").format(what=line.label)

    def _draw_problems(self, problems: tuple[DraftProblem, ...], campaign: Campaign) -> None:
        with box("st-note st-note--warn"):
            icon("error")
            with box("st-stack st-gap-4 st-grow"):
                first = campaign.published is None
                what = _("This can't be activated yet:") if first else _("This can't be published yet:")
                text(what, "st-strong")
                with box("st-missing", "ul"):
                    for problem in problems:
                        with box("", "li"):
                            text(f"{problem.message} ", tag="span")
                            words = _("Go to {page}").format(page=_(STEPS[problem.step]))
                            go = text(words, "st-link", "button").props("type=button")
                            go.on("click", lambda problem=problem: self._mend(problem))

    def _draw_old(self, codes: tuple[str, ...]) -> None:
        """Translations that may say something else than the message by now: nothing is in the way of publishing."""
        with box("st-note st-note--warn"):
            icon("translate")
            with box("st-grow"):
                said = _("The main message has changed since these were found right: {languages}.")
                text(said.format(languages=", ".join(map(languages.name, codes))), tag="span")
                text(" ", tag="span")
                look = text(_("Look at them"), "st-link", "button").props("type=button")
                look.on("click", lambda: self.bench.mend("message", lambda step: step.look_again(codes[0])))

    def _draw_publishing(self, published: Draft, *, ready: bool) -> None:
        changes = differences(self.bench.drafting.draft, published, self.bench.drafting.around)
        self._show_again = False
        if not changes:
            with box("st-line st-gap-8 st-muted st-published"):
                icon("check_circle")
                text(_("Everything is published."), tag="span")
            return
        with box("st-card st-stack st-gap-12"):
            text(_("Not published yet"), tag="h3")
            show_differences(changes)
            with box("st-check", "label"):
                tick = ui.element("input").props("type=checkbox")
                tick.on("change", self._choose_again, js_handler="(event) => emit(event.target.checked)")
                with box("", "span"):
                    text(_("Show again to everyone"), tag="span")
                    text(_("Visitors who have had it can meet it once more."), "st-small st-muted", "div")
            with box("st-line st-wrap"):
                button(_("Publish changes"), self._publish, kind="primary").set_enabled(ready)
                button(_("Discard changes"), self.bench.discard, kind="quiet")

    def _draw_flag(self, reason: str) -> None:
        with box("st-note st-note--bad"):
            icon("report")
            with box("st-grow"):
                text(_("Visitors don't see this campaign."), "st-strong", "span")
                text(" ", tag="span")
                text(reason, tag="span")

    # What can be done

    async def _mend(self, problem: DraftProblem) -> None:
        await self.bench.mend(problem.step, lambda step: step.focus_problem(problem))

    async def _toggle(self, on: bool) -> bool:
        desk, campaign = self.bench.desk, self._campaign()
        if not await self.bench.saver.flush():
            toast(_("Not everything is saved yet. Try again in a moment."))
            return campaign.status == "active"
        before = await desk.run(campaign_switch.standing, campaign.id)
        registry, me = self.bench.drafting.around.registry, desk.me.id
        try:
            if on:
                after = await desk.run(campaign_switch.switch_on, registry, campaign.id, agent_id=me)
            else:
                after = await desk.run(campaign_switch.switch_off, campaign.id, agent_id=me)
        except InvalidDraft:
            await self.bench.refresh()
            return False
        await self.bench.refresh()
        if not on:
            undo(_("It is off. Visitors stop seeing it at once."), lambda: self._put_back(before, after))
        return after.status == "active"

    def _choose_again(self, event: GenericEventArguments) -> None:
        self._show_again = bool(event.args)

    async def _put_back(self, before: campaign_switch.Standing, after: Campaign) -> None:
        await self.bench.desk.run(campaign_switch.put_back, after, before, agent_id=self.bench.desk.me.id)
        await self.bench.refresh()

    async def _publish(self) -> None:
        drafting, desk = self.bench.drafting, self.bench.desk
        again = self._show_again
        if not await self.bench.saver.flush():
            toast(_("Not everything is saved yet. Try again in a moment."))
            return
        said = _("Published. Everyone can meet it again.") if again else _("Published.")
        try:
            await desk.run(
                campaign_switch.publish,
                drafting.around.registry,
                self._campaign().id,
                agent_id=desk.me.id,
                seen_version=drafting.version,
                show_again=again,
            )
        except (Conflict, InvalidDraft) as error:
            said = error.message
        self._shown = None
        await self.bench.refresh()
        with self._state:
            toast(said)

    def _campaign(self) -> Campaign:
        campaign = self.bench.drafting.campaign
        assert campaign is not None
        return campaign


class LiveCard:
    """The switch, and what it means at the moment."""

    def __init__(self, on_change: Callable[[bool], Awaitable[bool]]) -> None:
        with box("st-live") as self._card:
            with box("st-grow"):
                self._words = text("", "st-live-words").props("role=status")
                self._meaning = text("", "st-small st-muted")
                with box("st-line st-wrap st-small"):
                    self._back = link(_("Back to the list"), LIST, "st-live-back")
                    self._performance = link(_("Performance"), LIST)
                    self._history = link(_("History"), LIST)
                    self._simulator = link(_("Simulator"), LIST)
            self._switch = Switch(_("Activate"), on=False, on_change=on_change)

    def show(self, campaign: Campaign, *, ready: bool) -> None:
        """Take the card to what is true now; `ready`: nothing is missing in the draft."""
        on, site = campaign.status == "active", campaign.site
        mark(self._card, "st-live--on", on)
        published = clock_words(campaign.published_at or campaign.changed_at, site.time_zone, datetime.now(UTC))
        words, meaning = {
            "active": (
                _("Live on {site}, published {time}").format(site=site.name, time=published),
                _("Switch it off and visitors stop seeing it at once."),
            ),
            "paused": (_("Paused: no visitor sees it"), _("Switch it on and it goes on as it was published.")),
            "ended": (_("Ended: its end is past"), _("Set a later end, then switch it on again.")),
        }.get(
            campaign.status,
            (
                _("Not active yet on {site}").format(site=site.name),
                _("Switch it on and visitors who meet the conditions see it from now on."),
            ),
        )
        self._words.set_text(words)
        self._meaning.set_text(meaning)
        self._back.set_visibility(on)
        for each, address in ((self._performance, of_campaign(campaign.id)), (self._history, history(campaign.id))):
            each.set_visibility(campaign.published is not None)
            each.props["href"] = address
            each.update()
        self._simulator.props["href"] = simulator(campaign.id)
        self._simulator.update()
        self._switch.props["aria-label"] = _("Activate on {site}").format(site=site.name)
        self._switch.set_on(on)
        locked = campaign.archived or not (on or ready or campaign.status == "paused")
        self._switch.props.set_bool("disabled", locked)
        self._switch.props["title"] = _("Something is missing: see above") if locked else ""
