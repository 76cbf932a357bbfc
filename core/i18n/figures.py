"""Numbers and days as the reader writes them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from babel import Locale, UnknownLocaleError, dates, numbers

from core.i18n import ENGLISH, _, language, region
from core.i18n.catalogues import locale_of

_PLAIN: Final = "GB"
"""Whose English is written where the reader's country is not known: with 24 hours."""


def number(value: float, decimals: int | None = None) -> str:
    """ "1,204" and "0.5" in English, "1.204" and "0,5" in Vietnamese; with `decimals`, exactly that many."""
    pattern = None if decimals is None else f"#,##0.{'0' * decimals}".rstrip(".")
    return numbers.format_decimal(value, format=pattern, locale=_locale())


def percent(share: float, *, exact: bool = True) -> str:
    """A share, 1 for all: "38 %", and with `exact` small ones with one digit, "3.8 %"."""
    hundredths = share * 100
    return _("{number} %").format(number=number(hundredths, 1 if exact and 0 < hundredths < 9.95 else 0))


def whole_percent(of_hundred: int) -> str:
    """As one chooses it: "5 %" for 5."""
    return percent(of_hundred / 100, exact=False)


def day(moment: date, *, year: bool = True, weekday: bool = False) -> str:
    """ "22 Nov 2026", "22 Nov" or "Sun 22 Nov 2026"."""
    if language() == ENGLISH:
        pattern = f"{'EEE ' if weekday else ''}d MMM{' y' if year else ''}"
        return dates.format_date(moment, pattern, locale=_locale())
    skeleton = f"{'y' if year else ''}MMM{'E' if weekday else ''}d"
    return dates.format_skeleton(skeleton, datetime(moment.year, moment.month, moment.day), locale=_locale())  # noqa: DTZ001


def clock(moment: datetime | time) -> str:
    """The time of day: "14:35", or "2:35 PM" where the reader's English writes it so."""
    return dates.format_time(moment, "short", locale=_clock_locale())


def _clock_locale() -> Locale:
    """English is written as the reader's country does, as browsers do in their fields for times."""
    if _locale().language != ENGLISH:
        return _locale()
    try:
        return Locale(ENGLISH, region() or _PLAIN)
    except UnknownLocaleError:
        return Locale(ENGLISH, _PLAIN)


def _locale() -> Locale:
    return locale_of(language())
