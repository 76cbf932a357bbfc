"""One campaign in the list: switch, name, who sees it, what it brought, and the menu."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from admin_ui import words
from admin_ui.campaign_paths import editor
from admin_ui.components.avatar import avatar
from admin_ui.components.basics import box, chip, cut, icon, link, mark, text
from admin_ui.components.row_menu import Action, actions_for, row_menu
from admin_ui.components.selection import select_words
from admin_ui.components.switch import Switch
from admin_ui.components.time_ago import ago
from admin_ui.performance_look import of_campaign
from core.campaigns.drafts import STEPS
from core.campaigns.listing import TABS, ListedCampaign
from core.errors import InvalidDraft, SmartTriggerError
from core.i18n import N_, _, figures, ngettext
from core.i18n.figures import number
from core.performance import Counts


@dataclass(frozen=True)
class RowActs:
    """What a row can ask the list to do."""

    switch: Callable[[ListedCampaign, bool], Awaitable[bool]]
    menu: Callable[[ListedCampaign], Sequence[Action]]
    tick: Callable[[int, str], ui.element]
    """Makes the tick by which it is selected."""


class CampaignRow:
    """A row that changes only what has changed, so that nothing flickers while one looks."""

    def __init__(self, campaign: ListedCampaign, acts: RowActs) -> None:
        self.campaign = campaign
        self._acts = acts
        self._shown: ListedCampaign | None = None
        with box("st-camp", "li") as self.element:
            with box("st-camp-lead"):
                self._tick = acts.tick(campaign.id, "")
                self._switch = Switch("", on=campaign.on, on_change=self._toggle)
                self._place = text("", "st-camp-place", "span")
            with box("st-camp-main"):
                with box("st-line st-camp-head"):
                    self._name = link("", editor(campaign.id), "st-camp-name")
                    self._chips = box("st-line st-gap-4 st-still")
                self._audience = text("", "st-camp-audience")
            self._site = text("", "st-camp-site st-cut")
            self._people = box("st-camp-people")
            self._figures = Figures(campaign.id)
            self._changed = text("", "st-camp-changed", "time")
            self._changed.props["data-ago"] = ""
            self._more = row_menu("", lambda: acts.menu(self.campaign)).classes("st-camp-more")
            self._note = box("st-camp-note")
        self.show(campaign)

    def show(self, campaign: ListedCampaign) -> None:
        """Take the row to what is true now."""
        self.campaign = campaign
        if campaign == self._shown:
            return
        self._shown = campaign
        name = words.campaign(campaign.name)
        self._tick.props["aria-label"] = select_words(name)
        self._switch.props["aria-label"] = _("{name}: active").format(name=name)
        self._switch.set_on(campaign.on)
        self._switch.set_visibility(not campaign.archived)
        self._name.set_text(name)
        self._more.props["aria-label"] = self._more.props["title"] = actions_for(name)
        self._more.update()
        set_cut(self._audience, campaign.audience)
        set_cut(self._site, campaign.site.name)
        self._show_place()
        self._show_chips()
        self._show_people()
        self._figures.show(campaign.counts, never=campaign.status == "draft")
        self._changed.props["datetime"] = campaign.changed_at.isoformat()
        self._changed.set_text(ago(campaign.changed_at))
        self._changed.update()
        self._show_note()

    def show_counts(self, counts: Counts) -> None:
        """Take only the figures to what is true now."""
        self._figures.show(counts, never=self.campaign.status == "draft")

    def refused(self, error: SmartTriggerError) -> None:
        """Say below the row why it can't be switched, with the way to mend what is missing."""
        self._note.clear()
        with self._note, box("st-note st-note--warn").props("role=alert"):
            icon("error")
            if not isinstance(error, InvalidDraft):
                text(error.message, "st-grow")
                return
            first, more = error.problems[0], len(error.problems) - 1
            with box("st-grow"):
                text(_("This can't be activated yet."), tag="span")
                text(" ", tag="span")
                also = ngettext("{problem} ({n} more)", "{problem} ({n} more)", more) if more else "{problem}"
                text(also.format(problem=first.message, n=number(more)), tag="span")
            link(
                _("Go to {page}").format(page=_(STEPS[first.step])),
                editor(self.campaign.id, first.step),
                "st-still st-strong",
            )

    async def _toggle(self, on: bool) -> bool:
        return await self._acts.switch(self.campaign, on)

    def _show_place(self) -> None:
        """Where it stands among its site's; the list shows it only in that order."""
        campaign = self.campaign
        of = _("{n} of {total}").format(n=number(campaign.place), total=number(campaign.places))
        self._place.set_text(of if campaign.place else "")
        self._place.props["title"] = _("Of several that could show on {name}, the highest shows").format(
            name=campaign.site.name
        )
        self._place.update()

    def _show_chips(self) -> None:
        campaign = self.campaign
        self._chips.clear()
        with self._chips:
            if campaign.archived:
                chip(_("Archived"))
            elif campaign.status == "draft":
                chip(_("Draft: step {n} of {total}").format(n=campaign.step, total=len(STEPS)))
            elif campaign.status != "active":
                chip(_(TABS[campaign.status]))
            if campaign.unpublished and not campaign.archived:
                chip(_("Unpublished changes"), "accent")

    def _show_people(self) -> None:
        campaign = self.campaign
        self._people.clear()
        with self._people:
            sender = campaign.sender
            if sender is None:
                text(_("No sender yet"), "st-faint st-cut", "span")
            else:
                avatar(sender.display_name, sender.picture, size="small", active=sender.active)
                with box("st-camp-from-to", "span"):
                    cut(sender.display_name, tag="span")
                    to = campaign.recipient or _("nobody yet")
                    answers = cut(f"→ {to}", "st-muted", "span")
                    answers.props["title"] = _("Replies go to {name}").format(name=to)

    def _show_note(self) -> None:
        self._note.clear()
        if self.campaign.flag and not self.campaign.archived:
            with self._note, box("st-note st-note--bad"):
                icon("report")
                with box("st-grow"):
                    text(_("Visitors don't see this campaign."), "st-strong", "span")
                    text(" ", tag="span")
                    text(self.campaign.flag, tag="span")
                link(_("Mend it"), editor(self.campaign.id), "st-still st-strong")


class Figures:
    """Shown, read and replied, as counted, which lead to all figures; dashes for what visitors never met."""

    def __init__(self, campaign_id: int) -> None:
        self._shown: tuple[Counts, bool] | None = None
        with box("st-camp-figures", "a") as self._element:
            self._element.props["href"] = of_campaign(campaign_id)
            self._element.props["title"] = _("Performance")
            self._figures = [_figure(_(word)) for word in (N_("shown"), N_("read"), N_("replied"))]

    def show(self, counts: Counts, *, never: bool) -> None:
        if self._shown == (counts, never):
            return
        self._shown = (counts, never)
        dash = never and counts.shown == 0
        mark(self._element, "st-camp-figures--none", dash)
        told = ("—",) * 3 if dash else (number(counts.shown), percent(counts.read_rate), percent(counts.replied_rate))
        titles = (
            (_("Not shown yet"),) * 3
            if dash
            else ("", _("{n} read").format(n=number(counts.read)), _("{n} replied").format(n=number(counts.replied)))
        )
        for figure, word, title in zip(self._figures, told, titles, strict=True):
            figure.set_text(word)
            figure.props["title"] = title
            figure.update()


def _figure(word: str) -> TextElement:
    with box("st-camp-figure"):
        figure = text("", "st-camp-number", "span")
        text(word, "st-small st-muted", "span")
    return figure


def percent(rate: float | None) -> str:
    """A share in words: "38 %", below ten with one digit; a dash where there is nothing to share."""
    return "—" if rate is None else figures.percent(rate)


def set_cut(element: TextElement, words: str) -> None:
    """Words that may be cut off; the whole stands in the tooltip."""
    element.set_text(words)
    element.props["title"] = words
    element.update()
