"""The figures divided: a row a campaign, page, country, …; every number shows what is behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from nicegui import ui

from admin_ui import performance_look
from admin_ui.components import performance_words as words
from admin_ui.components.basics import box, button, link, named, text
from core.i18n import _
from core.i18n.figures import number
from core.performance.report import CAMPAIGN, Report, Row
from core.performance.tallies import OTHERS

FEW: Final = 10
MORE: Final = 50
"""Rows shown at first, and how many more at a press."""
Open = Callable[[str, str], Any]
"""Shows what is behind a metric of the row with this key."""


class Table:
    """Rows are kept while they are shown; only what has changed is told anew."""

    def __init__(self, by: str, told: tuple[str, ...], on_open: Open) -> None:
        """`told`: the figures, one a column."""
        self._by = by
        self.told = told
        self._on_open = on_open
        self._most = FEW
        self._rows: dict[str, _Line] = {}
        with box("st-sideways st-sideways--held") as scroll:
            scroll.props["tabindex"] = "0"
            scroll.props["role"] = "region"
            scroll.props["aria-label"] = _("Figures by {division}").format(division=_(words.DIVISIONS[by]).lower())
            with box("st-table", "table"):
                with box("", "thead"), box("", "tr"):
                    text(_(words.DIVISIONS[by]), tag="th").props("scope=col")
                    for metric in self.told:
                        text(words.metric(metric), tag="th").props("scope=col")
                self._body = box("", "tbody")
        self._nothing = text(_("Nothing in this range."), "st-muted st-table-foot")
        with box("st-table-foot") as self._foot:
            self._more = button("", self._show_more, kind="quiet")

    def show(self, report: Report) -> None:
        self._report = report
        rows = report.rows[: self._most]
        wanted = {row.key: row for row in rows}
        for key in [key for key in self._rows if key not in wanted]:
            self._rows.pop(key).element.delete()
        for row in rows:
            if row.key not in self._rows:
                with self._body:
                    self._rows[row.key] = _Line(self._by, row, self.told, self._on_open)
            self._rows[row.key].show(row)
        elements = [self._rows[row.key].element for row in rows]
        if self._body.default_slot.children != elements:
            self._body.default_slot.children[:] = elements
            self._body.update()
        self._nothing.set_visibility(not rows)
        left = len(report.rows) - len(rows)
        self._more.set_text(_("Show {n} more").format(n=number(min(left, MORE))))
        self._foot.set_visibility(left > 0)

    def _show_more(self) -> None:
        self._most += MORE
        self.show(self._report)


class _Line:
    def __init__(self, by: str, row: Row, metrics: tuple[str, ...], on_open: Open) -> None:
        self._said = words.value(by, row.key, row.words)
        self._shown: Row | None = None
        self._cells = {}
        with box("", "tr") as self.element:
            with box("st-table-name", "th").props("scope=row"):
                if by == CAMPAIGN and row.key.isdecimal():
                    link(self._said, performance_look.of_campaign(int(row.key)), "st-cut").props["title"] = self._said
                else:
                    together = _("Of each day the most shown are kept apart; the others are counted together.")
                    text(self._said, "st-cut", "span").props["title"] = together if row.key == OTHERS else self._said
            for metric in metrics:
                with box("", "td"):
                    self._cells[metric] = self._cell(metric, row.key, on_open)

    def show(self, row: Row) -> None:
        if row == self._shown:
            return
        self._shown = row
        for metric, cell in self._cells.items():
            count = row.figures[metric]
            cell.set_text(number(count))
            cell.props["aria-label"] = _("{metric}, {row}: {n}").format(
                metric=words.metric(metric), row=self._said, n=number(count)
            )
            cell.update()

    def _cell(self, metric: str, key: str, on_open: Open) -> Any:
        if key == OTHERS:
            return text("", "st-number", "span")
        cell = text("", "st-table-number", "button").props("type=button")
        cell.on("click", lambda: on_open(metric, key))
        return cell


def divisions(options: tuple[str, ...], chosen: str, on_choose: Callable[[str], Any]) -> dict[str, ui.element]:
    """Pills that say by what the table is divided."""
    pills: dict[str, ui.element] = {}
    with named(box("st-pills").props("role=group"), _("Divided by")):
        for each in options:
            pill = text(_(words.DIVISIONS[each]), "st-pill", "button").props("type=button")
            pill.props["aria-pressed"] = "true" if each == chosen else "false"
            pill.on("click", lambda each=each: on_choose(each))
            pills[each] = pill
    return pills
