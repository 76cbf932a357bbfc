"""Business hours: what may be typed, how it is kept, and clocks that are put forward and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.errors import InvalidInput, together
from core.opening_hours import (
    WEEKDAYS,
    Clock,
    Holiday,
    Hours,
    OpeningHours,
    Period,
    checks,
    fault_of,
    fault_of_typed,
    put_together,
)  # fmt: skip

BERLIN = ZoneInfo("Europe/Berlin")


def monday(*periods: Period) -> Hours:
    return Hours((periods, *((),) * 6))


def kept(hours: Hours) -> Hours:
    checked = together(**checks(hours))
    result = put_together(hours, checked)
    assert result is not None
    assert checked == {}
    return result


def wrong(hours: Hours) -> dict[str, str]:
    with pytest.raises(InvalidInput) as raised:
        kept(hours)
    return {str(each.field): each.message for each in (raised.value, *raised.value.others)}


@pytest.mark.parametrize(
    ("periods", "sentence"),
    [
        ([("17:00", "09:00")], "Monday: 17:00 to 09:00 ends before it begins. For hours past midnight, end at 00:00"),
        ([("09:00", "09:00")], "Monday: 09:00 to 09:00 ends before it begins."),
        ([("12:00", "17:00"), ("09:00", "13:00")], "Monday: 09:00 to 13:00 and 12:00 to 17:00 overlap."),
        ([("09:00", "00:00"), ("23:00", "23:30")], "Monday: 09:00 to 00:00 and 23:00 to 23:30 overlap."),
        ([("09:00", "")], "Monday: say from when until when, or take the period away."),
        ([("9:00", "17:00")], "Monday: say from when"),
        ([("09:00", "24:00")], "Monday: say from when"),
        ([("09:00", "1٧:00")], "Monday: say from when"),
        ([("09:00", "17:00:30")], "Monday: say from when"),
        ([("00:00", "00:01")] * 11, "Monday has more than 10 periods."),
    ],
)
def test_what_can_not_be_meant_is_told_in_a_sentence(periods: list[Period], sentence: str) -> None:
    assert wrong(monday(*periods))["hours.1"].startswith(sentence)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    week = ((("17:00", "09:00"),), (("09:00", "17:00"),), (("", ""),), (), (), (), ())
    holidays = (Holiday("2026-12-25"), Holiday("2026-12-25"), Holiday("soon"), Holiday("2026-01-01", "x" * 81))
    assert set(wrong(Hours(week, holidays))) == {"hours.1", "hours.3", "holidays.1", "holidays.2", "holidays.3"}


def test_periods_and_holidays_are_kept_in_order_and_come_back_as_they_are() -> None:
    hours = kept(
        Hours(
            ((("13:00", "00:00"), ("09:00", "12:00")), *((),) * 6),
            (Holiday("2026-12-25", "  Christmas  Day ", yearly=True), Holiday("2026-11-30")),
        )
    )
    assert hours.week[0] == (("09:00", "12:00"), ("13:00", "00:00"))
    assert hours.holidays == (Holiday("2026-11-30"), Holiday("2026-12-25", "Christmas Day", yearly=True))
    assert Hours.of(hours.as_data()) == hours


def test_half_a_period_is_no_problem_while_it_is_typed() -> None:
    assert fault_of_typed(1, [("09:00", ""), ("13:00", "17:00")]) is None
    fault = fault_of_typed(1, [("09:00", ""), ("17:00", "13:00")])
    assert fault is not None
    assert fault.message == wrong(monday(("17:00", "13:00")))["hours.1"]


@pytest.mark.parametrize(
    ("periods", "clocks"),
    [
        ([("09:00", "12:00"), ("17:00", "13:00")], {(1, 1)}),
        ([("13:00", "18:00"), ("19:00", "20:00"), ("09:00", "14:00")], {(2, 1), (0, 0)}),
        ([("09:00", "12:00"), ("", "17:00"), ("18:00", "")], {(1, 0), (2, 1)}),
        ([("00:00", "00:01")] * 11, set()),
    ],
    ids=["the end that comes first", "where two overlap", "what is missing", "no single one"],
)
def test_a_fault_says_which_times_it_is_about(periods: list[Period], clocks: set[Clock]) -> None:
    fault = fault_of(1, periods)
    assert fault is not None
    assert fault.clocks == clocks


def test_periods_that_touch_are_one_stretch() -> None:
    hours = OpeningHours(kept(monday(("09:00", "12:00"), ("12:00", "17:00"))))
    assert hours.open_at(datetime(2026, 11, 23, 12, tzinfo=BERLIN), BERLIN)


@pytest.mark.parametrize(
    ("day", "hours_open"),
    [("2026-03-29", 7.0), ("2026-10-25", 9.0), ("2026-11-29", 8.0)],
    ids=["clocks go forward", "clocks go back", "an ordinary day"],
)
def test_a_day_of_another_length_is_open_by_the_clock_on_the_wall(day: str, hours_open: float) -> None:
    """From 00:00 until 08:00: an hour less where there is none from two to three, one more where it comes twice."""
    hours = OpeningHours(kept(Hours((*((),) * 6, (("00:00", "08:00"),)))))
    midnight = datetime.fromisoformat(day).replace(tzinfo=BERLIN).astimezone(UTC)
    minutes = [midnight + timedelta(minutes=each) for each in range(25 * 60)]
    sunday = [each for each in minutes if each.astimezone(BERLIN).date().isoformat() == day]
    assert sum(hours.open_at(each, BERLIN) for each in sunday) / 60 == hours_open


def test_open_around_the_clock_is_midnight_to_midnight() -> None:
    hours = OpeningHours(kept(Hours(tuple((("00:00", "00:00"),) for _day in WEEKDAYS))))
    start = datetime(2026, 3, 28, tzinfo=UTC)
    assert all(hours.open_at(start + timedelta(minutes=7 * each), BERLIN) for each in range(1_500))


def test_a_leap_day_comes_every_year_that_has_one() -> None:
    week = tuple((("00:00", "00:00"),) for _day in WEEKDAYS)
    hours = OpeningHours(kept(Hours(week, (Holiday("2028-02-29", "Leap day", yearly=True),))))
    noon = {day: datetime.fromisoformat(f"{day}T12:00+00:00") for day in ("2032-02-29", "2029-02-28", "2029-03-01")}
    assert [hours.open_at(each, ZoneInfo("UTC")) for each in noon.values()] == [False, True, True]
