"""The gallery: ready campaigns to start from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from nicegui import ui

from admin_ui import campaign_paths, frame, theme
from admin_ui.campaign_paths import GALLERY, NEW, editor, trail
from admin_ui.components.basics import box, button, icon, text
from admin_ui.components.blocks import draw
from admin_ui.components.no_site import no_site
from admin_ui.components.searched import Narrow, Searched
from admin_ui.components.site_choice import chosen, site_choice
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import campaigns
from core.campaign_files import gallery
from core.campaign_files.gallery import ReadyCampaign
from core.campaigns.draft_problems import SiteChoice
from core.campaigns.drafts import Draft
from core.i18n import _
from core.messages import parse, plain
from core.messages.compiled import Message
from core.messages.merge_tags import EXAMPLES
from core.rules import sentence
from core.team.roles import Permission


def register(services: Services) -> None:
    @page(services, GALLERY, Permission.CAMPAIGNS)
    async def campaign_gallery(desk: Desk, site: str = "", q: str = "") -> None:
        sites = await desk.run(campaigns.site_choices)
        here = chosen(sites, campaign_paths.number(site))
        with frame.page(desk, _("Start from the gallery"), trail=trail(), sketch="cards"):
            theme.add(("campaign-files.css",))
            if here is None:
                no_site()
                return
            with frame.actions():
                site_choice(sites, here, lambda chosen: ui.navigate.to(campaign_paths.on_site(GALLERY, chosen)))
                button(_("Empty message"), href=NEW, icon="add")
            text(
                _("Each is a draft to make your own: nothing is shown before you activate it."),
                "st-muted st-gallery-about",
                "p",
            )

            async def load() -> tuple[ReadyCampaign, ...]:
                return gallery.ready_campaigns(services.registry)

            def build(found: tuple[ReadyCampaign, ...], narrow: Narrow) -> None:
                wanted = [each for each in found if narrow.takes(*_said(desk, each))]
                _ready(desk, here, wanted[: narrow.most])
                view.more(wanted)

            address = campaign_paths.on_site(GALLERY, here.id if site else None)
            view: Searched[tuple[ReadyCampaign, ...]] = Searched(
                Narrow(q), address, _("Search the gallery"), load, build, len
            )
            await view.refresh()


def _ready(desk: Desk, site: SiteChoice, ready: Sequence[ReadyCampaign]) -> None:
    for category, of_category in groupby(ready, key=lambda each: each.category):
        _category(desk, site, category, list(of_category))


def _said(desk: Desk, ready: ReadyCampaign) -> tuple[str, ...]:
    """All that a card says."""
    who = sentence(ready.draft.audience, desk.services.registry.condition_types)
    return (_(ready.title), _(ready.description), _(ready.category), plain(parse(ready.draft.text)), who)


def _category(desk: Desk, site: SiteChoice, category: str, ready: list[ReadyCampaign]) -> None:
    with box("", "section"):
        heading = text(_(category), tag="h2")
        with box("st-gallery", "ul") as listed:
            listed.props["aria-labelledby"] = heading.html_id
            for each in ready:
                _card(desk, site, each)


def _extras(draft: Draft) -> None:
    """What stands under the words: the form's questions, and the buttons."""
    if draft.form:
        asked = " · ".join(each["label"] for each in draft.form["fields"])
        text(_("Asks for {fields}").format(fields=asked), "st-small st-muted st-gallery-form", "p")
    if draft.buttons:
        with box("st-line st-wrap st-gap-4 st-gallery-buttons"):
            for each in draft.buttons:
                text(each["label"], "st-gallery-button", "span")


def _card(desk: Desk, site: SiteChoice, ready: ReadyCampaign) -> None:
    async def use() -> None:
        act = gallery.start
        made = await desk.run(act, desk.services.registry, ready.key, site_id=site.id, agent_id=desk.me.id)
        ui.navigate.to(editor(made.id))

    with box("st-card st-gallery-card", "li"):
        text(_(ready.title), tag="h3")
        text(_(ready.description), "st-muted", "p")
        with box("st-message-read"):
            draw(Message(parse(ready.draft.text)).blocks(EXAMPLES))
            _extras(ready.draft)
        with box("st-line st-gap-8 st-small st-muted st-gallery-audience"):
            icon("target")
            text(sentence(ready.draft.audience, desk.services.registry.condition_types), tag="span")
        start = button(_("Start from this"), use)
        start.props["aria-label"] = _("Start from this: {name}").format(name=_(ready.title))
