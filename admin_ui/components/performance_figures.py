"""The figures of a range: numbers with rate and change, and the funnel, whose bars share one scale."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from admin_ui.components import performance_words as words
from admin_ui.components.basics import box, mark, named, text
from core.i18n import _
from core.i18n.figures import number
from core.performance.report import FIGURES, WHOLE, Figure

Open = Callable[[str], Any]
"""Shows what is behind a metric."""
FEWER_IS_BETTER = ("dismissed",)


class Tiles:
    """One tile a figure; a press shows what is behind it."""

    def __init__(self, on_open: Open) -> None:
        with named(box("st-figures", "ul"), _("Figures")) as self._list:
            self._tiles = {metric: _Tile(metric, on_open) for metric in FIGURES}

    def show(self, figures: tuple[Figure, ...]) -> None:
        told = {figure.metric: figure for figure in figures}
        mark(self._list, "st-figures--all", len(told) == len(FIGURES))
        for metric, tile in self._tiles.items():
            tile.element.set_visibility(metric in told)
            if metric in told:
                tile.show(told[metric])


class _Tile:
    def __init__(self, metric: str, on_open: Open) -> None:
        self._shown: Figure | None = None
        self._name = words.metric(metric)
        with box("", "li") as self.element, box("st-figure", "button").props("type=button") as self._tile:
            name = text(self._name, "st-figure-name", "span")
            name.props["title"] = words.meaning(metric)
            self._count = text("", "st-figure-count", "span")
            with box("st-line st-wrap", "span"):
                self._rate = text("", "st-small st-muted", "span")
                self._change = text("", "st-figure-change", "span")
        self._tile.on("click", lambda: on_open(metric))

    def show(self, figure: Figure) -> None:
        if figure == self._shown:
            return
        self._shown = figure
        self._count.set_text(number(figure.count))
        of = WHOLE.get(figure.metric, "")
        rate = words.share(figure.rate, of) if of else _("page views")
        self._rate.set_text(rate)
        change = words.change(figure)
        self._change.set_text(change)
        self._change.props["title"] = words.change_told(figure)
        better = (figure.change or 0) > 0
        better = not better if figure.metric in FEWER_IS_BETTER else better
        mark(self._change, "st-figure-change--good", bool(figure.change) and better)
        mark(self._change, "st-figure-change--bad", bool(figure.change) and not better)
        sure = words.interval(figure)
        self._tile.props["title"] = sure or words.meaning(figure.metric)
        said = (
            _("{metric}: {n}").format(metric=self._name, n=number(figure.count)),
            rate,
            sure,
            words.change_told(figure),
        )
        self._tile.props["aria-label"] = ", ".join(filter(None, said))
        self._tile.update()


class Funnel:
    """Every figure as a bar; all on the scale of the largest."""

    def __init__(self, on_open: Open) -> None:
        self._bars: dict[str, tuple[ui.element, ui.element, ui.element, TextElement]] = {}
        self._shown: tuple[Figure, ...] = ()
        with box("st-card st-stack st-gap-12 st-funnel"):
            text(_("From page view to answer"), tag="h2")
            with box("st-stack st-gap-4", "ul").props("role=list"):
                for metric in FIGURES:
                    self._bars[metric] = self._bar(metric, on_open)

    def show(self, figures: tuple[Figure, ...]) -> None:
        if figures == self._shown:
            return
        self._shown = figures
        told = {each.metric for each in figures}
        for metric, (element, *_bar) in self._bars.items():
            element.set_visibility(metric in told)
        most = max(1, *(each.count for each in figures))
        for figure in figures:
            _element, row, bar, count = self._bars[figure.metric]
            bar.style(f"width: {figure.count / most:.4%}")
            count.set_text(number(figure.count))
            row.props["aria-label"] = _("{metric}: {n}. What is behind it").format(
                metric=words.metric(figure.metric), n=number(figure.count)
            )
            row.update()

    def _bar(self, metric: str, on_open: Open) -> tuple[ui.element, ui.element, ui.element, TextElement]:
        with box("", "li") as element, box("st-funnel-row", "button").props("type=button") as row:
            text(words.metric(metric), "st-funnel-name st-cut", "span")
            with box("st-funnel-track", "span"):
                bar = box("st-funnel-bar", "span").style("width: 0")
            count = text("", "st-number st-strong", "span")
        row.on("click", lambda: on_open(metric))
        return element, row, bar, count
