"""How sure a rate is."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

NINETY_FIVE: Final = 1.959964
"""Quantile of the normal distribution for 95 % confidence on both sides."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a share (0 to 1) lies in 95 of 100 cases."""

    low: float
    high: float


def wilson(successes: int, trials: int) -> Interval | None:
    """The Wilson score interval of a share; None without a trial.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927): unlike the
    usual plus-minus it keeps within 0 and 1 and holds for few trials.
    """
    if trials <= 0:
        return None
    share, z2 = successes / trials, NINETY_FIVE**2
    middle = share + z2 / (2 * trials)
    reach = NINETY_FIVE * sqrt(share * (1 - share) / trials + z2 / (4 * trials**2))
    whole = 1 + z2 / trials
    return Interval(max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole))
