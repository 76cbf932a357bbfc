"""What can be done with one campaign of the list, each with the way back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from nicegui import ui

from admin_ui import campaign_paths, words
from admin_ui.components.row_menu import Action
from admin_ui.components.toast import toast, undo
from admin_ui.performance_look import of_campaign
from admin_ui.services import Desk
from core import campaigns
from core.campaign_files.exporting import as_text, export, file_name
from core.campaigns import Campaign, order
from core.campaigns import switching as campaign_switch
from core.campaigns.listing import ListedCampaign
from core.errors import InvalidDraft
from core.i18n import N_, _
from core.i18n.figures import number

FIRST, LAST = 0, -1
MOVES: Final[tuple[tuple[str, str, order.Move, int], ...]] = (
    (N_("Move to top"), "vertical_align_top", "top", FIRST),
    (N_("Move up"), "arrow_upward", "up", FIRST),
    (N_("Move down"), "arrow_downward", "down", LAST),
    (N_("Move to bottom"), "vertical_align_bottom", "bottom", LAST),
)
"""Words, icon, move, and the end of the order at which it leads nowhere."""


@dataclass
class CampaignActs:
    """The acts of one open list."""

    desk: Desk
    refresh: Callable[[], Awaitable[None]]
    place: ui.element
    """A part of the page that stays: the row that was clicked may be gone when there is something to say."""
    seen: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Ids of the rows on all pages, by site, in the site's order; the page keeps it true."""
    ordered: bool = True
    """Whether the list stands in that order."""

    def menu(self, campaign: ListedCampaign) -> list[Action]:
        """What a row's menu offers."""
        actions = [
            Action(_("Edit"), "edit", lambda: ui.navigate.to(campaign_paths.editor(campaign.id))),
            Action(_("Performance"), "monitoring", lambda: ui.navigate.to(of_campaign(campaign.id))),
            *self._why(campaign),
            Action(_("Duplicate"), "content_copy", lambda: self._duplicate(campaign)),
            Action(_("Export"), "download", lambda: self._export(campaign)),
        ]
        if campaign.status != "draft":
            actions.append(Action(_("History"), "history", lambda: ui.navigate.to(campaign_paths.history(campaign.id))))
        if campaign.archived:
            actions.append(Action(_("Take out of the archive"), "unarchive", lambda: self._unarchive(campaign)))
        else:
            if self.ordered:
                actions += self._moves(campaign)
            actions.append(Action(_("Archive"), "archive", lambda: self._archive(campaign)))
        return [*actions, Action(_("Delete"), "delete", lambda: self._delete(campaign), bad=True)]

    def _why(self, campaign: ListedCampaign) -> list[Action]:
        """Who would see it, and of what was ever published, whom it was decided to show it to."""
        tries = Action(_("Simulator"), "science", lambda: ui.navigate.to(campaign_paths.simulator(campaign.id)))
        if campaign.status == "draft":
            return [tries]
        decided = Action(_("Decisions"), "rule", lambda: ui.navigate.to(campaign_paths.decisions(campaign.id)))
        return [decided, tries]

    async def switch(self, campaign_id: int, on: bool) -> bool:
        """Switch a campaign; returns whether it is on now. Raises InvalidDraft where something is missing."""
        run, me = self.desk.run, self.desk.me.id
        before = await run(campaign_switch.standing, campaign_id)
        if on:
            registry = self.desk.services.registry
            after = await run(campaign_switch.switch_on, registry, campaign_id, agent_id=me)
            said = _is_on(after)
        else:
            after = await run(campaign_switch.switch_off, campaign_id, agent_id=me)
            name = words.campaign(after.draft.name)
            said = _("“{name}” is off. Visitors stop seeing it at once.").format(name=name)
        await self._say(said, before, after)
        return after.status == "active"

    async def activate(self, campaign: Campaign) -> None:
        """Switch a campaign on; one that lacks something opens where all that is missing stands."""
        try:
            await self.switch(campaign.id, True)
        except InvalidDraft:
            ui.navigate.to(campaign_paths.editor(campaign.id, "activate"))

    def _moves(self, campaign: ListedCampaign) -> list[Action]:
        """The moves that lead somewhere among the rows that are seen."""
        seen = self.seen.get(campaign.site.id, ())
        leads = {end: campaign.id in seen and seen[end] != campaign.id for end in (FIRST, LAST)}
        return [Action(_(told), icon, partial(self._move, campaign, to)) for told, icon, to, end in MOVES if leads[end]]

    async def _duplicate(self, campaign: ListedCampaign) -> None:
        copy = await self.desk.run(campaigns.duplicate, campaign.id, agent_id=self.desk.me.id)
        await self.refresh()
        name = words.campaign(copy.draft.name)
        with self.place:
            said = _("“{name}” is a draft, the last in the order of {site}.")
            toast(said.format(name=name, site=copy.site.name))

    async def _export(self, campaign: ListedCampaign) -> None:
        written = as_text(await self.desk.run(export, self.desk.services.registry, [campaign.id])).encode()
        ui.download.content(written, file_name(campaign.name), "application/json")

    async def _move(self, campaign: ListedCampaign, to: order.Move) -> None:
        seen = self.seen.get(campaign.site.id, ())
        done = await self.desk.run(order.move, campaign.id, to, among=seen)
        await self.refresh()
        if done is not None and to in ("top", "bottom"):
            name = words.campaign(campaign.name)
            with self.place:
                said = _("“{name}” is {place} of {places} on {site}.").format(
                    name=name, place=number(done.place), places=number(done.places), site=campaign.site.name
                )
                undo(said, lambda: self._move_back(done))

    async def _move_back(self, done: order.Moved) -> None:
        await self.desk.run(order.move_back, done)
        await self.refresh()

    async def _archive(self, campaign: ListedCampaign) -> None:
        await self._put(campaign_switch.archive, campaign, _("“{name}” is archived and off."))

    async def _unarchive(self, campaign: ListedCampaign) -> None:
        await self._put(campaign_switch.unarchive, campaign, _("“{name}” is back in the list, switched off."))

    async def _delete(self, campaign: ListedCampaign) -> None:
        await self._put(campaign_switch.delete, campaign, _("“{name}” is deleted."))

    async def _put(self, act: Callable[..., Campaign], campaign: ListedCampaign, said: str) -> None:
        before = await self.desk.run(campaign_switch.standing, campaign.id)
        after = await self.desk.run(act, campaign.id, agent_id=self.desk.me.id)
        await self._say(said.format(name=words.campaign(campaign.name)), before, after)

    async def _say(self, said: str, before: campaign_switch.Standing, after: Campaign) -> None:
        """Tell what was done and offer the way back."""
        await self.refresh()
        with self.place:
            undo(said, lambda: self._put_back(before, after))

    async def _put_back(self, before: campaign_switch.Standing, after: Campaign) -> None:
        await self.desk.run(campaign_switch.put_back, after, before, agent_id=self.desk.me.id)
        await self.refresh()


def _is_on(campaign: Campaign) -> str:
    told = _("“{name}” is on. Visitors on {site} can see it now.")
    return told.format(name=words.campaign(campaign.draft.name), site=campaign.site.name)
