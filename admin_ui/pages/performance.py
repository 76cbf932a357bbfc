"""Performance, over all and of one campaign: figures, their course, what they are divided into."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from nicegui import ui

from admin_ui import campaign_paths, frame, theme
from admin_ui.components import performance_words as words
from admin_ui.components.basics import box, button, named, text
from admin_ui.components.behind_number import show_behind
from admin_ui.components.choosers import NativeSelect, PlainInput
from admin_ui.components.empty import empty
from admin_ui.components.performance_chart import Chart
from admin_ui.components.performance_comparison import ComparisonCard
from admin_ui.components.performance_figures import Funnel, Tiles
from admin_ui.components.performance_table import Table, divisions
from admin_ui.connection import every
from admin_ui.help import ABOUT_FIGURES, help_link
from admin_ui.newest import Newest
from admin_ui.performance_look import OF_CAMPAIGN, OWN, PERFORMANCE, Look, Seen, look, name_and_buttons, see, today_at
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core.errors import Unauthorised
from core.i18n import N_, _, ngettext, pgettext
from core.i18n.figures import number
from core.performance.behind import Behind, Part, behind
from core.performance.report import CAMPAIGN, FIGURES, UNSHOWN, days
from core.performance.tallies import COMPARED
from core.spreadsheets import as_csv, as_file
from core.team.roles import Permission

EVERY_SECONDS = 3.0
RANGES = {
    "today": N_("Today"), "7d": N_("7 days"), "28d": N_("28 days"), "90d": N_("90 days"), "12m": N_("12 months"),
    OWN: N_("Own range"),
}  # fmt: skip


def register(services: Services) -> None:
    @page(services, PERFORMANCE, Permission.CAMPAIGNS)
    async def performance(
        desk: Desk,
        site: str = "",
        range: str = "",
        first: str = "",
        last: str = "",
        compare: str = "",
        by: str = "",
        metric: str = "",
        behind: str = "",
    ) -> None:
        wanted = look(None, site=site, range=range, first=first, last=last, compare=compare, by=by, metric=metric)
        await _page(desk, wanted, _("Performance"), (), behind)

    @page(services, OF_CAMPAIGN, Permission.CAMPAIGNS)
    async def of_campaign(
        desk: Desk,
        campaign_id: int,
        range: str = "",
        first: str = "",
        last: str = "",
        compare: str = "",
        by: str = "",
        metric: str = "",
        behind: str = "",
    ) -> None:
        name, buttons = await desk.run(name_and_buttons, campaign_id)
        wanted = look(
            campaign_id, buttons=buttons, range=range, first=first, last=last, compare=compare, by=by, metric=metric
        )
        title = _("Performance of {name}").format(name=name)
        await _page(desk, wanted, title, campaign_paths.trail(), behind)


async def _page(desk: Desk, wanted: Look, title: str, trail: tuple[tuple[str, str], ...], behind: str) -> None:
    """`behind`: the figure that is opened at once, "" for none."""
    with frame.page(desk, title, trail=trail, sketch="cards"):
        theme.add(("performance.css", "inputs.css"))
        with frame.actions():
            if wanted.campaign_id:
                button(_("Decisions"), href=campaign_paths.decisions(wanted.campaign_id), icon="rule")
                button(_("Edit campaign"), href=campaign_paths.editor(wanted.campaign_id), icon="edit")
            shown = PerformancePage(desk, wanted)
            button(_("Download CSV"), shown.download, icon="download")
        shown.build()
    await shown.refresh()
    if behind in (*FIGURES, UNSHOWN):
        await shown.open_behind(behind)
    desk.on_change({"campaigns", "sites"}, shown.refresh)
    every(EVERY_SECONDS, shown.follow)


class PerformancePage:
    """One open page."""

    def __init__(self, desk: Desk, wanted: Look) -> None:
        self._desk = desk
        self._look = wanted
        self._seen: Seen | None = None
        self._newest = Newest()

    def build(self) -> None:
        with box("st-stack st-gap-24"):
            self._filters()
            with box("st-stack st-gap-24") as self._all:
                self._tiles = Tiles(self.open_behind)
                self._comparison = ComparisonCard()
                with box("st-course-and-funnel"):
                    self._chart = Chart(self._look.metric, lambda metric: self._go(metric=metric))
                    self._funnel = Funnel(self.open_behind)
                with box("st-card st-flush"):
                    with box("st-table-head"):
                        self._pills = divisions(self._look.divisions, self._look.by, self._divide)
                    self._table_place = box("")
                self._new_table(FIGURES)
            with box("st-card") as self._nothing:
                empty(
                    "monitoring",
                    _("Nothing happened in this range"),
                    _("Figures appear with the first page view of a site, and move while you look."),
                )
            with box("st-line st-wrap st-figures-foot"):
                self._views = text("", "st-small st-muted").props("role=note")
                self._unshown = text("", "st-small st-behind-words", "button").props("type=button")
                self._unshown.on("click", lambda: self.open_behind(UNSHOWN))
                help_link(_("What the figures mean"), ABOUT_FIGURES)

    # What is shown

    async def refresh(self) -> None:
        """Take the page to what is true now; what did not change is left alone."""
        seen = await self._newest.read(self._desk.run(see, self._look, datetime.now(UTC)))
        if seen is not None:
            self._show(seen)

    async def follow(self) -> None:
        """Figures move without anything being changed by the team; those of a range that is over do not."""
        if self._seen is None or self._seen.live:
            try:
                await self.refresh()
            except Unauthorised:
                return

    def _show(self, seen: Seen) -> None:
        if seen == self._seen:
            return
        self._seen = seen
        report = seen.report
        self._all.set_visibility(not report.is_empty)
        self._nothing.set_visibility(report.is_empty)
        self._tiles.show(report.figures)
        self._comparison.show(report.comparison)
        self._funnel.show(report.figures)
        self._chart.show(report, self._look.metric)
        if report.told != self._table.told:
            self._new_table(report.told)
        self._table.show(report)
        shown = words.days(report.range)
        if self._look.compare:
            before = words.days(report.range.before)
            shown = _("{days}, compared with {before}").format(days=shown, before=before)
        self._when.set_text(shown)
        painted = sum(each.count for each in report.figures if each.metric == "shown")
        told = [
            ngettext("{n} page view recorded", "{n} page views recorded", report.views).format(n=number(report.views)),
            _("{n} dropped").format(n=number(report.views_dropped)),
        ]
        self._views.set_text(" · ".join(told))
        unshown = report.claimed - painted
        said = ngettext("{n} message claimed, but not shown", "{n} messages claimed, but not shown", unshown)
        self._unshown.set_text(said.format(n=number(unshown)))
        offered = [("", _("All sites")), *((str(key), name) for key, name in seen.sites)]
        if self._site is not None and self._site.props["options"] != [list(each) for each in offered]:
            self._site.props["options"] = [list(each) for each in offered]
            self._site.set_visibility(len(seen.sites) > 1 or self._look.site_id is not None)

    # Filters

    def _filters(self) -> None:
        with box("st-stack st-gap-12"):
            with box("st-line st-wrap st-gap-12 st-ranges"):
                with named(box("st-pills").props("role=group"), _("Range")):
                    self._ranges = {name: self._range(name, said) for name, said in RANGES.items()}
                self._site: NativeSelect | None = None
                if not self._look.campaign_id:
                    chosen = str(self._look.site_id or "")
                    self._site = NativeSelect([("", _("All sites"))], chosen, self._choose_site, label=_("Site"))
                    self._site.set_visibility(False)
                with box("st-pills"):
                    self._compare = text(_("Compare"), "st-pill", "button").props("type=button")
                    self._compare.props["title"] = _("Compare with as many days before")
                    self._compare.on("click", lambda: self._go(compare=not self._look.compare))
            self._days: dict[str, PlainInput] = {}
            with box("st-line st-wrap st-gap-8 st-own-range") as self._own:
                for field, said, label in (
                    ("first", _("From"), _("First day")), ("last", pgettext("of a range", "To"), _("Last day")),
                ):  # fmt: skip
                    text(said, "st-small st-muted", "span")
                    kept = partial(self._choose_day, field)
                    self._days[field] = PlainInput(getattr(self._look, field), kept, kind="date", label=label)
            self._when = text("", "st-muted").props("role=status")
        self._show_filters()

    def _range(self, name: str, said: str) -> ui.element:
        pill = text(_(said), "st-pill", "button").props("type=button")
        return pill.on("click", lambda: self._choose_range(name))

    def _show_filters(self) -> None:
        for name, pill in self._ranges.items():
            _press(pill, name == self._look.range)
        _press(self._compare, self._look.compare)
        self._own.set_visibility(self._look.range == OWN)

    async def _choose_range(self, name: str) -> None:
        """A range of one's own begins with the days that are shown, until one has chosen others."""
        changes = {"range": name}
        if name == OWN and self._seen and not (self._look.first and self._look.last):
            within = self._seen.report.range
            changes |= {"first": within.first.isoformat(), "last": within.last.isoformat()}
            for field, day in self._days.items():
                day.show(changes[field])
        await self._go(**changes)

    async def _choose_site(self, key: str) -> None:
        await self._go(site_id=int(key) if key.isdecimal() else None)

    async def _choose_day(self, field: str, day: str) -> None:
        """A date that is half typed is left alone."""
        try:
            date.fromisoformat(day)
        except ValueError:
            return
        await self._go(**{field: day})

    async def _divide(self, by: str) -> None:
        for each, pill in self._pills.items():
            _press(pill, each == by)
        self._look = replace(self._look, by=by)
        self._new_table(self._table.told)
        await self._go(by=by)

    def _new_table(self, told: tuple[str, ...]) -> None:
        self._table_place.clear()
        with self._table_place:
            self._table = Table(self._look.by, told, self._open_row)

    async def _go(self, **changes: Any) -> None:
        """Change the filters, on the page and in its address."""
        self._look = replace(self._look, **changes)
        ui.navigate.history.replace(self._look.address)
        self._show_filters()
        self._seen = None
        await self.refresh()

    # What is behind a number, and all of it in a file

    async def open_behind(self, metric: str) -> None:
        """List what a figure counts."""
        if self._seen is None:
            return
        report = self._seen.report
        sure = next((words.sure(each) for each in report.figures if each.metric == metric), "")
        await self._show_behind(metric, words.days(report.range), Part(), self._look.behind(metric), sure)

    async def _open_row(self, metric: str, key: str) -> None:
        by = self._look.by
        row = next((each for each in (self._seen.report.rows if self._seen else ()) if each.key == key), None)
        if row is not None:
            await self._show_behind(metric, words.value(by, row.key, row.words), Part(by, key), self._look.address)

    async def _show_behind(self, metric: str, of: str, part: Part, back: str, sure: str = "") -> None:
        assert self._seen is not None
        scope, wanted = self._look.scope, self._seen.report.range

        async def load(limit: int) -> Behind:
            now = datetime.now(UTC)
            return await self._desk.run(behind, scope, wanted, now, metric, part=part, limit=limit)

        await show_behind(metric, of, load, back, sure)

    async def download(self) -> None:
        """Every day of every campaign in the range, divided as the table is, with all figures."""
        now, wanted = datetime.now(UTC), self._look
        by = "revision" if wanted.by == CAMPAIGN else wanted.by
        day = await self._desk.run(today_at, wanted, now)
        found = await self._desk.run(partial(days, by=by), wanted.scope, wanted.range_on(day), now)
        compared = COMPARED if any("control" in tally.figures for _row, tally in found) else ()
        rows = (
            (
                *(date.fromordinal(tally.bucket), tally.campaign, row.words, tally.value),
                *map(row.figures.get, FIGURES),
                *(tally.figures.get(each, 0) for each in compared),
            )
            for row, tally in found
        )
        table = as_csv(("day", "campaign", "name", by, *FIGURES, *compared), rows)
        ui.download.content(as_file(table), f"performance-by-{by}-{day}.csv", "text/csv; charset=utf-8")


def _press(pill: ui.element, pressed: bool) -> None:
    pill.props["aria-pressed"] = "true" if pressed else "false"
    pill.update()
