"""One figure over time, beside the range before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from nicegui import ui

from admin_ui.components import performance_words as words
from admin_ui.components.basics import box, text
from admin_ui.components.choosers import NativeSelect
from core.i18n import N_, _
from core.i18n.figures import number
from core.performance.report import FIGURES, Report

NOW, BEFORE = N_("This range"), N_("The range before")
_FONT = {"fontFamily": "Inter, sans-serif", "fontSize": 12}


class Chart:
    """Drawn as SVG with the theme's own variables, so that light and dark are the browser's matter."""

    def __init__(self, metric: str, on_metric: Callable[[str], Any]) -> None:
        self._shown: dict[str, Any] = {}
        with box("st-card st-stack st-gap-12 st-course"):
            with box("st-line st-spread"):
                text(_("Over time"), tag="h2")
                self._metric = NativeSelect(_choices(FIGURES), metric, on_metric, label=_("Figure in the chart"))
            self._chart = ui.echart({}, renderer="svg").classes("st-chart")
            self._chart.props["role"] = "img"

    def show(self, report: Report, metric: str) -> None:
        """Draw it anew where something has changed; what stays is not animated."""
        offered = [list(each) for each in _choices(report.told)]
        if self._metric.props["options"] != offered:
            self._metric.props["options"] = offered
        options = _options(report, metric)
        if options == self._shown:
            return
        self._shown = options
        self._chart.options.clear()
        self._chart.options.update(options)
        now = sum(each[metric] for each in report.course.values())
        by = (
            _("{metric} by the day, {days}: {n} in all")
            if report.range.step == "day"
            else _("{metric} by the hour, {days}: {n} in all")
        )
        said = by.format(metric=words.metric(metric), days=words.days(report.range), n=number(now))
        self._chart.props["aria-label"] = said
        self._chart.update()


def _choices(metrics: Iterable[str]) -> list[tuple[str, str]]:
    return [(each, words.metric(each)) for each in metrics]


def _at(course: Mapping[int, Mapping[str, int]], bucket: int, metric: str) -> int:
    return course.get(bucket, {}).get(metric, 0)


def _options(report: Report, metric: str) -> dict[str, Any]:
    buckets = report.range.buckets()
    lines = [(_(NOW), report.course, "var(--accent)", "solid", 2.0)]
    if report.views_before is not None:
        lines.append((_(BEFORE), report.course_before, "var(--faint)", "dashed", 1.5))
    return {
        "animation": False,
        "grid": {"left": 8, "right": 24, "top": 32, "bottom": 4, "containLabel": True},
        "legend": {
            "top": 0,
            "left": 0,
            "icon": "roundRect",
            "itemHeight": 3,
            "itemGap": 24,
            "textStyle": {"color": "var(--muted)", **_FONT},
        },
        "tooltip": {
            "trigger": "axis",
            "backgroundColor": "var(--raised)",
            "borderColor": "var(--line)",
            "textStyle": {"color": "var(--text)", **_FONT},
            "axisPointer": {"lineStyle": {"color": "var(--strong-line)"}},
            "confine": True,
        },
        "xAxis": {
            "type": "category",
            "boundaryGap": False,
            "data": [words.bucket(each, report.range) for each in buckets],
            "axisLine": {"lineStyle": {"color": "var(--strong-line)"}},
            "axisTick": {"show": False},
            "axisLabel": {"color": "var(--muted)", "hideOverlap": True, **_FONT},
        },
        "yAxis": {
            "type": "value",
            "minInterval": 1,
            "axisLabel": {"color": "var(--muted)", **_FONT},
            "splitLine": {"lineStyle": {"color": "var(--line)"}},
        },
        "series": [
            {
                "name": name,
                "type": "line",
                "showSymbol": min(buckets[-1], report.reached) == buckets[0],
                "data": [_at(course, each, metric) if each <= report.reached else None for each in buckets],
                "color": colour,
                "lineStyle": {"color": colour, "type": kind, "width": width},
                "emphasis": {"disabled": True},
            }
            for name, course, colour, kind, width in lines
        ],
    }
