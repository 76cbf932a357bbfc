"""Import: drop a file, see what it would change or what is wrong with it, then take it in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from nicegui import ui

from admin_ui import campaign_paths, frame, theme
from admin_ui.campaign_paths import IMPORT, LIST, editor, trail
from admin_ui.components.basics import box, button, chip, icon, link, text
from admin_ui.components.differences import show_differences, show_new
from admin_ui.components.file_drop import FileDrop
from admin_ui.components.no_site import no_site
from admin_ui.components.site_choice import chosen, site_choice
from admin_ui.components.toast import toast, undo
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import campaigns
from core.campaign_files.importing import Imported, import_
from core.campaign_files.importing import undo as undo_import
from core.campaign_files.planning import Plan, Planned, plan
from core.campaign_files.reading import MAX_BYTES, CampaignFile, FileProblem, read
from core.campaigns.draft_problems import SiteChoice, Surroundings
from core.campaigns.words import differences
from core.errors import Conflict, InvalidFile
from core.i18n import N_, _, ngettext
from core.i18n.figures import number
from core.plugins import Registry
from core.storage import Storage
from core.team.roles import Permission

CHANGES = {
    "new": (N_("New draft"), "good"),
    "changed": (N_("Draft changes"), "accent"),
    "unchanged": (N_("Unchanged"), ""),
}
TOO_LARGE = N_("This file is no JSON, or larger than {n} MB. Choose one that was exported.")


def register(services: Services) -> None:
    @page(services, IMPORT, Permission.CAMPAIGNS)
    async def campaign_import(desk: Desk, site: str = "") -> None:
        sites = await desk.run(campaigns.site_choices)
        here = chosen(sites, campaign_paths.number(site))
        with frame.page(desk, _("Import campaigns"), trail=trail(), width="import"):
            theme.add(("activate.css", "campaign-files.css"))
            if here is None:
                no_site()
                return
            with frame.actions():
                site_choice(sites, here, lambda chosen: ui.navigate.to(campaign_paths.on_site(IMPORT, chosen)))
            ImportPage(desk, here)


def look(storage: Storage, registry: Registry, written: bytes, site_id: int) -> tuple[CampaignFile, Plan, Surroundings]:
    """Read a file and plan its import, off the page's loop. Raises InvalidFile, NotFound."""
    file = read(written)
    planned = plan(storage, registry, file, site_id)
    return file, planned, Surroundings.load(storage, registry, planned.site)


class ImportPage:
    """One open import: a file, what would become of it, and the way back."""

    def __init__(self, desk: Desk, site: SiteChoice) -> None:
        self._desk = desk
        self._site = site
        with box("st-stack") as self._all:
            text(
                _("On {name}, new campaigns arrive as drafts; those of the same name get their draft changed.").format(
                    name=site.name
                )
            )
            words, kinds = _("Drop a file of campaigns here"), ".json,application/json"
            FileDrop(words, kinds, MAX_BYTES, self._take, self._refused, self._lost)
            self._result = box("st-stack").props("aria-live=polite")

    async def _take(self, name: str, written: bytes) -> None:
        """Look at a file and show what it would do."""
        try:
            found = await self._desk.run(look, self._desk.services.registry, written, self._site.id)
        except InvalidFile as error:
            self._show_problems(name, error.problems)
            return
        self._show_plan(name, written, *found)

    def _refused(self) -> None:
        self._show_problems("", [FileProblem(_(TOO_LARGE).format(n=MAX_BYTES // 1024 // 1024))])

    def _lost(self) -> None:
        self._show_problems("", [FileProblem(_("It could not be sent. Check the connection, then choose it again."))])

    def _show_problems(self, name: str, problems: Sequence[FileProblem]) -> None:
        self._result.clear()
        with self._result, box("st-note st-note--bad").props("role=alert"):
            icon("report")
            with box("st-stack st-gap-4 st-grow"):
                text(_("Nothing of {name} was imported:").format(name=name or _("this file")), "st-strong")
                with box("st-missing", "ul"):
                    for problem in problems:
                        text(str(problem), tag="li")

    def _show_plan(self, name: str, written: bytes, file: CampaignFile, planned: Plan, around: Surroundings) -> None:
        self._result.clear()
        with self._result, box("st-card st-stack", "section"):
            text(_("What {name} would change").format(name=name), tag="h2")
            text(counts_words(planned), "st-muted", "p")
            _campaigns(planned, around)
            with box("st-line st-wrap"):
                todo = planned.counts["new"] + planned.counts["changed"]
                if todo:
                    act = partial(self._import, name, written, file, planned)
                    words = ngettext("Import {n} campaign", "Import {n} campaigns", todo).format(n=number(todo))
                    button(words, act, kind="primary")
                button(_("Cancel") if todo else _("Close"), self._result.clear, kind="quiet")

    async def _import(self, name: str, written: bytes, file: CampaignFile, planned: Plan) -> None:
        registry, me = self._desk.services.registry, self._desk.me.id
        try:
            done = await self._desk.run(import_, registry, file, self._site.id, agent_id=me, seen=planned)
        except (Conflict, InvalidFile) as error:
            toast(error.message)
            await self._take(name, written)
            return
        self._show_done(done)
        with self._all:
            undo(_("{name} is imported.").format(name=name), partial(self._undo, done))

    def _show_done(self, done: Imported) -> None:
        self._result.clear()
        with self._result, box("st-card st-stack", "section"):
            with box("st-line st-gap-8 st-published"):
                icon("check_circle")
                text(_("Imported: {what}").format(what=counts_words(done.plan)), "st-strong", "span")
            text(_("Visitors notice nothing before you activate or publish them."), "st-muted", "p")
            with box("st-stack st-gap-4", "ul"):
                for each, campaign_id in zip(done.plan.campaigns, done.ids, strict=True):
                    if each.change != "unchanged":
                        with box("", "li"):
                            link(each.after.name.strip() or _("Without a name"), editor(campaign_id), "st-strong")
            button(_("Go to the list"), href=LIST, kind="primary").classes("st-import-leave")

    async def _undo(self, done: Imported) -> None:
        await self._desk.run(undo_import, done, agent_id=self._desk.me.id)
        self._result.clear()


def counts_words(planned: Plan) -> str:
    """What happens to how many: "2 new drafts, 1 changed, 3 unchanged"."""
    new, counts = planned.counts["new"], planned.counts
    changed, unchanged = counts["changed"], counts["unchanged"]
    said = (
        ngettext("{n} new draft", "{n} new drafts", new).format(n=number(new)) if new else "",
        ngettext("{n} changed", "{n} changed", changed).format(n=number(changed)) if changed else "",
        ngettext("{n} unchanged", "{n} unchanged", unchanged).format(n=number(unchanged)) if unchanged else "",
    )
    return ", ".join(filter(None, said))


def _campaigns(planned: Plan, around: Surroundings) -> None:
    with box("st-import", "ul"):
        for each in planned.campaigns:
            with box("st-import-campaign", "li"):
                with box("st-line st-wrap st-gap-8"):
                    text(each.after.name.strip() or _("Without a name"), tag="h3")
                    words, kind = CHANGES[each.change]
                    chip(_(words), kind)
                if each.change != "unchanged":
                    changes = differences(each.after, each.before, around)
                    if each.change == "new":
                        show_new([one for one in changes if one.field != "name"], each.after)
                    else:
                        show_differences(changes)
                    _unfinished(each)


def _unfinished(planned: Planned) -> None:
    if planned.unfinished:
        with box("st-note st-note--warn"):
            icon("edit_note")
            with box("st-stack st-gap-4 st-grow"):
                text(_("Before it can be activated:"), "st-strong")
                for problem in planned.unfinished:
                    text(problem.message)
