"""The editor of a smart message: the rail of steps, the step that is open, and the mock widget beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Literal

from nicegui import background_tasks, ui
from nicegui.events import GenericEventArguments

from admin_ui import frame
from admin_ui.campaign_editor.drafting import Drafting, Merged, Outcome
from admin_ui.campaign_editor.finishing import Finishing
from admin_ui.campaign_editor.head import Head
from admin_ui.campaign_editor.history import Edit
from admin_ui.campaign_editor.late_pictures import take_late_pictures
from admin_ui.campaign_editor.mock_widget import MockWidget
from admin_ui.campaign_editor.notices import Notices
from admin_ui.campaign_editor.presence import Editor as PresentEditor
from admin_ui.campaign_editor.presence import Presence
from admin_ui.campaign_editor.presence import words as presence_words
from admin_ui.campaign_editor.saving import Saver
from admin_ui.campaign_editor.step_rail import StepRail
from admin_ui.campaign_editor.steps.activate import ActivateStep
from admin_ui.campaign_editor.steps.base import Bench, Step
from admin_ui.campaign_editor.steps.customers import CustomersStep
from admin_ui.campaign_editor.steps.message import MessageStep
from admin_ui.campaign_editor.steps.name import NameStep
from admin_ui.campaign_editor.steps.set_up import SetUpStep
from admin_ui.campaign_editor.unsaved_words import UnsavedWords
from admin_ui.campaign_paths import editor
from admin_ui.components import toast
from admin_ui.components.basics import box, text
from admin_ui.services import Desk
from core.campaigns.addressees import Addressees
from core.campaigns.draft_changes import Change
from core.campaigns.drafts import FIELD_STEPS, STEPS
from core.campaigns.shared_fields import SHARED
from core.goals import Goals, all_goals
from core.i18n import _
from core.sites import Site
from core.sites import sites as all_sites
from core.storage import Storage

STEP_TYPES: Mapping[str, type[Step]] = {
    each.key: each for each in (NameStep, MessageStep, CustomersStep, SetUpStep, ActivateStep)
}


class CampaignEditor:
    """One open editor."""

    def __init__(self, desk: Desk, drafting: Drafting, sites: Sequence[Site], presence: Presence) -> None:
        self._desk = desk
        self._drafting = drafting
        self._presence = presence
        self._closed = False
        self._client = ui.context.client
        self._saver = Saver(
            desk,
            drafting,
            on_state=self._show_saving,
            on_saved=lambda field, value: self._unsaved.saved(field, value),
            on_merged=self._show_merged,
            on_begun=self._begun,
        )
        self._head = Head(
            drafting,
            review=partial(self.go, "activate"),
            discard=self._discard,
            became=self._became,
            preview=lambda: self._mock.show_over(True),
        )
        with box("st-edit") as self._layout:
            self._rail = StepRail(self.go)
            with box("st-edit-step", "section") as self._section:
                self._notices = Notices(self._take_action)
                self._unsaved = UnsavedWords(desk.me.id, drafting, self._take, self._notices.offer)
                self._place = box("st-stack st-gap-24")
            self._sites = {each.id: each for each in sites}
            self._mock = MockWidget(self._sites[drafting.around.site.id])
        self._bench = Bench(
            desk=desk,
            drafting=drafting,
            saver=self._saver,
            mock=self._mock,
            unsaved=self._unsaved,
            sites=self._sites,
            go=self.go,
            mend=self.mend,
            changed=self._show,
            leave=self._leave_field,
            refresh=self.refresh,
            discard=self._discard,
            take_back=self._take_back,
        )
        self._step: Step = NameStep(self._bench)
        self._opening: Step = self._step
        frame.keys((("Ctrl Z",), _("Undo")), (("Ctrl Shift Z",), _("Redo")), (("Alt ↑ ↓",), _("Move a row up or down")))
        take_late_pictures(self._bench, lambda name: self._step.took(name))
        self._first = self._step.key
        ui.on("st_address", self._address_changed)
        self._client.on_connect(self._enter)
        self._client.on_disconnect(self._leave)
        self._client.on_delete(self._close)
        self._enter()

    @property
    def drafting(self) -> Drafting:
        return self._drafting

    @property
    def saver(self) -> Saver:
        return self._saver

    async def open(self, step: str) -> None:
        """Show a step; unknown names of old addresses open where the draft waits."""
        self._first = step if step in STEPS else self._drafting.first_open_step()
        await self._show_step(self._first, focus=False)

    async def go(self, step: str) -> None:
        """Go to another step; what was typed is saved on the way. The open one stays: somebody may be at work there."""
        await self._saver.flush()
        if step != self._opening.key:
            if self._drafting.campaign is not None:
                self._show_address(step, "push")
            await self._show_step(step, focus=True)
        elif self._step is self._opening:
            self._show()
            self._look_at_head()

    async def _address_changed(self, event: GenericEventArguments) -> None:
        """The browser's own back and forward lead through the steps."""
        step = str(event.args.get("step", ""))
        await self._saver.flush()
        if (wanted := step if step in STEPS else self._first) != self._opening.key:
            await self._show_step(wanted, focus=True)

    async def mend(self, step: str, lead: Callable[[Step], None]) -> None:
        """Go where something is to be mended: its step shows what is wrong, and `lead` goes to the place in it."""
        self._drafting.tried.add(step)
        await self.go(step)
        if self._step.key == step and not self._closed:
            lead(self._step)
            # What is wrong stands below the field, which would only just come into view.
            self._client.run_javascript('document.activeElement?.scrollIntoView({block: "center"})')

    def tell_crossed(self, crossed: Sequence[tuple[Change, Any]]) -> None:
        """Offer the words back that others saved over before this page was opened."""
        for change, mine in crossed:
            overwrote = Merged(change, Outcome.OVERWROTE, other=mine, stands=change.value)
            self._notices.tell(overwrote, change.agent_name or _("Somebody"))

    async def refresh(self) -> None:
        """Take in what others have done."""
        if self._closed:
            return
        await self._saver.look_for_changes()
        self._step.refreshed()
        self._show()

    async def reload_surroundings(self) -> None:
        """Somebody came, left or was renamed, or a site or its goals were changed."""
        if self._closed:
            return
        installation = self._drafting.around.registry.installation

        def load(storage: Storage) -> tuple[Addressees, Goals, tuple[Site, ...]]:
            installation.refresh(storage)
            return Addressees.load(storage), all_goals(storage), all_sites(storage, archived=True)

        addressees, goals, sites = await self._desk.run(load)
        self._sites.update({each.id: each for each in sites})
        self._drafting.around = replace(self._drafting.around, addressees=addressees, goals=goals)
        self._step.refreshed()
        self._show()

    # The step

    async def _show_step(self, key: str, *, focus: bool) -> None:
        step = self._opening = STEP_TYPES[key](self._bench)
        await step.prepare()
        if self._closed or step is not self._opening:  # somebody went on meanwhile
            return
        toast.clear(self._client)
        self._place.clear()
        self._layout.classes(remove=" ".join(f"st-edit--{each}" for each in STEPS), add=f"st-edit--{key}")
        with self._place:
            self._step = step
            with box("st-step-head"):
                self._heading = text(_(self._step.title), tag="h2").props("tabindex=-1")
                text(_(self._step.explanation), "st-muted", "p")
            self._step.build()
            self._finishing = Finishing(self._bench, step)
        self._show()
        if focus:
            self._look_at_head()

    def _look_at_head(self) -> None:
        self._client.run_javascript(f"getHtmlElement({self._heading.id})?.focus(); scrollTo(0, 0)")

    async def _discard(self) -> None:
        """Take the draft back to what visitors meet, with the way back."""
        if not await self._saver.flush():
            toast.toast(_("Not everything is saved yet. Try again in a moment."))
            return
        done, merged = await self._saver.discard()
        for each in merged:
            self._step.took(each.change.field)
        self._show()
        self._drafting.history.note(done.replaced, done.campaign.draft)
        with self._layout:  # the button that was pressed may be gone
            self._bench.say_lost(_("The draft is what visitors meet again."))

    # Undo

    async def _take_back(self, edit: Edit) -> None:
        await self._became(self._drafting.take_back(edit))

    async def _became(self, names: Sequence[str]) -> None:
        """Fields were changed by undo or redo: save that, and go where it shows."""
        if names:
            self._saver.edited()
            steps = [FIELD_STEPS[name] for name in names]
            if self._step.key in (*steps, "activate"):
                for name in names:
                    self._step.took(name)
            else:
                await self.go(steps[0])
        self._show()

    # What is shown around it

    def _show(self) -> None:
        """Everything beside the fields that depends on them."""
        if self._closed:
            return
        drafting = self._drafting
        draft = drafting.draft
        frame.retitle(self._client, draft.name.strip() or _("New smart message"))
        self._mock.show_message(drafting.around.addressees.sender(draft.sender), draft, self._step.language)
        self._rail.show(self._step.key, drafting)
        self._head.show(here=self._step.key)
        self._step.show_problems()
        self._finishing.show()

    def _show_saving(self) -> None:
        if not self._closed:
            self._head.show_saving()
            self._unsaved.show()

    def _begun(self) -> None:
        campaign = self._drafting.campaign
        if campaign is None or self._closed:
            return
        self._show_address(self._step.key)
        self._enter()

    def _show_address(self, step: str, how: Literal["push", "replace"] = "replace") -> None:
        assert self._drafting.campaign is not None
        address = editor(self._drafting.campaign.id, step)
        self._client.run_javascript(f'history.{how}State({{}}, "", {address!r})')

    # Others

    def _show_merged(self, merged: list[Merged]) -> None:
        if self._closed:
            return
        for each in merged:
            if each.outcome is not Outcome.KEPT_MINE or each.change.field in SHARED:
                self._step.took(each.change.field)
            mine = each.change.agent_id == self._desk.me.id
            self._notices.tell(each, _("You, in another tab,") if mine else each.change.agent_name or _("Somebody"))
        if merged:
            self._show()

    def _leave_field(self, name: str) -> None:
        self._show_merged(self._drafting.leave_field(name))

    def _take_action(self, merged: Merged) -> None:
        self._take(merged.change.field, self._drafting.instead(merged))

    def _take(self, name: str, value: Any) -> None:
        """Put something in a field that was not typed there."""
        self._bench.put(name, value)
        self._step.took(name)

    def _enter(self) -> None:
        campaign = self._drafting.campaign
        if campaign is not None:
            me = PresentEditor(self._desk.me.id, self._desk.me.display_name)
            self._presence.join(campaign.id, self, me, self._show_present, self._client.tab_id or "")

    def _show_present(self) -> None:
        campaign = self._drafting.campaign
        if campaign is not None and not self._closed:
            self._head.show_present(lambda: presence_words(self._presence.others(campaign.id, self), self._desk.me.id))

    def _leave(self) -> None:
        """The browser is gone, perhaps for a moment only."""
        background_tasks.create(self._saver.flush(), name="save on leaving")
        if self._drafting.campaign is not None:
            self._presence.leave(self._drafting.campaign.id, self)

    def _close(self) -> None:
        self._closed = True
        self._saver.left()
        self._leave()
