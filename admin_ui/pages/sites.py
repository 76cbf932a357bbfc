"""Sites: the list of websites that embed the widget, and whether it has been seen there."""

from __future__ import annotations

from urllib.parse import urlsplit

from nicegui import ui

from admin_ui import frame
from admin_ui.components.basics import box, button, chip, cut, icon, link, named, text
from admin_ui.components.copy import copyable
from admin_ui.components.empty import empty
from admin_ui.components.live import Live
from admin_ui.components.row_menu import Action, row_menu
from admin_ui.components.searched import Narrow, Searched
from admin_ui.components.time_ago import time_ago
from admin_ui.components.toast import toast, undo
from admin_ui.help import ABOUT_WIDGET, help_link
from admin_ui.pages.site_form import CONSENT_MODES, SiteForm, recipients
from admin_ui.pages.site_goals import GoalsCard
from admin_ui.pages.site_identity import IdentityCard
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import sites
from core.i18n import _, pgettext
from core.i18n.figures import number
from core.sites import Site, SiteSettings
from core.storage import Storage
from core.team.roles import Permission


def trail() -> list[tuple[str, str]]:
    """What stands above the pages of one site."""
    return [(_("Sites"), "/sites")]


def register(services: Services) -> None:
    @page(services, "/sites", Permission.SEE_SITES)
    async def site_list(desk: Desk, q: str = "") -> None:
        def build(found: tuple[Site, ...], narrow: Narrow) -> None:
            _list(desk, found, narrow, view)

        with frame.page(desk, _("Sites")):
            if desk.may(Permission.SITES):
                with frame.actions():
                    button(_("Add site"), kind="primary", icon="add", href="/sites/new").props("data-new")
            view: Searched[tuple[Site, ...]] = Searched(
                Narrow(q), "/sites", _("Search sites"), lambda: desk.run(_load), build, len
            )
            await view.refresh()
        desk.on_change({"sites"}, view.refresh)

    @page(services, "/sites/new", Permission.SITES)
    async def new_site(desk: Desk) -> None:
        people = await desk.run(recipients)
        with frame.page(desk, _("Add site"), trail=trail(), sketch="form"), box("st-form"):

            async def add(settings: SiteSettings, _began: SiteSettings) -> SiteSettings:
                kept = await desk.run(sites.add_site, settings)
                ui.navigate.to(f"/sites/{kept.id}")
                return kept.settings

            form = SiteForm(SiteSettings(name=""), people, add, words=_("Add site"))
            ui.on("st_time_zone", lambda event: form.take_time_zone(str(event.args)))
            ui.run_javascript("emitEvent('st_time_zone', Intl.DateTimeFormat().resolvedOptions().timeZone)")

    @page(services, "/sites/{site_id}", Permission.SEE_SITES)
    async def one_site(desk: Desk, site_id: int) -> None:
        found = await desk.run(sites.site, site_id)
        people = await desk.run(recipients)

        async def save(settings: SiteSettings, began: SiteSettings) -> SiteSettings:
            kept = await desk.needing(Permission.SITES).run(sites.edit_site, site_id, settings, began)
            toast(_("Saved. Visitors meet it at their next page."))
            return kept.settings

        async def load() -> SiteSettings:
            return (await desk.run(sites.site, site_id)).settings

        with frame.page(desk, found.name, trail=trail(), sketch="form"):
            jumps = named(box("st-jumps", "nav"), _("On this page"))
            with box("st-site"):
                with box("st-stack st-gap-24 st-site-side"):
                    _snippet(desk, found)
                    seen = Live(lambda: desk.run(sites.site, site_id), _seen_card)
                    await seen.refresh()
                    goals = GoalsCard(desk, site_id)
                    await goals.refresh()
                    identity = IdentityCard(desk, site_id)
                    await identity.refresh()
                with box("st-form"):
                    on_save = save if desk.may(Permission.SITES) else None
                    form = SiteForm(found.settings, people, on_save, load=load, texts_at=f"/sites/{site_id}/texts")
            with jumps:
                for words, card in form.sections:
                    link(words, f"#{card.html_id}")
        desk.on_change({"sites"}, form.follow)
        desk.on_change({"sites"}, seen.refresh)
        desk.on_change({"sites", "campaigns"}, goals.refresh)
        desk.on_change({"sites"}, identity.refresh)


def _load(storage: Storage) -> tuple[Site, ...]:
    return sites.sites(storage, archived=True)


def _list(desk: Desk, found: tuple[Site, ...], narrow: Narrow, view: Searched[tuple[Site, ...]]) -> None:
    wanted = [site for site in found if narrow.takes(site.name, *site.settings.origins)]
    current = [site for site in wanted if not site.archived]
    archived = [site for site in wanted if site.archived]
    any_current = any(not site.archived for site in found)
    with box("st-card st-flush"):
        if not any_current:
            what = _("A site is a website that shows your messages.")
            todo = _("Add one, paste its snippet into your pages, and its visitors can meet your campaigns.")
            may = desk.may(Permission.SITES)
            empty("language", what, todo, _("Add site") if may else "", href="/sites/new" if may else "", kind="plain")
        with box("st-rows", "ul").props("role=list"):
            for site in current[: narrow.most]:
                _row(desk, site)
        if any_current and (current or not archived):
            view.more(current)
    if archived:
        with (
            ui.expansion(_("Archived ({n})").format(n=number(len(archived)))).classes("st-more"),
            box("st-card st-flush st-rows", "ul"),
        ):
            for site in archived:
                _row(desk, site)


def _row(desk: Desk, site: Site) -> None:
    with box("st-row st-row--folds st-row--off" if site.archived else "st-row st-row--folds", "li"):
        with box("st-swatch", "span").style(f"background: {site.settings.colour}; color: {site.text_colour}"):
            icon("chat_bubble")
        with box("st-stack st-gap-0 st-grow"):
            with box("st-line"):
                link(site.name, f"/sites/{site.id}", "st-strong st-cut st-row-title").props["title"] = site.name
            cut(", ".join(site.settings.origins) or _("No origin yet"), "st-small st-muted")
        if not site.archived:
            _seen(site)
            chip(_(CONSENT_MODES.get(site.settings.consent, (site.settings.consent,))[0])).classes("st-wide-only")
        if desk.may(Permission.SITES):
            row_menu(site.name, _actions(desk, site))


def _actions(desk: Desk, site: Site) -> list[Action]:
    async def restore() -> None:
        await desk.needing(Permission.SITES).run(sites.restore_site, site.id)

    async def archive() -> None:
        await desk.needing(Permission.SITES).run(sites.archive_site, site.id)
        undo(_("{name} is archived: its pages show nothing any more.").format(name=site.name), restore)

    if site.archived:
        return [Action(_("Restore"), "unarchive", restore)]
    return [
        Action(_("Settings and snippet"), "settings", lambda: ui.navigate.to(f"/sites/{site.id}")),
        Action(_("Archive"), "archive", archive, bad=True),
    ]


def _seen(site: Site) -> None:
    """In a row: when a page last showed the widget."""
    with box("st-line st-small st-still"):
        if site.seen_at is None:
            text("", "st-dot st-dot--warn", "span")
            text(_("Not seen yet"), "st-muted", "span")
        else:
            text("", "st-dot st-dot--good", "span")
            text(pgettext("a snippet", "Seen"), "st-muted", "span")
            time_ago(site.seen_at, "st-muted")


def _snippet(desk: Desk, site: Site) -> None:
    with box("st-card st-stack st-gap-12"):
        text(_("Snippet"), tag="h2")
        text(_("Paste this line before </body> on every page that may show messages."), "st-muted")
        copyable(sites.snippet(site, desk.services.settings.public_address), _("Copy snippet"))
        help_link(_("Consent, commands, and what is stored"), ABOUT_WIDGET)


def _seen_card(site: Site) -> None:
    with box("st-card st-stack st-gap-8").props("role=status"):
        with box("st-line"):
            text("", "st-dot st-dot--" + ("warn" if site.seen_at is None else "good"), "span")
            text(_("Installation"), tag="h2")
        if site.seen_at is None:
            if site.settings.origins:
                text(_("Not seen yet: paste the snippet before </body>, then open one of your pages."), "st-muted")
            else:
                text(_("The widget runs nowhere yet: say under Origins which website may show it."), "st-muted")
            return
        with box("st-seen-words", "p"):
            text(_("Seen on"), tag="span")
            text(" ", tag="span")
            text(_short(site.seen_url), "st-strong", "span").props["title"] = site.seen_url
            text(" ", tag="span")
            time_ago(site.seen_at)


def _short(url: str) -> str:
    """An address without query and fragment, which may hold what does not belong on a screen."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"
