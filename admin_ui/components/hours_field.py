"""Business hours in a form: a row a day with any number of periods, and the holidays below."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from nicegui.elements.mixins.text_element import TextElement

from admin_ui.components.asked_later import AskedLater
from admin_ui.components.basics import box, button, icon_button, mark, named, text
from admin_ui.components.fields import Form
from admin_ui.components.focus import lead_into, lead_to
from admin_ui.components.held import Checkbox, TextInput
from admin_ui.components.toast import undo
from core.i18n import _, pgettext
from core.opening_hours import ENDS, WEEKDAYS, Clock, DayFault, Holiday, Hours, fault_of, fault_of_typed
from core.rules.wording import weekday
from core.team.people import MAX_NAME

USUAL = ("09:00", "17:00")
WORKDAYS = range(1, 6)


class HoursField:
    """The card; what is typed is in `value`, and what is wrong with it is told through the form."""

    def __init__(self, hours: Hours | None, form: Form, on_change: Callable[[], Any]) -> None:
        self._form = form
        self._on_change = on_change
        self._days: list[_Day] = []
        self._holidays: list[_HolidayRow] = []
        self.card = box("st-card st-stack", "section")
        self._build(hours)

    @property
    def value(self) -> Hours | None:
        if not self._days:
            return None
        week = tuple(tuple((begin, end) for begin, end in day.periods) for day in self._days)
        return Hours(week, tuple(each.holiday for each in self._holidays))

    def show(self, hours: Hours | None) -> None:
        """Show these hours, or that there are none."""
        self._build(hours)
        self._on_change()

    def _build(self, hours: Hours | None) -> None:
        self._form.forget("hours.", "holidays.")
        self._days, self._holidays = [], []
        self.card.clear()
        with self.card:
            with box("st-line"):
                text(_("Business hours"), "st-grow", "h2")
                if hours is not None:
                    button(_("Remove business hours"), self._remove, kind="quiet")
            if hours is None:
                text(_("Campaigns can ask whether you are open: during business hours, or outside them."), "st-muted")
                with box("st-line"):
                    button(_("Set business hours"), self._begin, icon="schedule")
                return
            text(_("By the site's clock. A day without periods is closed."), "st-muted")
            with box("st-hours", "ul").props("role=list"):
                self._days = [_Day(day, hours.week[day - 1], self._on_change) for day in WEEKDAYS]
            with box("st-line"):
                button(_("Monday's hours on all workdays"), self._copy, kind="quiet", icon="content_copy")
            text(_("Holidays"), tag="h3")
            text(_("Closed all day, whatever the table says."), "st-muted")
            with box("st-hours", "ul").props("role=list") as self._list:
                for holiday in hours.holidays:
                    self._put_holiday(holiday)
            with box("st-line"):
                button(_("Add holiday"), lambda: self._add_holiday().focus(), icon="add")
        for day in self._days:
            self._form.add(f"hours.{day.number}", day)
        self._name_holidays()

    def _remove(self) -> None:
        before = self.value
        undo(_("The business hours are removed. Save to keep it so."), lambda: self.show(before))
        self.show(None)

    def _begin(self) -> None:
        self.show(Hours(tuple((USUAL,) if day in WORKDAYS else () for day in WEEKDAYS)))
        self._days[0].focus()

    def _copy(self) -> None:
        """What Monday has, on the other workdays."""
        monday, *others = self._days[: len(WORKDAYS)]
        for day in others:
            day.show([list(each) for each in monday.periods])

    def _put_holiday(self, holiday: Holiday) -> _HolidayRow:
        with self._list:
            self._holidays.append(_HolidayRow(holiday, self._on_change, self._remove_holiday))
        return self._holidays[-1]

    def _add_holiday(self) -> _HolidayRow:
        row = self._put_holiday(Holiday(""))
        self._name_holidays()
        self._on_change()
        return row

    def _remove_holiday(self, row: _HolidayRow) -> None:
        self._holidays.remove(row)
        row.element.delete()
        self._name_holidays()
        self._on_change()

    def _name_holidays(self) -> None:
        """Problems are told by their place in the list."""
        self._form.forget("holidays.")
        for at, row in enumerate(self._holidays):
            self._form.add(f"holidays.{at}", row)


class _Row:
    """A line of the card with a place for its problem below."""

    def __init__(self, on_change: Callable[[], Any]) -> None:
        self._on_change = on_change
        self._red: list[TextInput] = []
        self.element = box("st-hours-row", "li")
        with self.element:
            self.line = box("st-hours-line")
            self._problem: TextElement = text("", "st-hours-problem").props("role=alert")
        self._problem.set_visibility(False)

    @property
    def id(self) -> int:
        return self.element.id

    def show_problem(self, words: str | None) -> None:
        self._say(words, self._wrong() if words else [])

    def focus(self) -> None:
        if self._red:
            lead_to(self._red[0])
        else:
            lead_into(self.element, "input, button")

    def _wrong(self) -> list[TextInput]:
        """The fields that a problem is about."""
        raise NotImplementedError

    def _say(self, words: str | None, wrong: list[TextInput]) -> None:
        """Show a problem, and in red what it is about."""
        self._problem.set_text(words or "")
        self._problem.set_visibility(bool(words))
        for field in self._red:
            self._redden(field, False)
        self._red = wrong
        for field in wrong:
            self._redden(field, True)

    def _redden(self, field: TextInput, on: bool) -> None:
        mark(field, "st-hours-wrong", on)
        for name, value in (("aria-invalid", "true"), ("aria-describedby", self._problem.html_id)):
            if on:
                field.props[name] = value
            else:
                field.props.pop(name, None)
        field.update()

    def _typed(self) -> None:
        self.show_problem(None)
        self._on_change()


class _Day(_Row):
    """A weekday and its periods; what is wrong with them is said as soon as both times stand there."""

    def __init__(self, number: int, periods: tuple[tuple[str, str], ...], on_change: Callable[[], Any]) -> None:
        super().__init__(on_change)
        self.number = number
        self.periods: list[list[str]] = []
        self._clocks: dict[Clock, TextInput] = {}
        # a moment later: on the way to 18:00 a browser tells 01:00
        self._later = AskedLater(self.element, self._fault_now, self._tell_later, at_once=False)
        self._build([list(each) for each in periods])

    def show(self, periods: list[list[str]]) -> None:
        self._build(periods)
        self._on_change()

    def _build(self, periods: list[list[str]]) -> None:
        self.periods = periods
        self._clocks, self._red = {}, []
        name = weekday(self.number)
        self.line.clear()
        with self.line:
            text(name, "st-hours-day", "span")
            with box("st-hours-periods" if periods else "st-hours-closed", "span"):
                if not periods:
                    text(pgettext("a day", "Closed"), "st-muted", "span")
                for at, period in enumerate(periods):
                    self._period(name, at, period)
            add = icon_button("add", _("Add a period on {day}").format(day=name), self._add)
            add.classes("st-hours-add")
        self._tell(self._fault_of_typed())

    def _typed(self) -> None:
        super()._typed()
        self._later.ask()

    def _wrong(self) -> list[TextInput]:
        return self._where(fault_of(self.number, self._period_pairs()))

    def _where(self, fault: DayFault | None) -> list[TextInput]:
        return [self._clocks[clock] for clock in sorted(fault.clocks)] if fault else []

    def _period_pairs(self) -> list[tuple[str, str]]:
        return [(begin, end) for begin, end in self.periods]

    def _fault_of_typed(self) -> DayFault | None:
        return fault_of_typed(self.number, self._period_pairs())

    async def _fault_now(self) -> DayFault | None:
        return self._fault_of_typed()

    def _tell(self, fault: DayFault | None) -> None:
        self._say(fault.message if fault else None, self._where(fault))

    def _tell_later(self, fault: DayFault | None) -> None:
        """A problem that saving has told meanwhile stays."""
        if fault:
            self._tell(fault)

    def _period(self, name: str, at: int, period: list[str]) -> None:
        with box("st-hours-period", "span"):
            begin, end = ENDS
            self._clock(_("{day}: from").format(day=name), period, (at, begin))
            text("–", "st-muted", "span").props("aria-hidden=true")
            self._clock(_("{day}: until").format(day=name), period, (at, end))
            words = _("Take the period away: {day}").format(day=name)
            icon_button("close", words, partial(self._take_away, at))

    def _clock(self, words: str, period: list[str], at: Clock) -> None:
        _period, end = at

        def typed(value: object) -> None:
            period[end] = str(value or "")
            self._typed()

        self._clocks[at] = clock = TextInput(value=period[end], on_change=lambda event: typed(event.value))
        named(clock.props("outlined dense type=time hide-bottom-space").classes("st-clock"), words)

    def _add(self) -> None:
        last = self.periods[-1] if self.periods else None
        self.show([*self.periods, ["", ""] if last else list(USUAL)])
        lead_into(self.element, "input", len(self.periods) * 2 - 2)

    def _take_away(self, at: int) -> None:
        self.show([each for place, each in enumerate(self.periods) if place != at])
        lead_into(self.element, ".st-hours-add")


class _HolidayRow(_Row):
    """A day on which the site is closed."""

    def __init__(
        self, holiday: Holiday, on_change: Callable[[], Any], on_remove: Callable[[_HolidayRow], None]
    ) -> None:
        super().__init__(on_change)
        with self.line:
            self._day = TextInput(value=holiday.day, on_change=self._typed)
            named(self._day.props("outlined dense type=date hide-bottom-space").classes("st-date"), _("Holiday: day"))
            self._name = TextInput(
                value=holiday.name, placeholder=_("Name, such as New Year"), on_change=self._typed
            ).classes("st-grow")
            self._name.props("outlined dense hide-bottom-space")
            self._name.props["maxlength"] = MAX_NAME
            named(self._name, _("Holiday: name"))
            self._yearly = Checkbox(_("Every year"), value=holiday.yearly, on_change=self._typed)
            icon_button("close", _("Take the holiday away"), lambda: on_remove(self))

    def _wrong(self) -> list[TextInput]:
        """Its name can't be too long."""
        return [self._day]

    @property
    def holiday(self) -> Holiday:
        return Holiday(str(self._day.value or ""), str(self._name.value or ""), bool(self._yearly.value))
