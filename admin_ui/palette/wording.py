"""How what was found stands in the dialog, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from admin_ui import campaign_paths, words
from admin_ui.components.avatar import initials
from admin_ui.palette.choices import Choice
from admin_ui.performance_look import PERFORMANCE, of_campaign
from core import sites
from core.finding import FoundCampaign, FoundConversation, FoundLead
from core.i18n import N_, _, ngettext
from core.i18n.figures import number
from core.media import picture_address
from core.sites import Site
from core.team import Agent
from core.team.roles import Permission, role_name

STATUSES: Final = {"active": N_("Active"), "draft": N_("Draft"), "paused": N_("Paused"), "ended": N_("Ended")}
FIGURES, SWITCH_ON, SWITCH_OFF = N_("Performance of “{name}”"), N_("Switch on “{name}”"), N_("Switch off “{name}”")
ON_SITE: Final = (N_("Campaigns on {site}"), N_("Performance on {site}"), N_("Visitors on {site}"))
SNIPPET: Final = N_("Copy snippet of {site}")
ACTS: Final = (FIGURES, SWITCH_ON, SWITCH_OFF, *ON_SITE, SNIPPET)
"""What can be done with a campaign or a site."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for somebody with a role."""

    may: frozenset[Permission]
    public_address: str

    def campaign(self, each: FoundCampaign) -> Choice:
        state = _("Archived") if each.archived else _(STATUSES.get(each.status, each.status))
        caption = f"{state} · {each.site_name}"
        href = campaign_paths.editor(each.id)
        return Choice(f"campaign:{each.id}", words.campaign(each.name), caption, "campaign", href, kept=True)

    def acts_on_campaign(self, each: FoundCampaign) -> Iterator[Choice]:
        name = words.campaign(each.name)
        told = _(FIGURES).format(name=name)
        href = of_campaign(each.id)
        yield Choice(f"performance:{each.id}", told, icon="monitoring", href=href, beneath=True)
        if each.archived:
            return
        if each.on:
            told = _(SWITCH_OFF).format(name=name)
            yield Choice(f"switch_off:{each.id}", told, icon="toggle_off", beneath=True)
        else:
            told = _(SWITCH_ON).format(name=name)
            yield Choice(f"switch_on:{each.id}", told, icon="toggle_on", beneath=True)

    def all_campaigns(self, typed: str, count: int) -> Choice:
        """The way to the list, where more fit than stand in the dialog."""
        told = ngettext("The {n} campaign with “{words}”", "All {n} campaigns with “{words}”", count)
        href = _address(campaign_paths.LIST, q=typed)
        return Choice("campaigns:all", told.format(n=number(count), words=typed), icon="arrow_forward", href=href)

    def conversation(self, each: FoundConversation) -> Choice:
        who = words.visitor(each)
        state = _("Closed") if each.status == "closed" else ""
        caption = " · ".join(filter(None, (each.excerpt, each.site_name, state)))
        href = _address("/inbox", c=each.key)
        return Choice(f"conversation:{each.key}", who, caption, "chat", href, kept=True)

    def lead(self, each: FoundLead) -> Choice:
        known = [part for part in (each.name, each.email, each.phone) if part] or [_("Somebody")]
        caption = " · ".join((*known[1:], each.site_name))
        return Choice(f"lead:{each.id}", known[0], caption, "contact_mail", _address("/leads", q=known[0]))

    def employee(self, each: Agent) -> Choice:
        state = role_name(each.role) if each.active else _("Deactivated")
        return Choice(
            f"employee:{each.id}",
            each.display_name,
            " · ".join(filter(None, (each.title, state))),
            href=_address("/team", q=each.display_name),
            initials=initials(each.display_name),
            picture=picture_address(each.picture),
            kept=True,
        )

    def site(self, each: Site) -> Choice:
        caption = ", ".join(each.settings.origins)
        return Choice(f"site:{each.id}", each.name, caption, "language", f"/sites/{each.id}", kept=True)

    def acts_on_site(self, each: Site) -> Iterator[Choice]:
        """The lists, narrowed to the site; and what its pages need."""
        lists = (
            ("campaign", campaign_paths.LIST, Permission.CAMPAIGNS),
            ("monitoring", PERFORMANCE, Permission.CAMPAIGNS),
            ("visibility", "/visitors", Permission.VISITORS),
        )
        for template, (icon, path, needs) in zip(ON_SITE, lists, strict=True):
            if needs in self.may:
                told, href = _(template).format(site=each.name), _address(path, site=each.id)
                yield Choice(f"{icon}:{each.id}", told, icon=icon, href=href, beneath=True)
        yield replace(self.snippet(each), beneath=True)

    def snippet(self, each: Site) -> Choice:
        """What puts a site's line on the clipboard."""
        told = _(SNIPPET).format(site=each.name)
        line = sites.snippet(each, self.public_address)
        return Choice(f"snippet:{each.id}", told, icon="content_copy", copies=line)


def _address(path: str, **query: object) -> str:
    return f"{path}?{urlencode(query)}"
